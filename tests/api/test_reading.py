"""Decisions and rulesets as programs read them; health."""

import pytest

from service.decisions import erase_personal
from service.publish import publish
from tests.api.conftest import EVERY_TYPE, Api

FACTS = {"amount": 1, "tier": "low", "agreed": True}


def decide(api: Api, subject: str = "s", **facts: object) -> str:
    reply = api.post("every-type", {"subject": subject, "facts": FACTS | facts})
    decision: str = reply.get_json()["decision"]
    return decision


def test_rulesets_are_listed_with_what_is_in_force(api: Api) -> None:
    listed = api.get("/api/v1/rulesets").get_json()["rulesets"]
    assert [each["ruleset"] for each in listed] == ["complaint-sla", "every-type", "value"]
    assert listed[2]["title"] == {"zh": "客户价值评估", "en": "Customer value assessment"}
    assert listed[2]["in_force"]["version"] == 1


def test_a_ruleset_has_its_versions(api: Api) -> None:
    publish(api.house, EVERY_TYPE.read_text(encoding="utf-8"))
    one = api.get("/api/v1/rulesets/every-type").get_json()
    versions = api.get("/api/v1/rulesets/every-type/versions").get_json()
    assert [each["version"] for each in one["versions"]] == [1, 2]
    assert versions == {"ruleset": "every-type", "versions": one["versions"]}
    assert one["in_force"] == one["versions"][1]


def test_a_version_is_shown_with_the_schema_of_its_facts(api: Api) -> None:
    version = api.get("/api/v1/rulesets/every-type/versions/1").get_json()
    described = api.get("/api/openapi.json").get_json()
    assert version["source"] == EVERY_TYPE.read_text(encoding="utf-8")
    assert version["zone"] == "Asia/Shanghai"
    assert version["facts"] == described["components"]["schemas"]["EveryTypeFacts"]
    keys = [each["key"] for each in version["conclusions"]]
    assert keys[:2] == ["doubled", "share"]


def test_a_version_tells_what_certifies_it(api: Api) -> None:
    found = api.get("/api/v1/rulesets/every-type/versions/1").get_json()["certification"]
    engines = {each["engine"]: each["facts"] for each in found["engines"]}
    assert engines["compiled"] == found["facts"] > 0
    assert engines["reference"] > 0
    assert found["disagreements"] == 0
    assert found["borders"]["compared"] <= found["borders"]["possible"]


@pytest.mark.parametrize("number", ["0", "2", "01", "-1", "1.0", "x", "9" * 300])
def test_a_version_that_is_none(api: Api, number: str) -> None:
    reply = api.get(f"/api/v1/rulesets/every-type/versions/{number}")
    assert (reply.status_code, reply.get_json()["code"]) == (404, "unknown-version")
    elsewhere = api.get(f"/api/v1/rulesets/none/versions/{number}").get_json()
    assert elsewhere["code"] == "unknown-ruleset"


@pytest.mark.parametrize("decision", ["01K9ZZZZZZZZZZZZZZZZZZZZZZ", "x", "%00", "x" * 300])
def test_a_decision_that_is_none(api: Api, decision: str) -> None:
    reply = api.get(f"/api/v1/decisions/{decision}")
    assert (reply.status_code, reply.get_json()["code"]) == (404, "unknown-decision")


def test_erased_personal_values_are_withheld(api: Api) -> None:
    decision = decide(api, contact="欧阳植入者7731")
    assert "欧阳植入者7731" in api.get(f"/api/v1/decisions/{decision}").text
    erase_personal(api.house, decision)
    reply = api.get(f"/api/v1/decisions/{decision}")
    assert "欧阳植入者7731" not in reply.text
    assert reply.get_json()["withheld"] == ["contact", "greeting"]
    assert reply.get_json()["conclusions"]["greeting"] is None


def test_decisions_are_listed_the_newest_first_page_by_page(api: Api) -> None:
    made = []
    for number in range(5):
        api.clock.pass_(seconds=1)
        made.append(decide(api, subject=f"s{number}"))
    first = api.get("/api/v1/decisions?limit=2").get_json()
    assert [each["decision"] for each in first["decisions"]] == [made[4], made[3]]
    second = api.get(f"/api/v1/decisions?limit=2&before={first['before']}").get_json()
    assert [each["decision"] for each in second["decisions"]] == [made[2], made[1]]
    last = api.get(f"/api/v1/decisions?limit=2&before={second['before']}").get_json()
    assert [each["decision"] for each in last["decisions"]] == [made[0]]
    assert last["before"] is None


def test_decisions_of_one_subject_or_ruleset(api: Api) -> None:
    mine = decide(api, subject="客户 é")
    decide(api, subject="other")
    found = api.get("/api/v1/decisions", query_string={"subject": "客户 e\u0301"}).get_json()
    assert [each["decision"] for each in found["decisions"]] == [mine]
    none = api.get("/api/v1/decisions?ruleset=value").get_json()
    assert none == {"decisions": [], "before": None}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("limit=0", [("bad-parameter", "limit")]),
        ("limit=201", [("bad-parameter", "limit")]),
        ("limit=ten", [("bad-parameter", "limit")]),
        ("limit=", [("bad-parameter", "limit")]),
        ("limit=1&limit=2", [("bad-parameter", "limit")]),
        ("subject=", [("bad-parameter", "subject")]),
        ("subject=%00", [("bad-parameter", "subject")]),
        ("ruleset=No", [("bad-parameter", "ruleset")]),
        ("before=x", [("bad-parameter", "before")]),
        ("subjct=a", [("unknown-parameter", "subjct")]),
        ("subjct=a&limit=x", [("unknown-parameter", "subjct"), ("bad-parameter", "limit")]),
    ],
)
def test_a_query_that_is_wrong(api: Api, query: str, found: list[tuple[str, str]]) -> None:
    reply = api.get(f"/api/v1/decisions?{query}")
    assert reply.status_code == 422
    assert [(each["code"], each["path"]) for each in reply.get_json()["errors"]] == found


def test_health(api: Api) -> None:
    assert api.client.get("/healthz").get_json() == {"status": "alive"}
    assert api.client.get("/readyz").get_json() == {"status": "ready"}
