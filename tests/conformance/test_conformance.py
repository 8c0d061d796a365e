"""Runs every case of the language on every engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

import pytest

from engine import intake, reasons, strict_json
from engine.decision import Adjustment, Declined, Engine, Inference
from rulesets import checking, documents, freezing
from rulesets.checked import CheckedFormula, CheckedRules, CheckedRuleset, CheckedTable
from rulesets.errors import AuthorError, CallerError
from rulesets.expressions.printer import print_cell, print_node
from rulesets.expressions.tree import Cell, Group, Node
from rulesets.types import Type
from rulesets.values import same
from tests.conformance import builder, case_files, comparing
from tests.conformance.case_files import AS_OF, Case, Plain
from tests.conformance.engines import DECLINES, ENGINES, NAMES

RUN_FORMS = {"expression", "condition", "cell", "runs"}


def selected(*forms: str) -> list[object]:
    """Make a test's parameters of the cases that have one of the forms."""
    return [pytest.param(case, id=case.id) for case in case_files.cases() if case.form in forms]


def wanted(case: Case) -> bool:
    """Tell whether a case has something to infer."""
    return case.form in RUN_FORMS and not {"refused", "declined"} & case.data.keys()


RUNS = [pytest.param(case, id=case.id) for case in case_files.cases() if wanted(case)]
REFUSED = [
    pytest.param(case, id=case.id)
    for case in case_files.cases()
    if "refused" in case.data and case.form != "body"
]
PRINTED = [
    pytest.param(case, id=case.id) for case in case_files.cases() if "canonical" in case.data
]


@lru_cache(maxsize=8)  # a case comes for one engine after the other
def prepared(case: Case) -> tuple[CheckedRuleset, CheckedRuleset]:
    """Check what a case says, and the same as a version keeps it."""
    checked = builder.checked(case)
    thawed = checking.check(freezing.thaw(json.loads(json.dumps(freezing.freeze(checked)))))
    assert freezing.identity(thawed) == freezing.identity(checked)
    return checked, thawed


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", RUNS)
def test_a_case_is_inferred_as_it_says(case: Case, name: str) -> None:
    checked, thawed = prepared(case)
    if (name, case.id) in DECLINES:
        with pytest.raises(Declined) as declined:
            ENGINES[name].load(checked)
        assert declined.value.code == DECLINES[name, case.id]
        return
    engine, again = ENGINES[name].load(checked), ENGINES[name].load(thawed)
    types: dict[str, Type] = {key: each.type for key, each in checked.conclusions.items()}
    for run in runs(case):
        inference = infer(engine, checked, run)
        comparing.compare_conclusions(inference, run["conclusions"], types)
        comparing.compare_problems(inference.problems, run.get("problems", ()))
        if "fired" in run:
            assert [comparing.name(each) for each in inference.firings] == run["fired"]
        numbers = {comparing.name(each): str(each.number) for each in inference.firings}
        assert numbers | run.get("numbers", {}) == numbers
        comparing.compare_concluded(inference.firings, run.get("concluded", {}), types)
        compare_reasons(checked, inference, run, case.data.get("because", {}))
        assert inference.agrees(infer(again, thawed, run))


def runs(case: Case) -> list[Mapping[str, Plain]]:
    """List what is to be inferred, with what is expected; the short forms have one run each."""
    given = {key: each for key, each in case.data.items() if key in case_files.GIVEN}
    if case.form == "runs":
        return [{**given, **run} for run in builder.repeated(case.data["runs"], case)]
    if case.form == "expression":
        return [{**given, "conclusions": {"r": case.data["result"]}}]
    truth = {"truth": case.data["holds"]}
    if case.form == "condition":
        truth["value"] = case.data["holds"].replace("unknown", "null")
    return [{**given, "conclusions": truth}]


def infer(engine: Engine, checked: CheckedRuleset, run: Mapping[str, Plain]) -> Inference:
    """Take the facts of a run in, as a caller gives them, and infer."""
    facts = intake.take_facts(strict_json.decode(run.get("given", "{}").encode()), checked, "")
    types = {key: each.type for key, each in checked.conclusions.items()}
    adjusted = comparing.values(run.get("adjustments", {}), types)
    adjustments = tuple(Adjustment(*each) for each in adjusted.items())
    return engine.infer(facts, datetime.fromisoformat(run.get("as_of", AS_OF)), adjustments)


def compare_reasons(
    checked: CheckedRuleset,
    inference: Inference,
    run: Mapping[str, Plain],
    expected: Mapping[str, Plain],
) -> None:
    """Hold the reasons of firings against the case: each leaf, and whether it held."""
    facts = intake.take_facts(strict_json.decode(run.get("given", "{}").encode()), checked, "")
    as_of = datetime.fromisoformat(run.get("as_of", AS_OF))
    truths = {"true": True, "false": False, "unknown": None}
    for firing in inference.firings:
        if comparing.name(firing) in expected:
            leaves = expected[comparing.name(firing)]
            found = reasons.reasons(checked, firing, facts, inference.conclusions, as_of)
            wanted_leaves = [(text, truths[held]) for text, held, _ in leaves]
            assert [(each.condition, each.holds) for each in found] == wanted_leaves
            types = {key: each.type for key, each in checked.facts.items()}
            for each, (_, _, met) in zip(found, leaves, strict=True):
                assert same(dict(each.met), comparing.values(met, types))


@pytest.mark.parametrize("case", RUNS)
def test_a_case_that_runs_reads_back_from_what_is_written(case: Case) -> None:
    ruleset = documents.read(builder.text_of(case))
    assert documents.read(documents.write(ruleset)) == ruleset
    checked = builder.checked(case)
    if "personal" in case.data:
        read = checked.facts.keys() | checked.conclusions.keys()
        read |= {f"previous({key})" for key in checked.previous}
        assert sorted(checked.personal & read) == sorted(case.data["personal"])
    if "strata" in case.data:
        expected = [(key, int(number)) for key, number in case.data["strata"].items()]
        assert [(each.key, each.stratum) for each in checked.blocks] == expected


@pytest.mark.parametrize("case", REFUSED)
def test_a_document_is_refused_with_all_its_faults(case: Case) -> None:
    with pytest.raises(AuthorError) as error:
        builder.checked(case)
    comparing.compare_faults(error.value, case.data["refused"])


@pytest.mark.parametrize("case", PRINTED)
def test_the_canonical_text_is_printed_and_parses_to_the_same(case: Case) -> None:
    canonical = case.data["canonical"]
    tree, text = printed(case)
    assert text == canonical
    typed = Case(case.id, case.clause, case.kind, case.form, {**case.data, case.form: canonical})
    assert printed(typed) == (tree, canonical)


def printed(case: Case) -> tuple[Cell | Node, str]:
    """Parse what a short form says, and print it canonically."""
    blocks = {placed.key: placed.block for placed in builder.checked(case).blocks}
    match blocks["r" if case.form == "expression" else "c"]:
        case CheckedTable(rows=(row,)):
            return row.cells[0], print_cell(row.cells[0])
        case CheckedFormula(expression=node):
            return node, print_node(node)
        case CheckedRules(rules=(rule,)):
            assert isinstance(rule.when, Group)
            (leaf,) = rule.when.conditions
            assert not isinstance(leaf, Group)
            return leaf, print_node(leaf)
    raise AssertionError(case)


@pytest.mark.parametrize("case", selected("body"))
def test_facts_are_refused_with_all_their_faults(case: Case) -> None:
    checked = builder.checked(case)
    body = builder.repeated(case.data["body"], case)
    # `\x` and two digits in a body are a byte: only so can it be something else than UTF-8.
    raw = (
        body.encode().decode("unicode_escape").encode("latin-1") if "\\x" in body else body.encode()
    )
    with pytest.raises(CallerError) as error:
        intake.take_facts(strict_json.decode(raw), checked, "")
    comparing.compare_faults(error.value, case.data["refused"])


@pytest.mark.parametrize("case", selected("takes"))
def test_facts_are_taken_in(case: Case) -> None:
    checked = builder.checked(case)
    body = builder.repeated(case.data["takes"], case)
    taken = intake.take_facts(strict_json.decode(body.encode()), checked, "")
    types = {key: fact.type for key, fact in checked.facts.items()}
    expected = comparing.values(case.data["result"], types)
    assert same({key: value for key, value in taken.items() if value is not None}, expected)


@pytest.mark.parametrize("case", selected("same"))
def test_two_documents_have_the_same_identity_or_not(case: Case) -> None:
    other = {**case.data["base"], **case.data.get("other pieces", case.data.get("pieces", {}))}
    pieces = {"one": case.data.get("pieces", {}), "other": other}
    found = []
    for each in ("one", "other"):
        side = case.data[each]
        data = {**case.data, **side, "pieces": builder.joined(pieces[each], side)}
        ruleset = Case(case.id, case.clause, case.kind, "runs", data)
        found.append(freezing.identity(builder.checked(ruleset)))
    assert (found[0] == found[1]) == (case.data["same"] == "true")


@pytest.mark.parametrize("case", selected("comments"))
def test_comments_and_order_are_kept(case: Case) -> None:
    text = builder.text_of(case)
    document = documents.read(text)
    again = documents.rewrite(text, document)
    assert documents.read(again) == document
    places = [again.find(comment) for comment in case.data["comments"]]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", selected("declined"))
def test_what_no_engine_infers_is_declined(case: Case, name: str) -> None:
    with pytest.raises(Declined) as declined:
        ENGINES[name].load(builder.checked(case))
    assert [declined.value.code, declined.value.block] == case.data["declined"]
