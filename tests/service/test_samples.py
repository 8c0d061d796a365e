"""The sample customers: made again the same, consistent, and of every class of the library."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files
from typing import Any

import pytest

from engine.intake import take_facts
from engine.runtimes.compiled import Compiled
from rulesets.checked import CheckedRuleset, CheckedTable
from rulesets.documents import nodes
from rulesets.expressions.tree import Literal
from rulesets.model import Vocabulary
from rulesets.types import RecordsType, TextType
from service.check_document import check_document
from service.library import library_texts
from service.making_samples.draws import Draw
from service.making_samples.file import made_file
from service.making_samples.names import MARKS
from service.samples import Sample, facts_of, list_samples, samples_as_of, samples_for

YEAR_AGO, TWO_YEARS_AGO = date(2025, 11, 20), date(2024, 11, 20)
COMMONEST = Decimal("0.62")
"""No class holds more of the samples: they are to show classes, not one class and exceptions."""


def library_classes() -> list[tuple[str, str]]:
    """Each ruleset of the library with the conclusion that holds its classes."""
    text = files("rulesets").joinpath("library", "catalogue.yaml").read_text(encoding="utf-8")
    root = nodes.compose(text).root
    assert isinstance(root, nodes.Mapping)
    entries = next(value for key, value in root.pairs if key.text == "rulesets")
    assert isinstance(entries, nodes.Sequence)
    found = []
    for entry in entries.items:
        assert isinstance(entry, nodes.Mapping)
        texts = {key.text: value.text for key, value in entry.pairs if hasattr(value, "text")}
        found.append((texts["id"], texts["classes"]))
    return found


def library(name: str) -> CheckedRuleset:
    texts = library_texts()
    checked = check_document(None, texts[f"{name}.yaml"], texts)
    assert not isinstance(checked, Vocabulary)
    return checked


def classes_of(checked: CheckedRuleset, key: str) -> set[str]:
    """All that may be concluded: the codes of a text, or the numbers that a table's rows give."""
    type_ = checked.conclusions[key].type
    if isinstance(type_, TextType):
        assert type_.one_of
        return {code.value for code in type_.one_of.codes}
    outputs = [
        outputs
        for placed in checked.blocks
        if isinstance(placed.block, CheckedTable) and key in placed.concludes
        for outputs in (*(row.outputs for row in placed.block.rows), placed.block.otherwise)
        if outputs
    ]
    literals = [dict(each.of)[key] for each in outputs]
    return {str(each.value) for each in literals if isinstance(each, Literal)}


def reached(checked: CheckedRuleset, key: str) -> Counter[str]:
    """Count the samples by class; nothing goes wrong with any."""
    engine, found = Compiled().load(checked), Counter[str]()
    for sample in samples_for(checked):
        given = take_facts(facts_of(sample, checked), checked)
        inference = engine.infer(given, samples_as_of())
        assert not inference.problems, sample.id
        found[str(inference.conclusions[key])] += 1
    return found


def test_the_file_is_made_again_byte_for_byte() -> None:
    file = files("rulesets").joinpath("library", "samples.jsonl")
    assert file.read_bytes() == made_file(), "run `python -m service.making_samples`"


def test_draws_are_the_same_everywhere() -> None:
    draw = Draw("分级")
    drawn = [draw.whole((1, 100)), draw.skewed((0, 999)), draw.one("abcdef"), draw.chance(50)]
    assert drawn == [62, 35, "e", True]


@pytest.mark.parametrize(("ruleset", "key"), library_classes())
def test_every_class_is_reached(ruleset: str, key: str) -> None:
    checked = library(ruleset)
    found, wanted = reached(checked, key), classes_of(checked, key)
    many = found.total()
    shares = ", ".join(f"{name} {100 * n // many}%" for name, n in found.most_common())
    print(f"{ruleset}, {many} samples: {shares}")  # noqa: T201 - shown by `pytest -s` and on failure
    assert len(wanted) > 1
    assert found.keys() == wanted
    assert Decimal(max(found.values())) / many <= COMMONEST


def test_there_are_300_and_names_say_that_they_are_made_up() -> None:
    samples = list_samples()
    assert len(samples) == 300
    assert [each.id for each in samples] == [f"S-{1001 + number}" for number in range(300)]
    for names in ([each.title.zh for each in samples], [each.title.en for each in samples]):
        assert len(set(names)) == 300
    for sample in samples:
        assert any(mark.zh in sample.title.zh for mark in MARKS), sample.title.zh
        assert any(mark.en in sample.title.en for mark in MARKS), sample.title.en
        contact = str(sample.facts.get("contact_name", "示例"))
        assert "示例联系人" in contact or "Sample Contact" in contact or contact == "示例"
    assert max(len(each.title.en) for each in samples) > 100
    assert len({each.facts.get("country") for each in samples}) > 12
    assert len({each.facts.get("industry_code") for each in samples}) > 15


def drawn_samples() -> list[Sample]:
    return [each for each in list_samples()[8:] if "orders" in each.facts]


@pytest.mark.parametrize("sample", drawn_samples(), ids=lambda each: each.id)
def test_what_is_told_agrees_with_the_orders(sample: Sample) -> None:
    facts: dict[str, Any] = dict(sample.facts)
    orders = facts["orders"]
    days = [date.fromisoformat(each["ordered_on"]) for each in orders]
    assert days == sorted(days)
    assert days[0] > TWO_YEARS_AGO
    assert days[-1] <= samples_as_of().date()
    assert facts["last_order"] == days[-1].isoformat()
    assert facts["first_order"] <= days[0].isoformat()
    late = [each for each, day in zip(orders, days, strict=True) if day > YEAR_AGO]
    bought = sum(each["amount"] for each in late)
    assert facts["order_count"] == len(late)
    assert 0 <= bought - facts["annual_sales"] <= bought * 6 // 100
    expected = {
        "previous_sales": sum(each["amount"] for each in orders) - bought,
        "returns": bought - facts["annual_sales"],
    }
    if late:
        expected |= shares(late, bought)
        expected["average_order"] = rounded(facts["annual_sales"] / len(late), "0.01")
        expected["products_bought"] = sorted({each["product_group"] for each in late})
    told = {key: facts[key] for key in expected if key in facts}
    assert told == {key: expected[key] for key in told}


def shares(orders: list[dict[str, Any]], bought: Decimal) -> dict[str, Any]:
    def of(**wanted: object) -> Decimal:
        found = [each for each in orders if wanted.items() <= each.items()]
        return rounded(100 * sum(each["amount"] for each in found) / bought, "0.1")

    custom = sum(each["is_custom"] for each in orders)
    return {
        "online_share": of(order_channel="online"),
        "offline_share": 100 - of(order_channel="online"),
        "promotion_share": of(in_promotion=True),
        "custom_order_share": rounded(Decimal(100 * custom) / len(orders), "0.1"),
    }


def rounded(number: Decimal, to: str) -> Decimal:
    return Decimal(number).quantize(Decimal(to), ROUND_HALF_UP)


def test_what_is_told_hangs_together() -> None:
    for sample in list_samples()[8:]:
        facts: dict[str, Any] = dict(sample.facts)
        complaints = facts.get("complaints", [])
        assert facts.get("complaint_count", len(complaints)) == len(complaints)
        assert all(each["complained_on"] > YEAR_AGO.isoformat() for each in complaints)
        assert ("received_at" in facts) == bool(complaints)
        if complaints:
            assert facts["received_at"][:10] == complaints[-1]["complained_on"]
            assert facts["severity"] == complaints[-1]["complaint_severity"]
        if "order_amount" in facts and "orders" in facts:
            assert facts["order_amount"] == facts["orders"][-1]["amount"]
        if {"overdue_days", "overdue_amount"} <= facts.keys():
            assert (facts["overdue_days"] == 0) == (facts["overdue_amount"] == 0)
        if {"cooperation_depth", "framework_agreement"} <= facts.keys():
            close = facts["cooperation_depth"] in {"framework", "strategic"}
            assert facts["framework_agreement"] == close
        if not facts["order_count"]:
            assert facts["annual_sales"] == 0
            assert not facts.keys() & {"profit", "average_order", "products_bought"}


def test_every_fact_of_the_customers_is_told_of_somebody() -> None:
    told = {key for each in list_samples() for key in each.facts}
    for name in ("customer-grade", "complaint-sla", "order-priority"):
        checked = library(name)
        assert told >= checked.facts.keys()
        for key, fact in checked.facts.items():
            if isinstance(fact.type, RecordsType):
                rows: Any = [row for each in list_samples() for row in each.facts.get(key, ())]  # type: ignore[attr-defined]  # records are lists
                assert {name for row in rows for name in row} == {f.key for f in fact.type.fields}


def test_a_sample_fits_where_it_says_anything_that_is_read() -> None:
    grade, complaint = library("customer-grade"), library("complaint-sla")
    assert samples_for(grade) == list_samples()
    fitting = samples_for(complaint)
    assert [each.id for each in fitting[:2]] == ["S-1001", "S-1004"]
    assert all("received_at" in each.facts for each in fitting)
    assert facts_of(fitting[0], complaint).keys() <= complaint.facts.keys()
    assert "received_at" not in facts_of(fitting[0], grade)
