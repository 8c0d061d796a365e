"""What the benchmarks compare is the same work: the forms of the measured ruleset agree."""

from datetime import UTC, datetime
from decimal import Decimal

from benchmarks._by_hand import by_hand
from benchmarks._grading import GRADING
from benchmarks._peers import generated
from engine.intake import take_facts
from engine.runtimes.reference import Reference

AS_OF = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_the_measured_ruleset_has_53_rows_in_4_strata_and_14_facts() -> None:
    assert sum(len(table.rows) for table in GRADING.tables) == 53
    assert {each.stratum for each in GRADING.checked().blocks} == {1, 2, 3, 4}
    assert len(GRADING.checked().facts) == 14


def test_its_forms_agree() -> None:
    checked = GRADING.checked()
    engine, decide = Reference().load(checked), generated(GRADING)
    for given in GRADING.customers(150):
        numbers = {key: Decimal(each) for key, each in given.items() if isinstance(each, int)}
        facts = take_facts({**given, **numbers}, checked)
        assert engine.infer(facts, AS_OF).conclusions == by_hand(given) == decide(given)


def test_the_customers_meet_every_conclusion() -> None:
    fired = set()
    for given in GRADING.customers(3000):
        known = given | by_hand(given)
        assert len(known) == 24
        fired |= {(table.key, known[table.key]) for table in GRADING.tables}
    concluded = {(table.key, value) for table in GRADING.tables for value in table.concluded}
    assert fired == concluded
