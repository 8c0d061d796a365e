"""The export to DMN: what is written for each kind of block, and what is noted."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from defusedxml import ElementTree

from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.dmn.described import described
from rulesets.dmn.exporting import export_dmn
from rulesets.dmn.exporting.layout import layout
from rulesets.dmn.importing import import_dmn
from rulesets.dmn.model import Decision, DecisionTable, Definitions, LiteralExpression
from rulesets.dmn.reading import read_dmn
from rulesets.documents import read
from rulesets.errors import AuthorError
from rulesets.model import Ruleset
from service.library import library_texts
from tests.generators.rulesets import bundled, sample

HEAD = """
ruleset: small
title: {zh: 小规则, en: Small}
zone: Asia/Shanghai
"""
FACTS = """
facts:
  - {key: sales, title: {zh: 采购额, en: Sales}, type: number, scale: 2, unit: CNY, min: 0}
  - {key: region, title: {zh: 地区}, type: text, one_of: [{value: east}, {value: south}]}
  - {key: size, title: {zh: 规模}, type: text, one_of: [{value: s}, {value: l}], ordered: true}
  - {key: since, type: date}
  - {key: vip, type: boolean}
  - {key: return, title: {zh: 退货, en: Returns}, type: number, scale: 0}
  - {key: orders, type: records, fields: [{key: amount, type: number, scale: 2}]}
"""


def ruleset(rest: str) -> CheckedRuleset:
    document = read(HEAD + FACTS + rest)
    assert isinstance(document, Ruleset)
    return check(bundled((document,)))


def exported(rest: str, language: str = "zh") -> tuple[Definitions, list[str]]:
    found = export_dmn(ruleset(rest), language)
    return read_dmn(found.document), [note.text.en for note in found.notes]


def formula(expression: str, type_: str = "type: boolean", more: str = "") -> str:
    """Write a ruleset of one formula."""
    return (
        f"conclusions: [{{key: c, {type_}}}]\nblocks:\n  - key: c\n    kind: formula\n"
        f"    concludes: c\n    expression: '{expression}'\n{more}"
    )


def text_of(decision: Decision) -> str:
    assert isinstance(decision.logic, LiteralExpression)
    return decision.logic.text.text


SAID = [
    ('region = "east"', 'if region = null then null else region = "east"'),
    ('region != "east"', 'if region = null then null else region != "east"'),
    ("sales > 5", "sales > 5"),
    ("sales is missing", "sales = null"),
    ("sales is present", "sales != null"),
    ("not(vip)", "not(vip)"),
    ("vip and sales > 5 or vip", "vip and sales > 5 or vip"),
    ('size < "l"', 'index of(["s", "l"], size)[1] < index of(["s", "l"], "l")[1]'),
    ("coalesce(vip, false)", "if vip != null then vip else false"),
    ("sales in (1, 2)", "if sales = null then null else sales in (1, 2)"),
    ("sales between 1 and 2", "sales between 1 and 2"),
    (
        'if region = "east" then vip else false',
        'if region = null then null else if region = "east" then vip else false',
    ),
    ("if vip is present then vip else false", "if not(vip = null) then vip else false"),
    ('since > date("2026-01-01")', 'since > date("2026-01-01")'),
    ("return > 5", "return_ > 5"),
    (
        "any(orders, amount > 5)",
        "if orders = null then null else count(orders[item.amount > 5]) > 0",
    ),
]


@pytest.mark.parametrize(("written", "feel"), SAID)
def test_an_expression_keeps_its_meaning_of_missing(written: str, feel: str) -> None:
    definitions, notes = exported(formula(written))
    assert (text_of(definitions.decisions[0]), notes) == (feel, [])


NUMBERS = [
    ("sales * 2", "round half up(sales * 2, 2)"),
    ("12.5", "12.5"),
    (
        "sum(orders where amount > 5, amount)",
        (
            "round half up(if orders = null then null else"
            " sum(concatenate([0], orders[item.amount > 5].amount[item != null])), 2)"
        ),
    ),
    ("count(orders)", "round half up(if orders = null then null else count(orders), 2)"),
    ('since - date("2026-01-01")', 'round half up((since - date("2026-01-01")).days, 2)'),
]


@pytest.mark.parametrize(("written", "feel"), NUMBERS)
def test_a_number_is_rounded_as_its_conclusion_is(written: str, feel: str) -> None:
    definitions, notes = exported(formula(written, "type: number, scale: 2"))
    assert (text_of(definitions.decisions[0]), notes) == (feel, [])


def test_bounds_that_clamp_are_said() -> None:
    clamped = "type: number, scale: 0, min: 0, max: 9, clamp: true"
    definitions, _ = exported(formula("sales", clamped))
    value = "round half up(sales, 0)"
    expected = f"if sales = null then null else max(min({value}, 9), 0)"
    assert text_of(definitions.decisions[0]) == expected


TABLE = """
conclusions:
  - {key: grade, title: {zh: 等级}, type: text, one_of: [{value: B}, {value: A}], ordered: true}
blocks:
  - key: grading
    title: {zh: 定级, en: Grading}
    kind: table
    hit: HIT
    inputs: [sales, region]
    outputs: [grade]
    rows:
      - {id: top, when: [">= 5", "not(east)"], then: [A], note: "a < b & c"}
      - {id: rest, when: ["-", "!= east"], then: [B]}
      - {id: none, when: ["is missing", "is present"], then: [B]}
    OTHERWISE
"""


def table(hit: str = "first", otherwise: str = "otherwise: {grade: B}") -> str:
    return TABLE.replace("HIT", hit).replace("OTHERWISE", otherwise)


def logic(definitions: Definitions) -> DecisionTable:
    (decision,) = definitions.decisions
    assert isinstance(decision.logic, DecisionTable)
    return decision.logic


def test_a_table_keeps_ids_cells_notes_and_its_default() -> None:
    definitions, notes = exported(table())
    (decision,) = definitions.decisions
    made = logic(definitions)
    assert (decision.id, decision.variable.name, made.hit) == ("block_grading", "grade", "FIRST")
    assert [rule.id for rule in made.rules] == ["grading.top", "grading.rest", "grading.none"]
    assert [[cell.text for cell in rule.inputs] for rule in made.rules] == [
        [">= 5", 'not("east", null)'],
        ["-", 'not(null, "east")'],
        ["null", "not(null)"],
    ]
    assert made.rules[0].annotations == ("a < b & c",)
    default = made.outputs[0].default
    assert default is not None
    assert (default.text, notes) == ('"B"', [])
    assert decision.requires == ("input_sales", "input_region")


def test_priorities_are_listed_highest_first() -> None:
    definitions, _ = exported(table("priority"))
    values = logic(definitions).outputs[0].values
    assert values is not None
    assert values.text == '"A", "B"'


def test_titles_are_labels_and_lines() -> None:
    for language, label, other in (
        ("zh", "采购额", ("title (en)", "Sales")),
        ("en", "Sales", ("title (zh)", "采购额")),
    ):
        definitions, _ = exported(table(), language)
        sales = definitions.inputs[0]
        assert sales.label == label
        assert other in described(sales.description)
    items = {item.name: item for item in definitions.items}
    assert described(items["t_sales"].description) == (("scale", "2"), ("unit", "CNY"))
    allowed = items["t_sales"].allowed
    assert allowed is not None
    assert allowed.text == ">= 0"


NEAREST: list[tuple[str, str]] = [
    (
        (
            "conclusions: [{key: score, type: number, scale: 0}]\nblocks:\n"
            "  - {key: score, kind: scorecard, concludes: score, inputs: [{key: a,"
            " expression: sales, missing points: 0, bands: [{id: b, when: '> 5', points: 10}]}]}"
        ),
        "the scorecard becomes a table of points",
    ),
    (
        (
            "conclusions: [{key: by, type: datetime}]\nblocks:\n"
            "  - {key: by, kind: deadline, concludes: by, start: since, amount: 3, unit: days}"
        ),
        "the deadline becomes a datetime and a duration",
    ),
    (formula("today > since"), "`today` and `as_of` become today() and now()"),
    (formula("previous(c)"), "its previous value becomes the input `previous_c`"),
    (table("collect", "").replace("type: text", "type: list, of: text"), "not an empty list"),
    (table().replace("note: ", "from: 2026-01-01, note: "), "a column of today()"),
    (table().replace("note: ", "disabled: true, note: "), "is disabled and left out"),
    (table(otherwise="when unknown: {grade: A}"), "what it gives when unknown is left out"),
    (
        (
            "conclusions: [{key: c, type: boolean}]\nblocks:\n  - {key: c, kind: rules, hit: first,"
            " concludes: [c], rules: [{id: r, when: {any: [vip, 'sales > 5']}, then: {c: 'true'}}]}"
        ),
        "a column for each condition",
    ),
]


@pytest.mark.parametrize(("rest", "noted"), NEAREST)
def test_what_dmn_cannot_say_is_noted(
    rest: str, noted: str, dmn_schema: Callable[..., list[str]]
) -> None:
    found = export_dmn(ruleset(rest))
    assert any(noted in note.text.en for note in found.notes), found.notes
    assert all(note.text.zh for note in found.notes)
    assert not dmn_schema(found.document)
    read_dmn(found.document)


def test_long_titles_and_signs_of_xml_come_back() -> None:
    long = "客户" * 300 + " <&\"'> ]]>"
    rest = table().replace("{zh: 定级, en: Grading}", "{zh: LONG}")
    definitions, _ = exported(rest.replace("LONG", json.dumps(long)))
    assert definitions.decisions[0].label == long


@pytest.mark.parametrize(
    ("written", "is_read"),
    [
        (" or ".join(["vip"] * 60), True),
        (" or ".join(["vip"] * 70), False),
        (" or ".join(["sales in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)"] * 55), False),
    ],
)
def test_what_is_too_large_to_be_read_again_is_noted(written: str, is_read: bool) -> None:
    found = export_dmn(ruleset(formula(written)))
    if is_read:
        assert not found.notes
        assert import_dmn(read_dmn(found.document)).ruleset.blocks
        return
    (note,) = found.notes
    assert note.place == (("block", "c"),)
    assert note.text.en.endswith("the document cannot be imported again")
    with pytest.raises(AuthorError) as refused:
        import_dmn(read_dmn(found.document))
    assert {each.code for each in refused.value.faults} == {"expression-too-large"}


# To read and check them all takes a second: not while tests are collected.
RULESETS = sorted({name.removesuffix(".yaml") for name in library_texts()} - {"customer"})


@cache
def library() -> dict[str, CheckedRuleset]:
    documents = [read(text) for text in library_texts().values()]
    return {
        each.id: check(bundled((*documents, each)))
        for each in documents
        if isinstance(each, Ruleset)
    }


def test_each_ruleset_of_the_library_is_named_by_its_file() -> None:
    assert sorted(library()) == RULESETS


@pytest.mark.slow
@pytest.mark.parametrize(("language", "version"), [("zh", "1.5"), ("en", "1.5"), ("zh", "1.3")])
@pytest.mark.parametrize("id_", RULESETS)
def test_the_library_is_valid_dmn(
    id_: str, language: str, version: str, dmn_schema: Callable[..., list[str]]
) -> None:
    document = export_dmn(library()[id_], language, version).document
    assert not dmn_schema(document, version)
    definitions = read_dmn(document)
    assert _overlaps(definitions) == []


def _overlaps(definitions: Definitions) -> list[Any]:
    boxes = list(layout(definitions).items())
    return [
        (one, other)
        for place, (one, a) in enumerate(boxes)
        for other, b in boxes[place + 1 :]
        if abs(a.x - b.x) < a.width and abs(a.y - b.y) < a.height
    ]


@pytest.mark.parametrize("seed", range(25))
def test_generated_rulesets_are_valid_dmn(seed: int, dmn_schema: Callable[..., list[str]]) -> None:
    document = export_dmn(check(sample(seed * 7 + 1, 4).bundle)).document
    assert not dmn_schema(document)
    read_dmn(document)


def test_no_extension_elements_are_written() -> None:
    document = export_dmn(ruleset(table())).document
    spaces = {each.tag.partition("}")[0] for each in ElementTree.fromstring(document).iter()}
    assert all("www.omg.org/spec/DMN" in space for space in spaces)
