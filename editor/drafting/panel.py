"""The live panel: the sample customer, what is concluded of it, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from editor.drafting.desk import Desk
from editor.forms import FieldView, RecordsView, fields
from editor.views.decisions import (
    ConcludedView,
    StepView,
    conclusions_view,
    main_of,
    problems_view,
    steps_view,
)
from rulesets.checked import CheckedRuleset
from rulesets.errors import Fault


@dataclass(frozen=True)
class PanelView:
    """What came of the sample customer.

    `is_inferred` tells whether anything came of it. `main` is what the page's block concludes, else
    what the ruleset comes to. `steps` are those of the block and of what it reads, `earlier` what
    these rest on. `lit` are the blocks that concluded something, `fired` the rows and rules of the
    page's block that fired.
    """

    is_inferred: bool
    main: tuple[ConcludedView, ...]
    others: tuple[ConcludedView, ...]
    steps: tuple[StepView, ...]
    earlier: tuple[StepView, ...]
    problems: tuple[str, ...]
    refused: tuple[str, ...]
    lit: frozenset[str]
    fired: tuple[str, ...]


@dataclass(frozen=True)
class CustomerView:
    """Who is tried: the samples to choose from by kind, and the facts as they can be changed."""

    id: str
    title: str
    kind: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    fields: tuple[FieldView | RecordsView, ...]


def panel_view(desk: Desk, block: str = "") -> PanelView:
    """Show what came of it, beside one block or beside the whole."""
    evaluation, checked = desk.evaluation, desk.checked
    if evaluation is None or checked is None:
        refused = tuple(_refused(desk))
        return PanelView(
            is_inferred=False,
            main=(),
            others=(),
            steps=(),
            earlier=(),
            problems=(),
            refused=refused,
            lit=frozenset(),
            fired=(),
        )
    conclusions = conclusions_view(evaluation, desk.language)
    own = tuple(each for each in conclusions if each.block == block)
    final = main_of(conclusions, checked)
    main = own or final[:1]
    near, under = _rests_on(checked, block or (main[0].block if main else ""))
    # What is not shown is not worked out: sentences and reasons take longer than inferring.
    shown = steps_view(evaluation, desk.language, under)
    return PanelView(
        is_inferred=True,
        main=main,
        others=tuple(each for each in final if each not in main),
        steps=tuple(each for each in shown if each.block in near),
        earlier=tuple(each for each in shown if each.block not in near),
        problems=problems_view(evaluation, desk.language),
        refused=(),
        lit=frozenset(each.block for each in conclusions if not each.is_missing),
        fired=tuple(each.rule for each in shown if each.block == block and each.rule),
    )


def customer_view(desk: Desk) -> CustomerView | None:
    """Show who is tried; None while nothing can be said of the facts that are asked for."""
    checked = desk.last_passed
    if checked is None or desk.draft.kind == "vocabulary":
        return None
    language, sample = desk.language, desk.sample
    by_kind = groupby(desk.samples, key=lambda each: each.kind)
    groups = tuple(
        (
            kind.in_language(language),
            tuple((each.id, each.title.in_language(language)) for each in of),
        )
        for kind, of in by_kind
    )
    messages = _messages(desk.refused, language)
    read = tuple(each for each in fields(checked, desk.facts, messages, language) if each.is_read)
    return CustomerView(
        id=sample.id if sample else "",
        title=sample.title.in_language(language) if sample else "",
        kind=sample.kind.in_language(language) if sample else "",
        groups=groups,
        fields=read,
    )


def _messages(faults: tuple[Fault, ...], language: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for fault in faults:
        path = str(fault.place[0][1]).removeprefix("/facts") if fault.place else ""
        found[path] = (*found.get(path, ()), fault.sentence(language))
    return found


def _refused(desk: Desk) -> tuple[str, ...]:
    return tuple(each.message(desk.language) for each in desk.refused)


def _rests_on(checked: CheckedRuleset, block: str) -> tuple[frozenset[str], frozenset[str]]:
    """Name a block and those it reads from; and all that these rest on, however far."""
    by_key = {placed.key: placed for placed in checked.blocks}
    concluded_by = {key: placed.key for placed in checked.blocks for key in placed.concludes}

    def sources(key: str) -> set[str]:
        reads = by_key[key].reads if key in by_key else frozenset[str]()
        return {concluded_by[name] for name in reads if name in concluded_by}

    near = {block} | sources(block)
    found: set[str] = set()
    waiting = list(near)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += sources(key)
    return frozenset(near), frozenset(found)
