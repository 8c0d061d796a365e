"""Where the time of a recorded decision goes: the stages of the door, one after another."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import Any, Final

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from benchmarks._grading import GRADING
from benchmarks._measuring import row
from engine.intake import take_facts
from engine.strict_json import decode
from service.answers import answer
from service.evaluate import EvaluationRequest, evaluate
from service.house import House
from service.json_text import encode
from service.recording import Entry
from service.records import Evaluation, stored
from service.rulesets import get_version, version_at
from storage.ids import new_id
from wsgi import create_app

CALLS: Final = 150
ROUNDS: Final = 3
WRITTEN: Final = "record written as text"


def print_stages(house: House, key: str) -> None:
    """Print each stage's time in this process, with one caller, and its share of the whole."""
    bodies = [
        json.dumps({"subject": f"C-{number}", "facts": given}).encode()
        for number, given in enumerate(GRADING.customers(CALLS))
    ]
    ahead = [body[:-1] + b', "as_of": "2036-01-01T00:00:00Z"}' for body in bodies]
    head = get_version(house, "measured").head
    checked = house.versions.checked(head)
    plain: list[Any] = [decode(body) for body in bodies]
    facts = [take_facts(each["facts"], checked) for each in plain]
    asked = [EvaluationRequest("measured", each["subject"], each["facts"]) for each in plain]
    made = [evaluate(house, each) for each in asked]
    answers = [answer(each) for each in made]
    engine = house.versions.engine(head, name := made[0].decision.engine)
    now = house.clock()
    stages: dict[str, float] = {
        "body read strictly": timed(decode, bodies),
        "facts taken in": timed(lambda each: take_facts(each["facts"], checked), plain),
        f"inference, {name}": timed(lambda each: engine.infer(each, now), facts),
        WRITTEN: timed(lambda each: stored(each, now), made),
        "answer with reasons and sentences": timed(answer, made),
        "answer written as text": timed(encode, answers),
    }
    stages["version looked up"] = timed(lambda _: version_at(house, "measured", now, None), made)
    app = create_app(house, pages=False)
    # A call's body is read once, so that each is made anew for each round.
    calls = iter([environment(body, key) for body in ahead * ROUNDS])

    def through_the_door(_: object) -> None:
        status = run_wsgi_app(app, next(calls))[1]
        assert status.startswith("200"), status

    without = timed(through_the_door, bodies)
    unrecorded = sum(stages.values()) - stages[WRITTEN]
    stages["the rest: Flask, the key"] = without - unrecorded
    entries = iter([_entry(each, now) for each in made * ROUNDS])
    stages["its own commit"] = timed(lambda _: house.recorder.record(next(entries)), made)
    whole = sum(stages.values())
    print("one caller, in this process, explain fired:")
    for stage, seconds in (*stages.items(), ("the whole", whole)):
        row(f"  {stage}", f"{seconds * 1e6:.0f} µs", f"{seconds / whole:.0%}")


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


def environment(body: bytes, key: str) -> Any:
    """Write a call as a server hands it over."""
    headers = Headers([("Authorization", f"Bearer {key}")])
    return EnvironBuilder(
        "/api/v1/rulesets/measured/evaluate",
        method="POST",
        data=body,
        content_type="application/json",
        headers=headers,
    ).get_environ()
