"""kill -9 under load, many times: what was acknowledged is there, nothing is by halves."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from service.decisions import get_decision
from service.evaluate import Idempotency
from service.house import House
from service.json_text import decode
from tests.houses import NAME, decide, furnished_house, key_of

CHILD = Path(__file__).parent / "evaluating.py"
KILLS = [15, pytest.param(50, marks=pytest.mark.soak)]


# What is there by halves: a decision without its personal row or its key, or one of these alone.
HALVES = (
    "decisions LEFT JOIN decision_personal ON decision = id WHERE decision IS NULL",
    "decisions LEFT JOIN idempotency ON decision = id WHERE decision IS NULL",
    "decision_personal LEFT JOIN decisions ON decision = id WHERE id IS NULL",
    "idempotency LEFT JOIN decisions ON decision = id WHERE id IS NULL",
)


@contextmanager
def children(url: str, api_key: str) -> Iterator[Callable[[int, float], list[tuple[str, str]]]]:
    """Give a function that runs a process under load, kills it, and tells what it acknowledged."""
    maker = subprocess.Popen(
        [sys.executable, str(CHILD), url, api_key],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert maker.stdin is not None
    assert maker.stdout is not None
    lines = maker.stdout

    def run(turn: int, seconds: float) -> list[tuple[str, str]]:
        print(turn, file=maker.stdin, flush=True)
        made: list[tuple[str, str]] = []
        process = 0
        for line in lines:
            word, *rest = line.split()
            if word == "made":
                made.append((rest[0], rest[1]))
            elif word == "started":
                process = int(rest[0])
            else:
                assert rest == ["-9"]
                break
            if process and made:
                time.sleep(seconds)
                os.kill(process, signal.SIGKILL)
                process = 0
        return made

    with maker:
        yield run
        maker.stdin.close()


def check_whole(house: House) -> None:
    with house.database.reading() as transaction:
        for halves in HALVES:
            statement = f"SELECT count(*) FROM {halves}"  # noqa: S608 - they stand above
            assert transaction.execute(text(statement)).scalar_one() == 0, halves
        for record, personal in transaction.execute(
            text("SELECT record, personal FROM decisions JOIN decision_personal ON decision = id")
        ):
            assert isinstance(decode(record), dict)
            assert isinstance(decode(personal), list)
        if house.database.is_sqlite:
            assert transaction.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


@pytest.mark.fault
@pytest.mark.slow
@pytest.mark.parametrize("kills", KILLS)
def test_what_was_acknowledged_outlives_kill_9(database_url: str, kills: int) -> None:
    house = furnished_house(database_url)
    api_key = key_of(house)
    chance = random.Random(20260303)  # noqa: S311 - moments, not secrets
    with children(database_url, api_key) as run:
        turns = [run(turn, chance.uniform(0, 0.2)) for turn in range(kills)]
    for acknowledged in turns:
        for key, decision in acknowledged:
            found = get_decision(house, decision)
            assert found.decision.subject == key
            assert found.decision.facts["contact_name"] == NAME
            assert found.decision.inference.conclusions["grade"] == "A"
            assert not found.hidden
        # The last is repeated as a caller would that got no answer.
        key, decision = acknowledged[-1]
        again = Idempotency(key, "a" * 64)
        repeated = decide(house, name=NAME, subject=key, api_key=api_key, idempotency=again)
        assert repeated.decision.id == decision
    check_whole(house)
    assert sum(map(len, turns)) > 4 * kills, "the processes were hardly under load"
