"""What leaves the safe envelope of durable-rules is refused; what is made stays inside it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.runtimes.durable.coding import Days, Instants, Numbers, Presence, Texts, Truths
from engine.runtimes.durable.envelope import (
    MOST_WHOLE,
    OutsideEnvelope,
    hashed,
    require_whole,
    validate,
)
from engine.runtimes.durable.packing import packed
from engine.runtimes.durable.sides import Sides, compared, fits, together
from engine.runtimes.durable.sources import OfNode
from engine.runtimes.durable.trees import ALWAYS, NEVER, Tree
from engine.runtimes.durable.trees import joined as join
from rulesets.expressions.tree import Name
from rulesets.values import Value


def rule(condition: Any) -> dict[str, Any]:
    return {"all": [{"m": condition}]}


def either(count: int) -> dict[str, Any]:
    return {"$or": [{f"p{number}": 1} for number in range(count)]}


@pytest.mark.parametrize(
    "inside",
    [
        {"r": rule({"p": 1})},
        {f"r{n}": rule({"$neq": {"p": n}}) for n in range(64)},
        {"r": rule({"$and": [{f"p{n}": n} for n in range(29)]})},
        {"r": rule({"$and": [either(8), either(8)]})},
        {"r": rule({"$lt": {"p": -MOST_WHOLE}})},
    ],
)
def test_what_is_inside_passes(inside: dict[str, Any]) -> None:
    validate(inside)


OUTSIDE: dict[str, dict[str, Any]] = {
    "65 rules": {f"r{n}": rule({"p": n}) for n in range(65)},
    "65 paths": {"r": rule({"$and": [either(5), either(13)]})},
    "paths of rules add up": {"r": rule(either(20)), "q": rule({"$and": [either(9)] * 2})},
    "a weight of 32": {"r": rule({"$and": [{f"p{n}": n} for n in range(30)]})},
    "nested too much": {"r": rule({"$and": [{"$or": [{"p": 1}, {"q": n}]} for n in range(7)]})},
    "no rule": {},
    "an empty `and`": {"r": rule({"$and": []})},
    "an `or` of one": {"r": rule({"$or": [{"p": 1}]})},
    "17 patterns": {"r": {"all": [{"m": {"p": 1}}] * 17}},
    "no pattern": {"r": {"all": []}},
    "another form": {"r": {"any": [{"m": {"p": 1}}]}},
    "a rule that counts": {"r": {"all": [{"m": {"p": 1}}], "count": 3}},
    "`nex`": {"r": rule({"$nex": {"p": 1}})},
    "`not`": {"r": {"all": [{"m$not": {"p": 1}}]}},
    "a regex": {"r": rule({"$mt": {"p": "a"}})},
    "arithmetic": {"r": rule({"$lt": {"p": {"$div": {"$l": "q", "$r": 0}}}})},
    "another field": {"r": rule({"$lt": {"p": {"$m": "q"}}})},
    "the state": {"r": rule({"$s": 1})},
    "the sid": {"r": rule({"sid": 1})},
    "the id": {"r": rule({"$gt": {"id": 1}})},
    "a text": {"r": rule({"p": "5"})},
    "a truth value": {"r": rule({"p": True})},
    "a float": {"r": rule({"p": 1.0})},
    "too large": {"r": rule({"p": MOST_WHOLE + 1})},
    "too small": {"r": rule({"p": -MOST_WHOLE - 1})},
    "a name not in ASCII": {"r": rule({"级": 1})},
    "a long name": {"r": rule({"p" * 65: 1})},
    "a rule's name that ends its message": {'r"': rule({"p": 1})},
    "two members": {"r": rule({"p": 1, "q": 2})},
}


@pytest.mark.parametrize("outside", OUTSIDE.values(), ids=OUTSIDE)
def test_what_is_outside_is_refused(outside: dict[str, Any]) -> None:
    with pytest.raises(OutsideEnvelope):
        validate(outside)


def test_too_many_properties_are_refused() -> None:
    names = [f"p{number}" for number in range(253)]
    rules = {
        f"r{at}": rule({"$and": [{name: 1} for name in names[at : at + 23]]})
        for at in range(0, 253, 23)
    }
    with pytest.raises(OutsideEnvelope, match="252 properties"):
        validate(rules)


def test_names_of_one_hash_are_refused() -> None:
    """A pair that collides under 32-bit FNV-1a, well known."""
    assert hashed("costarring")[1] == hashed("liquid")[1]
    with pytest.raises(OutsideEnvelope, match="hashes"):
        validate({"r": rule({"$and": [{"costarring": 1}, {"liquid": 1}]})})


def test_generated_names_have_hashes_of_their_own() -> None:
    names = ["id", "sid", "$s", "prime", "always", *(f"p{number}" for number in range(252))]
    for side in zip(*map(hashed, names), strict=True):
        assert len(set(side)) == len(names)


def value(number: int) -> OfNode:
    return OfNode("k", f"n{number}", Name(f"n{number}"))


def leaf(number: int) -> Sides:
    return compared(value(number), Numbers(0), ">=", number, value(number))


@pytest.mark.parametrize("kind", ["all", "any"])
@pytest.mark.parametrize("count", [1, 2, 16, 28, 29, 30, 33, 64, 65, 500])
def test_however_many_parts_a_condition_fits(kind: Any, count: int) -> None:
    whole = together(kind, [leaf(number) for number in range(count)], value(0))
    assert fits(whole.true)
    assert fits(whole.false)
    inner = [
        together("any", [leaf(count * 9 + n) for n in range(1 + number % 8)], value(number))
        for number in range(count)
    ]
    nested = together(kind, inner, value(0))
    for tree in (nested.true, nested.false):
        assert fits(tree)
        for each in packed([((0,), tree)]):
            validate(each.rules)


def test_shards_are_filled_in_order_and_split() -> None:
    trees: list[tuple[tuple[int, ...], Tree]] = [
        ((number,), leaf(number).true) for number in range(130)
    ]
    shards = list(packed([*trees, ((200,), NEVER), ((201,), ALWAYS)]))
    # What never holds, and what always does, needs no rule.
    assert [len(each.rules) for each in shards] == [63, 63, 4]
    assert [place for each in shards for (place,) in each.places.values()] == [*range(130)]
    for each in shards:
        validate({"prime": rule({"prime": 1}), **each.rules})


def test_what_decides_nothing_is_left_out() -> None:
    assert join("$and", [ALWAYS, leaf(1).true]) == leaf(1).true
    assert join("$and", [leaf(1).true, NEVER]) == NEVER
    assert join("$or", [NEVER, NEVER]) == NEVER
    assert join("$or", [leaf(1).true, ALWAYS]) == ALWAYS


NUMBERS = [
    "-1E+60",
    "-9007199254740993",
    "-2.5",
    "-0.0000001",
    "0",
    "0E+78",
    "-0E+6111",
    "0E-6176",
    "1.99",
    "2",
    "2.00000000001",
]


@pytest.mark.parametrize("literal", ["-2.5", "0", "2", "1.99", "-4503599627370495"])
def test_every_number_compares_as_its_code(literal: str) -> None:
    of = Decimal(literal)
    coding = Numbers(2)
    code = coding.code(of)
    assert code is not None
    for each in map(Decimal, [*NUMBERS, "1E+6144", "9007199254740993", "1E-6000"]):
        found = coding.code(each)
        assert found is not None
        assert abs(found) <= MOST_WHOLE
        if abs(of) * 200 < MOST_WHOLE:
            assert (found < code, found == code, found > code) == (each < of, each == of, each > of)


@pytest.mark.parametrize(
    ("coding", "given", "code"),
    [
        (Truths(), True, 2),
        (Truths(), False, 1),
        (Truths(), None, None),
        (Presence(), None, 2),
        (Presence(), Decimal(0), 1),
        (Texts({"a": 1}), "a", 1),
        (Texts({"a": 1}), "b", 0),
        (Texts({"a": 1}), None, None),
        (Days(), date(1, 1, 1), 1),
        (Instants(), datetime(2000, 1, 1, 0, 0, 0, 7, tzinfo=UTC), 7),
        (Instants(), datetime(9999, 12, 30, tzinfo=UTC), MOST_WHOLE),
        (Instants(), datetime(1, 1, 2, tzinfo=UTC), -MOST_WHOLE),
    ],
)
def test_codes(coding: Any, given: Value, code: int | None) -> None:
    assert coding.code(given) == code


@pytest.mark.parametrize(
    ("coding", "given"),
    [
        (Truths(), Decimal(1)),
        (Numbers(0), True),
        (Numbers(0), "5"),
        (Texts({}), Decimal(5)),
        (Days(), datetime(2026, 3, 3, tzinfo=UTC)),
        (Texts({}), ("a",)),
    ],
)
def test_a_value_of_another_kind_is_no_code(coding: Any, given: Value) -> None:
    with pytest.raises(OutsideEnvelope):
        coding.code(given)


@pytest.mark.parametrize("value", [True, 1.0, "1", None, MOST_WHOLE + 1])
def test_only_integers_go_in(value: object) -> None:
    with pytest.raises(OutsideEnvelope):
        require_whole(value)
    with pytest.raises(OutsideEnvelope):
        require_whole(1, -2, value, 3)


def test_however_many_integers_go_in() -> None:
    require_whole()
    require_whole(*range(-300, 300), MOST_WHOLE, -MOST_WHOLE)
