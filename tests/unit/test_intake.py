"""Facts are refused before any rule runs, all faults at once (section 15)."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.intake import take_facts, take_value
from engine.strict_json import decode
from rulesets.checked import CheckedRuleset
from rulesets.errors import CallerError
from rulesets.types import (
    BooleanType,
    Both,
    Code,
    CodeList,
    DateTimeType,
    DateType,
    Field,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from rulesets.values import Value
from tests.unit.loading import load

MONEY = NumberType(scale=2, minimum=Decimal(-100), maximum=Decimal("1e15"))
GRADES = TextType(CodeList((Code("A"), Code("B"))))
ORDERS = RecordsType((Field("amount", MONEY, required=True), Field("note", TextType())))


def refused(given: object, of: Type) -> list[tuple[str, object]]:
    with pytest.raises(CallerError) as error:
        take_value(given, of, "/v")
    for each in error.value.faults:
        assert each.message("zh") != each.message("en")
    return [(each.code, each.place[0][1]) for each in error.value.faults]


def ruleset() -> CheckedRuleset:
    return load(
        """
conclusions: [{key: grade, title: {zh: 级, en: Grade}, type: text, one_of: [A, B]}]
blocks:
  - {key: g, kind: formula, concludes: grade,
     expression: "if sales > 1 then previous(grade) else \\"A\\""}
""",
        facts="""
facts:
  - {key: sales, title: {zh: 年采购额, en: Annual purchases}, type: number,
     scale: 2, required: true}
  - {key: since, title: {zh: 始于, en: Since}, type: date}
""",
    )


@pytest.mark.parametrize(
    ("given", "of", "value"),
    [
        (Decimal("2.500"), MONEY, Decimal("2.5")),
        (Decimal("-0"), MONEY, Decimal(0)),
        (Decimal("-100.00"), MONEY, Decimal(-100)),
        (Decimal("1e3"), MONEY, Decimal(1000)),
        (Decimal("1." + "0" * 5000), MONEY, Decimal(1)),
        (Decimal("0e999999"), MONEY, Decimal(0)),
        (Decimal("0.000000000000000001"), NumberType(), Decimal("1e-18")),
        ("B", GRADES, "B"),
        ("e\u0301", TextType(), "\u00e9"),
        ("x" * 4000, TextType(), "x" * 4000),
        (False, BooleanType(), False),
        ("2024-02-29", DateType(), date(2024, 2, 29)),
        ("0001-01-01", DateType(), date(1, 1, 1)),
        ("2026-03-03T02:00:00Z", DateTimeType(), datetime(2026, 3, 3, 2, tzinfo=UTC)),
        ([], ListType(TextType()), ()),
        ([Decimal(1)] * 1000, ListType(MONEY), (Decimal(1),) * 1000),
        ([{"amount": Decimal(1), "note": None}], ORDERS, ({"amount": Decimal(1)},)),
        (None, MONEY, None),
    ],
)  # fmt: skip
def test_a_value_is_taken_as_it_is(given: object, of: Type, value: Value) -> None:
    taken = take_value(given, of, "/v")
    assert taken == value
    assert type(taken) is type(value)


def test_a_datetime_keeps_its_offset_and_microseconds() -> None:
    taken = take_value("2026-03-03T10:00:00.000001-05:30", DateTimeType(), "/v")
    assert isinstance(taken, datetime)
    assert taken.isoformat() == "2026-03-03T10:00:00.000001-05:30"


def test_a_whole_number_is_written_out() -> None:
    assert str(take_value(Decimal("5E+1"), MONEY, "/v")) == "50"


@pytest.mark.parametrize(
    ("given", "of", "code"),
    [
        ("5", MONEY, "wrong-type"),
        (True, MONEY, "wrong-type"),
        (5.0, MONEY, "wrong-type"),
        (Decimal("NaN"), MONEY, "wrong-type"),
        ([Decimal(1)], MONEY, "wrong-type"),
        (Decimal("0.001"), MONEY, "too-precise"),
        (Decimal("1e18"), NumberType(), "too-precise"),
        (Decimal(1234567890123456789), NumberType(), "too-precise"),
        (Decimal("1e-19"), NumberType(), "too-precise"),
        (Decimal(10**400), MONEY, "too-precise"),
        (Decimal("1E+999999"), MONEY, "too-precise"),
        (Decimal("1E-999999"), MONEY, "too-precise"),
        (Decimal("7" * 5000), MONEY, "too-precise"),
        (Decimal("-100.01"), MONEY, "outside-domain-given"),
        (Decimal("1000000000000000.01"), MONEY, "outside-domain-given"),
        (Decimal(5), TextType(), "wrong-type"),
        ("a", GRADES, "outside-domain-given"),
        ("x" * 4001, GRADES, "too-large"),
        (Decimal(1), BooleanType(), "wrong-type"),
        ("true", BooleanType(), "wrong-type"),
        ("2026-02-29", DateType(), "bad-date"),
        ("2026-3-3", DateType(), "bad-date"),
        ("20260303", DateType(), "bad-date"),
        ("２０２６-03-03", DateType(), "bad-date"),
        ("0000-01-01", DateType(), "bad-date"),
        ("2026-03-03T10:00:00Z", DateType(), "bad-date"),
        (Decimal(20260303), DateType(), "wrong-type"),
        ("2026-03-03T10:00:00", DateTimeType(), "naive-datetime"),
        ("2026-03-03 10:00:00Z", DateTimeType(), "bad-date"),
        ("2026-03-03t10:00:00z", DateTimeType(), "bad-date"),
        ("2026-03-03", DateTimeType(), "bad-date"),
        ("2026-03-03T10:00Z", DateTimeType(), "bad-date"),
        ("2026-03-03T24:00:00Z", DateTimeType(), "bad-date"),
        ("2026-03-03T10:00:60Z", DateTimeType(), "bad-date"),
        ("2026-03-03T10:00:00+24:00", DateTimeType(), "bad-date"),
        ("2026-03-03T10:00:00.1234567Z", DateTimeType(), "bad-date"),
        ("0001-01-01T00:00:00Z", DateTimeType(), "bad-date"),
        ("9999-12-31T00:00:00Z", DateTimeType(), "bad-date"),
        ("a", ListType(TextType()), "wrong-type"),
        (["a"] * 1001, ListType(TextType()), "too-large"),
        ([{}] * 10_001, ORDERS, "too-large"),
        ({"amount": Decimal(1)}, ORDERS, "wrong-type"),
    ],
)
def test_a_value_is_refused_by_its_code(given: object, of: Type, code: str) -> None:
    assert refused(given, of) == [(code, "/v")]


def test_every_item_of_a_list_is_looked_at() -> None:
    given = ["A", "C", None, Decimal(1)]
    assert refused(given, ListType(GRADES)) == [
        ("outside-domain-given", "/v/1"),
        ("wrong-type", "/v/2"),
        ("wrong-type", "/v/3"),
    ]


def test_rows_of_records_are_held_to_their_fields() -> None:
    given = [{"amount": Decimal(1)}, {"note": "x"}, {"amount": "1", "other": None}, None]
    assert refused(given, ORDERS) == [
        ("fact-required", "/v/1/amount"),
        ("unknown-fact", "/v/2/other"),
        ("wrong-type", "/v/2/amount"),
        ("wrong-type", "/v/3"),
    ]


def test_all_facts_are_taken_and_previous_conclusions_too() -> None:
    given = decode(b'{"sales": 2860000.50, "since": null, "previous(grade)": "B"}')
    taken = take_facts(given, ruleset())
    assert taken == {"sales": Decimal("2860000.5"), "previous(grade)": "B"}


def test_all_faults_of_the_facts_are_told_at_once() -> None:
    given = decode(b'{"grade": "A", "since": "x", "previous(grade)": "Z", "a/b": 1}')
    with pytest.raises(CallerError) as error:
        take_facts(given, ruleset(), "/customers/0/facts")
    assert {(each.code, each.place[0][1]) for each in error.value.faults} == {
        ("unknown-fact", "/customers/0/facts/grade"),
        ("unknown-fact", "/customers/0/facts/a~1b"),
        ("fact-required", "/customers/0/facts/sales"),
        ("bad-date", "/customers/0/facts/since"),
        ("outside-domain-given", "/customers/0/facts/previous(grade)"),
    }


def test_facts_are_an_object() -> None:
    with pytest.raises(CallerError, match="expected an object, found a list"):
        take_facts([], ruleset())


@pytest.mark.parametrize("name", ["Sales", "年采购额", "ＳＡＬＥＳ", "annual-purchases"])
def test_the_fact_that_was_meant_is_offered(name: str) -> None:
    with pytest.raises(CallerError) as error:
        take_facts({name: Decimal(1), "sales": Decimal(1)}, ruleset())
    assert "`sales`" in error.value.faults[0].message("en")


@pytest.mark.parametrize("given", ["德国", "Germany", " germany "])
def test_the_code_of_a_title_is_offered(given: str) -> None:
    codes = [Code(each) for each in "ABCDEFGHIJKLM"]
    countries = TextType(CodeList((*codes, Code("DE", Both("德国", "Germany")))))
    with pytest.raises(CallerError) as error:
        take_value(given, countries, "/country")
    (fault,) = error.value.faults
    assert fault.code == "outside-domain-given"
    assert "expected `DE` (Germany), found" in fault.message("en")
    assert "应为 `DE`（德国），实为" in fault.message("zh")


def test_a_long_text_is_not_told_back_whole() -> None:
    with pytest.raises(CallerError) as error:
        take_value("x" * 4000, GRADES, "/v")
    assert len(str(error.value)) < 200


def test_very_many_unknown_facts_are_refused_quickly() -> None:
    given: dict[str, object] = {f"name{number}": None for number in range(50_000)}
    began = time.process_time()
    with pytest.raises(CallerError):
        take_facts(given, ruleset())
    assert time.process_time() - began < 5
