"""What must hold of any ruleset: nothing raises, and the clauses that say what changes nothing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.decision import Inference
from engine.intake import take_facts
from engine.reasons import reasons
from engine.runtimes.reference import Reference
from rulesets import model
from rulesets.checked import Bundle, CheckedRuleset
from rulesets.checking import check
from rulesets.codes import CATALOGUE
from rulesets.documents import read, write
from rulesets.errors import AuthorError, CallerError
from rulesets.freezing import freeze, identity, thaw
from rulesets.types import BooleanType, DateTimeType, DateType, ListType, NumberType, TextType, Type
from rulesets.values import Value, decimals, in_domain
from rulesets.wording import Hidden, block_sentences, problem_text, reason_text
from tests.differential.examples import both
from tests.generators.retyped import titled, widened
from tests.generators.rulesets import (
    SEEDS,
    Sample,
    bundled,
    checked_sample,
    documents,
    facts,
    ill_typed,
    samples,
    seeded,
)
from tests.generators.worlds import AS_OF

_LATIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def checked_at(seed: int) -> tuple[Sample, CheckedRuleset]:
    return checked_sample(seed, 3 + seed % 6)


def inferred(checked: CheckedRuleset, seed: int) -> tuple[dict[str, Value], datetime, Inference]:
    random = seeded(seed)
    given = take_facts(facts(checked, random, random.choice((0, 0.2, 0.6))), checked)
    as_of = random.choice(AS_OF)
    return given, as_of, Reference().load(checked).infer(given, as_of)


@both(60, 3000, samples)
def test_a_ruleset_is_checked_or_refused_in_words(made: Sample) -> None:
    try:
        check(made.bundle)
    except AuthorError as error:
        for fault in error.faults:
            assert all((fault.message(language), fault.hint(language)) for language in ("zh", "en"))


@both(40, 2000, SEEDS)
def test_conclusions_lie_in_their_domains_and_firings_name_rows(seed: int) -> None:
    _, checked = checked_at(seed)
    _, _, inference = inferred(checked, seed)
    assert inference.conclusions.keys() == checked.conclusions.keys()
    for key, value in inference.conclusions.items():
        assert value is None or fits(value, checked.conclusions[key].type), (key, value)
    for firing in inference.firings:
        placed = checked.placed[firing.block]
        assert {key for key, _ in firing.concluded} <= set(placed.concludes)
        if firing.kind == "rule":
            rule = placed.block.by_id[firing.rule]  # type: ignore[union-attr]  # only rules fire so
            assert (rule.number, rule.disabled) == (firing.number, False)
    strata = [checked.placed[firing.block].stratum for firing in inference.firings]
    assert strata == sorted(strata)
    assert all(problem.code in CATALOGUE for problem in inference.problems)


def fits(value: Value, of: Type) -> bool:
    """6.2, 6.3, 8.4, 2.4: a value is of its type, at its scale and within its domain."""
    if isinstance(of, ListType):
        return isinstance(value, tuple) and all(fits(each, of.item) for each in value)
    if isinstance(of, NumberType):
        assert isinstance(value, Decimal)
        assert of.scale is not None
        return in_domain(value, of) and decimals(value) <= of.scale
    if isinstance(of, TextType):
        listed = of.one_of is None or value in of.one_of.values
        return isinstance(value, str) and listed
    if isinstance(of, DateTimeType):
        return isinstance(value, datetime) and value.tzinfo is not None
    if isinstance(of, DateType):
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(of, BooleanType) and isinstance(value, bool)


@both(30, 1500, SEEDS)
def test_what_is_frozen_or_written_means_the_same(seed: int) -> None:
    made, checked = checked_at(seed)
    frozen = freeze(checked)
    thawed = check(thaw(json.loads(json.dumps(frozen))))
    again = check(bundled(tuple(read(write(each)) for each in documents(made.bundle))))
    given, as_of, inference = inferred(checked, seed)
    assert freeze(thawed) == frozen
    for other in (thawed, again):
        assert identity(other) == identity(checked)
        assert inference.agrees(Reference().load(other).infer(given, as_of))
        for firing in inference.firings:
            conclusions = inference.conclusions
            assert reasons(other, firing, given, conclusions, as_of) == reasons(
                checked, firing, given, conclusions, as_of
            )


@both(30, 1500, SEEDS)
def test_titles_and_full_width_are_the_same_meaning(seed: int) -> None:
    _, checked = checked_at(seed)
    typed = [titled(checked, "zh"), titled(checked, "en")]
    typed.append(widened(checked.ruleset, seeded(seed)))
    for ruleset in typed:
        assert identity(check(replace(checked.bundle, ruleset=ruleset))) == identity(checked)


@both(30, 1500, SEEDS)
def test_order_of_blocks_and_facts_and_what_nothing_reads_change_nothing(seed: int) -> None:
    made, checked = checked_at(seed)
    given, as_of, inference = inferred(checked, seed)
    random = seeded(seed)
    ruleset = made.bundle.ruleset
    blocks = random.sample(ruleset.blocks, len(ruleset.blocks))
    unread = model.Fact("nothing_reads_it", NumberType(scale=0))
    other = check(
        replace(made.bundle, ruleset=replace(ruleset, blocks=tuple(blocks), facts=(unread,)))
    )
    shuffled = dict(random.sample(sorted(given.items()), len(given)))
    found = Reference().load(other).infer({**shuffled, unread.key: Decimal(7)}, as_of)
    assert inference.agrees(found)


@both(30, 1500, SEEDS)
def test_a_disabled_row_is_as_if_it_were_not_there(seed: int) -> None:
    """12.1: but for the numbers of the rows after it, and the strata of what it reads (11.2)."""
    made, checked = checked_at(seed)
    given, as_of, inference = inferred(checked, seed)
    found = Reference().load(check(_without_disabled(made.bundle))).infer(given, as_of)
    assert found.conclusions == inference.conclusions
    assert found.problems == inference.problems
    for key in checked.placed:
        assert _of_block(key, found) == _of_block(key, inference)


def _without_disabled(bundle: Bundle) -> Bundle:
    def kept(block: model.Block) -> model.Block:
        if isinstance(block, model.Table):
            return replace(block, rows=tuple(row for row in block.rows if not row.disabled))
        if isinstance(block, model.Rules):
            return replace(block, rules=tuple(rule for rule in block.rules if not rule.disabled))
        return block

    def smaller(ruleset: model.Ruleset) -> model.Ruleset:
        return replace(ruleset, blocks=tuple(map(kept, ruleset.blocks)))

    included = tuple(map(smaller, bundle.included))
    return replace(bundle, ruleset=smaller(bundle.ruleset), included=included)


def _of_block(key: str, inference: Inference) -> list[tuple[Any, ...]]:
    return [
        (each.kind, each.rule, each.concluded) for each in inference.firings if each.block == key
    ]


@both(30, 1500, SEEDS)
def test_reasons_hold_and_are_said_whatever_was_erased(seed: int) -> None:
    _, checked = checked_at(seed)
    given, as_of, inference = inferred(checked, seed)
    random = seeded(seed)
    erased = {key: value for key, value in given.items() if random.random() < 0.5}
    nothing = dict.fromkeys(inference.conclusions)
    for firing in inference.firings:
        is_row = isinstance(checked.placed[firing.block].block.block, model.Table)
        for reason in reasons(checked, firing, given, inference.conclusions, as_of):
            assert reason.holds is True or not is_row or firing.kind != "rule"
        for facts_left, conclusions in (
            (given, inference.conclusions),
            (erased, inference.conclusions),
            ({}, nothing),
        ):
            for reason in reasons(checked, firing, facts_left, conclusions, as_of):
                hidden = tuple((key, Hidden()) for key, _ in reason.met)
                for language in ("zh", "en"):
                    for met in (reason.met, hidden):
                        said = reason_text(
                            checked,
                            firing.block,
                            firing.rule,
                            reason.place,
                            met,
                            language,
                            points=reason.points,
                            band=reason.band,
                            holds=reason.holds,
                        )
                        assert_words(said)


@both(30, 1500, SEEDS)
def test_blocks_and_problems_have_sentences_by_titles(seed: int) -> None:
    _, checked = checked_at(seed)
    _, _, inference = inferred(checked, seed)
    named: dict[str, Any] = {**checked.facts, **checked.conclusions}
    keys = {key for key, each in named.items() if each.title.zh and each.title.en}
    for language in ("zh", "en"):
        texts = [
            sentence.text
            for placed in checked.blocks
            for sentence in block_sentences(checked, placed.key, language)
        ]
        texts += [
            problem_text(
                checked,
                each.block,
                each.code,
                language,
                expression=each.expression,
                rows=each.rows,
            )
            for each in inference.problems
        ]
        for text in texts:
            assert_words(text)
            assert not keys & set(_LATIN.findall(text)), text


def assert_words(text: str) -> None:
    assert text.strip()
    assert not [sign for sign in ("None", "Decimal(", "datetime.", "Name(", "{}") if sign in text]


@both(40, 2000, SEEDS)
def test_any_plain_data_are_taken_or_refused(seed: int) -> None:
    _, checked = checked_at(seed)
    random = seeded(seed)
    given: Any = facts(checked, random)
    for key in random.sample(sorted(given), len(given) // 2):
        given[key] = ill_typed(random)
    if random.random() < 0.2:
        given[random.choice(("", "f0 ", "\ud800", "previous(f0)", "F0"))] = 1
    try:
        values = take_facts(given if random.random() < 0.95 else ill_typed(random), checked)
    except CallerError as error:
        for fault in error.faults:
            assert all((fault.message(language), fault.hint(language)) for language in ("zh", "en"))
            fault.message("zh").encode()
    else:
        Reference().load(checked).infer(values, AS_OF[0])
