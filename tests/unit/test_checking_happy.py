"""Rulesets that are right: what the checker makes of every kind of block, and in which order."""

from datetime import date
from decimal import Decimal

from rulesets.checked import (
    CheckedDeadline,
    CheckedFormula,
    CheckedRanking,
    CheckedRules,
    CheckedScorecard,
    CheckedTable,
)
from rulesets.expressions import tree
from rulesets.expressions.tree import (
    AnyCell,
    Arithmetic,
    Call,
    Compare,
    Group,
    Literal,
    Name,
    ValueTest,
)
from rulesets.types import NumberType
from tests.unit.checking_documents import FOLDER, checked, faults, formula, said

ALL_KINDS = (FOLDER / "checking_all_kinds.yaml").read_text("utf-8")


def test_every_kind_of_block_is_checked_and_put_in_order() -> None:
    ruleset = checked(ALL_KINDS)
    assert [(each.stratum, each.key) for each in ruleset.blocks] == [
        (1, "respond"),
        (1, "sales"),
        (1, "zz_value"),
        (2, "grading"),
        (2, "place"),
        (3, "paying"),
        (3, "points"),
    ]
    assert {each.key: type(each.block) for each in ruleset.blocks} == {
        "respond": CheckedDeadline,
        "sales": CheckedFormula,
        "zz_value": CheckedTable,
        "grading": CheckedRules,
        "place": CheckedRanking,
        "paying": CheckedFormula,
        "points": CheckedScorecard,
    }
    assert all(each.zone == "Asia/Shanghai" and each.ruleset == "t" for each in ruleset.blocks)
    assert ruleset.calendars["cn"].id == "cn"


def block(key: str) -> object:
    return next(each.block for each in checked(ALL_KINDS).blocks if each.key == key)


def test_a_table_keeps_rows_cells_and_outputs() -> None:
    table = block("zz_value")
    assert isinstance(table, CheckedTable)
    assert table.subjects == (Name("a"), Name("size"))
    first, second = table.rows
    assert (first.id, first.number, first.valid_from) == ("r1", 1, date(2026, 1, 1))
    assert first.outputs.of == (("value", Literal("high")),)
    assert first.cells[1] == AnyCell()
    assert (second.number, second.disabled) == (2, True)
    cell = second.cells[1]
    assert isinstance(cell, tree.TestsCell)
    assert cell.tests == (ValueTest(Literal("small")), ValueTest(Literal("middle")))
    assert table.otherwise is not None
    assert table.when_unknown is not None
    assert table.when_unknown.of == (("value", Literal("low")),)


def test_rules_keep_their_groups() -> None:
    rules = block("grading")
    assert isinstance(rules, CheckedRules)
    few = Compare("<", Name("n"), Literal(Decimal(3)))
    high = Compare("=", Name("value"), Literal("high"))
    assert rules.rules[0].when == Group("any", (high, Group("none", (few,))))


def test_a_scorecard_keeps_points() -> None:
    scorecard = block("points")
    assert isinstance(scorecard, CheckedScorecard)
    given = scorecard.inputs[0]
    assert given.missing_points == Decimal("-1.5")
    assert [band.id for band in given.bands] == ["top", "rest"]
    assert [band.points for band in given.bands] == [Decimal(40), Decimal(8)]


def test_constants_are_sorted_by_day_and_lookups_read() -> None:
    ruleset = checked(ALL_KINDS)
    assert ruleset.constants["high_from"].values == ((None, Decimal(500000)),)
    assert ruleset.constants["rate"].values == (
        (None, Decimal("0.1")),
        (date(2026, 7, 1), Decimal("0.12")),
    )
    assert ruleset.lookups["terms"].rows == {
        ("A",): (Decimal(60), date(2026, 1, 1)),
        ("B",): (Decimal(30), None),
    }
    body = Arithmetic("*", Name("monthly"), Literal(Decimal(12)))
    assert ruleset.functions["yearly"].body == body


def test_what_a_block_reads_and_what_was_concluded_before() -> None:
    ruleset = checked(formula("coalesce(previous(out), n) + 1"))
    assert ruleset.previous == {"out"}
    assert ruleset.blocks[0].reads == {"n", "previous(out)"}
    assert ruleset.blocks[0].stratum == 1


def test_conditions_taint_and_so_does_the_last_value() -> None:
    facts = """
facts:
  - {key: born, type: date, personal: true}
  - {key: n, type: number, scale: 0}
  - {key: people, type: records, fields: [{key: age, type: number, scale: 0, personal: true}]}
"""
    body = """
conclusions:
  - {key: young, type: boolean}
  - {key: later, type: boolean}
  - {key: plain, type: number, scale: 0}
  - {key: counted, type: number, scale: 0}
blocks:
  - {key: b1, kind: rules, hit: first, concludes: [young],
     rules: [{id: y, when: {all: ['born > date("2000-01-01")']}, then: {young: true}}]}
  - {key: b2, kind: formula, concludes: later, expression: "coalesce(previous(young), false)"}
  - {key: b3, kind: formula, concludes: plain, expression: n}
  - {key: b4, kind: formula, concludes: counted, expression: count(people)}
"""
    assert checked(body, facts=facts).personal == {
        "born",
        "people",
        "young",
        "later",
        "counted",
        "previous(young)",
    }


def test_included_rulesets_join_with_their_own_zone() -> None:
    vocabulary = "vocabulary: customer\nversion: 1\nfacts: [{key: sales, type: number, scale: 2}]\n"
    value = """
ruleset: value
version: 3
zone: Europe/Berlin
uses: customer@1
conclusions: [{key: twice, type: number, scale: 2}]
blocks: [{key: doubling, kind: formula, concludes: twice, expression: sales * 2}]
"""
    head = "ruleset: t\nzone: Asia/Shanghai\nuses: customer@1\ninclude: [value@3]\n"
    ruleset = checked(formula("twice + 1"), vocabulary, value, head=head, facts="")
    assert [(each.key, each.zone, each.ruleset) for each in ruleset.blocks] == [
        ("doubling", "Europe/Berlin", "value"),
        ("f", "Asia/Shanghai", "t"),
    ]
    assert set(ruleset.facts) == {"sales"}
    assert ruleset.zone == "Asia/Shanghai"


def test_today_is_a_call_and_lists_test_membership() -> None:
    ruleset = checked(formula("if t in (tags) then 1 else 2"))
    assert isinstance(ruleset.blocks[0].block, CheckedFormula)
    other = checked(formula("days between(day, today)"))
    between = other.blocks[0].block
    assert isinstance(between, CheckedFormula)
    assert between.expression == Call("days between", (Name("day"), Call("today", ())))


def test_many_faults_are_reported_together() -> None:
    body = """
constants: [{key: c, type: number, value: n}]
conclusions: [{key: out, type: number, scale: 2}, {key: lost, type: boolean}]
blocks:
  - {key: d, kind: table, hit: first, inputs: [a, t], outputs: [out],
     rows: [{id: r1, when: ["> b", "-"], then: [yes]}, {id: r2, when: ["-"], then: [1]},
            {id: r3, when: ["-", "< 3"], then: ["1 +"]}]}
"""
    row, third = "table `d`, row 1", "table `d`, row 3"
    assert said(faults(body)) == [
        "literal-required: constant `c`: expected a number written out, found `n`",
        f"units-differ: {row}, column `a`, character 3: expected the unit `CNY`, found `USD`",
        f"type-mismatch: {row}, column `out`, character 1: expected a number, found a boolean",
        "wrong-cell-count: table `d`, row 2: expected 2 cells, found 1",
        f"type-mismatch: {third}, column `t`, character 3: expected a text, found a number",
        f"syntax: {third}, column `out`, character 4: expected a value, found the end",
        "conclusion-without-block: conclusion `lost`: no block concludes it",
    ]


def test_a_subject_has_its_declared_type() -> None:
    table = block("zz_value")
    assert isinstance(table, CheckedTable)
    assert table.subject_types[0] == NumberType(scale=2, unit="CNY")
