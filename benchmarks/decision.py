"""One decision of the library's customer-grade by the reference engine, against plain Python.

The reference is right by definition, not fast; the compiled engine has its own goals. Figures are
ratios within one run: a plain Python function that grades by the same thresholds is 1.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from time import perf_counter

from benchmarks._measuring import best
from engine.intake import take_facts
from engine.reasons import reasons
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.model import Vocabulary
from rulesets.values import Value
from service.check_document import check_document
from service.library import library_texts
from service.samples import facts_of, samples_for

AS_OF = datetime(2026, 11, 21, 12, tzinfo=UTC)
REPEATS = 20


def main() -> None:
    """Measure and print."""
    texts = library_texts()
    began = perf_counter()
    checked = check_document(None, texts["customer-grade.yaml"], texts)
    loading = perf_counter() - began
    assert not isinstance(checked, Vocabulary)
    engine = Reference().load(checked)
    given = [facts_of(each, checked) for each in samples_for(checked)]
    taken = [take_facts(each, checked) for each in given]
    grades = [engine.infer(each, AS_OF).conclusions["lifecycle"] for each in taken]
    assert grades == [lifecycle(each) for each in taken], "the two disagree"
    plain = best(lambda: [lifecycle(each) for each in taken], REPEATS) / len(taken)
    rows = {
        "plain Python, the lifecycle block alone": plain,
        "intake of the facts": best(lambda: [take_facts(each, checked) for each in given], REPEATS)
        / len(taken),
        f"inference of {len(checked.blocks)} blocks": best(
            lambda: [engine.infer(each, AS_OF) for each in taken], REPEATS
        )
        / len(taken),
        "inference with reasons": best(
            lambda: [explained(checked, each) for each in taken], REPEATS
        )
        / len(taken),
    }
    print(f"{'reading and checking the ruleset':44}{loading * 1e3:10.1f} ms")
    for name, seconds in rows.items():
        print(f"{name:44}{seconds * 1e6:10.1f} µs{seconds / plain:10.0f} ×")


def explained(checked: CheckedRuleset, facts: Mapping[str, Value]) -> int:
    """Infer and expand every reason, as an answer does."""
    inference = Reference().load(checked).infer(facts, AS_OF)
    return sum(
        len(reasons(checked, each, facts, inference.conclusions, AS_OF))
        for each in inference.firings
    )


def lifecycle(facts: Mapping[str, Value]) -> str:
    """Grade by hand what the lifecycle table that customer-grade includes says."""
    first, last, orders = facts.get("first_order"), facts.get("last_order"), facts["order_count"]
    assert isinstance(orders, Decimal)
    if last is None:
        return "active" if orders > 0 else "potential" if first is None else "lost"
    assert isinstance(last, date)
    days, years = (AS_OF.date() - last).days, years_of(facts)
    if days > 180:
        return "lost" if days > 365 else "dormant"
    if years >= 3 and orders >= 12:
        return "loyal"
    return "new" if years < 1 and orders <= 2 else "active"


def years_of(facts: Mapping[str, Value]) -> Decimal | int:
    """Count the years by hand: those on file, else since the first order."""
    filed, first, today = facts.get("cooperation_years"), facts.get("first_order"), AS_OF.date()
    if isinstance(filed, Decimal):
        return filed
    if not isinstance(first, date):
        return 0
    return today.year - first.year - ((today.month, today.day) < (first.month, first.day))
