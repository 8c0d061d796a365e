"""Facts at borders: both sides of every threshold, every code, what is missing, every rule."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from engine.boundaries import Boundaries, boundary_facts
from engine.decision import Inference
from engine.encoding import dumps, to_json
from engine.intake import take_facts
from engine.runtimes.compiled import Compiled
from engine.strict_json import decode
from rulesets.assembly import assemble
from rulesets.checked import CheckedRules, CheckedRuleset, CheckedTable
from rulesets.checking import check
from rulesets.documents import read
from rulesets.model import Ruleset, Vocabulary
from rulesets.values import Value
from service.library import library_texts
from tests.differential.agreement import sample_at
from tests.unit.loading import NOW, Nothing, load

MANY = 100_000
GENERATED = range(12)

BODY = """
conclusions:
  - {key: off, title: {zh: 折, en: Off}, type: number, scale: 0}
  - {key: total, title: {zh: 总, en: Total}, type: number, scale: 2}
  - {key: class, title: {zh: 类, en: Class}, type: text, one_of: [low, high, top], ordered: true}
  - {key: last, title: {zh: 末, en: Last}, type: text}
blocks:
  - key: sums
    kind: formula
    concludes: total
    expression: a * 3 + b
  - key: classes
    kind: table
    hit: first
    inputs: [total, size]
    outputs: [class]
    rows:
      - {id: top, when: [">= 1000.5", large], then: [top]}
      - {id: high, when: ["[100 .. 1000.5)", "-"], then: [high]}
      - {id: low, when: ["-", "-"], then: [low]}
  - key: offs
    kind: rules
    hit: first
    concludes: [off]
    rules:
      - id: both
        when: {all: ['class >= "high"', {any: ["c", 't starts with "VIP"']}]}
        then: {off: "9"}
      - {id: spring, from: 2026-06-01, to: 2026-06-30, when: {all: ["b > 5"]}, then: {off: "5"}}
      - {id: days, when: {all: ["days between(day, today) between 30 and 31"]}, then: {off: "3"}}
      - {id: orders, when: {all: ["sum(orders where paid, amount) >= 250"]}, then: {off: "2"}}
      - {id: tag, when: {all: ['list contains(tags, "vip")']}, then: {off: "1"}}
  - key: lasts
    kind: formula
    concludes: last
    expression: 'if a > 77.25 then "more" else "less"'
"""


def borders(checked: CheckedRuleset, most: int = MANY) -> Boundaries:
    return boundary_facts(checked, Compiled().load(checked), NOW, most)


def inferred(checked: CheckedRuleset, found: Boundaries) -> list[Inference]:
    engine = Compiled().load(checked)
    return [engine.infer(each.facts, each.as_of) for each in found.questions]


def rules_of(checked: CheckedRuleset) -> set[tuple[str, str]]:
    found = set()
    for placed in checked.blocks:
        block = placed.block
        rules = (
            block.rows
            if isinstance(block, CheckedTable)
            else (block.rules if isinstance(block, CheckedRules) else ())
        )
        found |= {(placed.key, each.id) for each in rules if not each.disabled}
    return found


def silent(checked: CheckedRuleset) -> set[tuple[str, str]]:
    """List the rules that fire with none of the facts."""
    firings = (each.firings for each in inferred(checked, borders(checked)))
    return rules_of(checked) - {(one.block, one.rule) for every in firings for one in every}


@pytest.fixture(scope="module")
def checked() -> CheckedRuleset:
    return load(BODY)


@pytest.fixture(scope="module")
def found(checked: CheckedRuleset) -> Boundaries:
    return borders(checked)


def given(found: Boundaries, key: str) -> set[object]:
    return {each.facts.get(key) for each in found.questions}


def test_a_threshold_of_a_fact_is_met_from_both_sides_and_on_it(found: Boundaries) -> None:
    assert {Decimal("77.24"), Decimal("77.25"), Decimal("77.26")} <= given(found, "a")
    assert {Decimal("4.99"), Decimal(5), Decimal("5.01")} <= given(found, "b")


def test_every_code_every_boolean_and_text_and_what_is_missing_are_there(
    found: Boundaries,
) -> None:
    assert given(found, "size") == {"small", "middle", "large", None}
    assert given(found, "c") == {True, False, None}
    assert {"VIP", "VIPx", "xVIP", "", None} <= given(found, "t")
    assert {(), ("vip",), None} <= given(found, "tags")
    assert any(not each.facts for each in found.questions), "nothing here is required"
    assert given(found, "at") == {None, next(iter(given(found, "at") - {None}))}, "nobody reads it"


def test_a_threshold_of_a_conclusion_is_reached_from_both_sides(
    checked: CheckedRuleset, found: Boundaries
) -> None:
    """It is a * 3 + b, of two decimals: 0.03 from a border at most, for a step of a is 3 of it."""
    totals = {each.conclusions["total"] for each in inferred(checked, found)}
    numbers = sorted(each for each in totals if isinstance(each, Decimal))
    for border in (Decimal(100), Decimal("1000.5")):
        step = Decimal("0.03")
        assert any(border - step <= each < border for each in numbers)
        assert any(border <= each < border + step for each in numbers)


def test_days_between_are_met_on_both_sides(found: Boundaries) -> None:
    """NOW is 3 March 2026: 30 and 31 days ago were 1 February and 31 January."""
    borders = {date(2026, 2, 2), date(2026, 2, 1), date(2026, 1, 31), date(2026, 1, 30)}
    assert borders <= given(found, "day")


def test_moments_lie_on_both_sides_of_days_that_rules_name(found: Boundaries) -> None:
    """In Shanghai 1 June begins at 16:00 of 31 May in UTC, and 30 June ends likewise."""
    moments = {each.as_of for each in found.questions}
    tick = timedelta(microseconds=1)
    first = datetime(2026, 5, 31, 16, tzinfo=UTC)
    past = datetime(2026, 6, 30, 16, tzinfo=UTC)
    assert {NOW, first - tick, first, past - tick, past} <= moments


def test_every_rule_fires_once(checked: CheckedRuleset) -> None:
    assert silent(checked) == set()


def test_all_facts_could_be_given(checked: CheckedRuleset, found: Boundaries) -> None:
    for each in found.questions:
        written = dumps(to_json(each.facts)).encode()
        assert take_facts(decode(written), checked) == dict(each.facts)


def test_the_same_facts_are_made_again_and_a_bound_is_told(
    checked: CheckedRuleset, found: Boundaries
) -> None:
    assert borders(checked) == found
    assert found.looked_at == found.possible
    few = borders(checked, most=20)
    assert (few.looked_at, few.possible) == (20, found.possible)
    assert len(few.questions) <= 2 * 20
    assert {each.as_of for each in few.questions} - {NOW}, "evenly chosen: moments are among them"


def test_a_search_without_steps_ends(checked: CheckedRuleset) -> None:
    found = boundary_facts(checked, Compiled().load(checked), NOW, MANY, steps=0)
    assert found.looked_at == found.possible


class _Library(Nothing):
    def __init__(self) -> None:
        documents = [read(text) for text in library_texts().values()]
        self.rulesets = {each.id: each for each in documents if isinstance(each, Ruleset)}
        self.vocabularies = {each.id: each for each in documents if isinstance(each, Vocabulary)}

    def vocabulary(self, id: str, version: int) -> Vocabulary | None:  # noqa: A002 - the protocol's name
        return self.vocabularies.get(id)

    def ruleset(self, id: str, version: int) -> Ruleset | None:  # noqa: A002 - the protocol's name
        return self.rulesets.get(id)


def library() -> Iterable[CheckedRuleset]:
    known = _Library()
    return (check(assemble(each, known)) for each in known.rulesets.values())


@pytest.mark.slow
def test_every_threshold_of_a_fact_in_the_library_is_met_from_both_sides() -> None:
    for checked in library():
        questions = borders(checked).questions
        for key, border in _thresholds(checked):
            values = [each.facts[key] for each in questions if key in each.facts]
            numbers = [each for each in values if isinstance(each, Decimal)]
            of = checked.facts[key].type
            step = Decimal((0, (1,), -getattr(of, "scale", 0)))
            low, high = getattr(of, "minimum", None), getattr(of, "maximum", None)
            wanted = {border - step, border, border + step}
            inside = {
                each
                for each in wanted
                if (low is None or each >= low) and (high is None or each <= high)
            }
            assert inside <= set(numbers), (checked.ruleset.id, key, border)


def _thresholds(checked: CheckedRuleset) -> Iterable[tuple[str, Decimal]]:
    """Read the numbers that cells of facts name, from what is written."""
    for placed in checked.blocks:
        if not isinstance(placed.block, CheckedTable):
            continue
        for place, column in enumerate(placed.block.block.inputs):
            for row in placed.block.block.rows:
                text = row.when[place].strip("<>=!- ")
                if column.expression in checked.facts and text.replace(".", "").isdigit():
                    yield column.expression, Decimal(text)


@pytest.mark.slow
def test_the_rules_of_the_library_fire() -> None:
    fire = every = 0
    for checked in library():
        rules, quiet = rules_of(checked), silent(checked)
        fire, every = fire + len(rules) - len(quiet), every + len(rules)
        print(f"{checked.ruleset.id}: {len(rules)} rules, silent: {quiet}")  # noqa: T201 - a figure
    assert fire >= every * 0.95


def test_rules_of_generated_rulesets_fire() -> None:
    """Many of their rules can never fire: ten times as many random facts reach 45 of 100 too."""
    fire = rules = 0
    for seed in GENERATED:
        _, checked = sample_at(seed)
        rules += len(rules_of(checked))
        fire += len(rules_of(checked)) - len(silent(checked))
    print(f"generated: {fire} of {rules} rules fire")  # noqa: T201 - a figure
    assert fire >= rules * 0.4


def test_large_values_are_no_trouble() -> None:
    body = """
conclusions: [{key: x, title: {zh: 果, en: X}, type: number, scale: 2}]
blocks:
  - {key: k, kind: formula, concludes: x, expression: "a ** 3 / (b - 999999999999999.99)"}
"""
    checked = load(body)
    found: list[Value] = [each.conclusions["x"] for each in inferred(checked, borders(checked))]
    assert found
