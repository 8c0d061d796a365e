"""The form of facts: what stands in it comes back as it was given, what is wrong is kept."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from editor.forms import FREE_ROWS, FieldView, RecordsView, facts_from, fault_views, fields
from engine.strict_json import decode
from rulesets.checked import CheckedRuleset
from service.house import House
from service.rulesets import get_version
from service.samples import facts_of, samples_for
from tests.site import EVERY_KIND, open_site
from wsgi import create_app


@pytest.fixture(scope="module")
def house(library_file: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    return open_site(library_file, tmp_path_factory.mktemp("forms")).house


@pytest.fixture(scope="module")
def app(house: House) -> Flask:
    return create_app(house)


@pytest.fixture
def checked(house: House, app: Flask) -> Iterator[CheckedRuleset]:
    with app.test_request_context("/", headers={"Accept-Language": "zh"}):
        yield get_version(house, "every-kind").checked


def every_field(views: tuple[FieldView | RecordsView, ...]) -> Iterator[FieldView]:
    for view in views:
        if isinstance(view, RecordsView):
            for row in view.rows:
                yield from row
        else:
            yield view


def typed(views: tuple[FieldView | RecordsView, ...]) -> MultiDict[str, str]:
    """Send the fields as a browser does: all of them, as they stand."""
    return MultiDict((field.name, field.value) for field in every_field(views))


def test_samples_come_back_as_they_were_given(house: House, app: Flask) -> None:
    with app.test_request_context("/"):
        for ruleset in ("customer-grade", "complaint-sla", "order-priority"):
            ready = get_version(house, ruleset).checked
            for sample in samples_for(ready)[::6]:
                given = facts_of(sample, ready)
                assert facts_from(ready, typed(fields(ready, given, {}, "zh"))) == given


def test_lists_and_records_come_back_as_they_were_given(checked: CheckedRuleset) -> None:
    given = decode(EVERY_KIND.encode())
    assert isinstance(given, dict)
    assert given["tags"] == ["甲", "乙，丙"]
    assert facts_from(checked, typed(fields(checked, given, {}, "zh"))) == given


@pytest.mark.parametrize("many", [0, 1, 7, 40])
def test_no_record_is_lost_however_many_there_are(checked: CheckedRuleset, many: int) -> None:
    items = [{"amount": Decimal(n), "urgent": n % 2 == 0} for n in range(many)]
    given: dict[str, object] = {"items": items} if many else {}
    views = fields(checked, given, {}, "zh")
    records = next(view for view in views if isinstance(view, RecordsView) and view.name == "items")
    assert len(records.rows) == many + FREE_ROWS
    assert facts_from(checked, typed(views)) == given


def test_an_empty_row_between_records_is_no_record(checked: CheckedRuleset) -> None:
    form = MultiDict({"items.0.amount": "1", "items.1.amount": " ", "items.12.amount": "3"})
    assert facts_from(checked, form) == {"items": [{"amount": 1}, {"amount": 3}]}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", Decimal("1234.50")),
        ("１２３，４５６．７", Decimal("123456.7")),  # as a Chinese keyboard writes it
        ("−5", Decimal(-5)),
        ("-5", Decimal(-5)),
        ("abc", "abc"),
        ("1e999999999", "1e999999999"),
        ("NaN", "NaN"),
        ("Infinity", "Infinity"),
        ("9" * 100, "9" * 100),
        ("1 2", "1 2"),
    ],
)
def test_a_number_is_read_as_people_type_it_and_nothing_else_is(
    checked: CheckedRuleset, text: str, value: object
) -> None:
    facts = facts_from(checked, MultiDict({"sales": text}))
    assert facts == {"sales": value}
    again = typed(fields(checked, facts, {}, "zh"))
    assert facts_from(checked, again) == facts


def test_an_empty_field_is_an_absent_fact(checked: CheckedRuleset) -> None:
    empty = dict.fromkeys(("company", "sales", "tags", "received", "items.0.day"), "  ")
    assert facts_from(checked, MultiDict(empty)) == {}


def test_facts_that_no_block_reads_are_told_apart(checked: CheckedRuleset) -> None:
    views = {view.name: view for view in fields(checked, {}, {}, "zh")}
    assert views["sales"].is_read
    assert views["items"].is_read
    assert not views["tags"].is_read


def test_a_fault_stands_at_its_field_and_in_the_list(checked: CheckedRuleset) -> None:
    faults = {
        "/sales": ("甲",),
        "/items/1/day": ("乙",),
        "/items/0": ("丙",),
        "/nobody": ("丁",),
        "/as_of": ("戊",),
        "": ("己",),
    }
    given: dict[str, object] = {"items": [{}, {"day": "x"}]}
    views = fields(checked, given, faults, "zh")
    found = {field.name: field.faults for field in every_field(views) if field.faults}
    assert found == {"sales": ("甲",), "items.1.day": ("乙",)}
    assert next(view.faults for view in views if view.name == "items") == ("丙",)
    named = {(each.field, each.title, each.text) for each in fault_views(checked, faults, "zh")}
    assert named == {
        ("f-sales", "采购总额", "甲"),
        ("f-items.1.day", "货品明细，第 2 行，下单日", "乙"),
        ("f-items", "货品明细，第 1 行", "丙"),
        ("", "nobody", "丁"),
        ("as_of", "决策时刻", "戊"),
        ("", "", "己"),
    }
