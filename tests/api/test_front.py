"""The short way through the door takes nothing that the exact way takes otherwise."""

import json
import re
from random import Random
from typing import Any

import pytest
from flask import Flask, Request
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from api import open_api
from api.envelope import read_call, read_line
from api.quick_reading import quick_call, quick_line
from engine.intake import take_facts
from engine.runtimes.compiled.intake import make_quick_pass
from rulesets.errors import CallerError
from service.evaluate import EvaluationRequest
from service.evaluate_quickly import Written
from service.keys import MOST_RATE, ApiKey, revoke_key
from tests.api.conftest import Api
from tests.differential.test_intake import CHECKED, NAMES, NUMBERS, OTHERS, TEXTS, TIMES, an_object
from tests.houses import NOON

QUICK = make_quick_pass(CHECKED)
KEY = ApiKey("k", "k", ("evaluate",), 1, NOON)
SOUND = {
    "subject": ('"17850"', '"客户"', '"\\u00e9"', '"a\\/b"'),
    "as_of": ('"2026-03-03T04:00:00Z"', '"2026-03-03t12:00:00.5+08:00"', "null"),
    "version": ("1", "17", "null"),
    "explain": ('"none"', '"fired"', "null"),
    "id": ('"line 1"', "null"),
    "idempotency_key": ('"k-1"', "null"),
}
ANY = (
    *(*NUMBERS, *TEXTS, *TIMES, *OTHERS, '"' + "i" * 201 + '"', "2147483648", "1.0", "1e0"),
    *('{"facts": {}}', "[" * 20 + "]" * 20),
)


def a_body(random: Random, odd: float, *, line: bool) -> bytes:
    """Write a call whose facts are of the ruleset of `test_intake`, odd to the given share."""
    optional = ["as_of", "version", "explain", *(["id", "idempotency_key"] if line else [])]
    names = ["subject", "facts", *random.sample(optional, random.randrange(len(optional) + 1))]
    random.shuffle(names)
    if random.random() < odd:
        names.append(random.choice([*SOUND, "facts", "f\\u0061cts", "Subject", "extra", "é"]))
    if random.random() < odd / 2:
        names.remove(random.choice(names))
    members = []
    for name in names:
        value = an_object(random, NAMES, odd / 4)
        if name != "facts":
            value = random.choice(ANY if random.random() < odd else SOUND.get(name, ANY))
        members.append(f'"{name}"{random.choice(("", " "))}:{random.choice(("", " "))}{value}')
    ends = ("", "", "", " ", "\n", ",", "x", "\ufeff") if random.random() < odd else ("",)
    return f"{random.choice(ends)}{{{','.join(members)}}}{random.choice(ends)}".encode()


def exactly(body: bytes, *, line: bool) -> tuple[EvaluationRequest, str | None] | None:
    """Read a body as `api.envelope` does; None when anything is wrong with it."""
    try:
        if line:
            read = read_line(body, 1, "r", KEY, "none")
            return None if read.request is None or read.faults else (read.request, read.id)
        sent = EnvironBuilder(method="POST", data=body, content_type="application/json")
        asked = read_call(Request(sent.get_environ()), "r", KEY)
    except CallerError:
        return None
    return None if asked.faults else (asked.request, None)


def quickly(body: bytes, *, line: bool) -> tuple[EvaluationRequest, str | None] | None:
    if line:
        return quick_line(body, "r", KEY, "none")
    asked = quick_call(body, "r", KEY, None)
    return None if asked is None else (asked, None)


def is_taken(body: bytes, *, line: bool) -> bool:
    """Hold the short way to the exact one; tell whether the short way took the body."""
    short = quickly(body, line=line)
    written = None if short is None else short[0].facts
    taken = QUICK(written.text) if isinstance(written, Written) else None
    if short is None or taken is None:
        return False
    long = exactly(body, line=line)
    assert long is not None, body
    assert repr(take_facts(long[0].facts, CHECKED)) == repr(taken), body
    same = [
        (name, each)
        for name, each in vars(short[0]).items()
        if name != "facts" and repr(each) != repr(getattr(long[0], name))
    ]
    assert (same, short[1]) == ([], long[1]), body
    return True


@settings(max_examples=1000)
@given(seed=st.integers(0, 2**32), odd=st.sampled_from((0.05, 0.2, 0.5)), line=st.booleans())
def test_what_is_taken_is_taken_alike(seed: int, odd: float, *, line: bool) -> None:
    random = Random(seed)  # noqa: S311 - for test data
    is_taken(a_body(random, odd, line=line), line=line)


@settings(max_examples=300)
@given(seed=st.integers(0, 2**32), at=st.integers(0, 600), by=st.binary(max_size=2))
def test_what_is_damaged_at_any_byte(seed: int, at: int, by: bytes) -> None:
    body = a_body(Random(seed), 0.0, line=True)  # noqa: S311 - for test data
    is_taken(body[: at % len(body)] + by + body[at % len(body) + 1 :], line=True)


@pytest.mark.parametrize("line", [False, True])
@pytest.mark.parametrize("name", [*SOUND, "facts"])
def test_anything_at_any_member(name: str, *, line: bool) -> None:
    sound = {"subject": '"s"', "facts": '{"sales": 1}'}
    for value in ANY:
        for members in (sound | {name: value}, {name: value} | sound):
            written = ",".join(f'"{key}":{each}' for key, each in members.items())
            is_taken(f"{{{written}}}".encode(), line=line)
            is_taken(f'{{{written},"{name}":{value}}}'.encode(), line=line)


@pytest.mark.parametrize("line", [False, True])
def test_ordinary_bodies_are_taken(*, line: bool) -> None:
    body = '{"subject": "客户 1", "facts": {"sales": 1.5, "note": "甲"}, "explain": "none", '
    assert is_taken((body + '"as_of": "2026-03-03T04:00:00Z", "version": 3}').encode(), line=line)
    assert not is_taken((body + '"id": "1"}').encode(), line=False)


# ----------------------------------------------------------------- through the application

GOOD = {"amount": 1, "tier": "low", "agreed": True}


@pytest.fixture
def plain(api: Api) -> Api:
    """The same house behind a door without the short way."""
    app = Flask("without_front", static_folder=None)
    open_api(app, api.house, most_refusals=MOST_RATE)
    del app.wsgi_app  # what Flask itself has shows again
    return Api(app, api.house, api.clock, api.key)


def call(**more: Any) -> dict[str, Any]:
    return {"subject": "s", "facts": GOOD, "as_of": "2026-03-01T00:00:00Z"} | more


def refuse_the_long_way(monkeypatch: pytest.MonkeyPatch, api: Api) -> None:
    def behind(*_: object) -> object:
        raise AssertionError("this should not need the framework")

    monkeypatch.setattr(api.app, "full_dispatch_request", behind)


@pytest.mark.parametrize("explain", ["none", "fired", "full"])
def test_an_ordinary_call_is_answered_before_the_framework_and_alike(
    api: Api, plain: Api, monkeypatch: pytest.MonkeyPatch, explain: str
) -> None:
    plain.post("every-type", call())
    api.post("every-type", call())  # its key is known now
    long = plain.post("every-type", call(explain=explain))
    refuse_the_long_way(monkeypatch, api)
    short = api.post("every-type", call(explain=explain))
    assert (short.status, list(short.headers)) == (long.status, list(long.headers))
    told, expected = short.get_json(), long.get_json()
    assert told.pop("decision") != expected.pop("decision")
    assert told.pop("recorded_at", "") >= expected.pop("recorded_at", "")
    assert told == expected
    assert list(told) == list(expected)
    monkeypatch.undo()
    read = api.get(f"/api/v1/decisions/{short.get_json()['decision']}")
    assert read.get_json()["conclusions"] == told["conclusions"]


@pytest.mark.parametrize(
    "body",
    [
        *(call(facts={}), call(facts=GOOD | {"amount": "5"}), call(extra=1), call(version=99)),
        *(call(subject=""), call(explain="all"), call(as_of="2020-01-01"), call(version=1.5)),
        *(call(as_of="2027-01-01T00:00:00Z"), call(as_of="1980-01-01T00:00:00Z"), []),
        *(b"{", b"", b"\xff", b'{"subject": "s", "facts": {"amount": NaN}}', b"[" * 100),
    ],
)
def test_what_is_wrong_is_told_alike(api: Api, plain: Api, body: object) -> None:
    for each in (api, plain):
        assert each.post("every-type", call()).status_code == 200
    now = api.clock.now
    short = api.post("every-type", body)
    api.clock.now = now
    long = plain.post("every-type", body)
    assert (short.status, list(short.headers)) == (long.status, list(long.headers))
    assert 400 <= short.status_code < 500
    # The clock was asked once more, and some words tell the moment of the refusal.
    assert re.sub(r"0:00\.0000\d\dZ", "", short.text) == re.sub(r"0:00\.0000\d\dZ", "", long.text)


def test_a_call_counts_once_whichever_way_it_goes(api: Api) -> None:
    key = api.headers(api.new_key("evaluate", rate=6))
    bodies = [call(), call(), call(facts={}), call(), call(facts={}), call(), call(), call()]
    statuses = [api.post("every-type", each, headers=key).status_code for each in bodies]
    assert statuses == [200, 200, 422, 200, 422, 200, 429, 429]


def test_a_revoked_key_ends_at_once(api: Api) -> None:
    key = api.new_key("evaluate")
    for _ in range(2):
        assert api.post("every-type", call(), headers=api.headers(key)).status_code == 200
    revoke_key(api.house, key.split("_")[1])
    reply = api.post("every-type", call(), headers=api.headers(key))
    assert (reply.status_code, reply.get_json()["code"]) == (401, "api-key-refused")


def test_a_failure_is_told_as_by_the_framework(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    assert api.post("every-type", call()).status_code == 200
    before = len(api.get("/api/v1/decisions").get_json()["decisions"])

    def fail(*_: object) -> object:
        raise ValueError("some secret fact")

    monkeypatch.setattr("api.front.written_answer", fail)
    reply = api.post("every-type", call())
    assert (reply.status_code, reply.get_json()["code"]) == (500, "internal-fault")
    assert "secret" not in reply.text
    monkeypatch.undo()
    api.house.close()
    assert len(api.get("/api/v1/decisions").get_json()["decisions"]) == before + 1


def test_a_body_that_breaks_off_is_a_bad_request(api: Api) -> None:
    assert api.post("every-type", call()).status_code == 200
    body = json.dumps(call()).encode()
    longer = {"CONTENT_LENGTH": str(len(body) + 9)}
    short = api.post("every-type", body, environ_overrides=longer)
    assert (short.status_code, short.get_json()["code"]) == (400, "bad-request")
