"""A ruleset checked after a change is what it is when it is checked from nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulesets.assembly import assemble
from rulesets.checked import Bundle, CheckedRuleset
from rulesets.checking import check
from rulesets.checking.blocks import check_block
from rulesets.documents import read as parse
from rulesets.errors import AuthorError, Fault
from rulesets.model import DatedValue, Rules, Ruleset, Table, When
from tests.generators.rulesets import checked_sample, seeded
from tests.unit.checking_documents import FACTS, HEAD, Documents


def outcome(bundle: Bundle, before: CheckedRuleset | None) -> CheckedRuleset | list[Fault]:
    try:
        return check(bundle, before)
    except AuthorError as error:
        return list(error.faults)


@pytest.mark.slow
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
        {"constants": tuple(_larger(each) for each in ruleset.constants)},
        {"lookups": tuple(replace(each, rows=each.rows[1:]) for each in ruleset.lookups)},
        {"facts": stranger.facts},
        {"conclusions": ruleset.conclusions[1:]},
        {"functions": ()},
        {"calendars": ()},
        {"blocks": tuple(_shortened(each) for each in ruleset.blocks)},
        {"blocks": tuple(_turned(each) for each in ruleset.blocks)},
        {"blocks": tuple(_negated(each) for each in ruleset.blocks)},
        {"blocks": tuple(_replaced(each, hit="sum") for each in ruleset.blocks)},
        {"blocks": tuple(_replaced(each, hit="first") for each in ruleset.blocks)},
    ]
    for change in changes:
        bundle = replace(sample.bundle, ruleset=replace(ruleset, **change))
        assert outcome(bundle, before) == outcome(bundle, None), list(change)


def _shortened(block: Any) -> Any:
    if isinstance(block, Rules):
        return replace(block, rules=block.rules[:0:-1])
    return replace(block, rows=block.rows[1:]) if isinstance(block, Table) else block


def _negated(block: Any) -> Any:
    """Let no condition of a rule hold, and give what the next rule gives."""
    if not isinstance(block, Rules):
        return block
    given = [each.then for each in (*block.rules[1:], *block.rules[:1])]
    pairs = zip(block.rules, given, strict=True)
    rules = [replace(each, when=When("none", (each.when,)), then=then) for each, then in pairs]
    return replace(block, rules=tuple(rules))


def _turned(block: Any) -> Any:
    """Turn the columns of a table around, and leave the cells where they are."""
    if not isinstance(block, Table):
        return block
    return replace(block, inputs=block.inputs[::-1], outputs=block.outputs[::-1])


def _replaced(block: Any, **change: Any) -> Any:
    return replace(block, **change) if isinstance(block, Table | Rules) else block


def _larger(constant: Any) -> Any:
    """Give a constant of numbers one more digit."""
    values = [replace(each, value=each.value + "0") for each in constant.values]
    return replace(constant, values=tuple(values)) if constant.values else constant


def _product(of: str) -> str:
    twenty = f"({'*'.join([of] * 20)})"
    return "*".join([twenty] * 20)


def _many(c: str = "1", other: str = "1", rate: str = "1") -> Bundle:
    """Write conditions of products of 400 numbers.

    Of numbers of one digit these are in the range of numbers; of 18 digits they are not, and may
    not stand in a condition (5.8, 6.4).
    """
    conditions = {
        "of_c": f"{_product('c')} > 1",
        "of_f": "f(n) > 1",
        "of_rates": f"{_product('l(1).v')} > 1",
        "of_n": "n > 1",
    }
    lines = [f"  - {{key: is_{key}, type: boolean}}" for key in conditions]
    blocks = [
        f"""  - key: {key}
    kind: rules
    hit: unique
    concludes: [is_{key}]
    rules: [{{id: r, when: {when}, then: {{is_{key}: "true"}}}}]"""
        for key, when in conditions.items()
    ]
    text = f"""{HEAD}{FACTS}
constants: [{{key: c, type: number, value: "{c}"}}, {{key: other, type: number, value: "{other}"}}]
lookups:
  - key: l
    keys: [{{key: k, type: number}}]
    values: [{{key: v, type: number}}]
    rows: [[1, "{rate}"]]
functions:
  - key: f
    parameters: [{{key: x, type: number}}]
    returns: {{type: number}}
    expression: x * {_product("other")}
conclusions:
"""
    ruleset = parse("\n".join([text + "\n".join(lines), "blocks:", *blocks]))
    assert isinstance(ruleset, Ruleset)
    return assemble(ruleset, Documents())


EIGHTEEN = "9" * 18
ALL = ["of_c", "of_f", "of_rates", "of_n"]


@pytest.mark.parametrize(
    ("change", "read", "refused"),
    [
        ({"c": "7"}, [], []),
        ({"other": "7", "rate": "-7"}, [], []),
        ({"c": "12"}, ["of_c"], []),
        ({"c": EIGHTEEN}, ["of_c"], ["of_c"]),
        ({"other": EIGHTEEN}, ALL, ["of_f"]),
        ({"rate": EIGHTEEN}, ALL, ["of_rates"]),
    ],
)
def test_of_values_a_block_knows_how_large_they_are(
    change: dict[str, str], read: list[str], refused: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, now = check(_many()), _many(**change)
    whole = outcome(now, None)
    noted = _noting(monkeypatch)
    assert outcome(now, before) == whole
    assert noted == read
    found = whole if isinstance(whole, list) else []
    assert [each.place[0][1] for each in found] == refused


def _noting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which blocks are read."""
    read: list[str] = []

    def noting(block: Any, *rest: Any) -> Any:
        read.append(block.key)
        return check_block(block, *rest)

    monkeypatch.setattr("rulesets.checking.checker.check_block", noting)
    return read


def test_only_what_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sample, before = checked_sample(7, 5)
    read = _noting(monkeypatch)
    first, *others = sample.bundle.ruleset.blocks
    changed = replace(first, note="other")
    bundle = replace(
        sample.bundle, ruleset=replace(sample.bundle.ruleset, blocks=(changed, *others))
    )
    check(bundle, before)
    assert read == [first.key]
