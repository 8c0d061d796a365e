"""The shelf of the library: all of it stands there, its classes say what to do, it can be found."""

import pytest

from rulesets.documents import read
from rulesets.expressions import tree
from rulesets.model import Ruleset
from service.catalogue import Shelved, catalogue, may_be, search, shelved
from service.library import library_texts

SHELF = tuple(each for group in catalogue() for each in group.shelved)


def found(wanted: str) -> list[str]:
    return [each.id for group in search(wanted) for each in group.shelved]


def named(ruleset: str) -> Shelved:
    one = shelved(ruleset)
    assert one
    return one


def test_every_ruleset_of_the_library_stands_on_the_shelf_once() -> None:
    documents = [read(text) for text in library_texts().values()]
    rulesets = {each.id for each in documents if isinstance(each, Ruleset)}
    assert sorted(each.id for each in SHELF) == sorted(rulesets)
    assert len(SHELF) == 18


@pytest.mark.parametrize("one", SHELF, ids=lambda one: one.id)
def test_each_answers_a_question_and_says_what_to_do(one: Shelved) -> None:
    assert one.question.zh.endswith("？")
    assert one.question.en.endswith("?")
    assert one.decides.zh
    assert one.decides.en
    assert one.sources.zh
    assert one.sources.en
    assert set(one.seeds) <= {1, 2, 3, 4, 5}
    assert one.facts
    assert one.classes
    for each in one.classes:
        assert each.title.zh
        assert each.title.en
        assert each.strategies, each.value


def test_no_two_questions_are_the_same() -> None:
    for language in ("zh", "en"):
        assert len({each.question.in_language(language) for each in SHELF}) == len(SHELF)


def test_classes_with_an_order_stand_highest_first() -> None:
    assert [each.value for each in named("value").classes] == ["high", "medium", "low"]
    assert [each.value for each in named("customer-grade").classes] == ["A", "B", "C", "D"]
    assert named("lifecycle").classes[0].value == "potential"


def test_a_strategy_that_hangs_on_more_says_on_what() -> None:
    domestic = next(each for each in named("geography").classes if each.value == "domestic")
    assert len(domestic.strategies) == 2
    assert all(each.condition.zh and each.condition.en for each in domestic.strategies)
    overseas = next(each for each in named("geography").classes if each.value == "overseas")
    assert [each.condition.zh for each in overseas.strategies] == [""]


def test_required_facts_stand_first() -> None:
    lifecycle = named("lifecycle")
    assert lifecycle.required == ("order_count",)
    assert lifecycle.facts[0] == "order_count"
    assert set(lifecycle.useful) == {"first_order", "last_order", "cooperation_years"}


@pytest.mark.parametrize(
    ("wanted", "ruleset"),
    [
        ("谁是高价值客户？", "value"),
        ("高价值客户", "value"),
        ("HIGH value", "value"),
        ("ｒｆｍ", "rfm"),
        ("逾期", "credit"),
        ("投诉 答复", "complaint-sla"),
        ("Who bought lately, often and much?", "rfm"),
        ("沉默客户", "lifecycle"),
        ("bank-five-tiers", "bank-five-tiers"),
    ],
)
def test_it_is_found_by_question_class_fact_or_title(wanted: str, ruleset: str) -> None:
    assert ruleset in found(wanted)
    assert len(found(wanted)) < len(SHELF)


def test_what_nothing_speaks_of_is_not_found_and_nothing_wanted_is_all() -> None:
    assert found("区块链") == []
    assert found("高价值 区块链") == []
    assert len(found("")) == len(found(" ？ ")) == len(SHELF)


@pytest.mark.parametrize(
    ("cell", "may"),
    [
        (tree.AnyCell(), True),
        (tree.MissingCell(), False),
        (tree.MissingCell(negated=True), True),
        (
            tree.TestsCell((tree.ValueTest(tree.Literal("A")), tree.ValueTest(tree.Literal("B")))),
            True,
        ),
        (tree.TestsCell((tree.ValueTest(tree.Literal("B")),)), False),
        (tree.TestsCell((tree.ValueTest(tree.Literal("A")),), negated=True), False),
        (tree.TestsCell((tree.ValueTest(tree.Literal("B")),), negated=True), True),
    ],
)
def test_what_a_cell_may_hold_of(cell: tree.Cell, *, may: bool) -> None:
    assert may_be(cell, "A") is may
