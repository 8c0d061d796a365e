"""Every bad input is a code with its place, all at once; nothing is recorded, never a 500."""

import json

import pytest

from rulesets.codes import CATALOGUE
from tests.api.conftest import Api

GOOD = {"amount": 1, "tier": "low", "agreed": True}


def call(**facts: object) -> dict[str, object]:
    """Make a body whose facts are good but for some."""
    return {"subject": "s", "facts": GOOD | facts}


def raw(text: str) -> bytes:
    """Make a body whose facts hold a text that no JSON writer would write."""
    return f'{{"subject": "s", "facts": {{"tier": "low", "agreed": true, {text}}}}}'.encode()


FACTS = "/facts/"
CASES: list[tuple[str, object, int, list[tuple[str, str]]]] = [
    ("text for a number", call(amount="5"), 422, [("wrong-type", FACTS + "amount")]),
    ("boolean for a number", call(amount=True), 422, [("wrong-type", FACTS + "amount")]),
    ("number for a boolean", call(agreed=1), 422, [("wrong-type", FACTS + "agreed")]),
    ("number for a text", call(remark=5), 422, [("wrong-type", FACTS + "remark")]),
    ("number for a date", call(since=20260301), 422, [("wrong-type", FACTS + "since")]),
    ("object for a list", call(tags={}), 422, [("wrong-type", FACTS + "tags")]),
    ("null in a list", call(tags=["red", None]), 422, [("wrong-type", FACTS + "tags/1")]),
    ("too precise", call(amount=1.234), 422, [("too-precise", FACTS + "amount")]),
    ("below the domain", call(amount=-0.01), 422, [("outside-domain-given", FACTS + "amount")]),
    ("above the domain", call(visits=1000), 422, [("outside-domain-given", FACTS + "visits")]),
    ("not in the list", call(tier="middle"), 422, [("outside-domain-given", FACTS + "tier")]),
    ("title for a code", call(tier="低"), 422, [("outside-domain-given", FACTS + "tier")]),
    ("no such day", call(since="2026-02-29"), 422, [("bad-date", FACTS + "since")]),
    ("short date", call(since="2026-3-1"), 422, [("bad-date", FACTS + "since")]),
    ("naive", call(seen_at="2026-03-01T09:00:00"), 422, [("naive-datetime", FACTS + "seen_at")]),
    ("space for T", call(seen_at="2026-03-01 09:00:00Z"), 422, [("bad-date", FACTS + "seen_at")]),
    ("unknown fact", call(turnover=1), 422, [("unknown-fact", FACTS + "turnover")]),
    ("pointer escaped", call(**{"a/b~": 1}), 422, [("unknown-fact", FACTS + "a~1b~0")]),
    ("text too long", call(remark="x" * 4001), 422, [("too-large", FACTS + "remark")]),
    ("list too long", call(tags=["red"] * 1001), 422, [("too-large", FACTS + "tags")]),
    ("row", call(orders=[{"paid": True}]), 422, [("fact-required", FACTS + "orders/0/amount_due")]),
    ("facts a list", {"subject": "s", "facts": []}, 422, [("wrong-type", "/facts")]),
    ("body a list", [], 422, [("wrong-type", "")]),
    ("body a number", b"5", 422, [("wrong-type", "")]),
    ("no body", b"", 400, [("bad-json", "")]),
    ("half a body", b'{"subject": "s", ', 400, [("bad-json", "")]),
    ("two bodies", b"{} {}", 400, [("bad-json", "")]),
    ("NaN", raw('"amount": NaN'), 400, [("bad-json", FACTS + "amount")]),
    ("Infinity", raw('"amount": -Infinity'), 400, [("bad-json", FACTS + "amount")]),
    ("10^400", raw('"amount": 1e400'), 422, [("too-precise", FACTS + "amount")]),
    ("10^(10^9)", raw('"amount": 1e1000000000'), 422, [("too-precise", FACTS + "amount")]),
    ("400 digits", raw('"amount": ' + "9" * 400), 422, [("too-precise", FACTS + "amount")]),
    ("19 digits", raw('"amount": 1, "wide": ' + "1" * 19), 422, [("too-precise", FACTS + "wide")]),
    ("leading zero", raw('"amount": 05'), 400, [("bad-json", "")]),
    (
        "duplicate key",
        raw('"amount": 1, "amount": 2'),
        400,
        [("duplicate-member", FACTS + "amount")],
    ),
    (
        "duplicate member",
        b'{"subject": "s", "facts": {}, "facts": {}}',
        400,
        [("duplicate-member", "/facts")],
    ),
    ("broken UTF-8", b'{"subject": "\xff\xfe", "facts": {}}', 400, [("bad-utf8", "")]),
    ("UTF-16", '{"subject": "s"}'.encode("utf-16"), 400, [("bad-utf8", "")]),
    (
        "lone surrogate",
        raw(r'"amount": 1, "remark": "\ud800"'),
        400,
        [("bad-json", FACTS + "remark")],
    ),
    ("deep", b"[" * 100_000 + b"]" * 100_000, 422, [("too-large", "")]),
    ("deep and open", b'{"a":' * 100_000, 422, [("too-large", "")]),
    ("2 MB", raw('"remark": "' + "x" * 2_000_000 + '"'), 413, [("too-large", "")]),
    ("one byte too many", b" " * 1_000_001, 413, [("too-large", "")]),
    ("unknown member", call() | {"asof": None}, 422, [("unknown-member", "/asof")]),
    ("subject a number", call() | {"subject": 17850}, 422, [("wrong-type", "/subject")]),
    ("subject empty", call() | {"subject": ""}, 422, [("bad-subject", "/subject")]),
    ("subject long", call() | {"subject": "x" * 201}, 422, [("bad-subject", "/subject")]),
    ("subject controls", call() | {"subject": "a\u0000"}, 422, [("bad-subject", "/subject")]),
    ("no subject", {"facts": GOOD}, 422, [("member-required", "/subject")]),
    ("explain", call() | {"explain": "all"}, 422, [("bad-explain", "/explain")]),
    ("explain a number", call() | {"explain": 1}, 422, [("wrong-type", "/explain")]),
    ("as_of naive", call() | {"as_of": "2026-03-01T09:00:00"}, 422, [("bad-moment", "/as_of")]),
    ("as_of a day", call() | {"as_of": "2026-03-01"}, 422, [("bad-moment", "/as_of")]),
    ("as_of a number", call() | {"as_of": 1}, 422, [("wrong-type", "/as_of")]),
    (
        "as_of ahead",
        call() | {"as_of": "2999-01-01T00:00:00Z"},
        409,
        [("as-of-in-future", "/as_of")],
    ),
    (
        "too early",
        call() | {"as_of": "1900-01-01T00:00:00Z"},
        409,
        [("not-yet-effective", "/as_of")],
    ),
    ("version a text", call() | {"version": "1"}, 422, [("wrong-type", "/version")]),
    ("version a part", call() | {"version": 1.5}, 422, [("outside-domain-given", "/version")]),
    ("version zero", call() | {"version": 0}, 422, [("outside-domain-given", "/version")]),
    ("version huge", call() | {"version": 10**400}, 422, [("outside-domain-given", "/version")]),
    ("unknown version", call() | {"version": 2}, 404, [("unknown-version", "/version")]),
]


@pytest.mark.parametrize(("given", "status", "expected"), [each[1:] for each in CASES],
                         ids=[each[0] for each in CASES])  # fmt: skip
def test_bad_input(api: Api, given: object, status: int, expected: list[tuple[str, str]]) -> None:
    reply = api.post("every-type", given)
    plain = reply.get_json()
    assert [(each["code"], each["path"]) for each in plain["errors"]] == expected
    assert reply.status_code == status
    nothing_recorded(api)


def nothing_recorded(api: Api) -> None:
    assert api.get("/api/v1/decisions").get_json()["decisions"] == []


def test_all_faults_at_once_of_the_envelope_and_the_facts(api: Api) -> None:
    given = {
        "subject": "",
        "as_of": "yesterday",
        "verison": 1,
        "facts": {"amount": "5", "tier": "middle", "since": "2026-02-30", "spare": None},
    }
    errors = api.post("every-type", given).get_json()["errors"]
    assert {(each["code"], each["path"]) for each in errors} == {
        ("unknown-member", "/verison"),
        ("bad-subject", "/subject"),
        ("bad-moment", "/as_of"),
        ("wrong-type", "/facts/amount"),
        ("outside-domain-given", "/facts/tier"),
        ("bad-date", "/facts/since"),
        ("unknown-fact", "/facts/spare"),
        ("fact-required", "/facts/agreed"),
    }
    nothing_recorded(api)


def test_facts_that_are_not_there_are_told_one_by_one(api: Api) -> None:
    errors = api.post("every-type", {"subject": "s"}).get_json()["errors"]
    assert {each["path"] for each in errors} == {
        *("/facts", "/facts/amount", "/facts/tier", "/facts/agreed"),
    }


def test_an_unknown_ruleset(api: Api) -> None:
    for ruleset in ("none", "Customer", "%20", "x" * 500, "客户", "a%00b"):
        reply = api.post(ruleset, call())
        assert (reply.status_code, reply.get_json()["code"]) == (404, "unknown-ruleset"), ruleset
    nothing_recorded(api)


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": ""},
        {"Content-Type": "application/json; charset=gbk"},
        {"Content-Type": "application/jsonp"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_another_kind_of_body(api: Api, headers: dict[str, str]) -> None:
    reply = api.post("every-type", json.dumps(call()), headers=headers)
    assert (reply.status_code, reply.get_json()["code"]) == (415, "media-type-not-supported")
    nothing_recorded(api)


@pytest.mark.parametrize(
    "said", ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']
)
def test_the_same_kind_said_in_full(api: Api, said: str) -> None:
    reply = api.post("every-type", json.dumps(call()), headers={"Content-Type": said})
    assert reply.status_code == 200


def test_of_very_many_faults_the_first_thousand_are_told(api: Api) -> None:
    plain = api.post("every-type", call(orders=[{}] * 5000)).get_json()
    assert len(plain["errors"]) == 1000
    assert "at least 1000 faults" in plain["detail"]


def test_each_code_met_here_is_in_the_catalogue() -> None:
    met = {code for case in CASES for code, _ in case[3]}
    assert met <= CATALOGUE.keys()


def test_the_list_of_bad_inputs_names_each_once() -> None:
    names = [each[0] for each in CASES]
    assert len(set(names)) == len(names)
