"""The page of a draft: a keystroke until the server has answered what comes of it; and opening it.

Each keystroke is another value of a field: applied, checked, tried with a sample customer, the
panel and the checks drawn. Beside it, checking the same draft whole. Times are processor time, so
that what else the machine does is not in them; only “until answered” is the time that passed. The
goal, from the key to the conclusion that is seen, is 200 ms.
"""

import json
import re
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final

from flask.testing import FlaskClient

from benchmarks._desk_rulesets import TITLE, large_lookup, many_rules
from rulesets.assembly import assemble
from rulesets.checking import check
from rulesets.documents.plain import read_plain
from rulesets.model import Ruleset
from service import people
from service.drafts import Draft, FromText, FromVersion, open_draft
from service.drafts.opening import Start
from service.house import House, migrate, open_house
from service.library import publish_library
from service.people import OPERATOR, Person
from service.resolving import Published
from service.settings import Settings
from wsgi import create_app

RULES: Final = 200
ROWS: Final = 500
KEYS: Final = 30
TIMES: Final = 7
HERE: Final = "http://localhost"
NAME, PASSWORD = "bench", "a password of benchmarks"
ANALYST: Final = Person("b" * 26, NAME, frozenset({"analyst"}))


@dataclass(frozen=True)
class Typed:
    """A field that is typed in: the page it stands on, its path, and its text around a number."""

    at: str
    path: tuple[str | int, ...]
    text: str


CONSTANT: Final = Typed("parts/constants", ("constants", 0, "value"), "{}")
LIBRARY: Final = {
    "frequency": [CONSTANT],
    "value": [CONSTANT],
    "credit": [CONSTANT],
    "rfm": [CONSTANT],
    "customer-grade": [
        CONSTANT,
        Typed("blocks/score", ("blocks", 0, "inputs", 0, "bands", 0, "points"), "{}"),
        Typed("blocks/grade", ("blocks", 1, "rows", 2, "when", 0), ">= {}"),
    ],
    "service-policy": [
        CONSTANT,
        Typed(
            "blocks/percent_off",
            ("blocks", 1, "rules", 1, "when", "all", 0),
            "annual_sales >= {}万",
        ),
        Typed("blocks/lead_time", ("blocks", 3, "rows", 6, "when", 2), ">= {}"),
    ],
}
MANY_RULES: Final = f"{RULES} rules"
LARGE_LOOKUP: Final = f"lookup of {ROWS} rows"
TYPED: Final = LIBRARY | {
    MANY_RULES: [
        CONSTANT,
        Typed("blocks/discounts", ("blocks", 0, "rules", 99, "when", "all", 0), "sales >= {}"),
    ],
    LARGE_LOOKUP: [CONSTANT, Typed("parts/lookups/rates", ("lookups", 0, "rows", 99, 2), "{}")],
}
PAGES: Final = (
    ("service-policy", ""),
    ("service-policy", "blocks/percent_off"),
    (MANY_RULES, "blocks/discounts"),
    (LARGE_LOOKUP, "parts/lookups/rates"),
)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{Path(folder) / 'fenji.db'}", twin="off")
        house = open_house(settings)
        migrate(house)
        publish_library(house)
        client = _signed_in(house)
        print(f"{'typed in':40}{'blocks':>7}{'whole check':>13}{'a keystroke':>13}", end="")
        print(f"{'until answered':>16}")
        drafts = {name: open_draft(house, ANALYST, start) for name, start in _starts().items()}
        for name, fields in TYPED.items():
            _print_keys(house, client, name, drafts[name], fields)
        print(f"\n{'a page':40}{'opened':>13}{'drawn anew':>13}{'HTML':>11}")
        for name, at in PAGES:
            _print_page(client, name, drafts[name], at)
        house.close()


def _starts() -> dict[str, Start]:
    library: dict[str, Start] = {name: FromVersion("ruleset", name) for name in LIBRARY}
    return library | {
        MANY_RULES: FromText(many_rules(RULES), "many-rules", TITLE),
        LARGE_LOOKUP: FromText(large_lookup(ROWS), "large-lookup", TITLE),
    }


def _signed_in(house: House) -> FlaskClient:
    people.add_person(house, OPERATOR, NAME, ["analyst"], PASSWORD, is_demo=True)
    token = people.sign_in(house, NAME, PASSWORD, address="127.0.0.1")
    client = create_app(house, pages=True).test_client()
    with client.session_transaction(base_url=HERE) as session:
        session["_user_id"] = token
    return client


def _print_keys(
    house: House, client: FlaskClient, name: str, draft: Draft, fields: list[Typed]
) -> None:
    blocks, whole = _checked_whole(house, draft)
    for field in fields:
        data = _page(client, draft, field.at)[0]
        keys = [_pressed(client, data, field, number) for number in range(1, KEYS)]
        taken, waited = (statistics.median(each) * 1e3 for each in zip(*keys, strict=True))
        row = f"{name + ', ' + field.at:40}{blocks:7}{whole * 1e3:10.1f} ms{taken:10.1f} ms"
        print(f"{row}{waited:13.1f} ms{taken / whole / 1e3:8.2f} ×")


def _checked_whole(house: House, draft: Draft) -> tuple[int, float]:
    document = read_plain(draft.content)
    assert isinstance(document, Ruleset)
    bundle = assemble(document, Published(house))
    times = []
    for _ in range(TIMES):
        began = process_time()
        blocks = len(check(bundle).blocks)
        times.append(process_time() - began)
    return blocks, statistics.median(times)


def _page(client: FlaskClient, draft: Draft, at: str) -> tuple[dict[str, Any], float, int]:
    """Open a page: what it says to its script, how long it took, and how many bytes it has."""
    began = process_time()
    answer = client.get(f"/drafts/{draft.id}/{at}".rstrip("/"), base_url=HERE)
    taken = process_time() - began
    assert answer.status_code == 200, answer.text
    found = re.search(r'id="desk-data">(.*?)</script>', answer.text, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data, taken, len(answer.data)


def _pressed(
    client: FlaskClient, data: dict[str, Any], field: Typed, number: int
) -> tuple[float, float]:
    edit = {"kind": "set", "path": list(field.path), "value": field.text.format(number)}
    answer, *times = _posted(client, data, {"keep": False, "edits": [edit]})
    assert "panel" in answer, "something comes of it"
    return times[0], times[1]


def _posted(
    client: FlaskClient, data: dict[str, Any], more: dict[str, Any]
) -> tuple[dict[str, Any], float, float]:
    body = {"revision": data["revision"], "at": data["at"], "sample": data["sample"]} | more
    headers = {"X-CSRFToken": data["token"]}
    began = perf_counter(), process_time()
    answer = client.post(data["address"], json=body, base_url=HERE, headers=headers)
    waited, taken = perf_counter() - began[0], process_time() - began[1]
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found, taken, waited


def _print_page(client: FlaskClient, name: str, draft: Draft, at: str) -> None:
    times, drawn = [], []
    for _ in range(TIMES):
        data, taken, size = _page(client, draft, at)
        times.append(taken)
        drawn.append(_posted(client, data, {"keep": False, "draw": True})[1])
    opened, anew = (statistics.median(each) * 1e3 for each in (times, drawn))
    print(f"{name + ', ' + at:40}{opened:10.1f} ms{anew:10.1f} ms{size / 1e3:8.1f} kB")
