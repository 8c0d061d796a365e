"""What the pages show of blocks, cells, names and decisions, as plain data."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from editor.views.blocks import MOST_ROWS, block_views, first_shown
from editor.views.decisions import decision_view, gist, main_conclusions
from editor.views.declared import declared_view
from editor.views.names import fact_views
from rulesets.checked import CheckedRuleset
from service.rulesets import get_version
from tests.site import BIG_ROWS, COMPANY, Site, open_site
from tests.unit.loading import load
from wsgi import create_app

CELLS = """
conclusions: [{key: out, title: {zh: 出, en: Out}, type: number, scale: 0, unit: CNY}]
blocks:
  - key: cells
    kind: table
    hit: first
    inputs: [a, t, size, day]
    outputs: [out]
    rows:
"""


@pytest.fixture(scope="module")
def site(library_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return open_site(library_file, tmp_path_factory.mktemp("views"), big=True)


@pytest.fixture(scope="module")
def app(site: Site) -> Flask:
    return create_app(site.house)


@pytest.fixture(autouse=True)
def chinese(app: Flask) -> Iterator[None]:
    with app.test_request_context("/", headers={"Accept-Language": "zh"}):
        yield


def checked(site: Site, ruleset: str) -> CheckedRuleset:
    return get_version(site.house, ruleset).checked


@pytest.mark.parametrize(
    ("column", "cell", "zh", "en"),
    [
        (0, "-", "", ""),
        (0, ">= 1000000", "≥ 100 万", "≥ 1,000,000"),
        (0, "[1 .. 2)", "[1 .. 2)", "[1 .. 2)"),
        (0, "5, > 7", "5，> 7", "5, > 7"),
        (0, "not(5)", "不是 5", "not 5"),
        (0, "-3", "−3", "−3"),
        (0, "is missing", "不详", "not known"),
        (0, "is present", "已知", "known"),
        (0, "> b", "> 乙", "> B"),
        (1, 'contains "x"', "包含 x", "contains x"),
        (1, 'not(starts with "x")', "开头不是 x", "does not start with x"),
        (2, "small, large", "small，large", "small, large"),
        (3, '< date("2026-03-01")', "< 2026 年 3 月 1 日", "< 1 Mar 2026"),
    ],
)
def test_a_cell_is_said_shortly(column: int, cell: str, zh: str, en: str) -> None:
    cells = ["-"] * 4
    cells[column] = cell
    quoted = ", ".join("'" + each + "'" for each in cells)
    table = load(CELLS + f"      - {{id: r, when: [{quoted}], then: ['10000']}}\n")
    for language, said in (("zh", zh), ("en", en)):
        (block,) = block_views(table, language)
        (row,) = block.rows
        assert row.when[column] == said
        assert row.then == ("1 万" if language == "zh" else "10,000",)
    assert [(each.title, each.unit, each.is_number) for each in block.outputs] == [
        ("Out", "CNY", True)
    ]


@pytest.mark.parametrize(
    ("number", "first", "last", "before", "after"),
    [
        (1, 1, 500, 0, 501),
        (500, 1, 500, 0, 501),
        (501, 501, 1000, 1, 1001),
        (7321, 7001, 7500, 6501, 7501),
        (10_000, 9501, 10_000, 9001, 0),
        (999_999_999, 9501, 10_000, 9001, 0),
        (0, 1, 500, 0, 501),
    ],
)
def test_of_a_long_table_the_part_asked_for_is_shown(
    site: Site, number: int, first: int, last: int, before: int, after: int
) -> None:
    (block,) = block_views(checked(site, "big-table"), "zh", {"prices": number})
    window = block.window
    assert window
    assert (window.first, window.last, window.of) == (first, last, BIG_ROWS)
    assert (window.before, window.after) == (before, after)
    assert [row.number for row in block.rows] == list(range(first, last + 1))
    assert [each.number for each in block.sentences] == list(range(first, last + 1))
    assert len(block.rows) <= MOST_ROWS
    assert first_shown(first) == first


def test_every_kind_of_block_shows_what_it_says(site: Site) -> None:
    blocks = {each.key: each for each in block_views(checked(site, "every-kind"), "zh")}
    standing = blocks["standing"]
    steady, stopped = standing.sentences
    assert (steady.title, steady.note, steady.disabled) == ("稳定客户", "老客户优先", False)
    assert stopped.disabled
    assert standing.hit == "首个命中"
    assert len(standing.closing) == 2
    services = blocks["services"]
    assert [row.remark for row in services.rows] == [
        "每季一次",
        "2026 年 1 月 1 日至 2099 年 12 月 31 日有效",
    ]
    assert services.has_remarks
    assert not blocks["signals"].has_remarks
    (bands,) = blocks["points"].bands
    assert [points for _, _, points in bands.bands] == ["+40", "-5"]
    assert [each.text for each in blocks["answering"].sentences]
    assert blocks["answering"].window is None


def test_what_is_declared_is_shown_in_words(site: Site) -> None:
    shown = declared_view(checked(site, "every-kind"), "zh")
    assert [(each.title, each.values) for each in shown.constants] == [
        ("大客户起点", (("", "50 万元"),))
    ]
    (lookup,) = shown.lookups
    assert (lookup.keys, lookup.values) == (("资信",), ("天数",))
    assert lookup.rows == (("低", "15 天"), ("高", "60 天"))
    (function,) = shown.functions
    assert function.parameters == (("给定金额", "数值"),)
    assert "给定金额" in function.text
    assert "amount_given" not in function.text
    (case,) = shown.cases
    assert case.as_of == "2026 年 3 月 3 日 10:00（UTC+08:00）"
    assert ("采购总额", "600,000 元") in case.given
    assert ("资信", "高") in case.expect
    assert [(each.title, each.version, each.ruleset) for each in shown.used] == [
        ("客户", 2, ""),
        ("投诉时限", 1, "complaint-sla"),
    ]


def test_facts_say_their_type_and_domain(site: Site) -> None:
    facts = {each.key: each for each in fact_views(checked(site, "every-kind"), "zh")}
    assert (facts["sales"].type, facts["sales"].domain) == ("数值", "≥ 0 元")
    assert facts["sales"].is_required
    assert facts["company"].is_personal
    assert (facts["items"].type, facts["items"].domain) == ("明细", "金额、下单日、加急")
    assert facts["severity"].type == "选项"


def test_a_line_of_the_list_says_the_grade_first(site: Site) -> None:
    found = gist(site.by_sample["S-1001"], "zh")
    assert found[0] == ("客户等级", "A 级")
    assert [title for title, _ in found] == ["客户等级", "等级策略"]
    whole = decision_view(site.by_sample["S-1001"], "zh")
    assert found == tuple((each.title, each.value) for each in whole.main[:3])
    assert main_conclusions(checked(site, "customer-grade")) == ("grade", "grade_strategy")
    # The grade comes from an included ruleset, and most of the policy rests on it.
    policy = main_conclusions(checked(site, "service-policy"))
    assert policy[:3] == ("grade", "production_priority", "percent_off")
    assert "value_strategy" not in policy


def test_an_erased_value_is_withheld_in_the_view(site: Site) -> None:
    for language, withheld in (("zh", "（已隐去）"), ("en", "(withheld)")):
        view = decision_view(site.erased, language)
        assert COMPANY not in repr(view)
        greeting = next(each for each in view.conclusions if each.key == "greeting")
        assert greeting.value == withheld
        title = {"zh": "公司名称", "en": "Company"}[language]
        assert (title, withheld, True) in view.facts


def test_rows_that_hold_and_conclude_nothing_say_why(site: Site) -> None:
    steps = decision_view(site.with_problems, "zh").steps
    said = {(each.block, each.rule): each.idle for each in steps if each.idle}
    assert said == {
        ("lane", "rich"): "成立，但与另一行冲突",
        ("lane", "tardy"): "成立，但与另一行冲突",
        ("signals", "late"): "成立，计入行数",
        ("signals", "young"): "成立，计入行数",
    }
    losers = decision_view(site.by_sample["S-1004"], "zh").steps
    assert [each.idle for each in losers if each.block == "value"] == [
        "",
        "也成立，但以优先级更高的一行为准",
        "也成立，但以优先级更高的一行为准",
    ]
    assert {each.block for each in steps if each.is_candidate} == {"cap"}
