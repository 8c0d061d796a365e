"""What a body of at most 1 MB can cost: bounded time, bounded memory, a bounded answer."""

import time
import tracemalloc
import unicodedata

import pytest

from engine.strict_json import MOST_FAULTS, MOST_MARKS, decode
from rulesets.errors import CallerError
from tests.api.conftest import Api

MOST_SECONDS = 3.0
"""Ten times what each takes: before, the worst took four minutes."""

MARKS = "\N{COMBINING ACUTE ACCENT}\N{COMBINING GRAVE ACCENT BELOW}"
LONG = "z" * 100_000


def facts(members: str) -> bytes:
    return f'{{"subject": "s", "facts": {{{members}}}}}'.encode()


BODIES = [
    ("marks out of order", facts('"note": "a' + MARKS * 240_000 + '"'), "too-large"),
    ("marks in a name", facts('"a' + MARKS * 240_000 + '": 1'), "too-large"),
    ("no numbers", b"[" + b",".join([b"NaN"] * 240_000) + b"]", "bad-json"),
    ("deep below a long name", f'{{"{LONG}": [{"NaN," * 200_000}0]}}'.encode(), "bad-json"),
    ("unknown facts", facts(",".join(f'"{i:x}": 0' for i in range(90_000))), "unknown-fact"),
    ("unknown members", ("{" + ",".join(f'"{i:x}":0' for i in range(99_000)) + "}").encode(), ""),
    ("a long name", facts(f'"{LONG * 9}": 1'), "unknown-fact"),
    ("a name twice", f'{{"{LONG * 4}": 1, "{LONG * 4}": 2}}'.encode(), "duplicate-member"),
]


@pytest.mark.parametrize(
    ("body", "code"), [each[1:] for each in BODIES], ids=[each[0] for each in BODIES]
)
def test_a_body_made_to_be_costly(api: Api, body: bytes, code: str) -> None:
    assert len(body) <= 1_000_000
    api.get("/healthz")
    started = time.process_time()
    reply = api.post("every-type", body)
    assert time.process_time() - started < MOST_SECONDS
    assert reply.get_json()["code"] == (code or "unknown-member")
    assert len(reply.get_json()["errors"]) <= MOST_FAULTS
    assert len(reply.data) < 1_000_000


def test_a_long_name_is_not_repeated_for_each_of_its_faults() -> None:
    body = f'{{"{LONG}": [{"NaN," * 20_000}0]}}'.encode()
    tracemalloc.start()
    with pytest.raises(CallerError):
        decode(body)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20_000_000, "it was two gigabytes"


def test_as_many_marks_as_may_stand_in_a_row() -> None:
    text = "a" + (MARKS * MOST_MARKS)[:MOST_MARKS]
    assert decode(f'"{text}"'.encode()) == unicodedata.normalize("NFC", text)
    with pytest.raises(CallerError, match="too-large"):
        decode(f'"{text}{MARKS[0]}"'.encode())
    # This one is no mark to Unicode's ordering, but falls apart into two that are.
    with pytest.raises(CallerError, match="too-large"):
        decode(('"' + "\N{TIBETAN VOWEL SIGN II}" * 65 + '"').encode())


def test_every_mark_that_is_put_in_order_is_known() -> None:
    marks = (chr(each) for each in range(0x110000) if unicodedata.combining(chr(each)))
    for mark in marks:
        with pytest.raises(CallerError, match="too-large"):
            decode(f'"{mark * (MOST_MARKS + 1)}"'.encode())
