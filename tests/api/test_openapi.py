"""The OpenAPI document is valid, and says of facts what the intake does."""

import json
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from api.problems import STATUS
from engine.intake import take_facts
from rulesets.errors import CallerError
from service.publish import publish
from service.rulesets import get_version, list_rulesets
from tests.api.conftest import Api

GOOD = {"amount": Decimal(1), "tier": "low", "agreed": True}


@pytest.fixture
def described(api: Api) -> Any:
    reply = api.client.get("/api/openapi.json")
    assert reply.content_type == "application/json"
    return reply.get_json()


def test_the_document_is_valid(described: Any) -> None:
    validate(described)
    assert described["openapi"] == "3.1.0"


def test_every_address_of_the_interface_is_described(api: Api, described: Any) -> None:
    routes = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in api.app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1") or rule.rule in {"/healthz", "/readyz"}
    }
    evaluate = "/api/v1/rulesets/{ruleset}/evaluate"
    concrete = {path for path in described["paths"] if "/evaluate" in path}
    assert set(described["paths"]) - concrete == routes - {evaluate, f"{evaluate}/batch"}
    assert len(concrete) == 2 * 3


def test_every_operation_that_needs_a_key_says_so(described: Any) -> None:
    for path, item in described["paths"].items():
        for operation in item.values():
            assert operation["security"] == (
                [] if path.startswith("/heal") or path == "/readyz" else [{"key": []}]
            )
            assert ("401" in operation["responses"]) == bool(operation["security"])


def test_codes_of_problems_are_those_of_the_table(described: Any) -> None:
    codes = described["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]
    assert codes == sorted(STATUS)


def test_numbers_in_the_document_are_exact(api: Api) -> None:
    text = api.client.get("/api/openapi.json").text
    facts = json.loads(text, parse_float=str)["components"]["schemas"]["EveryTypeFacts"]
    assert facts["properties"]["amount"]["multipleOf"] == "0.01"
    assert facts["properties"]["amount"]["maximum"] == "9999999.99"
    assert '"multipleOf":0.000000000001' in text or '"multipleOf":1E-12' in text


def test_facts_are_said_in_both_languages(described: Any) -> None:
    fact = described["components"]["schemas"]["ValueFacts"]["properties"]["annual_sales"]
    assert fact["title"] == "Annual purchase amount 年采购额"
    assert "less returns" in fact["description"]
    assert "已减去退货" in fact["description"]
    assert fact["examples"] == [2860000]


def test_what_a_shared_vocabulary_requires_is_required_only_where_it_is_read(
    described: Any,
) -> None:
    schemas = described["components"]["schemas"]
    assert schemas["ValueFacts"]["required"] == ["annual_sales", "order_count"]
    assert schemas["ComplaintSlaFacts"]["required"] == ["received_at"]
    example = schemas["ComplaintSlaCall"]["examples"][0]["facts"]
    assert set(example) == {"customer_grade", "received_at", "severity"}


def test_a_new_version_is_described_at_once(api: Api) -> None:
    text = get_version(api.house, "every-type").source
    publish(api.house, text.replace("max: 9999999.99", "max: 50"))
    facts = api.client.get("/api/openapi.json").get_json()["components"]["schemas"][
        "EveryTypeFacts"
    ]
    assert facts["properties"]["amount"]["maximum"] == 50


SAME: list[tuple[dict[str, object], bool]] = [
    ({}, True),
    ({"amount": None}, False),
    ({"amount": Decimal("0.01")}, True),
    ({"amount": Decimal("0.001")}, False),
    ({"amount": Decimal("9999999.99")}, True),
    ({"amount": Decimal(10000000)}, False),
    ({"amount": "1"}, False),
    ({"balance": None}, True),
    ({"balance": Decimal("-0.5")}, True),
    ({"wide": 10**18 - 1}, True),
    ({"wide": 10**18}, False),
    ({"wide": Decimal("0.5")}, False),
    ({"tier": "low"}, True),
    ({"tier": "LOW"}, False),
    ({"remark": ""}, True),
    ({"remark": "客" * 4000}, True),
    ({"remark": "客" * 4001}, False),
    ({"since": "2024-02-29"}, True),
    ({"since": "2023-02-29"}, False),
    ({"since": "0001-01-01"}, True),
    ({"since": "0000-01-01"}, False),
    ({"since": "2024-02-29T00:00:00Z"}, False),
    ({"seen_at": "2024-02-29T00:00:00Z"}, True),
    ({"seen_at": "2024-02-29T23:59:59.123456-11:30"}, True),
    ({"seen_at": "2024-02-29T00:00:00"}, False),
    ({"seen_at": "2024-02-29T24:00:00Z"}, False),
    ({"seen_at": "2024-02-29T00:00:00.1234567Z"}, False),
    ({"seen_at": "2023-02-29T00:00:00Z"}, False),
    ({"tags": []}, True),
    ({"tags": ["red"] * 1000}, True),
    ({"tags": ["red"] * 1001}, False),
    ({"tags": [None]}, False),
    ({"days": ["2024-02-29"]}, True),
    ({"orders": [{"amount_due": Decimal("1.5"), "paid": None}]}, True),
    ({"orders": [{"paid": True}]}, False),
    ({"orders": [{"amount_due": Decimal(1), "more": 1}]}, False),
    ({"previous(level)": "a"}, True),
    ({"previous(level)": "c"}, False),
    ({"more": None}, False),
]


@pytest.mark.parametrize(("facts", "accepted"), SAME, ids=[str(each[0])[:50] for each in SAME])
def test_schema_and_intake_agree(api: Api, facts: dict[str, object], accepted: bool) -> None:
    checked = get_version(api.house, "every-type").checked
    given = GOOD | facts
    try:
        take_facts(given, checked)
        taken = True
    except CallerError:
        taken = False
    text = api.client.get("/api/openapi.json").text
    schema = json.loads(text, parse_float=Decimal)["components"]["schemas"]["EveryTypeFacts"]
    valid = Draft202012Validator(schema, format_checker=FormatChecker()).is_valid(given)
    assert (taken, valid) == (accepted, accepted)


@pytest.mark.slow
def test_the_whole_library_is_described(library_api: Api) -> None:
    described = library_api.client.get("/api/openapi.json").get_json()
    validate(described)
    concrete = [path for path in described["paths"] if path.endswith("/evaluate")]
    assert len(concrete) == len(list_rulesets(library_api.house)) > 10
