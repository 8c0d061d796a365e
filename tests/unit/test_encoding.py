"""What `dumps` writes is what the plain form of it, one JSON text joined from others, is."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.encoding import dumps
from rulesets.values import decimal_text

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.text('\x00\x1f"\\\n\x7f\u2028\ud800甲')
)
PLAIN = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=4), inner, max_size=4)
        | st.dictionaries(st.text(max_size=4), inner, max_size=4).map(MappingProxyType)
    ),
    max_leaves=20,
)


def joined(plain: Any) -> str:
    if isinstance(plain, Decimal):
        return decimal_text(plain)
    if isinstance(plain, list | tuple):
        return "[" + ",".join(map(joined, plain)) + "]"
    if isinstance(plain, Mapping):
        return "{" + ",".join(f"{joined(key)}:{joined(plain[key])}" for key in plain) + "}"
    return json.dumps(plain, ensure_ascii=False)


@pytest.mark.slow
@given(PLAIN)
def test_the_text_is_that_of_the_plain_form(plain: Any) -> None:
    assert dumps(plain) == joined(plain)


@pytest.mark.parametrize(
    ("plain", "text"),
    [
        ([], "[]"),
        ({}, "{}"),
        ([[], {}, [1]], "[[],{},[1]]"),
        ({"a": [], "b": {"c": ()}}, '{"a":[],"b":{"c":[]}}'),
        ([True, 1, Decimal("1.0"), None, "1"], '[true,1,1,null,"1"]'),
        (Decimal("-0.00"), "0"),
        ('say "甲"\n\x01', '"say \\"甲\\"\\n\\u0001"'),
    ],
)
def test_texts_to_the_letter(plain: Any, text: str) -> None:
    assert dumps(plain) == text


@pytest.mark.parametrize(
    "strange",
    [
        1.5,
        [0.0],
        {"a": date(2026, 3, 3)},
        {1: "a"},
        {None: 1},
        {True: 1},
        b"a",
        {"a"},
        Decimal("NaN"),
    ],
)
def test_what_is_no_plain_data_is_refused(strange: object) -> None:
    with pytest.raises(TypeError):
        dumps(strange)
