"""What stands more than once in the conditions of a block's rules is made once for a decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from engine.intake import take_facts
from engine.runtimes.compiled import Compiled, functions, sharing
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.model import Vocabulary
from service.check_document import check_document
from tests.generators.rulesets import seeded

pytestmark = pytest.mark.slow  # many small rounds: together they take seconds

AS_OF = datetime(2026, 3, 3, 4, tzinfo=UTC)
SCALAR = "number, scale: 0"
LIST = "list, of: number, scale: 0"
ORDERED = "text, one_of: [{value: '0'}, {value: '1'}, {value: '2'}, {value: '9'}], ordered: true"
TYPES = {
    **dict.fromkeys(("first", "unique", "any", "sum", "min", "max", "count"), SCALAR),
    **dict.fromkeys(("collect", "rule order"), LIST),
    "priority": ORDERED,
}
FLAT = [["{}"], ["{}", "n > 5"], ["n < 7", "{}"]]
NESTED = [["{any: ['{}', 'n > 5']}"], ["{}", "n > 1"], ["{any: ['n > 9', {all: ['{}', 'n < 3']}]}"]]


def ruleset(hit: str, whens: list[str], *, unknown: bool = False) -> CheckedRuleset:
    """Check a document of one block; each rule concludes its number, below three."""
    value = {LIST: "'[9]'", ORDERED: "'9'"}.get(TYPES[hit], "9")
    rules = [
        f"      - {{id: r{place}, title: {{zh: 规, en: Rule}}, when: {when}, "
        f"then: {{c: {place % 3}}}}}"
        for place, when in enumerate(whens)
    ]
    head = f"    when unknown: {{c: {value}}}" if unknown else "    title: {zh: 块, en: Block}"
    text = f"""ruleset: small
title: {{zh: 小, en: Small}}
zone: Asia/Shanghai
facts:
  - {{key: n, type: number, scale: 1}}
  - {{key: t, type: text}}
  - {{key: b, type: boolean}}
  - {{key: orders, type: records, fields: [{{key: x, type: number, scale: 0}}]}}
functions:
  - {{key: twice, parameters: [{{key: p, type: number}}], returns: {{type: number}},
     expression: "coalesce(p * 2, -1)"}}
lookups:
  - {{key: terms, keys: [{{key: k, type: text}}], rows: [[a, 1, 2], [b, 3, 4]],
     values: [{{key: days, type: number}}, {{key: rate, type: number}}]}}
conclusions:
  - {{key: c, type: {TYPES[hit]}}}
blocks:
  - key: k
    kind: rules
    hit: {hit}
{head}
    concludes: [c]
    rules:
""" + "\n".join(rules)
    checked = check_document(None, text, {})
    assert not isinstance(checked, Vocabulary)
    return checked


def all_with(parts: list[list[str]], test: str) -> list[str]:
    """Write rules around one test."""

    def written(part: str) -> str:
        return part.replace("{}", test) if part.startswith("{any") else f"'{test}'"

    return [
        f"{{all: [{', '.join(written(e) if '{}' in e else repr(e) for e in rule)}]}}"
        for rule in parts
    ]


class Text(str):
    """A text that counts who looks into it."""

    __slots__ = ("looks",)

    def __contains__(self, part: object) -> bool:
        self.looks = getattr(self, "looks", 0) + 1
        return super().__contains__(part)  # type: ignore[operator]  # a text is asked for


class Rows(tuple[Any, ...]):  # noqa: SLOT001 - a tuple has no room for named slots
    """Records that count who goes through them."""

    times = 0

    def __iter__(self) -> Iterator[Any]:
        self.times += 1
        return super().__iter__()


@pytest.fixture
def trims(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each text that `trim` takes."""
    seen: list[str] = []

    def counting(text: str) -> str:
        seen.append(text)
        return text.strip()

    patched: Any = functions.FUNCTIONS
    builtin = replace(patched["trim"], call=counting)
    monkeypatch.setitem(patched, "trim", builtin)
    return seen


@pytest.mark.parametrize("unknown", [False, True])
@pytest.mark.parametrize("parts", [FLAT, NESTED])
@pytest.mark.parametrize("hit", TYPES)
def test_a_value_that_several_rules_read_is_made_once(
    hit: str, parts: list[list[str]], unknown: bool, trims: list[str]
) -> None:
    """Within equal conditions, and within different ones."""
    same = ruleset(hit, all_with(parts, "length(trim(t)) > 3"), unknown=unknown)
    others = [each for number in (3, 7) for each in all_with(parts, f"length(trim(t)) > {number}")]
    for checked in (same, ruleset(hit, others, unknown=unknown)):
        engine = Compiled().load(checked)
        for n in ("0", "6", "8"):
            trims.clear()
            engine.infer({"n": Decimal(n), "t": " long "}, AS_OF)
            assert trims == [" long "]


@pytest.mark.parametrize("parts", [FLAT, NESTED])
@pytest.mark.parametrize("hit", TYPES)
def test_a_condition_that_several_rules_ask_is_asked_once(hit: str, parts: list[list[str]]) -> None:
    engine = Compiled().load(ruleset(hit, all_with(parts, 't contains "z"')))
    for n in ("0", "2", "6", "8"):
        text = Text("long")
        engine.infer({"n": Decimal(n), "t": text}, AS_OF)
        assert getattr(text, "looks", 0) <= 1


@pytest.mark.parametrize("hit", TYPES)
def test_a_condition_asked_for_true_and_for_false_is_asked_once_for_each(hit: str) -> None:
    whens = [
        each
        for number in range(3)
        for each in (
            f"{{all: ['t contains \"z\"', 'n > {number}']}}",
            f"{{none: ['t contains \"z\"', 'n < {number}']}}",
        )
    ]
    engine = Compiled().load(ruleset(hit, whens))
    text = Text("long")
    engine.infer({"n": Decimal(5), "t": text}, AS_OF)
    assert 0 < text.looks <= 2


@pytest.mark.parametrize("hit", TYPES)
def test_records_are_gone_through_once(hit: str) -> None:
    whens = [f"'sum(orders where x > 1, x) > {number * 10}'" for number in range(5)]
    rows = Rows({"x": Decimal(number)} for number in range(4))
    Compiled().load(ruleset(hit, whens)).infer({"orders": rows}, AS_OF)
    assert rows.times == 1


def test_of_first_only_what_is_asked_by_then_is_made(trims: list[str]) -> None:
    """The block is too large for nested decisions."""
    whens = ["'n > 5'", *(f"'n > {number} and trim(t) = \"a\"'" for number in range(40))]
    engine = Compiled().load(ruleset("first", whens))
    engine.infer({"n": Decimal(6), "t": "a"}, AS_OF)
    assert trims == []
    engine.infer({"n": Decimal(5), "t": "a"}, AS_OF)
    assert trims == ["a"]


def test_nested_decisions_ask_a_condition_where_it_matters() -> None:
    whens = ["'n > 5'", *(f"'n > {number} and t contains \"z\"'" for number in (1, 2))]
    engine = Compiled().load(ruleset("first", whens))
    for n, looks in (("6", 0), ("3", 1)):
        text = Text("long")
        engine.infer({"n": Decimal(n), "t": text}, AS_OF)
        assert getattr(text, "looks", 0) == looks


POOL = [
    *("n >= 1", "n < 1.5", "n between 0 and 1", "n in (1, 2)", "not(n < 1)", "b", "n is missing"),
    *("t is present", 't contains "a"', 'trim(t) = "a"', "length(trim(t)) > 1", "length(t) > 1"),
    *("n * 2 > 2", "n * 2 + 1 > 3", "n * 2 is missing", "twice(n) > 1", "twice(n * 2) > 1"),
    *("sum(orders, x) > 3", "sum(orders where x > n, x) > 3", "count(orders) > 1"),
    *("count(orders where x > n) > 1", "sum(orders, x * 2) > 3", "max(orders, x * 2) > 3"),
    *("terms(t).days > 1", "terms(t).rate > 2", "terms(t).days < terms(t).rate"),
    *("(if b then 1 else 0) = 1", "if b then true else false", "if n >= 1 then b else not(b)"),
    *("n > 0 and b", "n >= 1 or b", 'not(n < 1.5 and t contains "a")', "(n >= 1) = b"),
]


def a_condition(random: Random, depth: int = 2) -> str:
    if depth and random.random() < 0.4:
        inner = [a_condition(random, depth - 1) for _ in range(random.randrange(1, 4))]
        return f"{{{random.choice(('all', 'any', 'none'))}: [{', '.join(inner)}]}}"
    return f"'{random.choice(POOL)}'"


def given(random: Random, checked: CheckedRuleset) -> Any:
    facts: dict[str, Callable[[], Any]] = {
        "n": lambda: Decimal(random.choice(("0", "1", "1.5", "2"))),
        "t": lambda: random.choice(("a", "b", " a ", "")),
        "b": lambda: random.choice((True, False)),
        "orders": lambda: [{"x": Decimal(random.randrange(4))} for _ in range(random.randrange(3))],
    }
    return take_facts(
        {key: draw() for key, draw in facts.items() if random.random() < 0.75}, checked
    )


@pytest.mark.parametrize("hit", TYPES)
def test_blocks_are_inferred_as_by_the_reference_and_without_sharing(
    hit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    random, shared = seeded(hit), 0
    for number in range(30):
        whens = [a_condition(random) for _ in range(random.randrange(2, 12))]
        checked = ruleset(hit, whens, unknown=number % 2 == 0)
        engine, reference = Compiled().load(checked), Reference().load(checked)
        with monkeypatch.context() as patch:
            patch.setattr(sharing.Sharing, "make", lambda *_: None)
            plain = Compiled().load(checked)
        shared += engine._function.__code__ != plain._function.__code__
        for _ in range(12):
            facts = given(random, checked)
            expected = reference.infer(facts, AS_OF)
            assert plain.infer(facts, AS_OF).agrees(expected)
            assert engine.infer(facts, AS_OF).agrees(expected), (whens, facts)
    assert shared > 15
