"""The index of a table finds the rows that a plain reading of sections 5 and 7 finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.runtimes.compiled import index_cells, index_groups, index_masks, indexing
from engine.runtimes.compiled.index_operands import NOT_LITERAL, NotLiteral, plain_literal
from engine.runtimes.compiled.indexing import TableIndex
from rulesets.expressions.tree import (
    AnyCell,
    Cell,
    CompareTest,
    ListOf,
    Literal,
    MissingCell,
    Name,
    Negate,
    Node,
    RangeTest,
    Test,
    TextTest,
    ValueTest,
)
from rulesets.expressions.tree import (
    TestsCell as CellOfTests,
)
from rulesets.types import (
    BooleanType,
    Code,
    CodeList,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    TextType,
    Type,
)
from rulesets.values import Value

SIZES = CodeList((Code("S"), Code("M"), Code("L")), ordered=True)
REGIONS = CodeList((Code("east"), Code("sh", parent="east"), Code("pd", parent="sh"), Code("n")))
BERLIN = ZoneInfo("Europe/Berlin")
CHINA = timezone(timedelta(hours=8))
POOLS: tuple[tuple[Type, tuple[Value, ...], tuple[Value, ...]], ...] = (
    (
        NumberType(),
        tuple(map(Decimal, ("-1", "0", "1", "1.0", "2", "2.50", "100"))),
        tuple(map(Decimal, ("-2", "-1", "-0.5", "0", "1.00", "1.5", "2", "2.5", "1E+2", "101"))),
    ),
    (TextType(), ("", "A", "a", "客户"), ("", "A", "a", "B", "客户")),
    # A conclusion's text may be outside its list while it is compared: it has no place (2.2).
    (TextType(SIZES), ("S", "M", "L"), ("S", "M", "L", "XXL")),
    (TextType(REGIONS), ("east", "sh", "pd", "n"), ("east", "sh", "pd", "n", "other")),
    (BooleanType(), (True, False), (True, False)),
    (
        DateType(),
        (date(2026, 1, 1), date(2026, 3, 3), date(9999, 12, 31)),
        (date(1, 1, 1), date(2026, 1, 1), date(2026, 3, 2), date(2026, 3, 3), date(9999, 12, 31)),
    ),
    (
        DateTimeType(),
        (
            datetime(2026, 10, 25, 1, tzinfo=UTC),
            datetime(2026, 10, 25, 2, fold=1, tzinfo=BERLIN),
            datetime(2026, 3, 3, 8, tzinfo=CHINA),
        ),
        (
            datetime(2026, 10, 25, 2, fold=1, tzinfo=BERLIN),
            datetime(2026, 10, 25, 2, fold=0, tzinfo=BERLIN),
            datetime(2026, 3, 3, tzinfo=UTC),
            datetime(2026, 3, 3, 8, tzinfo=CHINA),
        ),
    ),
    (ListType(TextType()), ((), ("A",)), ((), ("A",), ("A", "B"))),
)
HIDDEN: dict[str, Value | NotLiteral] = {"low": Decimal(1), "codes": ("A", "客户"), "size": "M"}


def known(node: Node) -> Value | NotLiteral:
    """Constants `low`, `codes` and `size` are known at load; the name `later` is not."""
    if isinstance(node, Name):
        return HIDDEN.get(node.key, NOT_LITERAL)
    return plain_literal(node)


def operand_of(node: Node) -> Value:
    value = known(node)
    assert value is not NOT_LITERAL
    return value


Truth = bool | None


def any_true(truths: Iterable[Truth]) -> Truth:
    """7.2: Kleene's or."""
    listed = list(truths)
    return True if True in listed else None if None in listed else False


def flipped(truth: Truth) -> Truth:
    return None if truth is None else not truth


def same(left: Value, right: Value) -> bool:
    """6.6, 9.2, 2.5: by value, as instants, and 1 is not true."""
    if isinstance(left, bool) is not isinstance(right, bool):
        return False
    if isinstance(left, datetime) and isinstance(right, datetime):
        return left.astimezone(UTC) == right.astimezone(UTC)
    return left == right


def place(value: Value, of: Type) -> object:
    """2.2: a text stands at its place in the list, or nowhere."""
    if isinstance(of, TextType):
        assert of.one_of is not None
        values = [code.value for code in of.one_of.codes]
        return values.index(str(value)) if value in values else None
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def compared(op: str, value: Value, operand: Value, of: Type) -> Truth:
    if value is None or operand is None:
        return None
    if op in {"=", "!="}:
        return same(value, operand) is (op == "=")
    left, right = place(value, of), place(operand, of)
    if left is None or right is None:
        return None
    less = bool(left < right)  # type: ignore[operator]  # of one ordered kind
    more = bool(left > right)  # type: ignore[operator]  # the same
    return {"<": less, ">": more, "<=": not more, ">=": not less}[op]


def under(value: str, whole: str) -> bool:
    """2.3: it is the code, or lies under it by however many steps."""
    parents = {code.value: code.parent for code in REGIONS.codes}
    return value == whole or (bool(parents.get(value)) and under(parents[value], whole))


def truth_of_test(test: Test, value: Value, of: Type) -> Truth:
    if isinstance(test, RangeTest):
        low = compared(">=" if test.low_included else ">", value, operand_of(test.low), of)
        high = compared("<=" if test.high_included else "<", value, operand_of(test.high), of)
        return flipped(any_true((flipped(low), flipped(high))))
    operand = operand_of(test.operand)
    if isinstance(test, CompareTest):
        return compared(test.op, value, operand, of)
    if isinstance(test, TextTest):
        if value is None:
            return None
        assert isinstance(value, str)
        assert isinstance(operand, str)
        return under(value, operand) if test.op == "within" else operand in value
    if isinstance(operand, tuple) and not isinstance(of, ListType):
        return any_true(compared("=", value, each, of) for each in operand)
    return compared("=", value, operand, of)


def truth(cell: Cell, value: Value, of: Type) -> Truth:
    """5.1 to 5.5."""
    if isinstance(cell, AnyCell):
        return True
    if isinstance(cell, MissingCell):
        return (value is None) is not cell.negated
    held = any_true(truth_of_test(test, value, of) for test in cell.tests)
    return flipped(held) if cell.negated else held


def literal(value: Value) -> Node:
    if isinstance(value, tuple):
        return ListOf(tuple(map(literal, value)))
    if isinstance(value, Decimal) and value < 0:
        return Negate(Literal(-value))
    assert isinstance(value, Decimal | str | bool | date)
    return Literal(value)


def some_test(random: Random, of: Type, pool: Sequence[Value]) -> Test:
    operand = literal(random.choice(pool))
    if isinstance(of, NumberType) and random.random() < 0.1:
        operand = Name("low")
    ordered = isinstance(of, NumberType | DateType | DateTimeType) or of == TextType(SIZES)
    draw = random.random()
    if isinstance(of, ListType) or draw < 0.3:
        return ValueTest(operand)
    if draw < 0.4:
        return CompareTest(random.choice(("=", "!=")), operand)
    if of == TextType(REGIONS) and draw < 0.7:
        return TextTest("within", operand)
    if isinstance(of, TextType) and draw < 0.5:
        return TextTest("contains", operand)
    if not ordered:
        return ValueTest(Name("codes") if of == TextType() else operand)
    if draw < 0.7:
        return CompareTest(random.choice(("<", "<=", ">", ">=")), operand)
    ends = random.choice((True, False)), random.choice((True, False))
    return RangeTest(operand, literal(random.choice(pool)), *ends)


def some_cell(random: Random, of: Type, pool: Sequence[Value]) -> Cell:
    draw = random.random()
    if draw < 0.2:
        return AnyCell()
    if draw < 0.3:
        return MissingCell(negated=random.random() < 0.5)
    tests = tuple(some_test(random, of, pool) for _ in range(random.choice((1, 1, 2, 3))))
    return CellOfTests(tests, negated=random.random() < 0.25)


def agrees(cells: list[list[Cell]], types: list[Type], values: list[list[Value]]) -> None:
    """Compare the index, with the columns it leaves tested plainly, to a scan."""
    index = TableIndex.build(cells, types, known)
    for given_values in values:
        truths = [
            [truth(*each) for each in zip(row, given_values, types, strict=True)] for row in cells
        ]
        found = index.candidates(given_values)
        assert list(found) == [
            row
            for row, held in enumerate(truths)
            if all(held[at] is True for at in range(len(types)) if at not in index.residual[row])
        ]
        unknown = any(False not in held and None in held for held in truths)
        assert index.unknown_possible(given_values) or not unknown


@pytest.mark.parametrize("limits", ["usual", "narrow", "masks only"])
@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_random_tables_agree_with_a_scan(limits: str, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - for test data
    chosen = [random.choice(POOLS) for _ in range(random.randint(1, 5))]
    cells = [
        [some_cell(random, of, pool) for of, pool, _ in chosen]
        for _ in range(random.choice((1, 3, 8, 9, 40)))
    ]
    values = [
        [random.choice((None, *given_values)) for _, _, given_values in chosen] for _ in range(12)
    ]
    with pytest.MonkeyPatch.context() as patch:
        if limits != "usual":  # as if the table were very large
            patch.setattr(index_cells, "MOST_BUCKETS", 2)
            patch.setattr(index_masks, "_MOST_MASKS", 1)
            patch.setattr(index_masks, "_FEW_ROWS", random.choice((1, 3)))
            shapes = random.choice((1, 2, 8)) if limits == "narrow" else 0
            patch.setattr(indexing, "FEWEST_ROWS", 0)
            patch.setattr(index_groups, "_MOST_SHAPES", shapes)
            patch.setattr(index_groups, "_MOST_REST", shapes)
            patch.setattr(index_groups, "_FEW", random.choice((0, 2, 8)))
            patch.setattr(index_groups, "_MOST_KEYS", random.choice((1, 2, 8)))
            patch.setattr(index_groups, "_MOST_TESTED", random.choice((1, 2, 32)) if shapes else 0)
        agrees(cells, [of for of, _, _ in chosen], values)


@pytest.mark.slow
def test_a_large_table_agrees_with_a_scan() -> None:
    """3,000 rows: more intervals than buckets, more customers than masks, blanks and `not`."""
    random = Random(7)  # noqa: S311 - for test data
    cells: list[list[Cell]] = []
    ends: list[Value] = []
    for row in range(3000):
        name = Literal(f"c{random.randrange(2000)}")
        low = Decimal(random.randrange(100_000)) / 10
        customer: Cell = CellOfTests((ValueTest(name),), negated=row % 97 == 0)
        high = Literal(low + random.randrange(50))
        ends.append(low)
        span = RangeTest(Literal(low), high, row % 2 == 0, row % 3 == 0)
        cells.append([AnyCell() if row % 50 == 0 else customer, CellOfTests((span,))])
    values: list[list[Value]] = [
        [random.choice([None, *(f"c{each}" for each in range(2100))]), random.choice(ends)]
        for _ in range(30)
    ]
    agrees(cells, [TextType(), NumberType()], values)


@pytest.mark.parametrize("listed", [1, 2])
@pytest.mark.parametrize("grouped", [True, False])
def test_groups_of_all_sizes_agree_with_a_scan(
    listed: int, grouped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lone customers and one with 240 rows, rows for two customers, blanks, what is left."""
    monkeypatch.setattr(indexing, "FEWEST_ROWS", 600 if grouped else 601)
    random = Random(listed)  # noqa: S311 - for test data
    cells: list[list[Cell]] = []
    for row in range(600):
        names = random.sample([f"c{each}" for each in range(150)], listed)
        low = Decimal(random.randrange(40))
        span: Cell = CellOfTests((RangeTest(Literal(low), Literal(low + 9), True, row % 2 == 0),))
        customer: Cell = CellOfTests(tuple(ValueTest(Literal(each)) for each in names))
        if row % 5 < 2:
            customer = CellOfTests((ValueTest(Literal("much")),))
        if row % 70 == 0:
            customer = CellOfTests((CompareTest("!=", Literal("c1")),))
        size: Cell = CellOfTests((ValueTest(Literal(random.choice("SML"))),))
        cells.append([customer, AnyCell() if row % 9 == 0 else size, span])
    customers = [None, "much", "nobody", *(f"c{each}" for each in range(12))]
    values: list[list[Value]] = [
        [customer, random.choice((None, "S", "XXL")), random.choice((None, Decimal(5), low))]
        for customer in customers
    ]
    agrees(cells, [TextType(), TextType(), NumberType()], values)
    if grouped and listed == 1:
        index = TableIndex.build(cells, [TextType(), TextType(), NumberType()], known)
        assert isinstance(getattr(index.candidates, "__self__", None), index_groups.GroupIndex)


@pytest.mark.parametrize("few", [0, 8])
@pytest.mark.parametrize("closed", [False, True])
def test_spans_of_few_rows_are_compared_end_by_end(
    few: int, closed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`[a .. b)`, `>=`, `<` and blanks as they are; where one row is closed, by classes again."""
    monkeypatch.setattr(indexing, "FEWEST_ROWS", 0)
    monkeypatch.setattr(index_groups, "_FEW", few)
    one, two, three = (Literal(Decimal(each)) for each in (1, 2, 3))
    spans: list[Cell] = [
        CellOfTests((RangeTest(one, two, low_included=True, high_included=closed),)),
        CellOfTests((RangeTest(two, three, low_included=True, high_included=False),)),
        CellOfTests((CompareTest(">=", two),)),
        CellOfTests((CompareTest("<", two),)),
        AnyCell(),
    ]
    cells: list[list[Cell]] = [[CellOfTests((ValueTest(Literal("c")),)), each] for each in spans]
    types: list[Type] = [TextType(), NumberType()]
    numbers = [None, *map(Decimal, ("0", "1", "1.5", "2.00", "2.5", "3", "4"))]
    agrees(cells, types, [["c", each] for each in numbers])
    index = TableIndex.build(cells, types, known)
    assert index.candidates(["c", Decimal(2)]) == ((0, 1, 2, 4) if closed else (1, 2, 4))
    assert index.candidates(["c", Decimal(1)]) == (0, 3, 4)
    assert index.candidates(["c", None]) == (4,)


def test_what_is_not_known_at_load_is_left() -> None:
    later = CellOfTests((CompareTest("<", Name("later")),))
    one = CellOfTests((ValueTest(Literal(Decimal(1))),))
    index = TableIndex.build(
        [[later, one], [one, one], [later, later]], [NumberType(), NumberType()], known
    )
    assert index.residual == ((0,), (), (0, 1))
    assert index.candidates([Decimal(1), Decimal("1.00")]) == (0, 1, 2)
    assert index.candidates([Decimal(2), Decimal(1)]) == (0, 2)
    assert index.candidates([None, None]) == (2,)
    assert index.unknown_possible([Decimal(1), Decimal(1)])


def test_one_is_not_true() -> None:
    """2.5, even if a value of another kind should come to a column."""
    cells: list[list[Cell]] = [[CellOfTests((ValueTest(Literal(value=True)),))]]
    index = TableIndex.build(cells, [BooleanType()], known)
    assert index.candidates([True]) == (0,)
    assert index.candidates([Decimal(1)]) == ()


def test_a_table_without_rows_or_with_blank_ones_only() -> None:
    assert TableIndex.build([], [NumberType()], known).candidates([Decimal(1)]) == ()
    blank = TableIndex.build([[AnyCell()]] * 3, [NumberType()], known)
    assert blank.candidates([None]) == (0, 1, 2)
    assert not blank.unknown_possible([None])
