"""Where the time of a recorded decision goes: the stages of the door, one after another."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import Any, Final

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from api.quick_reading import quick_call
from benchmarks._grading import GRADING
from benchmarks._measuring import row
from service.answers import written_answer
from service.evaluate_quickly import evaluate_quickly
from service.house import House
from service.json_text import encode
from service.keys import ApiKey, verify_key
from service.recording import Entry
from service.records import Evaluation, stored
from storage.ids import new_id
from wsgi import create_app

CALLS: Final = 150
ROUNDS: Final = 3


def print_stages(house: House, key: str) -> None:
    """Print each stage's time in this process, with one caller, and its share of the whole."""
    bodies = [
        json.dumps({"subject": f"C-{number}", "facts": given}).encode()
        for number, given in enumerate(GRADING.customers(CALLS))
    ]
    app = create_app(house, pages=False)
    whole = timed(_through(app, bodies, key, "application/json"), bodies)
    stages = _stages(house, bodies, verify_key(house, key))
    stages["the rest: server interface, the key"] = whole - sum(stages.values())
    print("one caller, in this process, explain fired:")
    for stage, seconds in (*stages.items(), ("the whole", whole)):
        row(f"  {stage}", f"{seconds * 1e6:.0f} µs", f"{seconds / whole:.0%}")
    # What is written in a rarer way is read exactly, by the framework.
    exact = timed(_through(app, bodies, key, "application/json; charset=utf-8"), bodies)
    row("  the whole by the exact way", f"{exact * 1e6:.0f} µs", f"{exact / whole:.0%}")


def _stages(house: House, bodies: list[bytes], key: ApiKey) -> dict[str, float]:
    """Time what a call is made of, as `api.front` does it."""
    now = house.clock()
    asked: list[Any] = [quick_call(body, "measured", key, None) for body in bodies]
    made = [evaluation for each in asked if (evaluation := evaluate_quickly(house, each))]
    assert len(made) == len(bodies), "some call did not go the short way"
    known = house.heads.of("measured")
    assert known is not None
    ready = house.versions.ready(known.newest, name := made[0].decision.engine)
    facts = [ready.quick(each.facts.text) or {} for each in asked]
    answers = [written_answer(each) for each in made]
    entries = iter([_entry(each, now) for each in made * ROUNDS])
    return {
        "body read": timed(lambda each: quick_call(each, "measured", key, None), bodies),
        "version found in memory": timed(lambda _: known.at(now), bodies),
        "facts taken in": timed(lambda each: ready.quick(each.facts.text), asked),
        f"inference, {name}": timed(lambda each: ready.engine.infer(each, now), facts),
        "record written as text": timed(lambda each: stored(each, now), made),
        "its own commit": timed(lambda _: house.recorder.record(next(entries)), made),
        "answer with reasons and sentences": timed(written_answer, made),
        "answer written as text": timed(encode, answers),
    }


def _through(
    app: Flask, bodies: list[bytes], key: str, media_type: str
) -> Callable[[object], None]:
    """Give what sends the calls one after another, anew in each round: a body is read once."""
    calls = iter([environment(body, key, media_type) for body in bodies * ROUNDS])

    def send(_: object) -> None:
        status = run_wsgi_app(app, next(calls))[1]
        assert status.startswith("200"), status

    return send


def _entry(evaluation: Evaluation, now: datetime) -> Entry:
    """Write a decision down again under another id."""
    return Entry(replace(stored(evaluation, now), id=new_id(now)))


def timed(work: Callable[[Any], object], inputs: list[Any]) -> float:
    """Give the shortest of several rounds, in seconds for one input."""
    shortest = float("inf")
    for _ in range(ROUNDS):
        began = perf_counter()
        for each in inputs:
            work(each)
        shortest = min(shortest, (perf_counter() - began) / len(inputs))
    return shortest


def environment(body: bytes, key: str, media_type: str) -> Any:
    """Write a call as a server hands it over."""
    headers = Headers([("Authorization", f"Bearer {key}")])
    return EnvironBuilder(
        "/api/v1/rulesets/measured/evaluate",
        method="POST",
        data=body,
        content_type=media_type,
        headers=headers,
    ).get_environ()
