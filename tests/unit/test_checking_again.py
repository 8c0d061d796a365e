"""A ruleset checked after a change is what it is when it is checked from nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulesets.checked import Bundle, CheckedRuleset
from rulesets.checking import check
from rulesets.checking.blocks import check_block
from rulesets.errors import AuthorError, Fault
from rulesets.model import DatedValue, Table
from tests.generators.rulesets import checked_sample, seeded


def outcome(bundle: Bundle, before: CheckedRuleset | None) -> CheckedRuleset | list[Fault]:
    try:
        return check(bundle, before)
    except AuthorError as error:
        return list(error.faults)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 100_000), st.integers(0, 100_000), st.integers(1, 5))
def test_a_changed_ruleset_is_checked_alike(seed: int, other: int, blocks: int) -> None:
    sample, before = checked_sample(seed, blocks)
    random = seeded(other)
    ruleset = sample.bundle.ruleset
    stranger = checked_sample(other, blocks)[1].ruleset
    changes: list[dict[str, Any]] = [
        {"title": replace(ruleset.title, zh="别的")},
        {"zone": "Asia/Tokyo"},
        {"blocks": ruleset.blocks[1:]},
        {"blocks": tuple(random.sample(ruleset.blocks, k=len(ruleset.blocks)))},
        {"blocks": (*ruleset.blocks[1:], *stranger.blocks)},
        {"constants": stranger.constants},
        {"constants": tuple(replace(c, values=(DatedValue("1"),)) for c in ruleset.constants)},
        {"facts": stranger.facts},
        {"conclusions": ruleset.conclusions[1:]},
        {"functions": ()},
        {"calendars": ()},
        {"blocks": tuple(_shortened(each) for each in ruleset.blocks)},
        {"blocks": tuple(_turned(each) for each in ruleset.blocks)},
        {"blocks": tuple(_replaced(each, hit="sum") for each in ruleset.blocks)},
        {"blocks": tuple(_replaced(each, hit="first") for each in ruleset.blocks)},
    ]
    for change in changes:
        bundle = replace(sample.bundle, ruleset=replace(ruleset, **change))
        assert outcome(bundle, before) == outcome(bundle, None), list(change)


def _shortened(block: Any) -> Any:
    return replace(block, rows=block.rows[1:]) if isinstance(block, Table) else block


def _turned(block: Any) -> Any:
    """Turn the columns of a table around, and leave the cells where they are."""
    if not isinstance(block, Table):
        return block
    return replace(block, inputs=block.inputs[::-1], outputs=block.outputs[::-1])


def _replaced(block: Any, **change: Any) -> Any:
    return replace(block, **change) if isinstance(block, Table) else block


def test_only_what_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sample, before = checked_sample(7, 5)
    read: list[str] = []

    def noting(block: Any, *rest: Any) -> Any:
        read.append(block.key)
        return check_block(block, *rest)

    monkeypatch.setattr("rulesets.checking.checker.check_block", noting)
    first, *others = sample.bundle.ruleset.blocks
    changed = replace(first, note="other")
    bundle = replace(
        sample.bundle, ruleset=replace(sample.bundle.ruleset, blocks=(changed, *others))
    )
    check(bundle, before)
    assert read == [first.key]
