"""The evaluate call: what is answered, what is recorded, exact digits, moments, versions."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from werkzeug.test import TestResponse

from service.publish import publish
from tests.api.conftest import Api
from tests.houses import NOON, RULESET, RULESET_2, VOCABULARY
from tests.published import LONG_AGO

SHOP = "shop-grade"


@pytest.fixture
def shop(api: Api) -> Api:
    """Publish a small ruleset: A and 12.5 from 500,000 on, else B and 0."""
    publish(api.house, VOCABULARY)
    publish(api.house, RULESET)
    return api


def exact(reply: TestResponse) -> Any:
    """Read an answer with its digits as they are written."""
    return json.loads(reply.data, parse_float=Decimal, parse_int=Decimal)


def body(sales: str, **more: object) -> bytes:
    """Write a body with a number as it is given, digit by digit."""
    rest = "".join(f", {json.dumps(name)}: {json.dumps(value)}" for name, value in more.items())
    return f'{{"subject": "17850", "facts": {{"annual_sales": {sales}}}{rest}}}'.encode()


def count(api: Api) -> int:
    return len(api.get("/api/v1/decisions?limit=200").get_json()["decisions"])


def test_an_answer_holds_conclusions_what_fired_and_why(shop: Api) -> None:
    reply = shop.post(SHOP, body("600000.50"))
    assert reply.status_code == 200
    assert reply.content_type == "application/json"
    plain = exact(reply)
    assert list(plain) == [
        *("decision", "subject", "ruleset", "version", "identity", "as_of"),
        *("conclusions", "fired", "problems", "twin", "inferred_twice"),
    ]
    assert (plain["subject"], plain["ruleset"], plain["version"]) == ("17850", SHOP, 1)
    assert plain["conclusions"]["grade"] == "A"
    assert plain["conclusions"]["percent_off"] == Decimal("12.5")
    assert plain["conclusions"]["greeting"] is None
    grading = next(each for each in plain["fired"] if each["block"] == "grading")
    assert (grading["rule"], grading["number"]) == ("high", 1)
    assert grading["concluded"]["grade"] == "A"
    reason = grading["because"][0]
    assert reason["condition"] == "annual_sales >= 500000"
    assert reason["met"] == {"annual_sales": Decimal("600000.50")}
    assert all(grading["sentence"][language] for language in ("zh", "en"))


def test_a_decision_is_read_as_it_was_answered(shop: Api) -> None:
    answered = exact(shop.post(SHOP, body("600000.50", explain="full")))
    read = exact(shop.get(f"/api/v1/decisions/{answered['decision']}"))
    assert read == answered
    assert read["facts"] == {"annual_sales": Decimal("600000.50")}


def test_how_much_is_explained(shop: Api) -> None:
    nothing = shop.post(SHOP, body("1", explain="none")).get_json()
    fired = shop.post(SHOP, body("1")).get_json()
    assert nothing["fired"] == []
    assert "facts" not in nothing
    assert fired["fired"] != []
    assert "facts" not in fired


@pytest.mark.parametrize(
    ("given", "doubled"),
    [
        ("0.1", "0.2"),
        ("12.50", "25"),
        ("0.07", "0.14"),
        ("4999999.99", "9999999.98"),
        ("1.1e1", "22"),
        ("1.10000000000000000000000000000", "2.2"),
    ],
)
def test_numbers_keep_their_exact_digits(api: Api, given: str, doubled: str) -> None:
    written = (
        '{"subject": "s", "explain": "full", '
        f'"facts": {{"amount": {given}, "tier": "low", "agreed": true}}}}'
    )
    plain = exact(api.post("every-type", written))
    assert plain["conclusions"]["doubled"] == Decimal(doubled)
    assert plain["facts"]["amount"] == Decimal(given)
    stored = exact(api.get(f"/api/v1/decisions/{plain['decision']}"))
    assert stored["facts"]["amount"] == Decimal(given)


def test_a_large_number_keeps_every_digit(api: Api) -> None:
    large = "9007199254740993.01"  # no binary float is this number
    written = (
        '{"subject": "s", "explain": "full", '
        f'"facts": {{"amount": 1, "balance": {large}, "tier": "low", "agreed": true}}}}'
    )
    reply = api.post("every-type", written)
    assert f'"balance":{large}' in reply.text


def test_the_moment_is_taken_once_and_told(shop: Api) -> None:
    reply = shop.post(SHOP, body("1")).get_json()
    assert reply["as_of"].startswith("2026-03-03T04:00:00")
    assert reply["as_of"].endswith("Z")


def test_a_moment_of_the_past_is_told_in_utc(api: Api) -> None:
    facts = {"amount": 1, "tier": "low", "agreed": False}
    given = {"subject": "s", "facts": facts, "as_of": "2001-02-03T08:00:00+08:00"}
    assert api.post("every-type", given).get_json()["as_of"] == "2001-02-03T00:00:00Z"


def test_the_future_needs_a_scope_and_is_not_recorded(shop: Api) -> None:
    ahead = body("600000", as_of="2027-01-01T00:00:00Z")
    refused = shop.post(SHOP, ahead)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "as-of-in-future")
    tester = shop.new_key("evaluate", "simulate")
    tried = shop.post(SHOP, ahead, headers=shop.headers(tester))
    assert tried.status_code == 200
    assert tried.get_json()["decision"] is None
    assert tried.get_json()["conclusions"]["grade"] == "A"
    assert count(shop) == 0


def test_a_version_is_chosen_by_moment_or_by_number(shop: Api) -> None:
    shop.clock.pass_(days=10)
    publish(shop.house, RULESET_2)
    assert shop.post(SHOP, body("550000")).get_json()["conclusions"]["grade"] == "B"
    before = shop.post(SHOP, body("550000", as_of="2026-03-04T00:00:00Z")).get_json()
    assert (before["version"], before["conclusions"]["grade"]) == (1, "A")
    first = shop.post(SHOP, body("550000", version=1)).get_json()
    assert (first["version"], first["conclusions"]["grade"]) == (1, "A")


def test_before_the_first_version_there_is_no_decision(shop: Api) -> None:
    reply = shop.post(SHOP, body("1", as_of="2026-03-03T03:59:59Z"))
    assert (reply.status_code, reply.get_json()["code"]) == (409, "not-yet-effective")
    assert reply.get_json()["errors"][0]["path"] == "/as_of"


def test_a_ruleset_that_lies_ahead_is_no_decision_either(api: Api) -> None:
    publish(api.house, VOCABULARY)
    publish(api.house, RULESET, datetime(2026, 4, 1, tzinfo=UTC))
    reply = api.post(SHOP, body("1"))
    assert (reply.status_code, reply.get_json()["code"]) == (409, "not-yet-effective")
    paths = api.get("/api/openapi.json").get_json()["paths"]
    assert f"/api/v1/rulesets/{SHOP}/evaluate" not in paths


def test_null_is_the_same_as_absent(shop: Api) -> None:
    facts = {"annual_sales": 1, "contact_name": None}
    given = {"subject": "s", "facts": facts, "as_of": None, "version": None, "explain": None}
    assert shop.post(SHOP, given).status_code == 200


def test_a_repeat_gives_the_same_decision(shop: Api) -> None:
    key = {"Idempotency-Key": "8f14e45f-ceea-467f-a0e6-000000000001"}
    first = shop.post(SHOP, body("600000"), headers=key)
    shop.clock.pass_(hours=1)
    again = shop.post(SHOP, body("600000"), headers=key)
    assert again.data == first.data
    assert count(shop) == 1


def test_another_body_under_the_same_key_is_refused(shop: Api) -> None:
    key = {"Idempotency-Key": "k1"}
    shop.post(SHOP, body("600000"), headers=key)
    other = shop.post(SHOP, body("600001"), headers=key)
    assert (other.status_code, other.get_json()["code"]) == (409, "idempotency-conflict")
    assert other.get_json()["errors"][0]["path"] == "Idempotency-Key"
    assert count(shop) == 1


def test_another_caller_or_ruleset_may_use_the_same_idempotency_key(shop: Api) -> None:
    key = {"Idempotency-Key": "k1"}
    mine = shop.post(SHOP, body("600000"), headers=key).get_json()
    other = shop.new_key("evaluate")
    theirs = shop.post(SHOP, body("1"), headers=key | shop.headers(other)).get_json()
    facts = {"amount": 1, "tier": "low", "agreed": False}
    elsewhere = shop.post("every-type", {"subject": "s", "facts": facts}, headers=key).get_json()
    assert len({mine["decision"], theirs["decision"], elsewhere["decision"]}) == 3


def test_two_simultaneous_repeats_make_one_decision(shop: Api) -> None:
    together = Barrier(2)

    def call(key: str) -> bytes:
        together.wait()
        return bytes(shop.post(SHOP, body("600000"), headers={"Idempotency-Key": key}).data)

    with ThreadPoolExecutor(2) as both:
        for number in range(20):
            first, second = both.map(call, [f"k{number}"] * 2)
            assert first == second
            assert json.loads(first)["decision"]
    assert count(shop) == 20


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ".encode().decode("latin-1"), "x" * 201])
def test_an_idempotency_key_is_visible_ascii(shop: Api, key: str) -> None:
    reply = shop.post(SHOP, body("1"), headers={"Idempotency-Key": key})
    assert (reply.status_code, reply.get_json()["code"]) == (422, "bad-idempotency-key")
    assert count(shop) == 0


def test_the_examples_of_the_document_are_accepted(api: Api) -> None:
    described = api.get("/api/openapi.json").get_json()
    for name in ("Value", "ComplaintSla", "EveryType"):
        path = next(
            path
            for path, item in described["paths"].items()
            if item.get("post", {}).get("operationId") == f"evaluate{name}"
        )
        example = described["components"]["schemas"][f"{name}Call"]["examples"][0]
        ruleset = path.split("/")[4]
        assert api.post(ruleset, example).status_code == 200, name


def test_rulesets_were_published_long_ago(api: Api) -> None:
    versions = api.get("/api/v1/rulesets/value/versions").get_json()["versions"]
    assert versions[0]["effective_from"].startswith(f"{LONG_AGO:%Y-%m-%d}")
    assert NOON > LONG_AGO
