"""What the editor of rules shows: groups and what can be done in them, choices, sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask

from editor.drafting import rules
from editor.drafting.desk import Asked, Desk
from editor.drafting.faults import fault_lines
from editor.views.conditions import Condition
from editor.views.decisions import decision_view, steps_view
from editor.views.groups import Group, Leaf, group_of, texts_of
from rulesets.documents.plain import plain_of
from rulesets.drafting import applied, edits_from
from rulesets.drafting.showing import Showing
from rulesets.drafting.unfiring import unfired
from rulesets.types import Both
from rulesets.wording import rule_sentence
from service.drafts import Draft, FromText, open_draft
from service.house import House
from service.people import Person
from tests.houses import new_house
from tests.signing_in import HERE, entered
from tests.unit.loading import Nothing
from wsgi import create_app

WHO: Final = Person("t" * 26, "分析员甲", frozenset({"analyst"}))
TEXT: Final = """
ruleset: care
title: {zh: 关照, en: Care}
zone: UTC
facts:
  - {key: sales, title: {zh: 年采购额, en: Purchases}, type: number, scale: 0, unit: CNY}
  - {key: budget, title: {zh: 预算, en: Budget}, type: number, scale: 0, unit: CNY}
  - {key: days, title: {zh: 天数, en: Days}, type: number, scale: 0, unit: days}
  - {key: region, title: {zh: 地区, en: Region}, type: text, one_of: [
      {value: east, title: {zh: 华东, en: East}}, {value: north, title: {zh: 华北, en: North}}]}
  - {key: orders, title: {zh: 订单, en: Orders}, type: records, fields: [
      {key: amount, type: number, scale: 0}]}
conclusions:
  - {key: level, title: {zh: 档次, en: Level}, type: text, one_of: [
      {value: high, title: {zh: 高, en: High}}, {value: low, title: {zh: 低, en: Low}}]}
  - {key: treat, title: {zh: 待遇, en: Treatment}, type: text}
  - {key: remark, title: {zh: 提醒, en: Remark}, type: text}
  - {key: calls, title: {zh: 回访, en: Calls}, type: boolean}
  - {key: until, title: {zh: 截止, en: Until}, type: date}
  - {key: points, title: {zh: 积分, en: Points}, type: number, scale: 0, unit: points}
blocks:
  - key: levels
    kind: rules
    hit: first
    concludes: [level]
    rules:
      - {id: a, title: {zh: 大客户, en: Large}, when: sales >= 50万, then: {level: high}}
      - id: b
        when: {any: ["region = east", {all: [days > 3, "days < 9"]}, 'sales * 2 > 100']}
        then: {level: low}
  - {key: treat, kind: formula, concludes: treat, expression: 'if level = high then "x" else "y"'}
  - key: more
    kind: rules
    hit: first
    concludes: [remark, calls, until, points]
    rules:
      - id: all
        when: sales > 1
        then: {remark: '"致电"', calls: "true", until: 'date("2026-03-01")', points: "50"}
      - id: written
        when: sales > 0
        then: {remark: '"x" + treat', calls: sales > 5, until: "add days(today, 3)", points: 25 * 2}
      - {id: none, when: sales = 0, then: {}}
cases:
  - {id: one, as of: "2026-01-01T00:00:00Z", given: {sales: 1}, expect: {}, fired: [levels/b]}
  - {id: two, as of: "2026-01-01T00:00:00Z", given: {sales: 9}, expect: {}, fired: [levels/a]}
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = new_house(f"sqlite:///{tmp_path / 'fenji.db'}")
    yield house
    house.close()


@pytest.fixture
def app(house: House) -> Flask:
    return create_app(house)


@pytest.fixture
def draft(house: House) -> Draft:
    return open_draft(house, WHO, FromText(TEXT, "care", Both("关照", "Care")))


def desk_of(house: House, draft: Draft, language: str = "zh") -> Desk:
    return Desk(house, WHO, draft, language, Asked())


def changed(draft: Draft, *edits: Mapping[str, Any]) -> Draft:
    content = applied(draft.content, edits_from(list(edits)))[0]
    return replace(draft, content=content, is_passing=True)


def shown(when: Any) -> Group:
    showing = Showing.of(plain_of(TEXT), Nothing())
    return group_of(when, ("when",), showing, "zh")


def after(when: Any, edits: list[dict[str, Any]]) -> Any:
    return applied({"when": when}, edits_from(edits))[0]["when"]


def test_a_text_alone_is_a_group_of_one() -> None:
    group = shown("sales > 1")
    [leaf] = group.members
    assert isinstance(leaf, Leaf)
    assert (leaf.path, leaf.number, leaf.text) == (("when",), 1, "年采购额 > 1")
    assert after("sales > 1", group.add) == {"all": ["sales > 1", ""]}
    assert group.next == ("when", "all", 1)
    assert after("sales > 1", group.nest) == {"all": ["sales > 1", {"any": [""]}]}
    assert group.kinds == {"path": ["when"], "members": ["sales > 1"]}
    assert after("sales > 1", leaf.remove) == ""
    assert shown("").members[0].remove == []


def test_groups_within_groups_are_moved_and_taken_out() -> None:
    when = {"all": ["days > 1", {"any": ["days > 2"]}, "days > 3"]}
    group = shown(when)
    first, inner, last = group.members
    assert isinstance(inner, Group)
    assert isinstance(last, Leaf)
    assert [last.number, inner.members[0].number] == [3, 2]  # type: ignore[union-attr]  # a leaf
    assert after(when, first.down)["all"][1] == "days > 1"
    assert first.up == last.down == []
    assert after(when, inner.up)["all"][0] == {"any": ["days > 2"]}
    assert after(when, inner.add)["all"][1] == {"any": ["days > 2", ""]}
    assert inner.next == ("when", "all", 1, "any", 1)
    assert inner.kinds == {"path": ["when", "all", 1], "members": ["days > 2"]}
    # Nothing is left in it: the group goes too.
    assert after(when, inner.members[0].remove) == {"all": ["days > 1", "days > 3"]}
    assert after(when, inner.remove) == {"all": ["days > 1", "days > 3"]}
    only = {"any": ["days > 2"]}
    assert after(only, shown(only).members[0].remove) == {"any": [""]}


def test_conditions_are_counted_as_faults_count_them() -> None:
    when = {"all": ["a", {"any": ["b", {"none": ["c"]}]}, "d"]}
    assert list(texts_of(when)) == ["a", "b", "c", "d"]


def test_a_block_is_shown_with_its_sentences(app: Flask, house: House, draft: Draft) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "zh"}):
        desk = desk_of(house, draft)
        view = rules.view(desk, 0)
    assert desk.checked
    first, second = view["rules"]()
    assert first.sentence == rule_sentence(desk.checked, "levels", "a", "zh")
    assert view["answered"]["sentences"]["a"] == first.sentence
    assert [(each.title, each.choices, each.kind) for each in first.outputs] == [
        ("档次", (("high", "高", True), ("low", "低", False)), "choice")
    ]
    assert first.up == second.down == []


def test_what_is_half_written_is_said_all_the_same(app: Flask, house: House, draft: Draft) -> None:
    path = ["blocks", 0, "rules", 1]
    half = changed(
        draft,
        {"kind": "set", "path": [*path, "when", "any", 0], "value": "region in ()"},
        {"kind": "set", "path": [*path, "when", "any", 1, "all", 0], "value": "days >= "},
    )
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        desk = desk_of(house, half, "en")
        [first, second] = rules.view(desk, 0)["rules"]()
        lines = fault_lines(desk)
    assert first.sentence == "When Purchases is at least 50万 CNY, then Level is High"
    assert second.sentence == (
        "When Region is one of … or (Days is at least … days and Days is below 9 days)"
        " or Purchases * 2 > 100, then Level is Low"
    )
    # A rule without a title is found by its number, never by its id.
    assert all("rule 2" in each.where for each in lines)
    assert lines


@pytest.mark.parametrize(
    ("path", "typed", "mended"),
    [
        (["when", "any", 0], "regionn = east", "region = east"),
        (["when", "any", 1, "all", 1], "days < 1,000", "days < 1000"),
        (["when", "any", 2], "年采购 > 100", "sales > 100"),
        (["then", "level"], "highh", "high"),
        (["when", "any", 0], "region > ", None),
    ],
)
def test_what_is_wrong_is_mended_with_a_click(
    app: Flask, house: House, draft: Draft, path: Any, typed: str, mended: str | None
) -> None:
    at = ["blocks", 0, "rules", 1, *path]
    wrong = changed(draft, {"kind": "set", "path": at, "value": typed})
    with app.test_request_context("/", headers={"Accept-Language": "zh"}):
        [line] = fault_lines(desk_of(house, wrong))
    if mended is None:
        assert line.fix is None
        return
    assert line.fix
    content = applied(wrong.content, edits_from(line.fix.edits))[0]
    showing = Showing.of(content, Nothing())
    for step in at:
        content = content[step]
    stored = showing.outputs("level") if path[0] == "then" else showing.expressions()
    assert stored.stored(str(content)) == mended


def test_conditions_choose_what_is_known_before(app: Flask, house: House, draft: Draft) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "zh"}):
        view = rules.view(desk_of(house, draft), 0)
    offered = {each.key: each for _, group in view["subjects"]() for each in group}
    # Records are not compared, and what this block concludes is not known before it.
    assert set(offered) == {"sales", "budget", "days", "region"}
    assert offered["region"].begins == '{} = "east"'
    builder = view["builder"](Condition("sales", ">=", ()))
    assert builder.subject == offered["sales"]
    first, *_ = view["rules"]()
    [leaf] = first.when.members
    [slot] = view["builder"](leaf.chosen).slots
    assert (slot.kind, slot.chosen, slot.unit) == ("number", ("50万",), "元")
    # Of its unit: money is not compared with days.
    assert slot.names == (("预算", "预算"),)


def test_what_is_concluded_is_edited_by_its_type(app: Flask, house: House, draft: Draft) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "zh"}):
        every, written, none = rules.view(desk_of(house, draft), 2)["rules"]()
    assert [(each.kind, each.value) for each in every.outputs] == [
        ("text", "致电"),
        ("choice", ""),
        ("date", "2026-03-01"),
        ("formula", ""),
    ]
    assert every.outputs[1].choices == (("true", "是", True), ("false", "否", False))
    assert every.outputs[3].text == "50"
    assert {each.kind for each in written.outputs} == {"formula"}
    assert written.outputs[0].text == '"x" + 待遇'
    # All but the number may be chosen instead.
    assert [bool(each.values) for each in written.outputs] == [True, True, True, False]
    assert [each.kind for each in none.outputs] == ["text", "choice", "date", "formula"]
    assert none.is_open


def test_a_rule_that_is_removed_leaves_the_cases(app: Flask, house: House, draft: Draft) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "zh"}):
        first, second = rules.view(desk_of(house, draft), 0)["rules"]()
    edits = edits_from(second.remove)
    content = applied(draft.content, (*edits, *unfired(draft.content, edits)))[0]
    assert [each.get("fired") for each in content["cases"]] == [None, ["levels/a"]]
    content = applied(draft.content, edits_from(first.copies))[0]
    assert [each["id"] for each in content["blocks"][0]["rules"]] == ["a", "a-2", "b"]
    assert first.id == "a"


@pytest.fixture
def crowd(house: House) -> Draft:
    """Open a draft of twelve rules."""
    head = TEXT.partition("conclusions:")[0]
    rules = "\n".join(
        f"      - {{id: r{at}, when: {{all: [sales > {at}, region = east]}}, then: {{level: low}}}}"
        for at in range(1, 13)
    )
    text = f"""{head}
conclusions:
  - {{key: level, type: text, one_of: [{{value: low}}]}}
blocks:
  - key: levels
    kind: rules
    hit: first
    concludes: [level]
    rules:
{rules}
"""
    return open_draft(house, WHO, FromText(text, "crowd", Both("许多", "Many")))


def of_crowd(house: House, draft: Draft, *opened: str) -> tuple[Desk, Mapping[str, Any]]:
    desk = Desk(house, WHO, draft, "en", Asked(opened=frozenset(opened)))
    return desk, rules.view(desk, 0)


def test_of_many_rules_those_are_drawn_that_are_meant(
    app: Flask, house: House, crowd: Draft
) -> None:
    path = ["blocks", 0, "rules"]
    wanting = changed(crowd, {"kind": "set", "path": [*path, 4, "when", "all", 1], "value": ""})
    wrong = changed(crowd, {"kind": "set", "path": [*path, 6, "when", "all", 1], "value": "regio"})
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        for draft, opened, expected in (
            (crowd, [], []),
            (crowd, ["r3", "r9", "gone"], ["r3", "r9"]),
            (wanting, [], ["r5"]),
            (wrong, ["r1"], ["r1", "r7"]),
        ):
            view = of_crowd(house, draft, *opened)[1]
            assert [each.id for each in view["rules"]() if each.is_open] == expected
            assert list(view["answered"]["sentences"]) == expected


def test_sentences_of_closed_rules_stay_while_another_is_wrong(
    app: Flask, house: House, crowd: Draft
) -> None:
    edit = {"kind": "set", "path": ["blocks", 0, "rules", 6, "when", "all", 1], "value": "regio"}
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        desk, view = of_crowd(house, crowd)
        assert desk.checked
        whole = [each.sentence for each in view["rules"]()]
        assert whole == [
            rule_sentence(desk.checked, "levels", f"r{at}", "en") for at in range(1, 13)
        ]
        now = [each.sentence for each in of_crowd(house, changed(crowd, edit))[1]["rules"]()]
    assert now[:6] + now[7:] == whole[:6] + whole[7:]
    assert now[6] == "When Purchases is above 7 CNY and regio, then level is low"


def test_what_is_typed_is_tried_by_the_reference_alone(
    app: Flask, house: House, draft: Draft
) -> None:
    path = ["blocks", 0, "rules", 0, "when"]
    typed = changed(draft, {"kind": "set", "path": path, "value": "sales >= 40万"})
    asked = Asked(facts={"sales": "600000", "days": "5", "region": "east"})
    with app.test_request_context("/", headers={"Accept-Language": "zh"}):
        evaluations = [Desk(house, WHO, each, "zh", asked).evaluation for each in (draft, typed)]
    kept, shown = (each.decision for each in evaluations if each)
    assert (kept.engine, kept.twin) == ("compiled", "reference")
    assert (shown.engine, shown.twin) == ("reference", "none")
    assert shown.inference.conclusions == kept.inference.conclusions
    assert shown.inference.conclusions["level"] == "high"


def test_the_panel_shows_the_steps_of_some_blocks_as_of_all(
    app: Flask, house: House, draft: Draft
) -> None:
    facts = {"sales": "600000", "days": "5", "region": "east"}
    with app.test_request_context("/", headers={"Accept-Language": "zh"}):
        evaluation = Desk(house, WHO, draft, "zh", Asked(facts=facts)).evaluation
        assert evaluation
        every = decision_view(evaluation, "zh").steps
        assert {each.block for each in every} >= {"levels", "treat", "more"}
        for blocks in ({"levels"}, {"treat", "more"}, set[str]()):
            expected = tuple(each for each in every if each.block in blocks)
            assert steps_view(evaluation, "zh", blocks) == expected


def test_a_rule_that_is_opened_is_drawn_as_with_the_whole(house: House, crowd: Draft) -> None:
    client = entered(create_app(house, pages=True), "analyst")
    page = client.get(f"/drafts/{crowd.id}/blocks/levels", base_url=HERE).text
    assert not page.count("data-condition>")
    data = json.loads(re.search(r'id="desk-data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]  # it is there

    def posted(**more: Any) -> Any:
        body = {"revision": data["revision"], "at": data["at"], "keep": False, **more}
        headers = {"X-CSRFToken": data["token"]}
        return client.post(data["address"], json=body, base_url=HERE, headers=headers)

    every = [f"r{at}" for at in range(1, 13)]
    whole = posted(draw=True, opened=every).get_json()["main"]
    for name in every:
        part = f'data-drawn="opened-{name}" data-opens="{name}">'
        alone = posted(opens=name).get_json()["opened"][name]
        assert alone.strip()
        assert part + alone + "</div>" in whole
    gone = posted(opens="gone").get_json()["opened"]["gone"]
    assert "no longer there" in gone or "不在" in gone
    for bad in ("r1", [1], {"r1": True}):
        assert posted(opened=bad).status_code == 400
