"""Signing in, one's own page, people and keys; and who may see which page at all."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service import people
from service.house import House
from service.keys import add_key, list_keys, verify_key
from service.people import OPERATOR
from tests.houses import Clock, furnished_house
from tests.signing_in import HERE, PASSWORD, entered
from wsgi import create_app


@pytest.fixture
def house(tmp_path: Path) -> House:
    return furnished_house(f"sqlite:///{tmp_path / 'fenji.db'}", Clock())


@pytest.fixture
def app(house: House) -> Iterator[Flask]:
    app = create_app(house)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    house.close()


def token(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found
    return found[1]


def get(client: FlaskClient, address: str) -> TestResponse:
    return client.get(address, base_url=HERE, headers={"Accept-Language": "en"})


def post(client: FlaskClient, address: str, **fields: Any) -> TestResponse:
    fields.setdefault("csrf_token", token(client.get("/nothing", base_url=HERE)))
    headers = {"Accept-Language": "en", "User-Agent": "Firefox"}
    return client.post(address, data=fields, base_url=HERE, headers=headers)


def sign_in(
    app: Flask, name: str, password: str = PASSWORD, to: str = ""
) -> tuple[FlaskClient, TestResponse]:
    client = app.test_client()
    fields = {"name": name, "password": password, "next": to}
    return client, post(client, "/sign-in", **fields)


def add(house: House, name: str, *roles: str) -> str:
    account, _ = people.add_person(house, OPERATOR, name, roles or ["analyst"], PASSWORD)
    return account.person.id


def test_one_signs_in_and_comes_where_one_was_going(app: Flask, house: House) -> None:
    add(house, "张三")
    asked = get(app.test_client(), "/decisions?subject=S-1")
    assert asked.headers["Location"] == "/sign-in?next=/decisions?subject%3DS-1"
    client, answer = sign_in(app, " 张三 ", to="/decisions?subject=S-1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/decisions?subject=S-1")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    page = get(client, "/decisions")
    assert page.status_code == 200
    assert "张三" in page.text
    assert get(client, "/sign-in").status_code == 303
    out = post(client, "/sign-out")
    assert out.headers["Location"] == "/sign-in"
    assert get(client, "/decisions").status_code == 303
    assert post(client, "/sign-out").status_code == 303


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "x"])
def test_signing_in_leads_nowhere_else(app: Flask, house: House, to: str) -> None:
    add(house, "ann")
    assert sign_in(app, "ann", to=to)[1].headers["Location"] == "/"


def test_over_https_the_cookie_stays_there(app: Flask) -> None:
    page = app.test_client().get("/sign-in", base_url="https://localhost")
    assert "; Secure;" in page.headers["Set-Cookie"]


def test_a_proxy_is_believed_where_one_is_named(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"X-Forwarded-For": "192.0.2.9", "X-Forwarded-Proto": "https"}
    add(house, "boss", "administrator")
    for setting, is_believed in (("off", False), ("on", True)):
        monkeypatch.setenv("FENJI_PROXY", setting)
        client = create_app(house).test_client()
        page = client.get("/sign-in", base_url=HERE, headers=said)
        assert ("; Secure;" in page.headers["Set-Cookie"]) == is_believed


def test_the_session_is_another_one_after_signing_in(app: Flask, house: House) -> None:
    add(house, "ann")
    client = app.test_client()
    before = token(get(client, "/sign-in"))
    with client.session_transaction(base_url=HERE) as session:
        session["planted"] = "by another"
        old = session["csrf_token"]
    post(client, "/sign-in", name="ann", password=PASSWORD, csrf_token=before)
    with client.session_transaction(base_url=HERE) as session:
        assert "planted" not in session
        assert session.get("csrf_token") != old


def test_what_is_wrong_is_said_and_the_name_stays_typed(app: Flask, house: House) -> None:
    add(house, "ann")
    for name in ("ann", "nobody"):
        _, answer = sign_in(app, name, "wrong")
        assert answer.status_code == 422
        assert "the name or the password is wrong" in answer.text
        assert f'value="{name}"' in answer.text
        assert 'value="wrong"' not in answer.text
    for _ in range(4):
        sign_in(app, "ann", "wrong")
    assert "try again in 1 minutes" in sign_in(app, "ann")[1].text


def test_without_accounts_the_door_says_how_to_make_one(app: Flask) -> None:
    assert "fenji account add NAME --role administrator" in get(app.test_client(), "/sign-in").text


def test_what_was_typed_is_not_lost_with_the_session(app: Flask, house: House) -> None:
    ann = add(house, "ann")
    client, _ = sign_in(app, "ann")
    page = get(client, "/rulesets/shop-grade/try")
    typed = {"csrf_token": token(page), "annual_sales": "700000", "as_of": ""}
    people.end_sessions(house, OPERATOR, ann)
    answer = post(client, "/rulesets/shop-grade/try", **typed)
    assert answer.status_code == 401
    for name, value in typed.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in answer.text
    post(client, "/sign-in", name="ann", password=PASSWORD)
    again = post(client, "/rulesets/shop-grade/try", **typed)
    assert again.status_code == 200
    assert 'value="700000"' in again.text


def test_a_form_stays_good_where_one_signed_out_and_in_again_in_another_window(
    app: Flask, house: House
) -> None:
    add(house, "ann")
    client, _ = sign_in(app, "ann")
    typed = {"csrf_token": token(get(client, "/rulesets/shop-grade/try")), "annual_sales": "7"}
    post(client, "/sign-out")
    assert 'value="7"' in post(client, "/rulesets/shop-grade/try", **typed).text
    post(client, "/sign-in", name="ann", password=PASSWORD)
    assert post(client, "/rulesets/shop-grade/try", **typed).status_code == 200


def test_of_an_expired_form_what_was_typed_is_shown_unless_another_site_sent_it(
    app: Flask, house: House
) -> None:
    add(house, "ann")
    client, _ = sign_in(app, "ann")
    typed = {"csrf_token": "old", "comment": "an hour's work", "present": "secret"}
    for origin, is_shown in ((HERE, True), ("https://evil.example", False), ("null", False)):
        answer = client.post("/drafts/new", data=typed, base_url=HERE, headers={"Origin": origin})
        assert answer.status_code == 400
        assert (">an hour&#39;s work</textarea>" in answer.text) == is_shown
        assert "secret" not in answer.text


def test_another_persons_forms_are_not_sent(app: Flask, house: House) -> None:
    ann = add(house, "ann")
    add(house, "ben")
    client, _ = sign_in(app, "ann")
    typed = {"csrf_token": token(get(client, "/rulesets/shop-grade/try")), "annual_sales": "7"}
    people.end_sessions(house, OPERATOR, ann)
    post(client, "/sign-in", name="ben", password=PASSWORD)
    assert post(client, "/rulesets/shop-grade/try", **typed).status_code == 400


def test_a_forged_form_is_not_kept_to_be_sent_again(app: Flask) -> None:
    fields = {"csrf_token": "forged", "name": "mallory"}
    answer = post(app.test_client(), "/people", **fields)
    assert answer.status_code == 400
    assert "mallory" not in answer.text


def test_scripts_are_answered_in_data(app: Flask) -> None:
    client = app.test_client()
    headers = {"X-CSRFToken": token(get(client, "/sign-in"))}
    out = client.post("/people", json={}, base_url=HERE, headers=headers)
    assert (out.status_code, list(out.get_json())) == (401, ["hint", "message"])
    client = entered(app, "analyst")
    headers = {"X-CSRFToken": token(get(client, "/me"))}
    headers["Accept-Language"] = "en"
    refused = client.post("/people", json={}, base_url=HERE, headers=headers)
    assert refused.status_code == 403
    assert "administrator" in refused.get_json()["message"]


def test_a_refusal_names_the_right_and_who_gives_it(app: Flask) -> None:
    answer = get(entered(app, "analyst"), "/people")
    assert answer.status_code == 403
    assert "you may not manage people; it takes a role: administrator" in answer.text
    assert "Ask an administrator" in answer.text
    assert 'href="/people"' not in answer.text


def test_ones_own_page(app: Flask, house: House) -> None:
    add(house, "ann")
    client, _ = sign_in(app, "ann")
    other, _ = sign_in(app, "ann")
    page = get(client, "/me")
    assert page.text.count("Firefox") >= 2
    new = PASSWORD + "!"
    wrong = [
        ({"present": PASSWORD, "new": new, "again": "x"}, "the two passwords differ"),
        ({"present": PASSWORD, "new": "x", "again": "x"}, "12 to 200 characters, found 1"),
        ({"present": "x", "new": new, "again": new}, "the present password is wrong"),
    ]
    for fields, said in wrong:
        answer = post(client, "/me/password", **fields)
        assert answer.status_code == 422
        assert said in answer.text
        assert new not in answer.text
    assert post(client, "/me/password", present=PASSWORD, new=new, again=new).status_code == 303
    assert get(client, "/me").status_code == 200
    assert get(other, "/me").status_code == 303
    sign_in(app, "ann", new)
    assert post(client, "/me/sessions/end").status_code == 303
    assert "End all others" not in get(client, "/me").text
    assert post(client, "/me/sessions/nothing/end").status_code == 404


def test_language_and_light_are_kept_with_the_person(app: Flask, house: House) -> None:
    add(house, "ann")
    client, _ = sign_in(app, "ann")
    post(client, "/preferences", language="zh", theme="dark", back="/me")
    client, _ = sign_in(app, "ann")
    page = get(client, "/me").text
    assert '<html lang="zh-CN" data-theme="dark">' in page


def test_people_are_added_and_their_first_password_is_shown_once(app: Flask) -> None:
    boss = entered(app, "administrator")
    wrong = post(boss, "/people", name=" ", roles=["king"])
    assert wrong.status_code == 422
    assert "expected a name" in wrong.text
    assert "no role `king`" in wrong.text
    made = post(boss, "/people", name="Zoë", roles=["auditor", "analyst"])
    found = re.search(r'class="secret"[^>]*>([^<]+)<', made.text)
    assert found
    assert found[1] not in get(boss, "/people").text
    assert post(boss, "/people", name="ZOË", roles=["analyst"]).status_code == 422
    client, _ = sign_in(app, "zoë", found[1])
    # Nothing else before a password of one's own.
    assert get(client, "/decisions").headers["Location"] == "/me"
    assert "Choose a password of your own first" in get(client, "/me").text
    post(client, "/me/password", present=found[1], new=PASSWORD, again=PASSWORD)
    assert get(client, "/decisions").status_code == 200


def test_roles_passwords_and_sessions_of_a_person(app: Flask, house: House) -> None:
    ann = add(house, "ann", "analyst")
    boss = entered(app, "administrator")
    client, _ = sign_in(app, "ann")
    assert "Firefox" in get(boss, f"/people/{ann}").text
    post(boss, f"/people/{ann}/roles", roles=["auditor"])
    assert get(client, "/dmn").status_code == 403
    assert post(boss, f"/people/{ann}/roles").status_code == 422
    post(boss, f"/people/{ann}/sessions/end")
    assert get(client, "/decisions").status_code == 303
    client, _ = sign_in(app, "ann")
    made = post(boss, f"/people/{ann}/password")
    assert 'class="secret"' in made.text
    assert get(client, "/decisions").status_code == 303
    assert sign_in(app, "ann")[1].status_code == 422
    post(boss, f"/people/{ann}/disable")
    assert "disabled" in get(boss, "/people").text
    post(boss, f"/people/{ann}/enable")
    assert "Disable the account" in get(boss, f"/people/{ann}").text
    for act in ("roles", "disable", "enable", "password", "sessions/end"):
        assert post(boss, f"/people/nobody/{act}", roles=["analyst"]).status_code == 404


def test_the_last_administrator_is_told_so(app: Flask, house: House) -> None:
    boss = entered(app, "administrator", name="boss")
    me = people.find_account(house, OPERATOR, "boss").person.id
    for act in ("disable", "roles"):
        answer = post(boss, f"/people/{me}/{act}", roles=["analyst"])
        assert answer.status_code == 422
        assert "`boss` is the last administrator" in answer.text


def test_keys_are_made_shown_once_and_revoked(app: Flask, house: House) -> None:
    boss = entered(app, "administrator")
    assert "No key yet" in get(boss, "/keys").text
    wrong = post(boss, "/keys", name="", scopes=["all"], rate="many")
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text
    for said in ("expected scopes of", "1 to 1000000", "name"):
        assert said in wrong.text
    made = post(boss, "/keys", name="ERP", scopes=["evaluate"], rate="60")
    found = re.search(r"fenji_[0-9a-f]{12}_[\w-]{43}", made.text)
    assert found
    key = verify_key(house, found[0])
    assert (key.name, key.scopes, key.rate_per_minute) == ("ERP", ("evaluate",), 60)
    assert found[0] not in get(boss, "/keys").text
    assert post(boss, f"/keys/{key.id}/revoke").status_code == 303
    assert list_keys(house)[0].revoked_at
    assert "is revoked" in get(boss, f"/keys?revoked={key.id}").text
    assert post(boss, "/keys/nothing/revoke").status_code == 404


def test_beyond_this_machine_pages_answer_when_accounts_guard_them(
    app: Flask, house: House
) -> None:
    far = {"Host": "fenji.example"}
    client = app.test_client()
    assert client.get("/sign-in", headers=far).status_code == 403
    add(house, "boss", "administrator")
    assert client.get("/sign-in", headers=far).status_code == 200
    there = client.get("/", headers=far, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert there.status_code == 303
    entered(app, "analyst")  # of the demonstration
    assert client.get("/sign-in", headers=far).status_code == 403


def test_no_secret_is_in_the_log(
    app: Flask, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    add(house, "ann")
    add_key(house, "ERP")
    for password in ("a wrong horse battery", PASSWORD):
        client, _ = sign_in(app, "ann", password)
    for _ in range(6):
        sign_in(app, "a typed horse battery", "x")
    with client.session_transaction(base_url=HERE) as session:
        secret = session["_user_id"]
    assert "fenji.people" in caplog.text or caplog.records
    for text in ("horse battery", secret):
        assert text not in caplog.text
