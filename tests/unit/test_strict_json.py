"""JSON is read strictly, and whatever a body holds, cheaply."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from engine.strict_json import decode
from rulesets.errors import CallerError


def faults(body: bytes, **limits: int) -> list[tuple[str, tuple[object, ...]]]:
    with pytest.raises(CallerError) as error:
        decode(body, **limits)
    assert all(each.message("zh") and each.hint("en") for each in error.value.faults)
    return [(each.code, tuple(step for _, step in each.place)) for each in error.value.faults]


def test_numbers_are_exact_and_of_one_kind() -> None:
    assert repr(decode(b"[1, 1.10, 1e2, -0.0]")) == repr(
        [Decimal(1), Decimal("1.10"), Decimal("1e2"), Decimal("-0.0")]
    )


def test_booleans_and_null_stay_what_they_are() -> None:
    assert decode(b"[true, false, null]") == [True, False, None]


def test_every_member_that_stands_twice_is_named_once() -> None:
    body = b'{"a": {"b": 1, "b": 2, "b": 3}, "c": [{"x/~": 1, "x/~": 1}], "c": 0}'
    assert faults(body) == [
        ("duplicate-member", ("/a/b",)),
        ("duplicate-member", ("/c/0/x~1~0",)),
        ("duplicate-member", ("/c",)),
    ]


def test_names_are_the_same_after_nfc() -> None:
    assert faults('{"\u00e9": 1, "e\u0301": 2}'.encode()) == [("duplicate-member", ("/é",))]


def test_texts_and_names_are_put_into_nfc() -> None:
    assert decode('{"e\u0301": "e\u0301"}'.encode()) == {"\u00e9": "\u00e9"}


def test_lone_surrogates_constants_and_duplicates_are_all_told() -> None:
    body = b'{"a": "\\ud800", "b": [NaN, -Infinity], "c": 1, "c": 2, "\\udc00": 1}'
    assert faults(body) == [
        ("bad-json", ("/a",)),
        ("bad-json", ("/b/0",)),
        ("bad-json", ("/b/1",)),
        ("duplicate-member", ("/c",)),
        ("bad-json", ("/\\udc00",)),
    ]


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert decode(b'"\\ud83d\\ude00"') == "\U0001f600"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", (1, 1)),
        (b'{"a": 1} x', (1, 10)),
        (b'{"a"\n  1}', (2, 3)),
        (b'["a\nb"]', (1, 4)),
        (b"[1 2]", (1, 4)),
        (b"{'a': 1}", (1, 2)),
        (b"[01]", (1, 3)),
        (b"[+1]", (1, 2)),
        (b"[.5]", (1, 2)),
        (b'"abc', (1, 1)),
        (b'"a\\q"', (1, 3)),
        (b"\xef\xbb\xbf{}", (1, 1)),
        ('{"客户": }'.encode(), (1, 8)),
    ],
)
def test_syntax_is_refused_with_line_and_character(body: bytes, place: tuple[int, int]) -> None:
    assert faults(body) == [("bad-json", place)]


def test_what_is_not_utf8_is_refused_with_its_place() -> None:
    assert faults(b'{"a":\n "\xe5\xae\xa2\xff"}') == [("bad-utf8", (2, 4))]


def test_nesting_ends_at_sixteen() -> None:
    assert decode(b"[" * 16 + b"]" * 16)
    assert faults(b"[" * 17 + b"]" * 17) == [("too-large", (1, 17))]


def test_brackets_in_texts_are_no_nesting() -> None:
    assert decode(b'"' + b"[" * 20 + b'\\"' + b"{" * 20 + b'"')


def test_size_ends_at_the_limit() -> None:
    assert decode(b"[1]", most_bytes=3)
    assert faults(b"[1] ", most_bytes=3) == [("too-large", ("",))]
    assert faults(b" " * 1_000_001) == [("too-large", ("",))]


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 900_000,
        b'{"a":' * 150_000,
        b'"' + b'\\"' * 490_000,
        b'[],"' * 240_000,
        b"\\" * 900_000,
        b"9" * 900_000 + b"x",
    ],
)
def test_a_hostile_body_is_refused_at_once(body: bytes) -> None:
    began = time.process_time()
    assert faults(body)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("text", "like"),
    [
        (b"1e999999", Decimal("1E+999999")),
        (b"1e99999999999999999999999", Decimal("1E+999999")),
        (b"-1e-99999999999999999999999", Decimal("1E-999999")),
        (b"0e99999999999999999999999", Decimal(0)),
    ],
)
def test_exponents_beyond_reason_cost_nothing(text: bytes, like: Decimal) -> None:
    assert decode(text) == like
