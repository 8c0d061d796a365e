"""Who may see a page, under which name; odd questions; what every answer carries."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from editor.shell import POLICY
from rulesets.errors import Fault, OperatorError
from service.house import House
from tests.houses import new_house
from tests.signing_in import entered
from tests.site import Site, open_site
from wsgi import create_app

HERE: Final = "http://localhost"
ODD: Final = (
    "",
    " ",
    "abc",
    "0",
    "-1",
    "1.5",
    "９",
    "²",
    "9" * 20,
    "9" * 5000,
    "1e5",
    "\0",
    "a\0b",
    "'\"<script>alert(1)</script>",
    "%00%ff",
    "../../etc/passwd",
    "\u202e\ufeff",
    "\ud7ff\uffff",
    "客户",
    "{{7*7}}",
    "A" * 3000,
)


@pytest.fixture(scope="module")
def site(library_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return open_site(library_file, tmp_path_factory.mktemp("shell"))


@pytest.fixture(scope="module")
def app(site: Site) -> Flask:
    app = create_app(site.house)
    app.config["TESTING"] = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with entered(app) as client:
        yield client


def token(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found
    return found[1]


def post(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    fields["csrf_token"] = token(client.get("/", base_url=HERE))
    return client.post(address, data=fields, base_url=HERE)


@pytest.mark.parametrize(
    ("host", "near", "code"),
    [
        ("localhost", "127.0.0.1", 200),
        ("LOCALHOST:8000", "127.0.0.1", 200),
        # Under another name the browser has no cookie.
        ("127.0.0.1:8000", "127.0.0.1", 303),
        ("[::1]:8000", "::1", 303),
        ("[::1]", "::1", 303),
        ("evil.example", "127.0.0.1", 403),
        ("localhost.evil.example", "127.0.0.1", 403),
        ("evil.example:localhost", "127.0.0.1", 403),
        ("localhost.", "127.0.0.1", 403),
        ("127.0.0.1.evil.example", "127.0.0.1", 403),
        ("user@localhost", "127.0.0.1", 403),
        ("[::1", "::1", 403),
        ("[::1]evil", "::1", 403),
        ("", "127.0.0.1", 403),
        ("localhost", "10.0.0.7", 403),
        ("localhost", "2001:db8::1", 403),
        ("localhost", "", 403),
    ],
)
@pytest.mark.parametrize("address", ["/", "/decisions", "/static/look/base.css"])
def test_pages_are_for_this_machine_under_its_own_names(
    client: FlaskClient, address: str, host: str, near: str, code: int
) -> None:
    answer = client.get(address, headers={"Host": host}, environ_overrides={"REMOTE_ADDR": near})
    assert answer.status_code == (200 if code == 303 and "static" in address else code)
    if code == 403:
        assert "S-1001" not in answer.text
    if answer.status_code == 303:
        assert answer.headers["Location"].startswith("/sign-in?next=")


def test_what_a_proxy_says_is_not_believed(client: FlaskClient) -> None:
    said = {
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Host": "localhost",
        "X-Real-IP": "127.0.0.1",
        "Forwarded": "for=127.0.0.1;host=localhost",
    }
    far = client.get("/", headers=said, environ_overrides={"REMOTE_ADDR": "10.0.0.7"})
    assert far.status_code == 403
    named = client.get("/", headers={**said, "Host": "evil.example"})
    assert named.status_code == 403
    sent = client.get("/", headers={"X-Forwarded-Host": "evil.example"}, base_url=HERE)
    assert sent.status_code == 200
    assert "evil.example" not in sent.text


def test_an_address_of_no_page_tells_others_nothing(client: FlaskClient) -> None:
    near = client.get("/nothing", base_url=HERE)
    assert near.status_code == 404
    assert "规则集" in near.text
    far = client.get("/nothing", headers={"Host": "evil.example"})
    assert (far.status_code, far.text) == (404, "")


def everything(site: Site) -> list[str]:
    decisions = (*site.by_sample.values(), site.with_problems, site.erased)
    return [
        "/",
        "/rulesets",
        "/decisions",
        "/static/look/base.css",
        *(f"/decisions/{each.decision.id}" for each in decisions),
        *(f"/rulesets/{each}" for each in ("customer-grade", "complaint-sla", "every-kind")),
        *(f"/rulesets/{each}/try" for each in ("customer-grade", "complaint-sla", "every-kind")),
        "/nothing",
        "/rulesets/nothing",
        "/decisions/nothing",
        "/static/nothing",
    ]


@pytest.mark.parametrize(
    ("filter_", "value", "zh", "en"),
    [
        ("zone", "Asia/Shanghai", "Asia/Shanghai · 中国时间", "Asia/Shanghai · China Time"),
        ("zone", "Nowhere/Here", "Nowhere/Here", "Nowhere/Here"),
        ("publisher", "library", "规则库", "the library"),
        ("publisher", "ann", "ann", "ann"),
        ("unit", "CNY", "元", "CNY"),
        ("unit", "箱", "箱", "箱"),
    ],
)
def test_what_documents_name_is_said_as_people_say_it(
    app: Flask, filter_: str, value: str, zh: str, en: str
) -> None:
    for language, said in (("zh", zh), ("en", en)):
        with app.test_request_context(headers={"Accept-Language": language}):
            assert app.jinja_env.filters[filter_](value) == said


def test_every_answer_carries_the_headers(site: Site, client: FlaskClient) -> None:
    answers = [client.get(address, base_url=HERE) for address in everything(site)]
    answers += [client.get("/", headers={"Host": "evil.example"})]
    answers += [client.delete("/decisions", base_url=HERE), client.post("/", base_url=HERE)]
    for answer in answers:
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        if "text/html" in answer.headers["Content-Type"]:
            assert answer.headers["Cache-Control"] == "no-store"
    assert "unsafe" not in POLICY
    assert "*" not in POLICY


def test_no_page_has_a_script_or_a_style_of_its_own(site: Site, client: FlaskClient) -> None:
    for address in everything(site):
        text = client.get(address, base_url=HERE).text
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", text), address
        links = re.findall(r'(?:href|src|action)="([^"#]+)', text)
        assert all(link.startswith("/") and link[1:2] != "/" for link in links), address


@pytest.mark.parametrize("odd", ODD)
def test_odd_questions_are_answered(site: Site, client: FlaskClient, odd: str) -> None:
    decision = site.with_problems.decision.id
    asked = {
        "/decisions": ("subject", "ruleset", "version", "before"),
        f"/decisions/{decision}": ("version",),
        "/rulesets/every-kind": ("version", "block", "row"),
        "/rulesets/customer-grade/try": ("version", "sample", "as_of"),
    }
    for address, names in asked.items():
        for name in names:
            answer = client.get(address, query_string={name: odd}, base_url=HERE)
            assert answer.status_code in ({404} if "\0" in odd else {200, 404}), (address, name)
            assert "<script>alert" not in answer.text
    for address in ("/decisions/", "/rulesets/", "/rulesets/customer-grade/"):
        answer = client.get(address + odd.replace("/", "%2F").replace("?", ""), base_url=HERE)
        assert answer.status_code in {200, 308, 404}, address


def test_a_version_that_is_none_is_not_taken_for_the_newest(client: FlaskClient) -> None:
    for version in ("abc", "0", "99", "9" * 30):
        for address in ("/rulesets/customer-grade", "/rulesets/customer-grade/try"):
            answer = client.get(address, query_string={"version": version}, base_url=HERE)
            assert answer.status_code == 404
        found = client.get("/decisions", query_string={"version": version}, base_url=HERE)
        assert "没有符合条件的决策" in found.text


@pytest.mark.parametrize("odd", [odd for odd in ODD if odd.strip()])
def test_odd_facts_get_a_message_and_stay_typed(client: FlaskClient, odd: str) -> None:
    answer = post(client, "/rulesets/every-kind/try", sales=odd, received_at=odd, company="甲")
    assert answer.status_code == 422
    assert 'aria-describedby="e-received_at"' in answer.text
    assert 'value="甲"' in answer.text


def test_a_form_that_is_too_big_is_refused(client: FlaskClient) -> None:
    answer = post(client, "/rulesets/every-kind/try", company="A" * 3_000_000)
    assert answer.status_code == 413


@pytest.mark.parametrize("address", ["/preferences", "/rulesets/customer-grade/try"])
@pytest.mark.parametrize("forged", [None, "", "forged", "ImZvcmdlZCI.aaaa.bbbb"])
def test_a_forged_or_stale_form_is_refused_with_a_word(
    client: FlaskClient, address: str, forged: str | None
) -> None:
    fields = {"language": "en"} | ({} if forged is None else {"csrf_token": forged})
    answer = client.post(address, data=fields, base_url=HERE)
    assert answer.status_code == 400
    assert "表单已过期" in answer.text
    assert "Set-Cookie" not in answer.headers or "language=" not in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("back", "to"),
    [
        ("/decisions?subject=S-1001", "/decisions?subject=S-1001"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.example", "/"),
        ("", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
    ],
)
def test_a_switch_leads_back_and_never_away(client: FlaskClient, back: str, to: str) -> None:
    answer = post(client, "/preferences", language="en", back=back)
    assert (answer.status_code, answer.headers["Location"]) == (303, to)
    kept = answer.headers["Set-Cookie"]
    assert "language=en" in kept
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept


@pytest.mark.parametrize("odd", [odd for odd in ODD if odd.strip()])
def test_only_known_languages_and_lights_are_kept(client: FlaskClient, odd: str) -> None:
    answer = post(client, "/preferences", language=odd, theme=odd, back="/")
    assert "language=" not in answer.headers.get("Set-Cookie", "")
    assert "theme=" not in answer.headers.get("Set-Cookie", "")


@pytest.mark.parametrize(
    ("accepted", "tongue"),
    [
        ("zh-CN,zh;q=0.9", "zh-CN"),
        ("zh-Hant-TW", "zh-CN"),
        ("en-GB,en;q=0.9", "en"),
        ("fr", "zh-CN"),
        ("fr, en;q=0.5", "en"),
        ("", "zh-CN"),
        ("*", "zh-CN"),
        (";;;q=,", "zh-CN"),
    ],
)
def test_the_browsers_language_is_the_first_choice(
    client: FlaskClient, accepted: str, tongue: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": accepted}, base_url=HERE)
    assert f'<html lang="{tongue}"' in answer.text
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)


def test_what_breaks_inside_shows_a_number_only(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("editor.pages.rulesets.list_rulesets", lambda _: 1 / 0)
    answer = client.get("/", base_url=HERE)
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    number = re.search(r"[0-9a-f]{12}", answer.text)
    assert number
    assert number[0] in caplog.text
    asks = {"Content-Type": "application/json"}
    assert client.get("/", base_url=HERE, headers=asks).get_json()["message"]

    def unreachable(_: House) -> None:
        raise OperatorError((Fault("database-unavailable"),))

    monkeypatch.setattr("editor.pages.rulesets.list_rulesets", unreachable)
    told = client.get("/", base_url=HERE, headers=asks)
    assert (told.status_code, list(told.get_json())) == (503, ["hint", "message"])


def test_an_empty_house_says_what_to_do(tmp_path: Path) -> None:
    client = entered(create_app(new_house(f"sqlite:///{tmp_path / 'empty.db'}")))
    assert "还没有发布规则集" in client.get("/", base_url=HERE).text
    assert "还没有决策" in client.get("/decisions", base_url=HERE).text
