"""Every refusal has one form, for every code there is."""

import json
import logging
import sqlite3
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import evaluating, open_api
from api.problems import STATUS, problem, status_of
from rulesets.codes import CATALOGUE, drafting, people, review, tables
from rulesets.errors import Fault
from service.house import House, open_house
from tests.api.conftest import Api
from tests.houses import NAME

WORDS = (
    *("expected", "found", "reason", "name", "known", "nearest", "most", "seconds", "id"),
    *("address", "allowed", "ruleset", "version", "as_of", "first", "now", "key", "decision"),
    *("engine", "scope", "block", "file", "twin"),
)


def words_of(code: str) -> dict[str, str]:
    """Give a value for every word that a code's sentences may ask for."""
    return dict.fromkeys(WORDS, f"word of {code}")


def has_the_form(reply: TestResponse) -> dict[str, Any]:
    """Hold a refusal to its form; gives its document."""
    assert reply.content_type == "application/problem+json"
    plain: dict[str, Any] = reply.get_json()
    assert set(plain) - {"id"} == {"type", "title", "status", "detail", "code", "errors"}
    assert ("id" in plain) == (plain["code"] in {"internal-fault", "engines-disagree"})
    assert plain["status"] == reply.status_code
    assert plain["type"] == f"/api/docs/errors#{plain['code']}"
    assert plain["code"] in [each["code"] for each in plain["errors"]]
    assert plain["title"]
    assert plain["detail"]
    for each in plain["errors"]:
        assert set(each) == {"code", "path", "message", "hint"}
        for text in (each["message"], each["hint"]):
            assert text["zh"]
            assert text["en"]
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Cache-Control"] == "no-store"
    return plain


@pytest.mark.parametrize("code", sorted(STATUS))
def test_every_code_has_a_status_and_the_one_form(api: Api, code: str) -> None:
    fault = Fault(code, (("path", "/facts/x"),), words_of(code))

    @api.app.get("/api/v1/refused")
    def refused() -> Any:
        return problem((fault,))

    reply = api.client.get("/api/v1/refused")
    for name, value in (("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store")):
        reply.headers.setdefault(name, value)  # set by the blueprint, which this view is not of
    assert has_the_form(reply)["status"] == status_of(fault) == STATUS[code]


def test_each_code_that_a_caller_can_cause_has_a_status() -> None:
    # What authors and operators cause by other doors comes to no caller of this one.
    elsewhere = {
        *("effective-before-publication", "effective-before-previous"),
        *("vocabulary-has-no-moment", "dmn-unknown-decision"),
        *(entry.code for entry in (*tables.CODES, *people.CODES, *drafting.CODES, *review.CODES)),
    }
    callers = {code for code, entry in CATALOGUE.items() if entry.who == "caller"}
    assert callers - STATUS.keys() - elsewhere == set()


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api", 404, "unknown-path"),
        ("GET", "/api/", 404, "unknown-path"),
        ("GET", "/api/v2/rulesets", 404, "unknown-path"),
        ("POST", "/api/v1/none", 404, "unknown-path"),
        ("GET", "/api//v1/rulesets", 404, "unknown-path"),
        ("GET", "/api/v1/rulesets/", 404, "unknown-path"),
        ("GET", "/api/v1/<script>", 404, "unknown-path"),
        ("GET", "/api/v1/%ff%00%0d%0a", 404, "unknown-path"),
        ("GET", "/api/v1/rulesets?q=" + "x" * 5000, 414, "address-too-long"),
        ("GET", "/api/v1/none?q=" + "x" * 5000, 414, "address-too-long"),
        ("DELETE", "/api/v1/rulesets", 405, "method-not-allowed"),
        ("OPTIONS", "/api/v1/rulesets", 405, "method-not-allowed"),
        ("GET", "/api/v1/rulesets/every-type/evaluate", 405, "method-not-allowed"),
        ("POST", "/healthz", 405, "method-not-allowed"),
        ("PUT", "/api/docs", 405, "method-not-allowed"),
    ],
)
def test_addresses_and_methods(api: Api, method: str, path: str, status: int, code: str) -> None:
    reply = api.client.open(path, method=method)
    plain = has_the_form(reply)
    assert (plain["status"], plain["code"]) == (status, code)
    assert ("Allow" in reply.headers) == (status == 405)


def test_the_allowed_methods_are_told(api: Api) -> None:
    assert api.client.get("/api/v1/rulesets/a/evaluate").headers["Allow"] == "POST"
    assert api.client.post("/api/v1/rulesets").headers["Allow"] == "GET, HEAD"


def test_an_address_of_another_door_is_left_alone(api: Api) -> None:
    assert api.client.get("/rulesets").content_type.startswith("text/html")


def test_the_caller_s_language(api: Api) -> None:
    english = api.client.get("/api/v1/rulesets").get_json()
    chinese = api.client.get("/api/v1/rulesets", headers={"Accept-Language": "zh-CN"})
    assert english["detail"] == "the call carries no key"
    assert chinese.get_json()["detail"] == "请求没有带密钥"
    assert chinese.headers["Content-Language"] == "zh"


class BrokenError(Exception):
    """A fault of ours that nobody foresaw."""


def test_an_unknown_fault_is_an_id_and_nothing_else(
    api: Api, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise BrokenError(f"{NAME} at /srv/secret.py")

    monkeypatch.setattr(evaluating, "evaluate", broken)
    with caplog.at_level(logging.ERROR):
        reply = api.post("every-type", {"subject": NAME, "facts": {}})
    plain = has_the_form(reply)
    assert (plain["status"], plain["code"]) == (500, "internal-fault")
    assert plain["id"] in caplog.text
    assert "BrokenError" in caplog.text
    assert NAME not in caplog.text
    assert "BrokenError" not in reply.text
    assert "secret.py" not in reply.text


@pytest.fixture
def without_database(tmp_path: Any) -> FlaskClient:
    """Serve a house whose database was never made."""
    app = Flask("no_database", static_folder=None)
    house: House = open_house(f"sqlite:///{tmp_path / 'none.db'}")
    open_api(app, house)
    return app.test_client()


def test_a_database_that_is_not_there(without_database: FlaskClient) -> None:
    assert without_database.get("/healthz").status_code == 200
    plain = has_the_form(without_database.get("/readyz"))
    assert (plain["status"], plain["code"]) == (503, "no-database")
    for path in ("/api/v1/rulesets", "/api/openapi.json", "/api/docs"):
        reply = without_database.get(path, headers={"Authorization": "Bearer fenji_a_b"})
        plain = has_the_form(reply)
        assert plain["status"] == 503
        assert int(reply.headers["Retry-After"]) >= 1


def test_a_damaged_version_is_left_out_and_does_not_take_the_rest_along(api: Api) -> None:
    path = api.house.database.url.database
    assert path
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER ruleset_versions_no_update")
        connection.execute("UPDATE ruleset_versions SET frozen = '{}' WHERE ruleset = 'every-type'")
    reply = api.post("every-type", {"subject": "s", "facts": {}})
    plain = has_the_form(reply)
    assert (plain["status"], plain["code"]) == (500, "version-damaged")
    paths = json.loads(api.get("/api/openapi.json").data)["paths"]
    assert "/api/v1/rulesets/value/evaluate" in paths
    assert "/api/v1/rulesets/every-type/evaluate" not in paths
    assert api.get("/api/docs").status_code == 200
