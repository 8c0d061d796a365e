"""Canonical JSON: the bytes that RFC 8785 and clause 17.1 ask for."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulesets.canonical import canonical_json

PLAIN = st.recursive(
    st.none() | st.booleans() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
)


def test_members_stand_in_the_order_of_utf16_code_units() -> None:
    # RFC 8785, 3.2.3: the surrogates of U+1F600 come before U+FB33, which has the lower code point.
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = canonical_json(dict.fromkeys(names))
    order = ['"\\r"', '"1"', '"\u0080"', '"\u00f6"', '"\u20ac"', '"\U0001f600"', '"\ufb33"']
    assert written.decode() == "{" + ",".join(f"{name}:null" for name in order) + "}"


def test_only_what_must_be_escaped_is_and_in_the_shortest_way() -> None:
    # RFC 8785, 3.2.2.2: two-letter escapes where JSON has them, else \u and lower-case digits.
    text = "\u20ac$\u000f\nA'\u0042\u0022\u005c\\\"/\b\t\f\r\u007f\u2028"
    expected = '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\\b\\t\\f\\r\u007f\u2028"'
    assert canonical_json(text) == expected.encode()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("1.20E+3"), b'"1200"'),
        (Decimal("-0.00"), b'"0"'),
        (Decimal("2.50"), b'"2.5"'),
        (Decimal("1E-7"), b'"0.0000001"'),
        (10**30, b'"1000000000000000000000000000000"'),
        (-5, b'"-5"'),
        (True, b"true"),
        (None, b"null"),
        ([], b"[]"),
        ({}, b"{}"),
        (("a", [1]), b'["a",["1"]]'),
    ],
)
def test_numbers_are_texts_in_plain_decimal_form(value: object, expected: bytes) -> None:
    assert canonical_json(value) == expected


@pytest.mark.parametrize("value", [0.5, {1: "a"}, {"a": {1.0}}, b"a", [object()], {None: 1}])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, Decimal("NaN"), [Decimal("Infinity")]])
def test_lone_surrogates_and_endless_numbers_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"surrogate|canonical"):
        canonical_json(value)


@pytest.mark.slow
@given(PLAIN)
def test_what_is_written_is_json_that_says_the_same(value: object) -> None:
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.none(), min_size=2))
def test_the_order_of_members_says_nothing(members: dict[str, None]) -> None:
    assert canonical_json(dict(reversed(members.items()))) == canonical_json(members)
