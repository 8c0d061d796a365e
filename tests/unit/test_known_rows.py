"""Rows whose outputs are known at load conclude as rows whose outputs are evaluated."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from random import Random

import pytest

from engine.runtimes.compiled import Compiled, concluding, large_source
from engine.runtimes.compiled.policies import Policy
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.model import Vocabulary
from service.check_document import check_document
from tests.generators.rulesets import seeded

AS_OF = datetime(2026, 3, 3, 4, tzinfo=UTC)
NUMBER = "number, scale: 1, min: -2, max: 5"
ITEMS = "list, of: number, scale: 1, min: -2, max: 5"
CODES = "one_of: [{value: a}, {value: b}, {value: c}], ordered: true"
NUMBERS: tuple[str, ...] = ("1", "2.25", "-1.5", "4.99", "-")
TEXTS: tuple[str, ...] = ("a", "b", "c", "-")
TYPES = {
    **dict.fromkeys(("any", "unique", "sum", "min", "max", "count"), NUMBER),
    **dict.fromkeys(("collect", "rule order"), ITEMS),
    "priority": f"text, {CODES}",
    "output order": f"list, of: text, {CODES}",
}


def table(hit: str, rows: list[tuple[str, str, str]]) -> CheckedRuleset:
    """Check a table of one input; count has one conclusion, others two."""
    keys = ["c"] if hit == "count" else ["c", "d"]
    second = ITEMS if TYPES[hit].startswith("list") else NUMBER
    types = dict(zip(keys, (TYPES[hit], second), strict=False))
    conclusions = "\n".join(f"  - {{key: {key}, type: {of}}}" for key, of in types.items())
    lines = [
        f'      - {{id: r{place}, when: ["{cell}"], then: {then[: len(keys)]}}}'
        for place, (cell, *then) in enumerate(rows)
    ]
    text = f"""ruleset: small
title: {{zh: 小, en: Small}}
zone: Asia/Shanghai
facts:
  - {{key: n, type: number, scale: 1}}
conclusions:
{conclusions}
blocks:
  - key: k
    kind: table
    hit: {hit}
    inputs: [n]
    outputs: {keys}
    rows:
""" + "\n".join(lines)
    checked = check_document(None, text, {})
    assert not isinstance(checked, Vocabulary)
    return checked


def drawn(random: Random, hit: str, size: int) -> CheckedRuleset:
    """Draw a table; some outputs are rounded, some blank, some totals outside the domain."""
    first = TEXTS if "text" in TYPES[hit] else NUMBERS
    first, second = (each[: random.randrange(1, len(each) + 1)] for each in (first, NUMBERS))
    cells = ("-", "> 1", "< 2", "[0 .. 1]", "3")
    return table(
        hit,
        [(random.choice(cells), random.choice(first), random.choice(second)) for _ in range(size)],
    )


@pytest.mark.parametrize(
    "hit", sorted(TYPES.keys() - {"count"})
)  # 12.8: whose outputs are not evaluated
def test_known_outputs_conclude_as_evaluated_ones(
    hit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = seeded(hit)
    for size in (1, 2, 2, 3, 3, 4, 6, 12, 40):
        checked = drawn(random, hit, size)
        known, reference = Compiled().load(checked), Reference().load(checked)
        with monkeypatch.context() as patch:
            for module in (concluding, large_source):
                patch.setattr(module, "known_fired", lambda *_: None)
            evaluated = Compiled().load(checked)
        for n in (None, "-1", "0", "1.5", "2", "3"):
            facts = {} if n is None else {"n": Decimal(n)}
            expected = reference.infer(facts, AS_OF)
            assert evaluated.infer(facts, AS_OF).agrees(expected)
            assert known.infer(facts, AS_OF).agrees(expected), facts


ONE = [(hit, 1) for hit in TYPES]
LISTS = [(hit, 2) for hit in ("collect", "rule order", "output order")]


@pytest.mark.parametrize(("hit", "fired"), ONE + LISTS)
def test_what_rows_conclude_is_rounded_at_load(
    hit: str, fired: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One row of any policy, and several whose lists are joined."""
    output = "b" if "text" in TYPES[hit] else "2.25"
    engine = Compiled().load(table(hit, [(f">= {n}", output, "1") for n in (1, 2)]))

    def taken(*_: object) -> None:
        raise AssertionError("rounded for a decision")

    monkeypatch.setattr(Policy, "_taken", taken)
    assert len(engine.infer({"n": Decimal(fired)}, AS_OF).firings) == fired


@pytest.mark.parametrize(("rows", "expected"), [(1000, 1000), (1001, None)])
def test_a_list_of_many_rows_is_held_to_its_most_items(rows: int, expected: int | None) -> None:
    engine = Compiled().load(table("collect", [("-", "1", "-")] * rows))
    found = engine.infer({}, AS_OF)
    value = found.conclusions["c"]
    assert (len(value) if isinstance(value, tuple) else value) == expected
    assert [each.code for each in found.problems] == ([] if expected else ["outside-domain"])
