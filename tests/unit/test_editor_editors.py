"""The editors of blocks and parts: what their pages are drawn with, and what their script sends."""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

import pytest
from flask import Flask

from editor.drafting import about, constants, deadline, formula, functions, lookups, scorecard
from editor.drafting.block_head import head_view
from editor.drafting.desk import Asked, Desk
from editor.drafting.faults import titles_of
from editor.drafting.offering import offered
from editor.drafting.parts import typed_view, uses_of
from editor.pages.desk import settled
from rulesets.drafting import applied, edits_from
from rulesets.types import Both
from service.drafts import FromText, open_draft
from service.house import House
from service.people import Person
from tests.houses import Clock, furnished_house
from tests.unit.test_editor_desk import Writer
from wsgi import create_app

_NUMBERS: Final = count(1)
ANN: Final = Person("a" * 26, "ann", frozenset({"analyst"}))
TEXT: Final = """
ruleset: editors
zone: Asia/Shanghai
calendars: [cn]
lists:
  - key: region
    title: {zh: 地区}
    codes: [{value: east, title: {zh: 华东}}, {value: west, title: {zh: 西部}}]
facts:
  - {key: sales, title: {zh: 采购额}, type: number, scale: 2, unit: CNY}
  - {key: years, title: {zh: 合作年限}, type: number, scale: 0, unit: years}
  - {key: region, title: {zh: 所在地区}, type: text, one_of: region}
  - {key: received, title: {zh: 受理时间}, type: datetime}
conclusions:
  - {key: score, title: {zh: 评分}, type: number, scale: 0, min: 0, max: 60}
  - {key: due, title: {zh: 截止时间}, type: datetime}
  - {key: bonus, title: {zh: 奖励}, type: number, scale: 2, unit: CNY}
constants:
  - key: rate
    title: {zh: 费率}
    type: number
    values: [{value: 0.1}, {from: 2027-01-01, value: 0.2}]
  - {key: home, title: {zh: 本地}, type: text, one_of: region, value: east}
lookups:
  - {key: days_of, title: {zh: 天数表},
     keys: [{key: region, title: {zh: 地区}, type: text, one_of: region}],
     values: [{key: days, title: {zh: 天数}, type: number}], rows: [[east, 3], [west, 5]]}
functions:
  - {key: share, title: {zh: 份额},
     parameters: [{key: of, title: {zh: 金额}, type: number, unit: CNY}],
     returns: {type: number, unit: CNY}, expression: of * rate}
blocks:
  - key: card
    kind: scorecard
    title: {zh: 评分卡}
    concludes: score
    inputs:
      - {key: size, title: {zh: 规模}, expression: sales, missing points: 0,
         bands: [{id: large, when: ">= 100", points: 35}, {id: small, when: "< 100", points: 5}]}
      - {key: loyal, title: {zh: 忠诚}, expression: years,
         bands: [{id: old, when: ">= 3", points: 25}, {id: new, when: "< 3", points: -10}]}
  - {key: due, kind: deadline, title: {zh: 时限}, concludes: due, start: received,
     amount: days_of(region), unit: working days, calendar: cn}
  - {key: bonus, kind: formula, title: {zh: 奖励公式}, concludes: bonus, expression: share(sales)}
"""
# 1 to 7 October 2026 are holidays, and the tenth, a Saturday, is worked.
KNOWN: Final = {
    "sales": "120",
    "years": "4",
    "region": "east",
    "received": "2026-09-30T10:00:00+08:00",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("editors")
    return furnished_house(f"sqlite:///{folder / 'fenji.db'}", Clock())


@pytest.fixture(scope="module")
def app(house: House) -> Iterator[Flask]:
    app = create_app(house)
    yield app
    house.close()


class Opened:
    """A desk in a request, as views see it."""

    def __init__(self, app: Flask, house: House) -> None:
        # The house is shared: each test has a draft of its own.
        name = f"editors-{next(_NUMBERS)}"
        self.draft = open_draft(house, ANN, FromText(TEXT, name, Both("编辑器")))
        self.app, self.house = app, house

    def desk(self, **known: str) -> Desk:
        return Desk(self.house, ANN, self.draft, "zh", Asked("", {**KNOWN, **known}))

    def in_chinese(self) -> Any:
        return self.app.test_request_context(headers={"Accept-Language": "zh"})


@pytest.fixture
def opened(app: Flask, house: House) -> Iterator[Opened]:
    found = Opened(app, house)
    with found.in_chinese():
        yield found


def test_a_scorecard_tells_each_band_that_is_true_and_the_sum(opened: Opened) -> None:
    shown = scorecard.view(opened.desk(), 0)
    assert shown["lit"] == ["size/large", "loyal/old"]
    assert shown["says"]["size"] == "120 元"
    total = shown["total"]
    assert [points for _, points, _ in total.parts] == ["35", "25"]
    assert (total.total, total.is_missing) == ("60", False)
    # 0 or -10 is the least, 35 + 25 the most.
    assert (total.low, total.high) == ("-10", "60")
    assert "低于 0" in total.place


def test_an_input_without_points_leaves_no_total(opened: Opened) -> None:
    total = scorecard.view(opened.desk(years=""), 0)["total"]
    assert [given for _, _, given in total.parts] == [True, False]
    assert (total.total, total.is_missing) == ("", True)


def test_a_new_band_has_an_id_of_its_own(opened: Opened) -> None:
    first = scorecard.view(opened.desk(), 0)["inputs"][0]
    assert first.new_band["id"] not in {"large", "small"}
    assert first.copy["key"] != "size"


def test_a_deadline_counts_working_days_over_holidays_and_make_up_days(opened: Opened) -> None:
    picture = deadline.view(opened.desk(), 1)["picture"]
    days = {
        (month.title, day.number): day
        for month in picture.months
        for week in month.weeks
        for day in week
        if day
    }
    october = "2026 年 10 月"
    assert days["2026 年 9 月", 30].state == "start"
    assert [days[october, day].count for day in (7, 8, 9, 10)] == ["", "1", "2", "3"]
    assert [days[october, day].mark for day in (1, 7, 8, 10)] == ["休", "休", "", "班"]
    assert days[october, 10].state == "end"
    assert days[october, 10].told == "国庆节, 调休上班, 时限"
    (national,) = picture.festivals
    assert national == "国庆节：10 月 1 日至10 月 7 日 休、10 月 10 日 班"
    assert "10 月 10 日 17:00" in picture.moment


def test_a_deadline_of_nothing_has_no_picture(opened: Opened) -> None:
    picture = deadline.view(opened.desk(received=""), 1)["picture"]
    assert (picture.moment, picture.months) == ("", ())


def test_a_start_outside_working_time_is_told(opened: Opened) -> None:
    picture = deadline.view(opened.desk(received="2026-10-04T12:00:00+08:00"), 1)["picture"]
    assert "10 月 8 日" in picture.begun


def test_a_calendar_that_the_ruleset_does_not_name_is_named_with_it(opened: Opened) -> None:
    german = next(each for each in deadline.view(opened.desk(), 1)["calendars"] if each.id == "de")
    assert [each["path"] for each in german.edits] == [["calendars"], ["blocks", 1, "calendar"]]
    assert german.edits[0]["value"] == ["cn", "de"]


def test_a_formula_tells_its_type_and_what_it_read(opened: Opened) -> None:
    shown = formula.view(opened.desk(), 2)["formula"]
    assert (shown.type, shown.wanted) == ("数值 · 元", "数值 · 元")
    assert [(each.title, each.value) for each in shown.read] == [("采购额", "120 元")]
    assert shown.result
    assert shown.result.value == "12 元"


def test_the_foot_offers_the_titles_of_values(opened: Opened) -> None:
    head = head_view(opened.desk(), 0)
    assert [each.title for each in head.concluded] == ["评分"]
    assert [each.path for each in head.otherwise] == [["blocks", 0, "otherwise", "score"]]
    assert not head.when_unknown
    # What other blocks conclude is not offered.
    assert [key for key, _ in head.choices] == ["score"]


def test_a_constant_gets_another_value_from_a_day_on(opened: Opened) -> None:
    rate, home = constants.view(opened.desk(), "")["constants"]
    assert rate.now == "0.1"
    assert [since is None for _, since in rate.values] == [False, False]
    assert rate.dated[0]["path"] == ["constants", 0, "values", 2]
    assert [each["kind"] for each in home.dated] == ["insert", "remove"]
    assert home.typed.codes == (("east", "华东"), ("west", "西部"))


def test_where_something_is_named(opened: Opened) -> None:
    desk = opened.desk()
    assert [each.at for each in uses_of(desk, "rate")] == ["parts/functions/share"]
    assert [each.at for each in uses_of(desk, "days_of", called=True)] == ["blocks/due"]
    assert [each.at for each in uses_of(desk, "share", called=True)] == ["blocks/bonus"]
    assert not uses_of(desk, "score")


def test_another_type_leaves_nothing_of_the_old_one(opened: Opened) -> None:
    item = {"key": "x", "type": "number", "unit": "CNY", "scale": "2"}
    view = typed_view(opened.desk(), ["constants", 0], item)
    content = {"constants": [item]}
    becomes = {}
    for each in view.choices:
        edits = settled(content, edits_from(each.edits)) if each.edits else ()
        becomes[each.value] = applied(content, edits)[0]["constants"][0]
    assert becomes["number"] == item
    assert becomes["text"] == {"key": "x", "type": "text"}
    assert becomes["list:region"] == {"key": "x", "type": "text", "one_of": "region"}


def test_a_column_is_added_to_every_row(opened: Opened) -> None:
    shown = lookups.view(opened.desk(), "days_of")["lookup"]
    column, *cells = shown.add["keys"]
    assert column["path"] == ["lookups", 0, "keys", 1]
    assert [each["path"] for each in cells] == [["lookups", 0, "rows", row, 1] for row in (0, 1)]
    assert shown.pasted == [{"华东": "east", "西部": "west"}, {}]
    assert not shown.columns[0].remove


def test_a_function_offers_its_parameters(opened: Opened) -> None:
    shown = functions.view(opened.desk(), "share")["function"]
    assert shown.names == ("金额",)
    assert [each.title for each in shown.uses] == ["奖励公式"]


def test_what_is_offered_while_one_types(opened: Opened) -> None:
    names = {each["key"]: each for each in offered(opened.desk())}
    assert names["sales"]["about"] == "事实 · 数值 · 元"
    assert names["region"]["codes"] == ["华东", "西部"]
    assert names["days_of"]["typed"] == "天数表(地区)"
    assert names["days between"]["called"]


def test_what_a_ruleset_stands_on_is_listed(opened: Opened) -> None:
    shown = about.view(opened.desk(), "")["about"]
    assert [each.id for each in shown.calendars] == ["cn"]
    assert shown.uses_more[0].edits[0]["value"] == ["shop@1"]
    assert not shown.uses


@pytest.fixture
def writer(app: Flask, opened: Opened) -> Writer:
    writer = Writer(app)
    writer.open(f"/drafts/{opened.draft.id}/blocks/card")
    return writer


def test_a_wrong_unit_is_told_at_its_formula(writer: Writer, opened: Opened) -> None:
    writer.open(f"/drafts/{opened.draft.id}/blocks/bonus")
    path = ["blocks", 2, "expression"]
    answer = writer.set(path, "采购额 + 合作年限", keep=False).get_json()
    (fault,) = answer["faults"]
    assert fault["code"] == "units-differ"
    assert fault["place"][0] == ["formula", "bonus"]
    assert "as soon as there are no errors" in answer["live"]


def test_a_fault_names_what_rules_read_though_a_block_has_its_key(
    writer: Writer, opened: Opened
) -> None:
    writer.set(["blocks", 2, "key"], "region")
    assert titles_of(opened.desk())["region"] == "所在地区"
    path = ["blocks", 2, "expression"]
    answer = writer.set(path, "采购额 + 合作年限", keep=False).get_json()
    assert "奖励公式" in answer["checks"].partition("：")[0]
    assert "所在地区" not in answer["checks"].partition("：")[0]


def test_otherwise_is_given_where_there_was_none_and_taken_back(writer: Writer) -> None:
    path = ["blocks", 0, "otherwise", "score"]
    assert writer.set(path, "7").get_json()["count"] == 0
    assert writer.set(path, "x").get_json()["faults"][0]["place"] == [
        ["scorecard", "card"],
        ["otherwise", "score"],
        ["character", 1],
    ]
    assert writer.set(path, None).get_json()["count"] == 0


def test_typed_points_are_told_at_once(writer: Writer) -> None:
    path = ["blocks", 0, "inputs", 0, "bands", 0, "points"]
    answer = writer.set(path, "30", keep=False, facts=KNOWN).get_json()
    assert answer["count"] == 0
    assert ">30<" in answer["live"]
    assert ">55<" in answer["live"]


def test_a_lookup_that_is_taken_out_leads_back_to_all(writer: Writer, opened: Opened) -> None:
    address = f"/drafts/{opened.draft.id}/parts/lookups"
    writer.open(f"{address}/days_of")
    gone = writer.post(edits=[{"kind": "remove", "path": ["lookups", 0]}]).get_json()
    assert gone["gone"] == address
    assert "No lookups yet" in writer.get(address)


@pytest.mark.parametrize(
    "part", ["about", "conclusions/score", "constants", "functions/share", "lookups/days_of"]
)
def test_every_part_can_be_read_by_who_may_not_write(app: Flask, opened: Opened, part: str) -> None:
    reader = Writer(app, "auditor")
    page = reader.open(f"/drafts/{opened.draft.id}/parts/{part}")
    assert not re.search("<button[^>]*data-edits", page)
    assert re.search("(readonly|disabled)", page)


def test_a_conclusion_is_renamed_and_its_block_follows(writer: Writer, opened: Opened) -> None:
    address = f"/drafts/{opened.draft.id}/rename/conclusions/score"
    assert "score" in writer.get(address)
    assert writer.submit(address, name="Not a name").status_code == 422
    done = writer.submit(address, name="total_score")
    assert done.headers["Location"].endswith("/parts/conclusions/total_score")
    assert "评分卡" in writer.get(str(done.headers["Location"]))
    assert writer.client.get(address, base_url="https://localhost").status_code == 404


def test_a_ranking_is_written_though_none_can_be_tried(app: Flask, house: House) -> None:
    ranking = (
        "  - {key: place, kind: ranking, title: {zh: 名次}, concludes: place, of: sales,\n"
        "     measure: quantile, quantiles: 4}\n"
    )
    concluded = "conclusions:\n  - {key: place, title: {zh: 位次}, type: number, scale: 0}\n"
    text = TEXT.replace("conclusions:\n", concluded) + ranking
    name = f"editors-{next(_NUMBERS)}"
    draft = open_draft(house, ANN, FromText(text, name, Both("排名")))
    writer = Writer(app)
    page = writer.open(f"/drafts/{draft.id}/blocks/place")
    assert 'value="采购额"' in page
    assert 'value="4"' in page
    order = ["blocks", 3, "order"]
    assert writer.set(order, "ascending", draw=True).get_json()["count"] == 0
    by = writer.set(["blocks", 3, "by"], "nowhere").get_json()
    assert by["faults"][0]["place"][:2] == [["ranking", "place"], ["input", "by"]]
