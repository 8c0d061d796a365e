"""Random trees of expressions and cells, and the scope in which their texts are read."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st

from rulesets.expressions.functions import AGGREGATES, FUNCTIONS
from rulesets.expressions.scope import Scope, spellings
from rulesets.expressions.tree import (
    Aggregate,
    And,
    AnyCell,
    Arithmetic,
    Between,
    Call,
    Cell,
    Compare,
    CompareTest,
    If,
    In,
    IsMissing,
    ListOf,
    Literal,
    MissingCell,
    Name,
    Negate,
    Node,
    Not,
    Null,
    Or,
    Part,
    Previous,
    RangeTest,
    RowField,
    Test,
    TestsCell,
    TextOperation,
    TextTest,
    ValueTest,
)
from rulesets.expressions.words import RELATIONS, TEXT_OPERATORS
from rulesets.types import Both, Code, CodeList

# Some keys are names of functions, or begin one: `days between (…)` must not become a call.
NAMES = {
    "annual_sales": Both("年采购额", "Annual purchases"),
    "grade": Both("客户等级", "Customer grade"),
    "region": Both("地区", "Region"),
    "orders": Both("订单", "Orders"),
    "idle_days": Both("非活跃天数", "Days not seen"),
    "really": Both("真实性", "true or not"),
    "days": Both("天数", "Days"),
    "list": Both("名单", "List"),
    "count": Both("次数", "Times"),
    "text": Both("备注", "Remark"),
    "date": Both("合同日", "Contract day"),
    "any": Both("任一项", "Any item"),
    "recent": Both("近90天采购额（元）", "Last 90 days"),
    "x": Both("", ""),
    "x1": Both("差额", "x - y"),
}
FIELDS = {"amount": Both("金额", "Amount"), "paid_on": Both("付款日", "Paid on")}
OWN_FUNCTIONS = {
    "clv": Both("客户价值", "Customer value"),
    "terms": Both("账期", "Terms of payment"),
}
CONCLUSIONS = {"grade": NAMES["grade"]}
PARTS = {"days": Both("天数", "Days"), "limit": Both("额度", "Limit")}
REGIONS = CodeList(
    (
        Code("east", Both("华东", "East")),
        Code("shanghai", Both("上海", "Shanghai"), "east"),
        Code("A", Both("A 级", "Grade A")),
        Code("A+", Both("A+ 级", "Grade A+")),
        Code("30-60", Both("30 到 60", "30 to 60")),
    ),
    key="region",
)

SCOPE = Scope(
    names=spellings(NAMES.items()),
    functions=spellings(OWN_FUNCTIONS.items()),
    record_fields={"orders": spellings(FIELDS.items())},
    conclusions=spellings(CONCLUSIONS.items()),
    parts=spellings(PARTS.items()),
    code_lists={"region": REGIONS},
)

Strategy = st.SearchStrategy[Node]

_moments = st.datetimes(
    datetime(2, 1, 1),  # noqa: DTZ001 - hypothesis adds the zones
    datetime(9998, 12, 31),  # noqa: DTZ001 - likewise
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3.5))]),
)


def _plain_text(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _literals() -> Strategy:
    numbers = st.integers(0, 10**34 - 1) | st.sampled_from([0, 1, 2, 10, 500_000])
    decimals = st.builds(
        lambda digits, point: Decimal(f"{digits % 10 ** (34 - point)}E-{point}"),
        numbers,
        st.integers(0, 12),
    )
    texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(_plain_text)
    values = st.sampled_from(["east", "A+", 'say "hi"', "a\\b", "“好”", "１２", "is missing", ""])
    return st.builds(
        Literal, decimals | texts | values | st.booleans() | st.dates(date(1, 1, 1)) | _moments
    )


def _leaves(*, in_row: bool) -> Strategy:
    names = st.builds(Name, st.sampled_from(sorted(NAMES)))
    bare = st.builds(Call, st.sampled_from(["today", "as_of"]), st.just(()))
    previous = st.builds(Previous, st.sampled_from(sorted(CONCLUSIONS)))
    rows = st.builds(RowField, st.sampled_from(sorted(FIELDS)))
    leaves = _literals() | names | names | bare | previous
    return leaves | rows if in_row else leaves


def _several(below: Strategy, least: int, most: int = 3) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(below, min_size=least, max_size=most).map(tuple)


def cell_tests(below: Strategy) -> st.SearchStrategy[Test]:
    """Tests of a cell or of `in`, with operands from below."""
    return (
        st.builds(ValueTest, below)
        | st.builds(CompareTest, st.sampled_from(sorted(set(RELATIONS.values()))), below)
        | st.builds(RangeTest, below, below, st.booleans(), st.booleans())
        | st.builds(TextTest, st.sampled_from(sorted(set(TEXT_OPERATORS.values()))), below)
    )


def _above(below: Strategy) -> Strategy:
    relation = st.sampled_from(sorted(set(RELATIONS.values())))
    text_operator = st.sampled_from(sorted(set(TEXT_OPERATORS.values())))
    called = sorted(name for name in FUNCTIONS if name not in {"today", "as_of", "date"})
    part = st.sampled_from(["year", "hour", "days", "limit", "other"])
    return st.one_of(
        st.builds(Arithmetic, st.sampled_from(["+", "-", "*", "/", "**"]), below, below),
        st.builds(Negate, below),
        st.builds(Compare, relation, below, below),
        st.builds(TextOperation, text_operator, below, below),
        st.builds(Between, below, below, below),
        st.builds(In, below, st.lists(cell_tests(below), min_size=1, max_size=3).map(tuple)),
        st.builds(IsMissing, below, st.booleans()),
        st.builds(And, _several(below, 2)),
        st.builds(Or, _several(below, 2)),
        st.builds(Not, below),
        st.builds(If, below, below, below),
        # `null` is no operand, nor is an `if` between two of them (4.8).
        st.builds(If, below, st.just(Null()), below),
        st.builds(If, below, below, st.just(Null())),
        st.builds(Part, below, part),
        st.builds(Call, st.sampled_from([*called, *OWN_FUNCTIONS]), _several(below, 1)),
        st.builds(lambda three: Call("date", three), _several(below, 3)),
        st.builds(ListOf, _several(below, 0)),
    )


def _aggregates(records: Strategy, inner: Strategy) -> Strategy:
    optional = st.none() | inner
    return st.builds(Aggregate, st.sampled_from(sorted(AGGREGATES)), records, optional, optional)


def _recursive(leaves: Strategy, above: Callable[[Strategy], Strategy]) -> Strategy:
    return st.recursive(leaves, above, max_leaves=14)


_in_rows = _recursive(_leaves(in_row=True), _above)


def _with_aggregates(below: Strategy) -> Strategy:
    lists = st.builds(ListOf, _several(below, 1)) | st.just(Name("list"))
    over_rows = _aggregates(st.just(Name("orders")), _in_rows)
    return _above(below) | over_rows | _aggregates(lists, below)


def nodes() -> Strategy:
    """Trees of every shape, nested, typed or not: printing and parsing know no types."""
    return _recursive(_leaves(in_row=False), _with_aggregates)


def cells() -> st.SearchStrategy[Cell]:
    """Cells of every shape."""
    some = st.lists(cell_tests(nodes()), min_size=1, max_size=4).map(tuple)
    return (
        st.just(AnyCell())
        | st.builds(MissingCell, st.booleans())
        | st.builds(TestsCell, some, st.booleans())
    )


_FRAGMENTS = (
    *RELATIONS,
    *TEXT_OPERATORS,
    *(title for both in NAMES.values() for title in (both.zh, both.en)),
    *NAMES,
    *FUNCTIONS,
    *AGGREGATES,
    *"()[]（）【】,，、.。+-*/×÷−–%\"“”「」＂'‘\\u ",
    *("..", "**", "且", "或", "非", "非(", "not(", "如果", "则", "否则", "if", "then", "else"),
    *("介于", "和", "between", "and", "or", "属于", "in", "缺失", "is missing", "存在", "其中"),
    *("12", "1,234", "0.5", "５０万", "1.2亿", "15%", "5O", "真", "false", "华东", "A+"),
    *("null", "空值"),
    *('date("2026-02-30")', 'datetime("2026-03-01T09:00:00+08:00")', "上次(客户等级)", "today"),
    *(
        "==",
        "=>",
        "<>",
        "&&",
        "||",
        "!",
        ";",
        "{",
        "\n",
        "\u3000",
        "é",
        "e\u0301",
        "\u0338",
        "\ud800",
    ),
)


def scribbles() -> st.SearchStrategy[str]:
    """Texts that look like expressions by pieces, and texts that look like nothing."""
    pieces = st.lists(st.sampled_from(_FRAGMENTS) | st.text(max_size=3), max_size=14)
    return pieces.map("".join) | pieces.map(" ".join) | st.text(max_size=60)
