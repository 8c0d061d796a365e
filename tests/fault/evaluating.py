"""Processes for tests/fault/test_kill.py: they evaluate under load, and print each answer given.

Usage: python evaluating.py DATABASE_URL API_KEY. For each line on the standard input one process is
made, by a fork of this one, which has imported all there is and opened nothing. On the standard
output stand `started PID`, then `made KEY DECISION` for each answer that was given, then
`ended STATUS`. Each line is one write of the operating system: what was printed was acknowledged.
"""

import os
import sys
import threading
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from service.evaluate import Idempotency
from service.house import House, open_house
from service.settings import Settings
from tests.houses import NAME, Clock, decide

THREADS = 4


def tell(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def work(house: House, api_key: str, name: str) -> None:
    for number in count():
        key = f"{name}-{number}"
        idempotency = Idempotency(key, "a" * 64)
        made = decide(house, name=NAME, subject=key, api_key=api_key, idempotency=idempotency)
        tell("made", key, made.decision.id)


def evaluate_forever(url: str, api_key: str, turn: str) -> None:
    clock = Clock()
    clock.pass_(days=1)
    # Its subject is the record: what infers a second time would only make it slow.
    house = open_house(Settings(database_url=url, twin="off"), clock=clock)
    for number in range(THREADS):
        threading.Thread(target=work, args=(house, api_key, f"{turn}-{number}")).start()
    threading.Event().wait()


def main(url: str, api_key: str) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            evaluate_forever(url, api_key, line.strip())
        tell("started", child)
        tell("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    main(*sys.argv[1:])
