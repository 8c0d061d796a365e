"""A decision as a page shows it: what was concluded, and the chain of why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from editor.speech import gettext
from rulesets.checked import CheckedRules, CheckedRuleset, CheckedTable
from rulesets.types import Both, ListType, Type
from rulesets.wording import block_title, kind_title, name_title, value_text
from service.answers import Because, Fired, Shown, fired, problems, shown_values
from service.records import Evaluation

_RESTING = 2
_GIST = 3


@dataclass(frozen=True)
class ConcludedView:
    """One conclusion: its title, its value in words, and where its rules are read."""

    key: str
    title: str
    value: str
    is_missing: bool
    is_main: bool
    block: str


@dataclass(frozen=True)
class ReasonView:
    """One reason; `holds` is None where nobody knows."""

    text: str
    holds: bool | None


@dataclass(frozen=True)
class StepView:
    """One step of the chain: what it concluded, by what, and because of what.

    `rule` is the id of the row or rule that fired, empty for a block as a whole, and `number` its
    place. `idle` says why it concluded nothing, where that is so; `is_candidate`: what it gave is
    one of the values of which the hit policy takes the least or the greatest.
    """

    block: str
    rule: str
    number: int
    idle: str
    is_candidate: bool
    concluded: tuple[tuple[str, str], ...]
    place: str
    sentence: str
    reasons: tuple[ReasonView, ...]
    is_fallback: bool


@dataclass(frozen=True)
class DecisionView:
    """A decision whole.

    `main` are the conclusions no other block reads: what it came to. Each of `facts` has title and
    value, and whether it is personal.
    """

    conclusions: tuple[ConcludedView, ...]
    main: tuple[ConcludedView, ...]
    steps: tuple[StepView, ...]
    problems: tuple[str, ...]
    facts: tuple[tuple[str, str, bool], ...]


def decision_view(evaluation: Evaluation, language: str) -> DecisionView:
    """Show a decision, recorded or tried."""
    conclusions = conclusions_view(evaluation, language)
    return DecisionView(
        conclusions=conclusions,
        main=main_of(conclusions, evaluation.checked),
        steps=steps_view(evaluation, language),
        problems=problems_view(evaluation, language),
        facts=_facts(evaluation, language),
    )


def conclusions_view(evaluation: Evaluation, language: str) -> tuple[ConcludedView, ...]:
    """Show what was concluded, in the order in which it is declared."""
    checked = evaluation.checked
    block_of = {key: placed.key for placed in checked.blocks for key in placed.concludes}
    shown = dict(shown_values(evaluation, evaluation.decision.inference.conclusions.items()))
    main = main_conclusions(checked)
    return tuple(
        ConcludedView(
            key=key,
            title=name_title(checked, key, language),
            value=_value(shown.get(key), conclusion.type, language, checked),
            is_missing=shown.get(key) is None,
            is_main=key in main,
            block=block_of[key],
        )
        for key, conclusion in checked.conclusions.items()
    )


def main_of(
    conclusions: tuple[ConcludedView, ...], checked: CheckedRuleset
) -> tuple[ConcludedView, ...]:
    """Choose what a decision came to, in order."""
    order = main_conclusions(checked)
    return tuple(sorted((each for each in conclusions if each.is_main), key=_by(order)))


def steps_view(
    evaluation: Evaluation, language: str, blocks: Container[str] | None = None
) -> tuple[StepView, ...]:
    """Show the chain of why; of these blocks alone where they are given."""
    return tuple(_step(evaluation, each, language) for each in fired(evaluation, blocks))


def problems_view(evaluation: Evaluation, language: str) -> tuple[str, ...]:
    """Say the problems."""
    return tuple(each.message.in_language(language) for each in problems(evaluation))


def main_conclusions(checked: CheckedRuleset) -> tuple[str, ...]:
    """Name what a decision comes to: what no block reads, and first what most of that rests on.

    In a grading that first one is the grade: it decides priority, discount and terms, so people
    look for it before them. It is added only where two or more final conclusions rest on it, or
    where there is but one, such as the advice for a class. What a ruleset concludes itself goes
    before what it includes: that was read on the way.
    """
    own = {each.key for each in checked.ruleset.conclusions}
    read = frozenset(key for placed in checked.blocks for key in placed.reads)
    final = [key for key in checked.conclusions if key not in read and (not own or key in own)]
    resting = Counter(
        key
        for placed in checked.blocks
        if set(placed.concludes) & set(final)
        for key in placed.reads & checked.conclusions.keys()
    )
    order = list(checked.conclusions)
    ranked = sorted(resting, key=lambda key: (-resting[key], key not in own, order.index(key)))
    enough = 1 if len(final) == 1 else _RESTING
    return (*(key for key in ranked[:1] if resting[key] >= enough), *final)


def gist(evaluation: Evaluation, language: str) -> tuple[tuple[str, str], ...]:
    """Give title and value of the first final conclusions there are, for a line in a list.

    Reasons and sentences are not worked out: a list has many lines.
    """
    checked = evaluation.checked
    conclusions = evaluation.decision.inference.conclusions
    found = [(key, conclusions.get(key)) for key in main_conclusions(checked)]
    shown = [each for each in shown_values(evaluation, found) if each[1] is not None]
    return tuple(
        (
            name_title(checked, key, language),
            _value(value, checked.conclusions[key].type, language, checked),
        )
        for key, value in shown[:_GIST]
    )


def _by(order: tuple[str, ...]) -> Callable[[ConcludedView], int]:
    return lambda each: order.index(each.key)


def _facts(evaluation: Evaluation, language: str) -> tuple[tuple[str, str, bool], ...]:
    checked = evaluation.checked
    given = dict(shown_values(evaluation, evaluation.decision.facts.items()))
    return tuple(
        (
            name_title(checked, key, language),
            _value(value, _type_of(checked, key), language, checked),
            key in checked.personal,
        )
        for key, value in given.items()
        if value is not None
    )


def _type_of(checked: CheckedRuleset, key: str) -> Type | None:
    if key in checked.facts:
        return checked.facts[key].type
    last = checked.conclusions.get(key.removeprefix("previous(").removesuffix(")"))
    return last.type if last else None


def _value(value: Shown, of_type: Type | None, language: str, checked: CheckedRuleset) -> str:
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = value.astimezone(checked.zone_rules(checked.zone))
    # A figure met in a decision is shown to the last digit; 万 is for thresholds.
    return value_text(value, of_type, language, short=False)


def _step(evaluation: Evaluation, each: Fired, language: str) -> StepView:
    checked, firing = evaluation.checked, each.firing
    return StepView(
        block=firing.block,
        rule=firing.rule,
        number=firing.number,
        idle="" if each.concluded else _idle(evaluation, firing.block),
        is_candidate=firing.kind == "rule" and _hit(checked, firing.block) in {"min", "max"},
        concluded=tuple(
            (
                name_title(checked, key, language),
                _added(checked, firing.block, value)
                + _value(value, _item(checked, key, value), language, checked),
            )
            for key, value in each.concluded
        ),
        place=_place(checked, each, language),
        sentence=each.sentence.in_language(language),
        reasons=tuple(_reason(reason, language) for reason in each.because),
        is_fallback=firing.kind in {"otherwise", "when unknown"},
    )


def _idle(evaluation: Evaluation, block: str) -> str:
    """Say why a row that holds concluded nothing: what the hit policy took instead."""
    found = evaluation.decision.inference.problems
    if any(each.block == block and each.code == "hit-policy-violated" for each in found):
        return gettext("Holds, but at odds with another row")
    said = {
        "priority": gettext("Holds too; a row of higher priority concluded"),
        "count": gettext("Holds and is counted"),
    }
    return said.get(_hit(evaluation.checked, block), gettext("Holds, and concludes nothing"))


def _hit(checked: CheckedRuleset, block: str) -> str:
    return {placed.key: getattr(placed.block.block, "hit", "") for placed in checked.blocks}[block]


def _added(checked: CheckedRuleset, block: str, value: Shown) -> str:
    """Mark what a rule adds to a sum, so that it is not taken for the whole."""
    return (
        "+" if _hit(checked, block) == "sum" and isinstance(value, Decimal) and value >= 0 else ""
    )


def _item(checked: CheckedRuleset, key: str, value: Shown) -> Type:
    of_type = checked.conclusions[key].type
    collects = isinstance(of_type, ListType) and not isinstance(value, tuple)
    return of_type.item if collects and isinstance(of_type, ListType) else of_type


def _reason(each: Because, language: str) -> ReasonView:
    return ReasonView(each.text.in_language(language), each.reason.holds)


def _place(checked: CheckedRuleset, each: Fired, language: str) -> str:
    """Say where it is written: the block, and the row or rule in it."""
    firing = each.firing
    title = block_title(checked, firing.block, language)
    if firing.kind != "rule":
        return f"{title} · {kind_title(firing.kind, language)}"
    block = next(placed.block for placed in checked.blocks if placed.key == firing.block)
    if isinstance(block, CheckedTable):
        return gettext("%(block)s, row %(number)s", block=title, number=firing.number)
    written = block.block.rules if isinstance(block, CheckedRules) else ()
    named = next((rule.title for rule in written if rule.id == firing.rule), Both())
    if named != Both():
        name = named.in_language(language)
        return gettext("%(block)s, rule “%(rule)s”", block=title, rule=name)
    return gettext("%(block)s, rule %(number)s", block=title, number=firing.number)
