"""Pages of vocabularies: facts, code lists, where they are used, renames that rules follow."""

import html
import json
import re
from typing import Any, Final

import pytest
from flask import Flask

from service.house import House
from service.publish import publish
from tests.unit.test_editor_desk import Writer, app, house

__all__ = ["app", "house"]


BY_TITLE: Final = """
ruleset: by-title
zone: UTC
lists:
  - {key: region, title: {zh: 地区}, codes: [{value: east, title: {zh: 华东}}, {value: west}]}
facts:
  - {key: mark, title: {zh: 评分}, type: number, scale: 0}
  - {key: region, title: {zh: 所在地}, type: text, one_of: region}
conclusions:
  - {key: good, title: {zh: 良好}, type: boolean}
  - {key: sent, title: {zh: 发往}, type: text, one_of: region}
constants:
  - {key: bar, title: {zh: 及格线}, type: number, value: 60}
  - {key: home, title: {zh: 本地}, type: text, one_of: region, value: 华东}
lookups:
  - key: onward
    title: {zh: 转往}
    keys: [{key: place, type: text, one_of: region}]
    values: [{key: next, type: text, one_of: region}]
    rows: [[华东, west]]
blocks:
  - {key: judging, kind: formula, concludes: good, expression: "评分 >= 及格线"}
  - key: sending
    kind: table
    hit: first
    inputs: [所在地]
    outputs: [sent]
    rows:
      - {id: a, when: [华东], then: [华东]}
"""


class Keeper(Writer):
    """Somebody who works on the draft of the vocabulary."""

    def vocabulary(self) -> str:
        answer = self.submit("/drafts/from", begins="vocabulary/shop")
        assert answer.status_code == 303
        self.open(str(answer.headers["Location"]))
        return self.address

    def add(self, part: str, **fields: str) -> str:
        """Add a fact or a code list, and open its page."""
        answer = self.submit(f"{self.address.split('/parts')[0]}/new/{part}", **fields)
        assert answer.status_code == 303
        self.open(str(answer.headers["Location"]))
        return self.address

    def edits_of(self, page: str, field: str, value: str) -> list[Any]:
        """Give the edits that choosing something in a field does."""
        select = re.search(rf'<select id="{field}".*?</select>', page, re.DOTALL)
        assert select, field
        found = re.search(rf'value="{value}" data-edits="([^"]+)"', select[0])
        assert found, value
        edits: list[Any] = json.loads(found[1].replace("&#34;", '"').replace("&quot;", '"'))
        return edits


@pytest.fixture
def ann(app: Flask) -> Keeper:
    return Keeper(app, name="ann")


def test_published_vocabularies_are_read_with_where_they_are_used(app: Flask, ann: Keeper) -> None:
    listed = ann.get("/vocabularies")
    assert "2 facts in all" in listed
    assert "used by 1 ruleset or draft" in listed
    page = ann.get("/vocabularies/shop")
    for text in ("Annual purchases", "annual_sales", "Shop grade", "mail", "1 row", "personal"):
        assert text in page
    assert 'name="begins" value="vocabulary/shop"' in page
    assert 'href="/vocabularies"' in ann.get("/rulesets")
    reader = Keeper(app, "auditor", name="eve")
    assert "Start a draft" not in reader.get("/vocabularies/shop")
    for gone in ("/vocabularies/nothing", "/vocabularies/shop?version=9", "/vocabularies/A b"):
        assert reader.client.get(gone, base_url="http://localhost").status_code == 404
    ann.vocabulary()
    assert "Open its draft" in ann.get("/vocabularies/shop")
    assert "Open its draft" in ann.get("/vocabularies")


def test_facts_are_read_at_a_glance_and_one_is_changed(ann: Keeper) -> None:
    draft = ann.vocabulary()
    assert "Shop grade" in ann.get(draft)
    listed = ann.get(f"{draft}/parts/facts")
    for text in ("Annual purchases", "年采购额", "number", "CNY", "≥ 0", "required"):
        assert text in listed
    page = ann.open(f"{draft}/parts/facts/annual_sales")
    assert "Shop grade" in page
    assert f'href="{draft}/rename/facts/annual_sales"' in page
    answer = ann.set(["facts", 0, "max"], "-5", keep=False).get_json()
    (fault,) = answer["faults"]
    assert fault["at"] == "parts/facts/annual_sales"
    assert fault["place"] == [["fact", "annual_sales"]]
    kept = ann.set(["facts", 0, "title"], {"zh": "年交易额", "en": "Trade"}).get_json()
    assert kept["count"] == 0
    assert "Trade" in ann.get(f"{draft}/parts/facts")


def test_a_fact_is_added_becomes_a_choice_and_gets_codes(ann: Keeper) -> None:
    draft = ann.vocabulary()
    bad = ann.submit(f"{draft}/new/facts", title_zh="", title_en="", kind="number")
    assert bad.status_code == 422
    assert "Give it a title" in bad.text
    assert ann.add("lists", title_zh="地区", title_en="Region") == f"{draft}/parts/lists/region"
    ann.post(edits=[{"kind": "insert", "path": ["lists", 0, "codes", 0], "value": {"value": "e"}}])
    address = ann.add("facts", title_zh="所在地", title_en="Home region", kind="number")
    assert address == f"{draft}/parts/facts/home_region"
    page = ann.get(address)
    kinds = ann.edits_of(page, "f-facts-2-type", "choice")
    drawn = ann.post(edits=kinds, draw=True).get_json()
    assert drawn["count"] == 0
    assert "Open this code list" in drawn["main"]
    assert "Home region" in ann.get(f"{draft}/parts/lists/region")
    own = ann.edits_of(drawn["main"], "f-facts-2-one-of", "")
    drawn = ann.post(edits=own, draw=True).get_json()
    # Codes of its own are still to be added: no rule could name one yet.
    assert [fault["code"] for fault in drawn["faults"]] == ["empty-list"]
    assert "Add a code" in drawn["main"]
    path = ["facts", 2, "one_of", 0]
    added = ann.post(edits=[{"kind": "insert", "path": path, "value": {"value": "n"}}])
    assert added.get_json()["count"] == 0
    for kind in ("number", "text", "boolean", "date", "datetime", "list", "records", "choice"):
        edits = ann.edits_of(ann.get(address), "f-facts-2-type", kind)
        answer = ann.post(edits=edits, draw=True).get_json()
        assert answer["count"] == 0, (kind, answer["faults"])


def test_the_name_is_changed_and_rules_follow(ann: Keeper) -> None:
    words = ann.vocabulary()
    rules = str(ann.submit("/drafts/from", begins="ruleset/shop-grade").headers["Location"])
    lent = ann.get(f"{rules}/parts/facts")
    assert "Version 2 is being written" in lent
    taken = ann.submit(f"{rules}/take", vocabulary="shop", number="2")
    assert taken.status_code == 303
    assert "a draft: it is published first" in ann.get(f"{rules}/parts/facts")
    assert "It uses a draft of the vocabulary “Shop”" in ann.get(rules)
    asked = ann.get(f"{words}/rename/facts/annual_sales")
    assert "1 open draft that uses this one is changed with it" in asked
    for name in ("Yearly sales", "contact_name"):
        refused = ann.submit(f"{words}/rename/facts/annual_sales", name=name)
        assert refused.status_code == 422
        assert f'value="{name}"' in refused.text
        assert 'aria-invalid="true"' in refused.text
    done = ann.submit(f"{words}/rename/facts/annual_sales", name="yearly_sales")
    assert done.headers["Location"] == f"{words}/parts/facts/yearly_sales"
    # By its new name, and by the one that published rulesets know.
    page = ann.get(f"{words}/parts/facts/yearly_sales")
    assert 'href="/rulesets/shop-grade?version=1"' in page
    assert f'href="{rules}/blocks/grading"' in page
    ann.open(rules)
    assert ann.post(edits=[], keep=False).get_json()["count"] == 0
    assert "yearly_sales" in ann.get(f"{rules}/history")
    assert ann.submit(f"{rules}/take", vocabulary="shop", number="2").status_code == 422


def test_what_is_deleted_is_shown_where_it_is_used_before(ann: Keeper) -> None:
    draft = ann.vocabulary()
    asked = ann.get(f"{draft}/facts/contact_name/delete")
    for text in ("Delete “Contact”?", "Shop grade", "care", "1 rule"):
        assert text in asked
    ann.open(f"{draft}/parts/facts/contact_name")
    done = ann.submit(f"{draft}/facts/contact_name/delete")
    assert done.headers["Location"] == f"{draft}/parts/facts"
    assert "Contact" not in ann.get(f"{draft}/parts/facts")
    gone = ann.client.get(f"{draft}/parts/facts/contact_name", base_url="http://localhost")
    assert gone.status_code == 404
    ann.open(draft)
    assert ann.post("undo").status_code == 200
    assert "Contact" in ann.get(f"{draft}/parts/facts")


def test_a_rulesets_own_facts_are_renamed_with_its_rules(ann: Keeper) -> None:
    rules = ann.begin()
    address = ann.add("facts", title_en="Bonus", kind="number")
    assert address == f"{rules}/parts/facts/bonus"
    assert "No rule reads it." in ann.get(address)
    ann.set(["blocks", 0, "rows", 0, "when", 0], ">= Bonus")
    used = ann.get(address)
    assert f'href="{rules}/blocks/grading"' in used
    ann.submit(f"{rules}/rename/facts/bonus", name="extra")
    ann.open(f"{rules}/blocks/grading")
    assert ann.post(edits=[], keep=False).get_json()["count"] == 0


@pytest.mark.parametrize("way", ["facts/nothing/delete", "lists/annual_sales/delete", "new/blocks"])
def test_what_is_not_there_cannot_be_asked_for(ann: Keeper, way: str) -> None:
    draft = ann.vocabulary()
    answer = ann.client.get(f"{draft}/{way}", base_url="http://localhost")
    assert answer.status_code == 404


def test_rules_that_name_by_title_hold_under_another_title(ann: Keeper, house: House) -> None:
    publish(house, BY_TITLE, published_by="ann")
    draft = str(ann.submit("/drafts/from", begins="ruleset/by-title").headers["Location"])
    ann.open(draft)
    for path, title in (
        (["facts", 0, "title"], {"zh": "满意度"}),
        (["lists", 0, "codes", 0, "title"], {"zh": "东区"}),
        (["constants", 0, "title"], {"zh": "门槛"}),
    ):
        assert ann.set(path, title, keep=False).get_json()["count"] == 0
        assert ann.set(path, title).get_json()["count"] == 0
    ann.open(f"{draft}/blocks/judging")
    assert ann.post(edits=[], keep=False).get_json()["count"] == 0
    # What is read is the new title.
    assert "满意度" in ann.get(f"{draft}/blocks/judging")


NAMED: Final = """
ruleset: named
zone: UTC
lists:
  - {key: region, title: {en: Region}, codes: [{value: a/b c, title: {en: East}}, {value: up}]}
facts:
  - {key: home, title: {en: Home}, type: text, one_of: region}
  - key: orders
    title: {en: Orders}
    type: records
    fields:
      - {key: amount, title: {en: Amount}, type: number, scale: 2}
      - {key: kind, title: {en: Kind}, type: text, one_of: [x, z]}
conclusions:
  - {key: sum, title: {en: Sum}, type: number, scale: 2}
  - {key: grade, title: {en: Grade}, type: text, one_of: [A, B]}
constants:
  - {key: start, title: {en: Start of it}, type: text, one_of: region, value: East}
blocks:
  - key: adding
    kind: formula
    concludes: sum
    expression: 'sum(orders where kind = "x", amount)'
  - key: grading
    title: {en: Grading}
    kind: table
    hit: first
    inputs: [home]
    outputs: [grade]
    rows:
      - {id: r, when: [a/b c], then: [A]}
      - {id: s, when: ['starts with "u"'], then: [B]}
"""


def test_codes_sub_facts_and_conclusions_are_renamed_on_one_page(ann: Keeper, house: House) -> None:
    publish(house, NAMED, published_by="ann")
    draft = str(ann.submit("/drafts/from", begins="ruleset/named").headers["Location"])
    ann.open(draft)
    # What is named is renamed on its page; what nothing names is typed in its place.
    listed = ann.get(f"{draft}/parts/lists/region")
    east = f"{draft}/rename/lists/region?code=a/b+c"
    assert f'href="{east}"' in listed
    assert "code=up" not in listed
    assert 'value="up" aria-label="Code"' in listed
    assert "Named by: adding" in ann.get(f"{draft}/parts/facts/orders")
    asked = ann.get(east)
    for text in ("Grading", "1 row", "Start of it", "Look at these yourself"):
        assert text in asked, text
    assert f'href="{draft}/parts/constants/start"' in asked
    unread = "a text that cannot be read does not follow"
    assert unread not in asked
    ann.open(f"{draft}/blocks/adding")
    ann.set(["blocks", 0, "expression"], "sum(")
    assert unread in ann.get(east)
    ann.post("undo")
    refused = ann.submit(east, name="up")
    assert refused.status_code == 422
    assert "`up` is another code" in html.unescape(refused.text)
    assert ann.submit(east, name="E").headers["Location"] == f"{draft}/parts/lists/region"
    for address, name, used in (
        (f"{draft}/rename/facts/orders?field=amount", "paid", "blocks/adding"),
        (f"{draft}/rename/facts/orders?field=kind&code=x", "y", "blocks/adding"),
        (f"{draft}/rename/conclusions/grade?code=A", "AA", "blocks/grading"),
        (f"{draft}/rename/conclusions/grade", "class", "No rule reads it."),
    ):
        assert used in ann.get(address)
        assert ann.submit(address, name=name).status_code == 303
    ann.open(f"{draft}/blocks/adding")
    formula = ann.get(f"{draft}/blocks/adding")
    assert "sum(Orders where Kind = &#34;y&#34;, Amount)" in formula
    assert ann.post(edits=[], keep=False).get_json()["count"] == 0
    history = html.unescape(ann.get(f"{draft}/history"))
    assert "Code list “Region”, code “East” renamed from a/b c to E; 1 place changed" in history
    assert "Fact “Orders”, field “Amount” renamed from amount to paid" in history
    assert "Conclusion “Grade”, code “A” renamed from A to AA; 1 place changed" in history


@pytest.mark.parametrize(
    "of",
    [
        "lists/region",
        "lists/region?code=down",
        "facts/orders?field=no",
        "facts/home?code=up",
        "x/y",
    ],
)
def test_what_has_no_name_is_not_renamed(ann: Keeper, house: House, of: str) -> None:
    publish(house, NAMED, published_by="ann")
    draft = str(ann.submit("/drafts/from", begins="ruleset/named").headers["Location"])
    answer = ann.client.get(f"{draft}/rename/{of}", base_url="http://localhost")
    assert answer.status_code == 404
