"""What the checker lets through the reference infers: no type is wrong, no condition can fail."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.intake import take_facts
from engine.runtimes.reference import Reference
from engine.strict_json import decode
from rulesets.errors import AuthorError
from tests.unit.checking_documents import checked, condition, formula

NOW = datetime.fromisoformat("2026-03-03T10:00:00+08:00")
ATOMS = [
    "a",
    "b",
    "n",
    "p",
    "t",
    "yes",
    "day",
    "at",
    "size",
    "channel",
    "tags",
    "orders",
    "1",
    "0",
    "2.5",
    "15%",
    "true",
    "today",
    "as_of",
    "[]",
    "[1, 2]",
    "[n, t]",
    '"x"',
    '"small"',
    '["a", t]',
    'date("2026-01-01")',
    "count(orders)",
    "sum(orders, amount)",
    "sum(tags)",
    "any(orders where paid, amount > n)",
    "day.year",
    "at.hour",
    "coalesce(a, 0)",
    "coalesce(tags, [])",
    "list contains(tags, t)",
    "text(n)",
    "round(a, 2)",
    "substring(t, 1)",
    "minimum(a, n)",
    "max([day, today])",
    'working days between(day, today, "cn")',
    "10 ** 9",
    "add days(day, n)",
    "number(t)",
    "previous(out)",
    "-n",
]
OPERATORS = [
    "+",
    "-",
    "*",
    "/",
    "**",
    "=",
    "!=",
    "<",
    ">=",
    "and",
    "or",
    "in",
    "within",
    "contains",
    "starts with",
    "contains any of",
    "between 1 and",
]
TYPES = (
    "type: number, scale: 2",
    "type: text",
    "type: boolean",
    "type: date",
    "type: list, of: text",
    "type: text, ordered: true, one_of: [{value: small}, {value: large}]",
)
FACTS = (
    "{}",
    (
        '{"a": 5.5, "b": 2, "n": 3, "p": 15, "t": "small", "yes": true, "day": "2026-02-28",'
        ' "at": "2026-02-28T09:00:00Z", "size": "small", "channel": "online", "tags": ["small"],'
        ' "orders": [{"amount": 5, "paid": true}, {"amount": 7}]}'
    ),
    (
        '{"a": 0, "n": 0, "t": "", "yes": false, "day": "9999-12-31", "at": "0001-01-02T00:00:00Z",'
        ' "size": "large", "tags": [], "orders": []}'
    ),
)


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Join expressions to larger ones, right or wrong."""
    return st.one_of(
        st.tuples(inner, st.sampled_from(OPERATORS), inner).map(" ".join),
        st.tuples(inner, inner, inner).map(lambda each: "if {} then {} else {}".format(*each)),
        st.tuples(inner, inner, inner).map(lambda each: "{} in ({}, [{} .. 9])".format(*each)),
        inner.map("({})".format),
        inner.map("not({})".format),
        inner.map("{} is missing".format),
    )


EXPRESSIONS = st.recursive(st.sampled_from(ATOMS), larger, max_leaves=5)


def infer_if_right(body: str) -> list[frozenset[str]]:
    """Infer from each set of facts and return the codes of problems; none for what is refused."""
    try:
        ruleset = checked(body)
    except AuthorError as error:
        for fault in error.faults:
            assert fault.message("zh")
            assert fault.hint("en")
        return []
    engine = Reference().load(ruleset)
    inferred = (engine.infer(take_facts(decode(each.encode()), ruleset), NOW) for each in FACTS)
    return [frozenset(problem.code for problem in each.problems) for each in inferred]


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(EXPRESSIONS, st.sampled_from(TYPES))
def test_what_is_typed_can_be_inferred(expression: str, of: str) -> None:
    infer_if_right(formula(expression, of))


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(EXPRESSIONS)
def test_no_condition_that_is_let_through_has_a_problem(expression: str) -> None:
    assert not any(infer_if_right(condition(expression)))
