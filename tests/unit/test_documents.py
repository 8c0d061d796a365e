"""Reading documents: what is refused, with which code and where (clauses 1.1 to 1.4 and 1.11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rulesets.documents import read, rewrite, write
from rulesets.documents.nodes import MOST_ROWS
from rulesets.errors import AuthorError
from rulesets.model import Case, Given, Row, Rules, Ruleset, Table, Vocabulary, When
from rulesets.types import CodeList, ListType, NumberType, TextType

HEAD = "ruleset: r\nzone: UTC\n"
TABLE = (
    HEAD
    + "blocks:\n  - key: t\n    kind: table\n    hit: first\n    inputs: [a]\n"
    + "    outputs: [c]\n    rows:\n"
)
LIBRARY = Path(__file__).parents[2] / "rulesets" / "library"


def refused(text: str) -> list[tuple[str, int]]:
    with pytest.raises(AuthorError) as caught:
        read(text)
    faults = caught.value.faults
    for fault in faults:
        assert fault.message("zh")
        assert fault.message("en")
        assert fault.hint("zh")
        assert fault.hint("en")
    return [(fault.code, int(dict(fault.place)["line"])) for fault in faults]


def ruleset(text: str) -> Ruleset:
    document = read(text)
    assert isinstance(document, Ruleset)
    return document


def table(rows: str) -> Table:
    block = ruleset(TABLE + rows).blocks[0]
    assert isinstance(block, Table)
    return block


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [("key-required", 1)]),
        ("- a", [("wrong-shape", 1)]),
        ("title: x", [("key-required", 1)]),
        ("ruleset: r", [("key-required", 1)]),
        ("ruleset: R\nzone: UTC", [("bad-name", 1)]),
        (f"ruleset: {'r' * 65}\nzone: UTC", [("bad-name", 1)]),
        ("vocabulary: v", [("key-required", 1)]),
        ("vocabulary: v\nversion: 0", [("bad-number", 2)]),
        ("vocabulary: v\nversion: 1.0", [("bad-number", 2)]),
        ("vocabulary: v\nversion: 1\nblocks: []", [("unknown-key", 3)]),
        (HEAD + "zone: UTC", [("duplicate-key", 3)]),
        (HEAD + "titel: x", [("unknown-key", 3)]),
        (HEAD + "title: {de: x}", [("unknown-key", 3)]),
        ("ruleset: r\nzone: Mars", [("bad-zone", 2)]),
        ("ruleset: r\nzone: ../etc/passwd", [("bad-zone", 2)]),
        (HEAD + "uses: customer", [("bad-use", 3)]),
        (HEAD + "uses: [customer@1,\n customer@01]", [("bad-use", 4)]),
        (HEAD + "facts: {key: a}", [("wrong-shape", 3)]),
        (HEAD + "facts: [a]", [("wrong-shape", 3)]),
        (HEAD + "facts:\n - {key: A, type: text}", [("bad-name", 4)]),
        (HEAD + "facts:\n - {key: a}", [("key-required", 4)]),
        (HEAD + "facts:\n - {key: a, type: int}", [("bad-choice", 4)]),
        (HEAD + "facts:\n - {key: a, type: text, scale: 2}", [("unknown-key", 4)]),
        (HEAD + "facts:\n - {key: a, type: text, ordered: true}", [("unknown-key", 4)]),
        (HEAD + "facts:\n - {key: a, type: number, scale: 13}", [("bad-number", 4)]),
        (HEAD + "facts:\n - {key: a, type: number, min: 1e3}", [("bad-number", 4)]),
        (HEAD + "facts:\n - {key: a, type: number, min: NaN}", [("bad-number", 4)]),
        (HEAD + "facts:\n - {key: a, type: number, step: 0}", [("bad-number", 4)]),
        (HEAD + f"facts:\n - {{key: a, type: number, min: {'1' * 35}}}", [("bad-number", 4)]),
        (HEAD + "facts:\n - {key: a, type: text, required: yes}", [("bad-boolean", 4)]),
        (HEAD + "facts:\n - {key: a, type: list, of: list}", [("bad-choice", 4)]),
        (HEAD + "facts:\n - {key: a, type: records, fields: [{key: b, type: list}]}",
         [("bad-choice", 4)]),
        (HEAD + "blocks:\n - {key: b, kind: tabel}", [("bad-choice", 4)]),
        (TABLE + "      - {when: [a], then: [b]}", [("key-required", 10)]),
        (TABLE + "      - {id: -r, when: [a], then: [b]}", [("bad-name", 10)]),
        (TABLE + "      - {id: r, when: [[1 .. 5]], then: [b]}", [("wrong-shape", 10)]),
        (TABLE + "      - {id: r, when: [a], then: [b], from: 2026-02-30}", [("bad-day", 10)]),
        (TABLE + "      - {id: r, when: [a], then: [b], to: 20260201}", [("bad-day", 10)]),
        (TABLE + "      - {id: r, when: [a], then: [b]}\n      - {id: r, when: [a], then: [b]}",
         [("duplicate-id", 11)]),
        ("vocabulary: v\nversion: 1\nfacts:\n - {key: a, type: text, one_of: zz}",
         [("unknown-list", 4)]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_its_line(text: str, faults: list[tuple[str, int]]) -> None:
    assert refused(text) == faults


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + "title: &a x", 3),
        (HEAD + "title: x\ndescription: *a", 4),
        (HEAD + "title: !!str x", 3),
        (HEAD + "title: {<<: {zh: x}}", 3),
        ("%YAML 1.2\n---\n" + HEAD, 1),
        (HEAD + "---\n" + HEAD, 3),
        (HEAD + "title: {? [zh] : x}", 3),
    ],
)
def test_yaml_beyond_maps_lists_and_texts_is_refused(text: str, line: int) -> None:
    assert refused(text) == [("yaml-not-plain", line)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (HEAD + "title: {zh: x", "yaml-syntax", 4),
        (HEAD + "title: a: b", "yaml-syntax", 3),
        (HEAD + "\ttitle: a", "yaml-syntax", 3),
        (HEAD + "title: @a", "yaml-syntax", 3),
        (HEAD + "title: \x00", "bad-character", 3),
        (HEAD + "title: \ud800", "bad-character", 3),
        (HEAD + 'title: "\\0"', "bad-character", 3),
    ],
)
def test_what_is_no_yaml_is_refused_at_its_line(text: str, code: str, line: int) -> None:
    assert refused(text) == [(code, line)]


def test_all_faults_are_said_at_once_in_order_of_lines() -> None:
    text = "ruleset: R\nzone: Mars\nzone: UTC\ntitle: *a\nfacts:\n  - {key: a, type: int}\nx: 1\n"
    assert refused(text) == [
        ("bad-name", 1),
        ("bad-zone", 2),
        ("duplicate-key", 3),
        ("yaml-not-plain", 4),
        ("bad-choice", 6),
        ("unknown-key", 7),
    ]


def test_a_place_leads_to_the_row_and_an_unknown_key_offers_the_nearest() -> None:
    with pytest.raises(AuthorError) as caught:
        read(TABLE + "      - {id: a, when: [x], then: [y], nte: z}\n")
    (fault,) = caught.value.faults
    assert fault.place == (("table", "t"), ("row", 1), ("line", 10))
    assert "`note`" in fault.hint("en")
    assert fault.where("zh") == "决策表 `t`，第 1 行，文件第 10 行"


def test_too_much_is_refused_before_it_is_built() -> None:
    assert refused("a" * 20_000_001) == [("document-too-large", 1)]
    assert refused("客" * 7_000_000) == [("document-too-large", 1)]
    assert refused("a: " + "[" * 40) == [("document-too-large", 1)]
    million = TABLE + "      - {id: r, when: [a], then: [b]}\n" * 1_000_000
    assert refused(million) == [("document-too-large", 1)]


@pytest.mark.slow
def test_the_row_after_the_last_allowed_is_refused() -> None:
    rows = "      - {}\n" * (MOST_ROWS + 1)
    assert refused(TABLE + rows) == [("document-too-large", 10 + MOST_ROWS)]


def test_every_scalar_is_text_whatever_it_looks_like() -> None:
    row = table("      - {id: 1e5, when: [no, 1.10, 2026-01-01, null, ~, '', 0x1F], then: [true]}")
    assert row.rows == (Row("1e5", ("no", "1.10", "2026-01-01", "", "", "", "0x1F"), ("true",)),)


def test_texts_are_put_into_nfc() -> None:
    assert ruleset(HEAD + "title: Cafe\u0301").title.en == "Caf\u00e9"
    assert ruleset(HEAD + 'title: "Cafe\\u0301"').title.en == "Caf\u00e9"


def test_values_of_cases_keep_null_apart_from_a_text() -> None:
    text = HEAD + 'cases:\n - {id: c, given: {a: null, b: "null", c: [~, true], d: {e: 1.0}}}'
    given = (("a", None), ("b", "null"), ("c", [None, "true"]), ("d", {"e": "1.0"}))
    assert ruleset(text).cases == (Case("c", given, ()),)


def test_numbers_of_a_type_are_exact_and_may_be_written_with_wan() -> None:
    fact = ruleset(
        HEAD + "facts:\n - {key: a, type: number, max: 9999999999.99, min: -0.5万}"
    ).facts[0]
    assert fact.type == NumberType(minimum=Decimal(-5000), maximum=Decimal("9999999999.99"))


def test_a_list_is_named_by_key_or_written_in_place() -> None:
    text = (
        HEAD
        + "lists: [{key: k, codes: [x, y], ordered: true}]\n"
        + "facts:\n - {key: a, type: text, one_of: k}\n"
        + " - {key: b, type: list, of: text, one_of: [x], prefix: true}\n"
        + " - {key: c, type: text, one_of: elsewhere}\n"
    )
    document = ruleset(text)
    by_key, in_place, elsewhere = (fact.type for fact in document.facts)
    assert by_key == TextType(document.lists[0])
    assert isinstance(in_place, ListType)
    assert isinstance(in_place.item, TextType)
    assert in_place.item.one_of is not None
    assert in_place.item.one_of.prefix
    assert elsewhere == TextType(CodeList((), key="elsewhere"))


def test_a_code_of_a_prefix_list_lies_under_the_longest_other_it_begins_with() -> None:
    text = HEAD + 'lists: [{key: k, prefix: true, codes: ["31", "3101", "310101", "32"]}]'
    parents = [code.parent for code in ruleset(text).lists[0].codes]
    assert parents == ["", "31", "3101", ""]


def test_a_condition_may_be_one_text_or_nested_groups() -> None:
    text = HEAD + (
        "blocks:\n - key: b\n   kind: rules\n   hit: first\n   concludes: c\n   rules:\n"
        "    - {id: r1, when: a > 1, then: {c: x}}\n"
        "    - {id: r2, when: {none: [a > 1, {any: [b, d]}]}, then: {c: x}, from: 2026-01-01}\n"
    )
    block = ruleset(text).blocks[0]
    assert isinstance(block, Rules)
    assert [rule.when for rule in block.rules] == [
        When("all", ("a > 1",)),
        When("none", ("a > 1", When("any", ("b", "d")))),
    ]
    assert block.rules[1].valid_from == date(2026, 1, 1)
    assert block.rules[0].then == (Given("c", "x"),)


def test_a_vocabulary_is_read_as_one() -> None:
    document = read("vocabulary: v\nversion: 3\nfacts: [{key: a, type: date}]")
    assert isinstance(document, Vocabulary)
    assert document.version == 3


@pytest.mark.parametrize("name", ["customer.yaml", "customer-grade.yaml", "complaint-sla.yaml"])
def test_the_library_is_written_and_read_back_the_same(name: str) -> None:
    text = (LIBRARY / name).read_text(encoding="utf-8")
    document = read(text)
    assert read(write(document)) == document
    assert rewrite(text, document) == text


WRITTEN = """\
# Who may have what.
ruleset:   grade   # the id
zone: UTC

blocks:
  # The one table.
  - key: t
    kind: table
    title: {zh: 表,   en: Table}
    hit: first
    inputs: [a]
    outputs:  [c]
    rows:
      # about r1
      - {id: r1, when: ["<= 90"], then: [x]}  # one
      # about r2
      - id: r2
        when: ['> 90']   # many
        then:
          - y  # why
      # about r3
      - {id: r3, when: [-], then: [z]}
    # after the rows
    otherwise: {c: x}
# the end
"""


def changed(**values: Any) -> str:
    document = ruleset(WRITTEN)
    return rewrite(WRITTEN, replace(document, blocks=(replace(document.blocks[0], **values),)))


ROWS = (Row("r1", ("<= 90",), ("x",)), Row("r2", ("> 90",), ("y",)), Row("r3", ("-",), ("z",)))


def test_a_changed_cell_changes_nothing_else() -> None:
    rows = (ROWS[0], Row("r2", ("> 100",), ("y",)), ROWS[2])
    assert changed(rows=rows) == WRITTEN.replace("['> 90']", '["> 100"]')


def test_a_row_moves_with_what_is_said_about_it() -> None:
    three = "      # about r3\n      - {id: r3, when: [-], then: [z]}\n"
    expected = WRITTEN.replace(three, "").replace(
        "      # about r2\n", three + "      # about r2\n"
    )
    assert changed(rows=(ROWS[0], ROWS[2], ROWS[1])) == expected


def test_a_row_that_is_left_out_takes_its_comment_along() -> None:
    three = "      # about r3\n      - {id: r3, when: [-], then: [z]}\n"
    assert changed(rows=ROWS[:2]) == WRITTEN.replace(three, "")


def test_a_new_row_is_laid_out_in_its_place() -> None:
    row = Row("r4", ("", "客户"), ("a: b",), disabled=True)
    line = '      - {id: r4, when: ["", 客户], then: ["a: b"], disabled: true}\n'
    before = "      # about r2\n"
    result = changed(rows=(ROWS[0], row, *ROWS[1:]))
    # The other rows are laid out in two ways, so the new one is laid out as documents are written.
    assert result == WRITTEN.replace(before, line + before)


def test_a_new_key_is_put_where_documents_have_it_and_a_default_is_left_out() -> None:
    text = WRITTEN.replace("    hit: first\n", "    note: 备注\n    hit: first\n")
    assert changed(note="备注") == text
    last = "    # after the rows\n    otherwise: {c: x}\n"
    assert changed(otherwise=()) == WRITTEN.replace(last, "")


def test_what_cannot_be_read_is_not_rewritten() -> None:
    with pytest.raises(AuthorError):
        rewrite("ruleset: r", Ruleset("r", "UTC"))
