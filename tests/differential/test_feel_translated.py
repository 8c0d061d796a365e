"""Translated FEEL has the value that DMN 1.5 gives it, null everywhere; a cell fires as it should.

The expected value comes from `tests.feel_meaning`, which reads FEEL's tree by the specification.
What is translated stands in a ruleset, is checked, and is run by the reference engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from random import Random
from typing import Any

import pytest

from rulesets.dmn.feel.printer import print_feel, print_unary_tests
from rulesets.dmn.feel.tree import Feel, UnaryTests
from rulesets.dmn.translating import translate, translate_tests
from rulesets.dmn.translating.environment import (
    Environment,
    Function,
    Members,
    Rows,
    Translated,
    Value,
)
from rulesets.errors import AuthorError
from rulesets.expressions.printer import print_cell, print_node
from rulesets.expressions.tree import Cell, Name, RowField
from rulesets.types import (
    BooleanType,
    Code,
    CodeList,
    DateType,
    ListType,
    NumberType,
    TextType,
    Type,
)
from rulesets.values import same
from tests.feel_meaning import fires, meaning
from tests.feel_values import arithmetic
from tests.generators.typed_feel import DAYS, TEXTS, Sense
from tests.unit.loading import infer, load

NUMBER, TEXT, BOOLEAN, DATE = NumberType(), TextType(), BooleanType(), DateType()
SIZE = TextType(CodeList((Code("small"), Code("middle"), Code("large"))))
RANK = TextType(CodeList((Code("large"), Code("huge"))))
KINDS = {"number": NUMBER, "boolean": BOOLEAN, "string": TEXT, "size": SIZE, "date": DATE}
FIELDS: Mapping[str, Type] = {"amount": NUMBER, "price": NUMBER, "paid": BOOLEAN, "kind": TEXT}
ENVIRONMENT = Environment(
    {
        **{key: Value(Name(key), NUMBER) for key in ("a", "b")},
        "n n": Value(Name("n_n"), NUMBER, total=True),
        "loan": Members({"rate": Value(Name("loan_rate"), NUMBER)}),
        **{key: Value(Name(key), BOOLEAN) for key in ("c", "d")},
        **{key: Value(Name(key), TEXT) for key in ("t", "u")},
        "size": Value(Name("size"), SIZE),
        "rank": Value(Name("rank"), RANK),
        **{key: Value(Name(key), DATE) for key in ("day", "until")},
        "tags": Value(Name("tags"), ListType(TEXT)),
        "orders": Rows(
            Name("orders"), {key: Value(RowField(key), of) for key, of in FIELDS.items()}
        ),
        "twice": Function("twice", (("x", NUMBER),), NUMBER),
    }
)
FACTS = """
facts:
  - {key: a, title: {en: A}, type: number, scale: 2}
  - {key: b, title: {en: B}, type: number, scale: 2}
  - {key: n_n, title: {en: N N}, type: number, scale: 2, required: true}
  - {key: loan_rate, title: {en: Rate}, type: number, scale: 2}
  - {key: c, title: {en: C}, type: boolean}
  - {key: d, title: {en: D}, type: boolean}
  - {key: t, title: {en: T}, type: text}
  - {key: u, title: {en: U}, type: text}
  - {key: size, title: {en: Size}, type: text, one_of: [small, middle, large]}
  - {key: rank, title: {en: Rank}, type: text, one_of: [large, huge]}
  - {key: day, title: {en: Day}, type: date}
  - {key: until, title: {en: Until}, type: date}
  - {key: tags, title: {en: Tags}, type: list, of: text}
  - key: orders
    title: {en: Orders}
    type: records
    fields:
      - {key: amount, title: {en: Amount}, type: number, scale: 2}
      - {key: price, title: {en: Price}, type: number, scale: 2}
      - {key: paid, title: {en: Paid}, type: boolean}
      - {key: kind, title: {en: Kind}, type: text}
functions:
  - {key: twice, title: {en: Twice}, parameters: [{key: x, type: number}], returns: {type: number},
     expression: "coalesce(x * 2, -1)"}
"""
SCALE, DIGITS = 12, 18
CONCLUSIONS = {
    "number": f"type: number, scale: {SCALE}",
    "boolean": "type: boolean",
    "string": "type: text",
    "size": "type: text",
    "date": "type: date",
}
LONGEST = 3500
TOGETHER = 10
"""So many expressions stand in one ruleset, and are asked with so many contexts."""
OUTSIDE_FIRST = {"never-true"}
"""What no value can meet is refused when the ruleset is checked (2.9); DMN lets it stand."""


# --------------------------------------------------------------------------------------- contexts


def drawn(random: Random, values: Sequence[Any], missing: float = 0.3) -> Any:
    return None if random.random() < missing else random.choice(values)


NUMBERS = [Decimal(each) for each in ("0", "1", "-1", "2.25", "5", "10", "0.5", "99999.99")]


def context(random: Random) -> dict[str, Any]:
    """Draw what is given: FEEL's names and values."""

    def row() -> dict[str, Any]:
        return {
            "amount": drawn(random, NUMBERS),
            "price": drawn(random, NUMBERS, 0.1),
            "paid": drawn(random, [True, False]),
            "kind": drawn(random, TEXTS),
        }

    rows = [row() for _ in range(random.randrange(4))]
    tags = [random.choice(TEXTS) for _ in range(random.randrange(3))]
    return {
        "a": drawn(random, NUMBERS),
        "b": drawn(random, NUMBERS),
        "n n": random.choice(NUMBERS),
        "loan": {"rate": drawn(random, NUMBERS)},
        "c": drawn(random, [True, False]),
        "d": drawn(random, [True, False]),
        "t": drawn(random, TEXTS),
        "u": drawn(random, TEXTS),
        "size": drawn(random, ["small", "middle", "large"]),
        "rank": drawn(random, ["large", "huge"]),
        "day": drawn(random, [date.fromisoformat(each) for each in DAYS]),
        "until": drawn(random, [date.fromisoformat(each) for each in DAYS]),
        "tags": drawn(random, [tags], 0.15),
        "orders": drawn(random, [rows], 0.1),
    }


def facts(given: Mapping[str, Any]) -> str:
    """Give the same to the engine, as JSON."""
    flat = {key: value for key, value in given.items() if key not in {"loan", "n n"}}
    return written({**flat, "n_n": given["n n"], "loan_rate": given["loan"]["rate"]})


def written(value: Any) -> str:
    """Write JSON with exact numbers."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(k)}: {written(v)}' for k, v in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(str(value) if isinstance(value, date) else value)


def twice(value: Any) -> Any:
    """What the function of the document means."""
    doubled = arithmetic("*", value, Decimal(2))
    return Decimal(-1) if doubled is None else doubled


# ------------------------------------------------------------------------------------ expressions


@dataclass(frozen=True)
class Asked:
    """An expression, its kind, and what it was translated to."""

    feel: Feel
    kind: str
    said: Translated


def translated(sense: Sense, number: int) -> Iterator[Asked]:
    """Make so many expressions that are not refused."""
    made = 0
    while made < number:
        kind = sense.random.choice(tuple(KINDS))
        feel = sense.of(kind, sense.random.randrange(1, 4))
        try:
            said = translate(feel, ENVIRONMENT)
        except AuthorError as refused:
            only_named(refused)
            continue
        if len(print_node(said.node)) < LONGEST:
            made += 1
            yield Asked(feel, kind, said)


def only_named(refused: AuthorError) -> None:
    """What is refused is refused by name, and not for a name that nobody knows."""
    assert {each.code for each in refused.faults} == {"dmn-not-in-language"}


def concluded(kind: str, value: Any) -> Any:
    """Round as a conclusion is (6.2), and leave out what has too many digits (6.3)."""
    if kind != "number" or value is None:
        return value
    rounded = value.quantize(Decimal((0, (1,), -SCALE)), ROUND_HALF_UP, Context(prec=400))
    digits = f"{abs(rounded):f}".rstrip("0").replace(".", "").lstrip("0")
    whole = f"{abs(rounded):f}".partition(".")[0]
    plain = digits if "." in f"{rounded:f}".rstrip("0").rstrip(".") else whole.lstrip("0")
    return rounded if len(plain) <= DIGITS else None


def formulas(asked: Sequence[Asked]) -> str:
    """Write a ruleset with a formula for each expression."""
    conclusions = [
        f"  - {{key: e{number}, title: {{en: E{number}}}, {CONCLUSIONS[each.kind]}}}"
        for number, each in enumerate(asked)
    ]
    blocks = [
        f"  - {{key: f{number}, kind: formula, concludes: e{number},"
        f" expression: {json.dumps(print_node(each.said.node), ensure_ascii=False)}}}"
        for number, each in enumerate(asked)
    ]
    return "\n".join(["conclusions:", *conclusions, "blocks:", *blocks])


def compare_values(seed: int) -> int:
    """Compare some expressions with some contexts; return how many expressions."""
    sense = Sense(seed)
    asked = list(translated(sense, TOGETHER))
    checked = load(formulas(asked), facts=FACTS)
    for _ in range(TOGETHER):
        given = context(sense.random)
        inference = infer(checked, facts(given))
        for number, each in enumerate(asked):
            expected = meaning(each.feel, {**given, "twice": twice})
            found = inference.conclusions[f"e{number}"]
            agrees = same(found, concluded(each.kind, expected))
            assert agrees, told(each.feel, each.said, given, expected, found)
            if each.said.total:
                assert expected is not None, told(each.feel, each.said, given, expected, found)
    return len(asked)


def told(feel: Feel, said: Translated, given: Any, expected: Any, found: Any) -> str:
    return (
        f"{print_feel(feel)}\n became {print_node(said.node)}\n with {given}\n"
        f" expected {expected!r}, found {found!r}"
    )


@pytest.mark.parametrize(
    "seeds", [range(40), pytest.param(range(1000, 1600), marks=pytest.mark.soak)]
)
def test_a_translated_expression_has_the_value_that_feel_gives_it(seeds: range) -> None:
    assert sum(map(compare_values, seeds)) == TOGETHER * len(seeds)


# ---------------------------------------------------------------------------------- truth and cells


@dataclass(frozen=True)
class Celled:
    """A column's expression, a cell, and what both were translated to."""

    subject: Feel
    tests: UnaryTests
    column: str
    cell: str


def cells(sense: Sense, number: int) -> Iterator[Celled]:
    """Make so many columns with a cell each; some are conditions alone."""
    made = 0
    while made < number:
        kind = sense.random.choice(tuple(KINDS))
        subject = sense.of(kind, sense.random.randrange(3))
        tests = sense.tests(kind)
        try:
            said = translate(subject, ENVIRONMENT)
            if said.type is None:
                continue
            cell = translate_tests(tests, said, ENVIRONMENT)
        except AuthorError as refused:
            only_named(refused)
            continue
        column, written = print_node(said.node), "true"
        if isinstance(cell, Cell):
            written = print_cell(cell)
        else:
            column = print_node(cell)
        if len(column) < LONGEST:
            made += 1
            yield Celled(subject, tests, column, written)


def table(number: int, tested: Celled) -> str:
    column = json.dumps(tested.column, ensure_ascii=False)
    cell = json.dumps(tested.cell, ensure_ascii=False)
    return (
        f"  - {{key: t{number}, kind: table, hit: first, inputs: [{{expression: {column}}}],"
        f" outputs: [e{number}], otherwise: {{e{number}: false}},"
        f" rows: [{{id: r1, when: [{cell}], then: [true]}}]}}"
    )


def compare_cells(seed: int) -> int:
    sense = Sense(seed)
    tested = [each for each in cells(sense, TOGETHER) if stands(each)]
    body = ["conclusions:"]
    body += [f"  - {{key: e{n}, title: {{en: E{n}}}, type: boolean}}" for n in range(len(tested))]
    body += ["blocks:", *(table(number, each) for number, each in enumerate(tested))]
    checked = load("\n".join(body), facts=FACTS)
    for _ in range(TOGETHER):
        given = context(sense.random)
        inference = infer(checked, facts(given))
        for number, each in enumerate(tested):
            names = {**given, "twice": twice}
            expected = fires(each.tests, meaning(each.subject, names), names)
            found = inference.conclusions[f"e{number}"]
            assert found is expected, (
                f"{print_feel(each.subject)} | {print_unary_tests(each.tests)}\n"
                f" became {each.column} | {each.cell}\n with {given}\n"
                f" expected {expected}, found {found}"
            )
    return len(tested)


def stands(tested: Celled) -> bool:
    """Leave out what no value can meet, which the checker says by its own name."""
    head = "conclusions:\n  - {key: e0, title: {en: E0}, type: boolean}\nblocks:\n"
    try:
        load(head + table(0, tested), facts=FACTS)
    except AuthorError as refused:
        if {each.code for each in refused.faults} <= OUTSIDE_FIRST:
            return False
        raise
    return True


@pytest.mark.parametrize(
    "seeds", [range(24), pytest.param(range(1000, 1600), marks=pytest.mark.soak)]
)
def test_a_translated_cell_fires_when_feel_has_true(seeds: range) -> None:
    assert sum(map(compare_cells, seeds)) > 0.9 * TOGETHER * len(seeds)


def compare_truths(seed: int) -> int:
    """Compare what is asked for its truth only."""
    sense = Sense(seed)
    feels: list[Asked] = []
    while len(feels) < TOGETHER:
        feel = sense.of("boolean", sense.random.randrange(1, 4))
        try:
            said = translate(feel, ENVIRONMENT, truth=True)
        except AuthorError:
            continue
        if len(print_node(said.node)) < LONGEST:
            feels.append(Asked(feel, "boolean", said))
    checked = load(formulas(feels), facts=FACTS)
    for _ in range(TOGETHER):
        given = context(sense.random)
        inference = infer(checked, facts(given))
        for number, each in enumerate(feels):
            expected = meaning(each.feel, {**given, "twice": twice})
            found = inference.conclusions[f"e{number}"]
            agrees = (found is True) is (expected is True)
            assert agrees, told(each.feel, each.said, given, expected, found)
    return len(feels)


@pytest.mark.parametrize(
    "seeds", [range(20), pytest.param(range(1000, 1300), marks=pytest.mark.soak)]
)
def test_what_is_asked_for_its_truth_is_true_when_feel_has_true(seeds: range) -> None:
    assert sum(map(compare_truths, seeds)) == TOGETHER * len(seeds)
