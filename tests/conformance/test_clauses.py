"""Holds that the cases cover the language: every clause, both kinds, and no other."""

from collections import Counter

from tests.conformance.case_files import cases, clauses
from tests.conformance.engines import DECLINES, ENGINES


def test_the_language_has_clauses() -> None:
    assert len(clauses()) == len(set(clauses())) > 140


def test_every_clause_has_a_passing_and_a_border_case() -> None:
    there = {(case.clause, case.kind) for case in cases()}
    needed = {(clause, kind) for clause in clauses() for kind in ("passing", "border")}
    assert sorted(needed - there) == []


def test_no_case_cites_what_is_no_clause_or_has_another_kind() -> None:
    wrong = [
        case.id
        for case in cases()
        if case.clause not in clauses() or case.kind not in {"passing", "border"}
    ]
    assert wrong == []


def test_ids_are_unique() -> None:
    twice = [name for name, times in Counter(case.id for case in cases()).items() if times > 1]
    assert twice == []


def test_what_is_declined_is_of_an_engine_and_a_case_that_exist() -> None:
    known = {(name, case.id) for name in ENGINES for case in cases()}
    assert DECLINES.keys() <= known
