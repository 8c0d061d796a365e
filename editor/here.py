"""The house a page stands in, and who reads it."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from flask import current_app
from flask_login import UserMixin, current_user

from rulesets.errors import OperatorError
from service.house import House
from service.people import Person, SignedIn


class Reader(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """Who is signed in, as Flask-Login carries it: by the token of the session."""

    def __init__(self, token: str, who: SignedIn) -> None:
        """Keep the token, which goes into the signed cookie, and whose it is."""
        self.token = token
        self.who = who

    def get_id(self) -> str:
        """Give what the cookie names the reader by: never the account itself."""
        return self.token


def house() -> House:
    """Return the wired use cases of this application."""
    return cast("House", current_app.extensions["house"])


def signed_in() -> SignedIn | None:
    """Tell who is signed in; None: nobody.

    Raises:
        OperatorError: the database cannot be asked.
    """
    return current_user.who if current_user.is_authenticated else None


def signed_in_if_known() -> SignedIn | None:
    """Tell who is signed in, or nobody where the database cannot be asked, to say just that."""
    with suppress(OperatorError):
        return signed_in()
    return None


def person() -> Person:
    """Return who asks; only on pages that need somebody."""
    who = signed_in()
    if who is None:
        message = "this page declares that nobody need be signed in"
        raise LookupError(message)
    return who.person
