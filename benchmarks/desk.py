"""A keystroke on the page of a draft: how long until the server has answered with what comes of it.

Each keystroke is another value of the draft's first constant: applied, checked, tried with a sample
customer, the panel and the checks drawn. Beside it, checking the same draft whole. The goal of the
page, from the key to the conclusion that is seen, is 200 ms.
"""

import json
import re
import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from flask.testing import FlaskClient

from rulesets.assembly import assemble
from rulesets.checking import check
from rulesets.documents.plain import read_plain
from rulesets.model import Ruleset
from service import people
from service.drafts import FromVersion, open_draft
from service.house import House, migrate, open_house
from service.library import publish_library
from service.people import OPERATOR, Person
from service.resolving import Published
from service.settings import Settings
from wsgi import create_app

RULESETS: Final = ("frequency", "value", "credit", "rfm", "customer-grade", "service-policy")
KEYS: Final = 30
HERE: Final = "http://localhost"
NAME, PASSWORD = "bench", "a password of benchmarks"
ANALYST: Final = Person("b" * 26, NAME, frozenset({"analyst"}))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{Path(folder) / 'fenji.db'}", twin="off")
        house = open_house(settings)
        migrate(house)
        publish_library(house)
        client = _signed_in(house)
        print(f"{'ruleset':20}{'blocks':>8}{'checked whole':>16}{'a keystroke':>14}{'longest':>10}")
        for name in RULESETS:
            blocks, whole, keys = _measured(house, client, name)
            middle = statistics.median(keys)
            row = f"{name:20}{blocks:8}{whole * 1e3:13.1f} ms{middle * 1e3:11.1f} ms"
            print(f"{row}{max(keys) * 1e3:7.0f} ms{middle / whole:8.2f} ×")
        house.close()


def _signed_in(house: House) -> FlaskClient:
    people.add_person(house, OPERATOR, NAME, ["analyst"], PASSWORD, is_demo=True)
    token = people.sign_in(house, NAME, PASSWORD, address="127.0.0.1")
    client = create_app(house, pages=True).test_client()
    with client.session_transaction(base_url=HERE) as session:
        session["_user_id"] = token
    return client


def _measured(house: House, client: FlaskClient, name: str) -> tuple[int, float, list[float]]:
    draft = open_draft(house, ANALYST, FromVersion("ruleset", name))
    page = client.get(f"/drafts/{draft.id}/parts/constants", base_url=HERE).text
    found = re.search(r'id="desk-data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    document = read_plain(draft.content)
    assert isinstance(document, Ruleset)
    began = perf_counter()
    blocks = len(check(assemble(document, Published(house))).blocks)
    whole = perf_counter() - began
    return blocks, whole, [_pressed(client, data, str(number)) for number in range(1, KEYS)]


def _pressed(client: FlaskClient, data: dict[str, Any], value: str) -> float:
    edit = {"kind": "set", "path": ["constants", 0, "value"], "value": value}
    body = {"revision": data["revision"], "at": data["at"], "sample": data["sample"]}
    headers = {"X-CSRFToken": data["token"]}
    began = perf_counter()
    answer = client.post(
        data["address"],
        json=body | {"keep": False, "edits": [edit]},
        base_url=HERE,
        headers=headers,
    )
    taken = perf_counter() - began
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["panel"], "something comes of it"
    return taken
