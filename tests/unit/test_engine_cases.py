"""Cases of authors, and the encoding of values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.cases import run_cases
from engine.encoding import dumps, from_json, to_json
from engine.runtimes.reference import Reference
from rulesets.model import Case
from rulesets.types import BooleanType, DateTimeType, DateType, ListType, NumberType, TextType, Type
from rulesets.values import Value
from tests.unit.loading import NOW, load

BODY = """
conclusions:
  - {key: ratio, title: {zh: 比, en: Ratio}, type: number, scale: 2, max: 10}
  - {key: ok, title: {zh: 可, en: Ok}, type: boolean}
blocks:
  - {key: f, kind: formula, concludes: ratio, expression: a / b}
  - {key: g, kind: table, hit: first, inputs: [ratio, c], outputs: [ok], rows: [{id: r,
      when: ["> 1", "true"], then: ["true"]}]}
cases:
  - {id: right, given: {a: 3, b: 2.0, c: "true", tags: [x], orders: [{amount: 1}]},
      expect: {ratio: 1.5, ok: "true"}, fired: [g/r]}
  - {id: missing, given: {a: 3, b: 0, c: "true"}, expect: {ratio: null, ok: null},
      problems: [division-by-zero], fired: []}
  - {id: wrong, given: {a: 30, b: 2, c: "true"}, expect: {ratio: 15, ok: "false"}, fired: [g/r]}
"""


def test_cases_pass_or_say_what_differs() -> None:
    loaded = load(BODY)
    # The check refuses a moment without an offset (1.12); a case that is built is told so too.
    naive_case = Case("naive", given=(), expect=(), as_of="2026-03-03T10:00:00")
    ruleset = replace(loaded.ruleset, cases=(*loaded.ruleset.cases, naive_case))
    checked = replace(loaded, bundle=replace(loaded.bundle, ruleset=ruleset))
    right, missing, wrong, naive = run_cases(checked, Reference().load(checked), NOW)
    assert right.passed
    assert missing.passed
    assert [(each.of, each.message.en) for each in wrong.differences] == [
        ("ratio", "ratio: expected `15`, found missing"),
        ("ok", "ok: expected `false`, found missing"),
        ("problems", "problems: expected nothing, found `outside-domain`"),
        ("fired", "fired: expected `g/r`, found nothing"),
    ]
    assert [each.of for each in naive.differences] == ["/as of"]


@pytest.mark.parametrize(
    ("value", "of"),
    [
        (Decimal("0.10"), NumberType()),
        ("客\u0000", TextType()),
        (True, BooleanType()),
        (date(1, 1, 1), DateType()),
        (datetime(2026, 3, 3, 1, 2, 3, 4, tzinfo=UTC), DateTimeType()),
        ((None, date(2026, 3, 3)), ListType(DateType())),
        (None, NumberType()),
    ],
)
def test_values_come_back_as_they_were(value: Value, of: Type) -> None:
    assert from_json(to_json(value), of) == value


def test_numbers_are_written_with_all_their_digits() -> None:
    plain = {"big": Decimal("123456789012345678.00"), "small": Decimal("1E-7"), "b": [True, 2]}
    assert dumps(plain) == '{"big":123456789012345678,"small":0.0000001,"b":[true,2]}'


@pytest.mark.parametrize("strange", [1.5, Decimal("NaN"), {1: 2}, b"x"])
def test_what_is_no_plain_data_is_refused(strange: object) -> None:
    with pytest.raises(TypeError):
        dumps(strange)
