"""Who reads the pages in tests: a new person each time, signed in without typing."""

import secrets
from typing import Final

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient

from service import people
from service.house import House
from service.people import OPERATOR

WORKERS: Final = ("analyst", "approver", "auditor")
"""All roles but administrator."""

PASSWORD: Final = "correct horse battery"  # noqa: S105 - of tests
HERE: Final = "http://localhost"


def token_of(house: House, *roles: str, name: str = "") -> str:
    """Make a person with roles, by default all but administrator, and begin a session."""
    name = name or f"{roles[0] if roles else '欧阳分析员'}-{secrets.token_hex(4)}"
    # Of the demonstration, so that pages answer on this machine only whatever the role.
    people.add_person(house, OPERATOR, name, roles or WORKERS, PASSWORD, is_demo=True)
    return people.sign_in(house, name, PASSWORD, address="127.0.0.1")


def entered(app: Flask, *roles: str, name: str = "") -> FlaskClient:
    """Give a client in which a new person is signed in."""
    client = app.test_client()
    token = token_of(app.extensions["house"], *roles, name=name)
    with client.session_transaction(base_url=HERE) as session:
        session["_user_id"] = token
    return client


def cookie_of(token: str, secret_key: str) -> str:
    """Write the cookie of a session as the server with a secret key would."""
    app = Flask(__name__)
    app.secret_key = secret_key
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer
    return str(serializer.dumps({"_user_id": token}))
