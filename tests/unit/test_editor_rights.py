"""Who may see which page: every role, address and method, as the one table of rights says."""

import re
from io import BytesIO
from typing import Final

import pytest
from flask import Flask

from editor.rights import OPEN, SIGNED_IN, page_rules
from service.house import House
from service.people import RIGHTS, ROLES
from tests.signing_in import HERE, entered
from tests.unit.test_editor_people import add, app, get, house, token

__all__ = ["app", "house"]

# Who may do what at each address, written down a second time: a page that is new, or whose right
# is widened, is named here too.
EXPECTED: Final = {
    "/sign-in": {"GET": OPEN, "POST": OPEN},
    "/sign-out": {"POST": OPEN},
    "/preferences": {"POST": OPEN},
    "/me": {"GET": SIGNED_IN},
    "/me/password": {"POST": SIGNED_IN},
    "/me/sessions/end": {"POST": SIGNED_IN},
    "/me/sessions/<session>/end": {"POST": SIGNED_IN},
    "/": {"GET": "read rulesets"},
    "/rulesets": {"GET": "read rulesets"},
    "/rulesets/<ruleset>": {"GET": "read rulesets"},
    "/rulesets/<ruleset>/try": {"GET": "try rulesets", "POST": "try rulesets"},
    "/rulesets/<ruleset>/dmn": {"GET": "export rulesets"},
    "/rulesets/<ruleset>/dmn/file": {"GET": "export rulesets"},
    "/rulesets/<ruleset>/yaml": {"GET": "export rulesets"},
    "/library": {"GET": "read rulesets"},
    "/library/<ruleset>": {"GET": "read rulesets"},
    "/library/<ruleset>/copy": {"GET": "draft", "POST": "draft"},
    "/drafts": {"GET": "read drafts"},
    "/drafts/new": {"GET": "draft", "POST": "draft"},
    "/drafts/from": {"POST": "draft"},
    "/drafts/<draft>": {"GET": "read drafts"},
    "/drafts/<draft>/<path:at>": {"GET": "read drafts"},
    "/drafts/<draft>/history": {"GET": "read drafts"},
    "/drafts/<draft>/blocks/new": {"GET": "draft", "POST": "draft"},
    "/drafts/<draft>/edits": {"POST": "draft"},
    "/drafts/<draft>/undo": {"POST": "draft"},
    "/drafts/<draft>/redo": {"POST": "draft"},
    "/drafts/<draft>/discard": {"POST": "draft"},
    "/drafts/<draft>/take-back": {"POST": "draft"},
    "/reviews": {"GET": "read drafts"},
    "/reviews/<review>": {"GET": "read drafts"},
    "/reviews/<review>/approve": {"POST": "approve"},
    "/reviews/<review>/send-back": {"POST": "approve"},
    "/reviews/<review>/withdraw": {"POST": "submit"},
    "/drafts/<draft>/submit": {"GET": "submit", "POST": "submit"},
    "/rulesets/<ruleset>/versions/<number>/roll-back": {"GET": "roll back", "POST": "roll back"},
    "/dmn": {"GET": "import rulesets", "POST": "import rulesets"},
    "/dmn/yaml": {"POST": "import rulesets"},
    "/decisions": {"GET": "read decisions"},
    "/decisions/<decision>": {"GET": "read decisions"},
    "/people": {"GET": "manage people", "POST": "manage people"},
    "/people/<account>": {"GET": "manage people"},
    "/people/<account>/roles": {"POST": "manage people"},
    "/people/<account>/disable": {"POST": "manage people"},
    "/people/<account>/enable": {"POST": "manage people"},
    "/people/<account>/password": {"POST": "manage people"},
    "/people/<account>/sessions/end": {"POST": "manage people"},
    "/people/<account>/sessions/<session>/end": {"POST": "manage people"},
    "/vocabularies": {"GET": "read rulesets"},
    "/vocabularies/<vocabulary>": {"GET": "read rulesets"},
    "/drafts/<draft>/new/<part>": {"GET": "draft", "POST": "draft"},
    "/drafts/<draft>/rename/<part>/<key>": {"GET": "draft", "POST": "draft"},
    "/drafts/<draft>/<part>/<key>/delete": {"GET": "draft", "POST": "draft"},
    "/drafts/<draft>/take": {"POST": "draft"},
    "/keys": {"GET": "manage keys", "POST": "manage keys"},
    "/keys/<key>/revoke": {"POST": "manage keys"},
}


def test_every_page_declares_its_right(app: Flask) -> None:
    found: dict[str, dict[str, str | None]] = {}
    for address, method, need in page_rules(app):
        found.setdefault(address, {})[method] = need
    undeclared = [address for address, needs in found.items() if None in needs.values()]
    assert not undeclared, "say @needs(…) there"
    mine = {address: needs for address, needs in found.items() if address in EXPECTED}
    assert mine == EXPECTED
    # What others add is declared too, and by acts of the one table.
    acts = {need for needs in found.values() for need in needs.values()}
    assert acts <= {*RIGHTS, OPEN, SIGNED_IN}


def address_of(rule: str, person: str) -> str:
    filled = rule.replace("<ruleset>", "shop-grade").replace("<account>", person)
    return re.sub(r"<[^>]+>", "nothing", filled)


@pytest.mark.slow
@pytest.mark.parametrize("role", [*ROLES, None])
def test_role_by_page_by_method(app: Flask, house: House, role: str | None) -> None:
    person = add(house, "other")
    client = entered(app, role) if role else app.test_client()
    forms = token(client.get("/nothing", base_url=HERE))
    for rule, method, need in page_rules(app):
        if rule.startswith(("/me/sessions", "/sign-out")):
            continue  # would end what asks
        answer = client.open(
            address_of(rule, person),
            method=method,
            base_url=HERE,
            data={"csrf_token": forms} if method == "POST" else None,
        )
        outcome = (rule, method, answer.status_code)
        if need == OPEN:
            assert answer.status_code not in {401, 403}, outcome
        elif role is None and method == "GET":
            assert answer.status_code == 303, outcome
            assert answer.headers["Location"].startswith("/sign-in?next="), outcome
        elif role is None:
            assert answer.status_code == 401, outcome
        else:
            allowed = need == SIGNED_IN or role in RIGHTS[need].roles  # type: ignore[index]  # an act
            assert (answer.status_code != 403) == allowed, outcome
            assert answer.status_code != 500, outcome


def test_a_file_is_no_text(app: Flask, house: House) -> None:
    person = add(house, "other")
    client = entered(app, *ROLES)
    forms = token(client.get("/nothing", base_url=HERE))
    names = ("name", "title_zh", "comment", "id", "begins", "present", "number", "annual_sales")
    for rule, method, _ in page_rules(app):
        if method == "POST":
            sent = {name: (BytesIO(b"x"), "x.txt") for name in names} | {"csrf_token": forms}
            answer = client.post(address_of(rule, person), data=sent, base_url=HERE)
            assert answer.status_code == 400, rule


def test_a_page_that_declares_nothing_is_refused(app: Flask) -> None:
    view = app.view_functions["pages.rulesets.every"]
    app.view_functions["pages.rulesets.every"] = lambda: "secret"
    answer = get(entered(app), "/")
    app.view_functions["pages.rulesets.every"] = view
    assert answer.status_code == 403
    assert "secret" not in answer.text
