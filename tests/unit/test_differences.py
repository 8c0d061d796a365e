"""What differs between two documents, as an approver reads it."""

from __future__ import annotations

import time
from typing import Final

import pytest

from rulesets.assembly import assemble
from rulesets.calendar import Calendar
from rulesets.checked import Bundle, CheckedRuleset
from rulesets.checking import check
from rulesets.differences import Act, Changed, Difference, changed_blocks, tally
from rulesets.documents import read
from rulesets.model import Ruleset, Vocabulary
from service.calendars import packaged_calendars
from service.library import library_texts
from tests.houses import RULESET, VOCABULARY


class Known:
    """The documents of these tests."""

    def __init__(self, *texts: str) -> None:
        self._documents = [read(text) for text in texts]

    def vocabulary(self, id: str, version: int) -> Vocabulary | None:  # noqa: A002 - its name
        return next(
            (
                each
                for each in self._documents
                if isinstance(each, Vocabulary) and (each.id, each.version) == (id, version)
            ),
            None,
        )

    def ruleset(self, id: str, version: int) -> Ruleset | None:  # noqa: A002 - its name
        del version
        found = (each for each in self._documents if isinstance(each, Ruleset) and each.id == id)
        return next(found, None)

    def calendar(self, id: str) -> Calendar | None:  # noqa: A002 - its name
        return packaged_calendars().get(id)


def assembled(document: Ruleset, known: Known) -> CheckedRuleset:
    return check(assemble(document, known))


def checked(text: str, *more: str) -> CheckedRuleset:
    document = read(text)
    if isinstance(document, Vocabulary):
        return check(Bundle(Ruleset(document.id, "UTC"), (document,)))
    return assembled(document, Known(VOCABULARY, *more))


def differing(old: str, new: str, language: str = "zh") -> dict[str, list[Difference]]:
    told = changed_blocks(checked(old), checked(new), language)
    return {f"{each.kind} {each.key}": list(each.differences) for each in told}


def altered(old: str, new: str, language: str = "zh") -> dict[str, list[Difference]]:
    """Replace a part of the small ruleset, which must be in it, and tell what differs."""
    assert old in RULESET
    return differing(RULESET, RULESET.replace(old, new, 1), language)


def test_a_cell_shows_in_the_old_and_the_new_sentence_of_its_row() -> None:
    assert altered(">= 50万", ">= 60万") == {
        "table grading": [
            Difference(
                "changed",
                "第 1 行",
                "当 年采购额不低于 50 万元，则 等级为 A，优惠比例为 12.5%。",
                "当 年采购额不低于 60 万元，则 等级为 A，优惠比例为 12.5%。",
            )
        ]
    }
    (said,) = altered('[A, "12.5"]', '[A, "10"]', "en")["table grading"]
    assert (said.name, said.act) == ("row 1", "changed")
    assert said.new.endswith("then grade is A and percent off is 10%.")


@pytest.mark.parametrize(
    ("old", "new"),
    [(">= 50万", ">= 500000"), ('"12.5"', '"12.50"'), ("uses: shop@1", "uses: [shop@1]")],
)
def test_what_means_the_same_does_not_differ(old: str, new: str) -> None:
    assert altered(old, new) == {}


LOW: Final = '      - {id: low, when: ["-"], then: [B, "0"]}\n'
NEW: Final = '      - {id: mid, when: [">= 10万"], then: [B, "3"]}\n'


def test_rows_come_and_go_by_their_ids() -> None:
    came = "当 年采购额不低于 10 万元，则 等级为 B，优惠比例为 3%。"
    assert altered(LOW, NEW + LOW) == {"table grading": [Difference("added", "第 2 行", "", came)]}
    assert differing(RULESET.replace(LOW, NEW + LOW), RULESET) == {
        "table grading": [Difference("removed", "原第 2 行", came)]
    }


def test_a_row_that_only_moved_is_said_to_have_moved() -> None:
    three = RULESET.replace(LOW, NEW + LOW)
    high = '      - {id: high, when: [">= 50万"], then: [A, "12.5"]}\n'
    assert high in three
    moved = three.replace(high, "").replace(LOW, LOW + high)
    sentence = "当 年采购额不低于 50 万元，则 等级为 A，优惠比例为 12.5%。"
    assert differing(three, moved) == {
        "table grading": [Difference("moved", "第 3 行（原第 1 行）", sentence, sentence)]
    }
    (said,) = differing(three, moved.replace("12.5", "11"))["table grading"]
    assert (said.act, said.name) == ("changed", "第 3 行（原第 1 行）")


def test_a_new_column_tells_rows_that_test_it_only() -> None:
    text = RULESET.replace("inputs: [annual_sales]", "inputs: [annual_sales, contact_name]")
    text = text.replace('when: [">= 50万"], then: [A', 'when: [">= 50万", "is present"], then: [A')
    text = text.replace(LOW, LOW.replace('["-"]', '["-", "-"]'))
    said = differing(RULESET, text)["table grading"]
    assert [(each.act, each.name) for each in said] == [("changed", "说明"), ("changed", "第 1 行")]
    assert said[0].new == "按年采购额和联系人决定等级和优惠比例：自上而下，首个成立的行生效。"


def test_switches_notes_days_and_titles_of_rows_and_blocks() -> None:
    off = altered('then: [A, "12.5"]}', 'then: [A, "12.5"], disabled: true}')
    assert off["table grading"][0].new.startswith("（已停用）")
    noted = altered('then: [A, "12.5"]}', 'then: [A, "12.5"], note: 见合同 / see contract}')
    assert noted == {
        "table grading": [Difference("added", "第 1 行的备注", "", "见合同 / see contract")]
    }
    since = altered('then: [A, "12.5"]}', 'then: [A, "12.5"], from: 2027-01-01}')
    assert "2027 年 1 月 1 日起" in since["table grading"][0].new
    titled = altered("  - key: grading\n", "  - key: grading\n    title: {en: Grades}\n")
    assert titled == {"table grading": [Difference("added", "英文名称", "", "Grades")]}
    policy = altered("hit: first", "hit: unique")["table grading"]
    assert [(each.act, each.name) for each in policy] == [("changed", "说明")]


def test_rules_formulas_and_otherwise() -> None:
    rule = altered('starts with "欧阳"', 'starts with "司马"')["rules care"]
    assert [(each.act, each.name) for each in rule] == [("changed", "第 1 条规则")]
    formula = altered('"尊敬的" + contact_name', '"亲爱的" + contact_name')
    assert formula == {
        "formula greet": [
            Difference("changed", "", "称呼为“尊敬的” + 联系人。", "称呼为“亲爱的” + 联系人。")
        ]
    }
    last = '      - {id: rich, when: ["-", ">= 50万"], then: [\'"贵宾信"\']}\n'
    other = altered("  - {key: greet,", "  - {key: greet, otherwise: {greeting: '\"您好\"'},")
    assert other == {
        "formula greet": [Difference("added", "否则", "", "若得不出称呼，则 称呼为“您好”。")]
    }
    gone = altered(last, "")["table mail"]
    assert [(each.act, each.name) for each in gone] == [("removed", "原第 2 行")]


def test_blocks_come_go_and_become_another_kind() -> None:
    formula = next(line for line in RULESET.splitlines(keepends=True) if "key: greet," in line)
    table = """\
  - {key: greet, kind: table, hit: first, inputs: [annual_sales], outputs: [greeting],
     rows: [{id: r, when: ["-"], then: ['"您好"']}]}
"""
    told = changed_blocks(checked(RULESET), checked(RULESET.replace(formula, table)), "en")
    assert [(each.act, each.kind, each.key) for each in told] == [
        ("added", "table", "greet"),
        ("removed", "formula", "greet"),
    ]
    assert told[1].differences == (Difference("removed", "", "Greeting is “尊敬的” + contact."),)


def test_what_is_declared_differs_by_its_settings() -> None:
    assert altered("scale: 1,", "scale: 2,") == {
        "conclusion percent_off": [Difference("changed", "小数位数", "1", "2")]
    }
    assert altered("[{value: B}, {value: A}]", "[{value: B}, {value: A}, {value: S}]", "en") == {
        "conclusion grade": [
            Difference("changed", "order of the codes", "B, A", "B, A, S"),
            Difference("added", "code “S”", "", "S"),
        ]
    }
    assert altered("en: Percent off", "en: Discount") == {
        "conclusion percent_off": [Difference("changed", "英文名称", "Percent off", "Discount")]
    }
    told = altered("title: {zh: 店铺分级, en: Shop grade}", "title: {zh: 门店, en: Shop grade}")
    assert told == {"ruleset shop-grade": [Difference("changed", "中文名称", "店铺分级", "门店")]}


DECLARED: Final = """
constants:
  - {key: start, title: {zh: 起点}, type: number, unit: CNY, value: "100万"}
lookups:
  - key: rates
    title: {zh: 费率}
    keys: [{key: level, type: text}]
    values: [{key: rate, type: number, unit: "%"}]
    rows: [[A, "8"], [B, "5"]]
functions:
  - {key: twice, title: {zh: 两倍}, parameters: [{key: x, type: number}], returns: {type: number},
     expression: x * 2}
cases:
  - {id: c1, title: {zh: 大店}, given: {annual_sales: 600000}, expect: {grade: A}}
"""


def declared(old: str, new: str) -> dict[str, list[Difference]]:
    assert old in DECLARED
    return differing(RULESET + DECLARED, RULESET + DECLARED.replace(old, new))


def test_constants_lookups_functions_and_cases() -> None:
    assert declared('"100万"', '"120万"') == {
        "constant start": [
            Difference("changed", "", "起点为 100 万元。", "起点为 120 万元。"),
        ]
    }
    assert declared('[B, "5"]', '[B, "6"], [C, "1"]') == {
        "lookup rates": [
            Difference("changed", "", "B：5%", "B：6%"),
            Difference("added", "", "", "C：1%"),
        ]
    }
    assert [each.act for each in declared("x * 2", "x * 3")["function twice"]] == ["changed"]
    assert declared("600000", "700000") == {
        "case c1": [Difference("changed", "给定「年采购额」", "600,000 元", "700,000 元")]
    }
    whole = differing(RULESET, RULESET + DECLARED)
    assert [*whole] == ["constant start", "lookup rates", "function twice", "case c1"]
    assert {each.act for told in whole.values() for each in told} == {"added"}
    gone = differing(RULESET + DECLARED, RULESET)
    assert [*gone] == [*whole]
    assert {each.act for told in gone.values() for each in told} == {"removed"}


def test_a_vocabulary_differs_by_its_facts() -> None:
    new = VOCABULARY.replace("version: 1", "version: 2").replace("unit: CNY", "unit: USD")
    new = new.replace("personal: true}", "personal: true}\n  - {key: since, type: date}")
    assert differing(VOCABULARY, new) == {
        "fact annual_sales": [
            Difference("changed", "单位", "元", "美元"),
            Difference("changed", "最小值", "0 元", "0 美元"),
        ],
        "fact since": [Difference("added", "", "", "类型：日期")],
    }
    # And so it does in a ruleset that goes over to it.
    after = checked(RULESET.replace("shop@1", "shop@2"), new)
    told = {each.kind: each for each in changed_blocks(checked(RULESET), after, "zh")}
    assert told["ruleset"].differences == (
        Difference("changed", "所用词汇表「店铺」", "第 1 版", "第 2 版"),
    )
    assert told["fact"].act == "added"


def test_titles_of_rules_and_columns_and_another_order() -> None:
    titled = altered("      - id: ouyang\n", "      - id: ouyang\n        title: {zh: 欧阳}\n")
    assert titled == {
        "rules care": [Difference("added", "第 1 条规则「欧阳」的中文名称", "", "欧阳")]
    }
    titled_column = "[{expression: annual_sales, title: {en: Sales}}]"
    columns = altered("inputs: [annual_sales]", f"inputs: {titled_column}")
    assert columns == {"table grading": [Difference("added", "列「年采购额」", "", "Sales")]}
    first, second = "{key: a, type: date}", "{key: b, type: date}"
    facts = RULESET + f"facts: [{first}, {second}]\n"
    turned = RULESET + f"facts: [{second}, {first}]\n"
    assert [*differing(facts, turned)] == ["order order"]


def test_a_new_document_is_told_whole_without_what_it_stands_on() -> None:
    told = changed_blocks(None, checked(RULESET), "zh")
    assert {each.act for each in told} == {"added"}
    assert [each.key for each in told if each.kind == "fact"] == []
    kinds = [each.kind for each in told]
    assert kinds == ["ruleset", *["conclusion"] * 5, *["rules", "table", "formula", "table"]]
    vocabulary = changed_blocks(None, checked(VOCABULARY), "zh")
    assert [each.kind for each in vocabulary] == ["vocabulary", "fact", "fact"]


@pytest.mark.parametrize("name", ["customer-grade", "complaint-sla", "credit", "value"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_rulesets_of_the_library_are_told_whole_and_as_unchanged(name: str, language: str) -> None:
    texts = library_texts()
    known = Known(*texts.values())
    document = read(texts[f"{name}.yaml"])
    assert isinstance(document, Ruleset)
    whole = check(assemble(document, known))
    assert changed_blocks(whole, whole, language) == ()
    told = changed_blocks(None, whole, language)
    assert all(each.differences for each in told)
    blocks = [each.key for each in told if each.kind in BLOCKS]
    assert blocks == [each.key for each in whole.blocks if each.ruleset == name]


BLOCKS: Final = {"table", "rules", "scorecard", "formula", "deadline", "ranking"}


def big(number: int, changed: str = "1") -> str:
    rows = "".join(
        f'      - {{id: r{each}, when: ["{each}"], then: ["{changed if each == 7 else 1}"]}}\n'
        for each in range(number)
    )
    return f"""
ruleset: big
title: {{zh: 大表}}
zone: UTC
facts: [{{key: part, title: {{zh: 件}}, type: number, scale: 0}}]
conclusions: [{{key: price, title: {{zh: 价}}, type: number, scale: 0}}]
blocks:
  - key: prices
    kind: table
    hit: first
    inputs: [part]
    outputs: [price]
    rows:
{rows}"""


def test_of_a_long_table_only_the_rows_that_differ_are_told_and_soon() -> None:
    old, new = checked(big(2_000)), checked(big(2_000, "2"))
    start = time.process_time()
    (told,) = changed_blocks(old, new, "zh")
    assert time.process_time() - start < 1
    assert told == Changed(
        "changed",
        "table",
        "prices",
        "prices",
        (Difference("changed", "第 8 行", "当 件为 7，则 价为 1。", "当 件为 7，则 价为 2。"),),
    )
    counted: dict[Act, int] = {"added": 0, "removed": 0, "changed": 1, "moved": 0}
    assert tally((told,)) == counted
