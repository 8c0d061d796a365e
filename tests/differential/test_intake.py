"""The quick intake of the compiled engine takes nothing that the exact one takes otherwise."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.encoding import dumps
from engine.intake import take_facts
from engine.runtimes.compiled import intake as quick
from engine.runtimes.compiled.intake import make_intake
from engine.strict_json import decode
from rulesets.errors import CallerError
from tests.generators.rulesets import checked_sample, facts, seeded
from tests.unit.loading import load

CHECKED = load(
    """
conclusions: [{key: grade, title: {zh: 级, en: Grade}, type: text, one_of: [A, B]}]
blocks:
  - {key: g, kind: formula, concludes: grade,
     expression: "if sales > 1 then previous(grade) else \\"A\\""}
""",
    facts="""
facts:
  - {key: sales, title: {zh: 年采购额, en: Annual purchases}, type: number, scale: 2,
     min: -5, max: 1000000, required: true}
  - {key: count, title: {zh: 数, en: Count}, type: number, scale: 0}
  - {key: fine, title: {zh: 细, en: Fine}, type: number, scale: 12}
  - {key: note, title: {zh: 备注, en: Note}, type: text}
  - {key: kind, title: {zh: 类, en: Kind}, type: text, one_of: [A, é, 客户]}
  - {key: paid, title: {zh: 已付, en: Paid}, type: boolean}
  - {key: day, title: {zh: 日, en: Day}, type: date}
  - {key: at, title: {zh: 时, en: At}, type: datetime}
  - {key: tags, title: {zh: 标签, en: Tags}, type: list, of: text}
  - {key: amounts, title: {zh: 金额表, en: Amounts}, type: list, of: number, scale: 1}
  - {key: days, title: {zh: 日表, en: Days}, type: list, of: date}
  - key: orders
    title: {zh: 订单, en: Orders}
    type: records
    fields:
      - {key: amount, title: {zh: 金额, en: Amount}, type: number, scale: 2, required: true}
      - {key: on, title: {zh: 于, en: On}, type: date}
      - {key: note, title: {zh: 注, en: Note}, type: text}
""",
)
INTAKE = make_intake(CHECKED)

NUMBERS = (
    *("0", "-0", "1", "-5", "-6", "1.5", "1.50", "-0.0", "-0.00", "0.05", "2860000.50", "1e2"),
    *("1E+2", "1e-2", "15e-1", "120.00", "1000000", "1000000.01", "1.005", "01", "1.", ".5", "+1"),
    *("999999999999999999", "1000000000000000000", "-999999999999999999", "18446744073709551616"),
    *("0.123456789012", "123456.123456789012", "1234567.123456789012", "0.1234567890123"),
    *("1e400", "1e999999999999999999", "0e99999", "NaN", "-Infinity", "1_000", "0x1", "1" * 5000),
)
TEXTS = (
    *('""', '"A"', '"B"', '"é"', '"e\\u0301"', '"\\u00e9"', '"客户"', '"5"', '"1_000"', '"NaN"'),
    *('"a\\"b"', '"a\\\\"', '"a\\u0022b"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\\/"', '"a:b,{}"'),
    *('"\t"', '"\x7f"', '"\\x41"', '"e' + "\u0301" * 64 + '"', '"e' + "\u0301" * 65 + '"'),
    *('"x' + "\u0301" * 64 + '"', '"x' + "\u0301" * 65 + '"'),  # these have no shorter form
    *('"' + "x" * 4000 + '"', '"' + "x" * 4001 + '"', '"' + "e\u0301" * 4000 + '"', "'A'"),
)
TIMES = (
    *('"2026-02-28"', '"2026-02-30"', '"0001-01-01"', '"0000-01-01"', '"9999-12-31"', '"20260228"'),
    *('"2026-2-28"', '"2026-02-28 "', '"2026-02-2\\u0038"', '"２026-02-28"', '"2026-W09-6"'),
    *('"2026-02-28T00:00:00"', '"2026-02-28T00:00:00Z"', '"2026-02-28T00:00:00z"'),
    *('"2026-02-28t00:00:00Z"', '"2026-02-28 00:00:00Z"', '"2026-02-28T00:00:00.1234567Z"'),
    *('"2026-02-28T00:00:00.123456+08:00"', '"2026-02-28T00:00:00+0800"', '"2026-02-28T24:00:00Z"'),
    *('"2026-02-28T23:59:60Z"', '"0001-01-01T00:00:00Z"', '"9999-12-31T23:59:59-01:00"'),
    *('"2026-02-28T00:00:00-00:00"', '"2026-02-28T00:00:00+23:59"', '"2026-02-28T00:00Z"'),
)
ILL = (
    *("null", "1", "-0", "1e400", "0.1234567890123", "true", '""', '"5"', '"2026-02-30"', "[]"),
    *("{}", "[null]", "[[1]]", '[{"amount":null}]', '[{"r0":{}}]', '"2026-03-01T10:00:00"'),
)
OTHERS = ("true", "false", "null", "True", "{}", "[]", '{"a": 1}', "[[[]]]", "[null]", "")
FITTING = {
    **dict.fromkeys(("sales", "count", "fine", "amount"), NUMBERS),
    **dict.fromkeys(("note", "kind", "previous(grade)"), TEXTS),
    **dict.fromkeys(("day", "at", "on"), TIMES),
    "paid": OTHERS,
}
ITEMS = {"tags": TEXTS, "amounts": NUMBERS, "days": TIMES}
NAMES = (*FITTING, *ITEMS, "orders")
ODD_NAMES = (
    *('"sale\\u0073"', '"salés"', '"Sales"', '"\\u0022"', '""', '"\\ud800"', "sales"),
    '"年采购额"',
)


def a_value(random: Random, key: str, odd: float) -> str:
    """Write a value, of the fact's type but for the given share."""
    if random.random() < odd:
        return random.choice(random.choice((NUMBERS, TEXTS, TIMES, OTHERS)))
    if key == "orders":
        rows = [
            an_object(random, ("amount", "on", "note"), odd) for _ in range(random.randrange(4))
        ]
        return f"[{', '.join(rows)}]"
    if key in ITEMS:
        return f"[{','.join(random.choice(ITEMS[key]) for _ in range(random.randrange(3)))}]"
    return random.choice(FITTING[key])


def an_object(random: Random, keys: tuple[str, ...], odd: float) -> str:
    chosen = [keys[0], *random.sample(keys, random.randrange(min(4, len(keys))))]
    names = list(dict.fromkeys(chosen)) if random.random() >= odd else chosen
    members = [
        f"{random.choice(ODD_NAMES)}:1"
        if random.random() < odd / 4
        else f'"{name}"{random.choice(("", " "))}:{a_value(random, name, odd)}'
        for name in names
    ]
    return f"{{{random.choice((',', ', '))[:2].join(members)}}}"


def outcome(take: Callable[[bytes], object], body: bytes) -> tuple[str, object]:
    """Tell what comes of it: the very values and their order, or all faults."""
    try:
        return "taken", repr(take(body))
    except CallerError as error:
        return "refused", error.faults


def exact(body: bytes) -> object:
    return take_facts(decode(body), CHECKED)


@settings(max_examples=1500, deadline=None)
@given(seed=st.integers(0, 2**32), odd=st.sampled_from((0.0, 0.05, 0.3)))
def test_both_take_and_refuse_the_same(seed: int, odd: float) -> None:
    random = Random(seed)  # noqa: S311 - for test data
    body = an_object(random, NAMES, odd).encode()
    assert outcome(INTAKE, body) == outcome(exact, body)


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32), at=st.integers(0, 400), by=st.binary(max_size=2))
def test_bodies_damaged_at_any_byte(seed: int, at: int, by: bytes) -> None:
    body = an_object(Random(seed), NAMES, 0.0).encode()  # noqa: S311 - for test data
    body = body[: at % len(body)] + by + body[at % len(body) + 1 :]
    assert outcome(INTAKE, body) == outcome(exact, body)


@pytest.mark.parametrize("key", NAMES)
def test_every_token_at_every_fact(key: str) -> None:
    for token in (*NUMBERS, *TEXTS, *TIMES, *OTHERS):
        for written in (token, f"[{token}]", f'[{{"amount": 1, "on": {token}}}]'):
            body = f'{{"sales": 1, "{key}": {written}}}'.encode()
            if key == "sales":
                body = f'{{"sales": {written}}}'.encode()
            assert outcome(INTAKE, body) == outcome(exact, body), body


@pytest.mark.parametrize(
    "body",
    [
        '{"sales":1,"sales":1}',
        '{"sales":1,"sale\\u0073":1}',
        '{"sales":1,"note":null,"note":"x"}',
        '{"sales":1,"orders":[{"amount":1,"amount":2}]}',
        '{"sales":1,"tags":["a"],"tags":[]}',
        '{"sales":1,"note":"\\"","note":"x"}',
    ],
)
def test_a_member_twice_is_refused(body: str) -> None:
    with pytest.raises(CallerError) as refused:
        INTAKE(body.encode())
    assert {fault.code for fault in refused.value.faults} == {"duplicate-member"}


@pytest.mark.parametrize(
    "seeds", [range(60), pytest.param(range(60, 6000), marks=pytest.mark.soak)]
)
def test_facts_of_any_vocabulary_are_taken_or_refused_alike(seeds: range) -> None:
    """Generated facts, a share of them ill typed: both passes have the same values or faults."""
    outcomes = set()
    for seed in seeds:
        _, checked = checked_sample(seed)
        take, random = make_intake(checked), seeded(seed)
        for odd in (0.0, 0.0, 0.1, 0.5):
            members = [
                f'"{key}":{random.choice(ILL) if random.random() < odd else dumps(value)}'
                for key, value in facts(checked, random, 0.2).items()
            ]
            body = f"{{{','.join(members)}}}".encode()
            found = outcome(take, body)
            assert found == outcome(lambda it: take_facts(decode(it), checked), body), body  # noqa: B023 - called at once
            outcomes.add(found[0])
    assert outcomes == {"taken", "refused"}


def listed(item: str, count: int) -> str:
    return f"[{','.join([item] * count)}]"


def test_limits_of_size_are_the_same() -> None:
    rows = ('{"amount":1}', '{"amount":1,"note":"' + "客" * 60 + '"}')
    values = {
        "tags": [listed('"a"', count) for count in (1000, 1001)],
        "amounts": [listed("1.5", count) for count in (1000, 1001)],
        "orders": [listed(row, count) for row in rows for count in (10_000, 10_001)],
        "note": ['"' + "é" * count + '"' for count in (4000, 4001)],
    }
    for key, written in values.items():
        for value in written:
            body = f'{{"sales":1,"{key}":{value}}}'.encode()
            assert outcome(INTAKE, body) == outcome(exact, body)


def test_ordinary_facts_take_the_quick_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> object:
        raise AssertionError("this should not need the slower pass")

    monkeypatch.setattr(quick, "take_facts", slow)
    facts = make_intake(CHECKED)(
        """{"sales": 2860.50, "count": -0, "fine": 0.000000000001, "note": "客户：甲", "kind": "é",
        "paid": false, "day": "2024-02-29", "at": "2026-03-03T10:00:00+08:00", "tags": ["a", "b"],
        "amounts": [1.5, 2], "days": [], "previous(grade)": "A",
        "orders": [{"amount": 1.10, "on": null}, {"amount": 2, "note": "x"}]}""".encode()
    )
    assert repr(facts["sales"]) == "Decimal('2860.5')"
    assert repr(facts["count"]) == "Decimal('0')"
    assert len(facts) == 13
    assert repr(facts["orders"]) == (
        "({'amount': Decimal('1.1')}, {'amount': Decimal('2'), 'note': 'x'})"
    )
