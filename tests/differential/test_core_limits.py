"""Large documents and facts cost in proportion to their size: each of these took minutes once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest

from engine.reasons import reasons
from rulesets.assembly import assemble
from rulesets.checked import CheckedRuleset
from rulesets.checking.circles import circles
from rulesets.errors import AuthorError, Fault
from rulesets.expressions.parser import parse_cell
from rulesets.expressions.scope import Scope
from rulesets.expressions.tree import Literal, TestsCell, ValueTest
from rulesets.model import Ruleset, Use
from rulesets.types import Code, CodeList
from rulesets.wording import rule_sentence
from tests.unit.loading import NOW, Nothing, infer, load

SECONDS = 8  # a loaded machine; in proportion it is a second or two


@contextmanager
def within_seconds() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < SECONDS


def codes(count: int) -> str:
    lines = [f"{{value: v{at}, parent: v{at - 1}}}" for at in range(1, count)]
    return "lists: [{key: deep, codes: [v0, " + ", ".join(lines) + "]}]\n"


def table(rows: list[str], fact: str, hit: str = "count", lists: str = "") -> CheckedRuleset:
    body = "".join(
        f"      - {{id: r{at}, when: [{row}], then: [1]}}\n" for at, row in enumerate(rows)
    )
    facts = f"{lists}facts: [{{key: f, {fact}}}]\n"
    return load(
        "conclusions: [{key: o, type: number, scale: 0}]\n"
        f"blocks:\n  - key: b\n    kind: table\n    hit: {hit}\n    inputs: [f]\n    outputs: [o]\n"
        f"    rows:\n{body}",
        facts=facts,
    )


@pytest.mark.slow
def test_ten_thousand_firings_are_explained_and_said() -> None:
    checked = table([f'">= {at}"' for at in range(10_000)], "type: number, scale: 0")
    inference = infer(checked, '{"f": 100000}')
    assert inference.conclusions["o"] == Decimal(10_000)
    with within_seconds():
        for firing in inference.firings:
            (reason,) = reasons(checked, firing, {"f": Decimal(100_000)}, {}, NOW)
            assert reason.holds is True
            assert rule_sentence(checked, "b", firing.rule, "zh")


@pytest.mark.slow
def test_a_code_list_as_deep_as_it_is_long_is_checked() -> None:
    with within_seconds():
        checked = table(['"within v0"'], "type: text, one_of: deep", "first", codes(5_000))
    assert infer(checked, '{"f": "v4999"}').conclusions["o"] == Decimal(1)


def test_a_long_chain_has_no_circle_and_is_walked_once() -> None:
    chain = {f"v{at}": (f"v{at - 1}",) for at in range(1, 20_000)}
    with within_seconds():
        assert circles(chain) == ()
        assert circles(chain | {"v0": ("v3",)}) == (("v0", "v3", "v2", "v1"),)


def test_a_value_called_not_does_not_hide_the_word() -> None:
    scope = Scope(names={"f": "f"}).for_column(CodeList((Code("not"), Code("A"), Code("日期"))))
    assert parse_cell('not("A")', scope) == TestsCell((ValueTest(Literal("A")),), negated=True)
    assert parse_cell("not", scope) == TestsCell((ValueTest(Literal("not")),))
    assert parse_cell("not(not)", scope) == TestsCell((ValueTest(Literal("not")),), negated=True)


def test_many_wrong_names_beside_many_known_ones_are_refused_at_once() -> None:
    names = {f"fact_number_{at}": f"fact_number_{at}" for at in range(2_000)}
    scope = Scope(names=names)
    with within_seconds():
        for at in range(200):
            with pytest.raises(AuthorError) as refused:
                parse_cell(f"> fact_numbar_{at}", scope)
            assert f"`fact_number_{at}`" in refused.value.faults[0].message("en") + (
                refused.value.faults[0].hint("en")
            )


def test_the_text_of_an_exception_stays_short_however_many_faults_it_carries() -> None:
    fault = Fault("unknown-ruleset", words={"ruleset": "grade"})
    text = str(AuthorError((fault,) * 100_000))
    assert text.endswith("; and 99900 more")


def test_rulesets_that_include_one_another_without_end_are_refused() -> None:
    class Endless(Nothing):
        def ruleset(self, id: str, version: int) -> Ruleset | None:  # noqa: A002 - its name
            return Ruleset(id, "UTC", version=1, include=(Use(f"{id}a", 1),))

    with pytest.raises(AuthorError) as refused:
        assemble(Ruleset("r", "UTC", include=(Use("a", 1),)), Endless())
    assert [fault.code for fault in refused.value.faults] == ["include-too-deep"]
