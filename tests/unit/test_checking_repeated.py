"""Texts that repeat are read once, and yet each fault is told at each of its places."""

from __future__ import annotations

import pytest

from rulesets.errors import AuthorError
from tests.unit.loading import load

BODY = """
conclusions: [{key: x, title: {zh: 果, en: X}, type: number, scale: 0}]
blocks:
  - key: r
    kind: rules
    hit: first
    concludes: [x]
    rules:
      - {id: one, when: {all: ['a > 1', 'a > "x"']}, then: {x: '1'}}
      - {id: two, when: {all: ['a > "x"', 'a > 1']}, then: {x: '2'}}
      - {id: three, when: {none: ['a > "x"']}, then: {x: '3'}}
"""


def test_a_fault_in_equal_conditions_is_told_for_each() -> None:
    with pytest.raises(AuthorError) as raised:
        load(BODY)
    places = [dict(each.place) for each in raised.value.faults]
    assert [(each["rule"], each["condition"]) for each in places] == [
        ("one", 2),
        ("two", 1),
        ("three", 1),
    ]


def test_equal_conditions_have_equal_trees() -> None:
    block = load(BODY.replace('"x"', "2")).blocks[0].block
    one, two, three = (each.when.conditions for each in block.rules)  # type: ignore[union-attr]  # rules
    assert one == two[::-1]
    assert three == one[1:]
