"""The page of a draft, and the doors by which it is kept in step."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.house import House
from tests.houses import Clock, furnished_house
from tests.signing_in import HERE, entered
from wsgi import create_app

CELL = ["blocks", 0, "rows", 0, "when", 0]
TITLE = ["title", "zh"]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return furnished_house(f"sqlite:///{tmp_path / 'fenji.db'}", Clock())


@pytest.fixture
def app(house: House) -> Iterator[Flask]:
    app = create_app(house)
    yield app
    house.close()


class Writer:
    """Somebody at the page of a draft, as its script would be."""

    def __init__(self, app: Flask, *roles: str, name: str = "", language: str = "en") -> None:
        self.client: FlaskClient = entered(app, *(roles or ("analyst",)), name=name)
        self.headers = {"Accept-Language": language}
        self.data: dict[str, Any] = {}
        self.address = ""

    def get(self, address: str) -> str:
        answer = self.client.get(address, base_url=HERE, headers=self.headers)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text

    def submit(self, address: str, **fields: str) -> Any:
        fields["csrf_token"] = self.token()
        return self.client.post(address, data=fields, base_url=HERE, headers=self.headers)

    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/me"))
        assert found
        return found[1]

    def begin(self) -> str:
        answer = self.submit("/drafts/from", begins="ruleset/shop-grade")
        assert answer.status_code == 303
        address = str(answer.headers["Location"])
        self.open(address)
        return address

    def open(self, address: str) -> str:
        page = self.get(address)
        found = re.search(r'id="desk-data">(.*?)</script>', page, re.DOTALL)
        assert found
        self.data, self.address = json.loads(found[1]), address
        return page

    def post(self, step: str = "address", **body: Any) -> Any:
        whole = {"revision": self.data["revision"], "at": self.data["at"], **body}
        answer = self.client.post(
            self.data[step],
            json=whole,
            base_url=HERE,
            headers=self.headers | {"X-CSRFToken": self.data["token"]},
        )
        if answer.status_code == 200 and body.get("keep", True):
            self.data["revision"] = answer.get_json()["revision"]
        return answer

    def set(self, path: list[Any], value: Any, **more: Any) -> Any:
        return self.post(edits=[{"kind": "set", "path": path, "value": value}], **more)


def test_what_is_typed_is_shown_then_kept_then_undone(app: Flask) -> None:
    ann = Writer(app)
    draft = ann.begin()
    seen = ann.set(TITLE, "店铺", keep=False)
    assert seen.status_code == 200
    assert seen.get_json()["revision"] == 0
    assert "店铺" not in ann.get(draft + "/history")
    kept = ann.set(TITLE, "店铺").get_json()
    assert (kept["revision"], kept["can_undo"], kept["can_redo"]) == (1, True, False)
    assert "店铺" in ann.get(draft + "/history")
    undone = ann.post("undo").get_json()
    assert (undone["revision"], undone["can_undo"], undone["can_redo"]) == (2, False, True)
    again = ann.post("redo").get_json()
    assert (again["revision"], again["can_undo"]) == (3, True)
    assert ann.post("redo").status_code == 400


def table_of_kinds() -> list[dict[str, Any]]:
    """A draft's parts: a table that asks a region, a day and a truth, and says a number."""
    regions = [{"value": k, "title": {"zh": zh}} for k, zh in (("east", "华东"), ("west", "西部"))]
    facts: list[dict[str, Any]] = [
        {"key": "region", "type": "text", "one_of": regions, "title": {"zh": "地区"}},
        {"key": "first", "type": "date", "title": {"zh": "首单日"}},
        {"key": "signed", "type": "boolean", "title": {"zh": "已签约"}},
    ]
    said = [{"key": "points", "type": "number", "scale": "0", "title": {"zh": "加分"}}]
    row = {"id": "r1", "when": ["-", "-", "-"], "then": ["1"]}
    block: dict[str, Any] = {
        "key": "t",
        "kind": "table",
        "hit": "first",
        "outputs": ["points"],
        "rows": [row],
    }
    block["inputs"] = [each["key"] for each in facts]
    parts = {"constants": [], "facts": facts, "conclusions": said, "blocks": [block]}
    return [{"kind": "set", "path": [part], "value": value} for part, value in parts.items()]


def test_cells_are_read_as_a_spreadsheet_has_them_and_faults_told_by_their_column(
    app: Flask,
) -> None:
    ann = Writer(app, language="zh")
    draft = ann.begin()
    ann.open(draft)
    ann.post(edits=table_of_kinds())
    ann.open(draft + "/blocks/t")

    def typed(*texts: str) -> tuple[list[str], list[dict[str, Any]]]:
        sides = [("when", at) for at in range(3)] + [("then", 0)]
        edits = [
            {"kind": "set", "path": ["blocks", 0, "rows", 0, *side], "value": text}
            for side, text in zip(sides, texts, strict=True)
        ]
        answer = ann.post(edits=edits).get_json()
        return [each["value"] for each in answer["edits"]], answer["cells"]

    shown, wrong = typed("不是华东", "2026/3/1之前", "TRUE", "=1,000")
    assert (shown, wrong) == (["非(华东)", "< 2026-03-01", "是", "1000"], [])
    _, wrong = typed("非华冬", "3/1/2026", "未签约", "免费")
    told = {each["prop"]: each["message"] + each["hint"] for each in wrong}
    assert "华东、西部" in told["when0"]
    assert "2026-03-01" in told["when1"]
    assert "「是」或「否」" in told["when2"]
    assert "写一个数" in told["then0"]
    # What only looks like it is offered to nobody: it would say the contrary.
    assert [each["prop"] for each in wrong if "fix" in each] == []
    _, wrong = typed("华冬", "2026/3/1以后", ">=", "1")
    assert {each["prop"]: each.get("fix", {}).get("value") for each in wrong} == {
        "when0": "华东",
        "when1": ">= 2026-03-01",
        "when2": None,
    }
    assert wrong[2]["message"] == "读不懂「>=」。"
    # What stands under the table is read as its cells are.
    path = ["blocks", 0, "otherwise", "points"]
    ann.set(path, "=1,000")
    assert 'value="1000"' in ann.get(draft + "/blocks/t")
    # A name of another kind is no mending.
    _, wrong = typed("-", "已签乂", "已签乂", "1")
    assert [each.get("fix", {}).get("value") for each in wrong] == [None, "已签约"]


def test_a_fault_is_told_at_its_place_while_one_types(app: Flask) -> None:
    ann = Writer(app)
    draft = ann.begin()
    ann.open(draft + "/blocks/grading")
    answer = ann.set(CELL, ">= 5O", keep=False).get_json()
    fault = answer["faults"][0]
    assert fault["at"] == "blocks/grading"
    assert fault["place"][:2] == [["table", "grading"], ["row", 1]]
    assert "5O" in fault["message"]
    assert answer["count"] == 1
    assert "1 error" in answer["panel"]
    assert ann.set(CELL, ">= 50", keep=False).get_json()["count"] == 0


def test_others_changes_are_told_and_mine_are_done_again_on_them(app: Flask) -> None:
    ann, ben = Writer(app, name="ann"), Writer(app, name="ben")
    draft = ann.begin()
    ben.open(draft + "/blocks/grading")
    ann.post(edits=[{"kind": "remove", "path": ["blocks", 0, "rows", 0]}])
    second = ["blocks", 0, "rows", 1, "when", 0]
    refused = ben.set(second, ">= 7")
    assert refused.status_code == 409
    told = refused.get_json()
    assert told["said"]
    assert all(each.startswith("ann: ") for each in told["said"])
    done = ben.post(
        edits=[{"kind": "set", "path": second, "value": ">= 7"}],
        seen=ben.data["revision"],
        revision=told["revision"],
    )
    assert done.status_code == 200
    assert done.get_json()["lost"] == 0
    assert "&gt;= 7" in ann.get(draft + "/history")
    # What ann took out cannot be changed any more: nothing is done.
    gone = ben.post(
        edits=[{"kind": "set", "path": CELL, "value": ">= 8"}],
        seen=0,
        revision=ben.data["revision"],
    )
    assert gone.status_code == 400


def test_who_may_only_read_cannot_write(app: Flask) -> None:
    ann, eve = Writer(app), Writer(app, "auditor")
    draft = ann.begin()
    page = eve.open(draft)
    assert not eve.data["writes"]
    assert "You may read it" in page
    assert eve.set(TITLE, "x").status_code == 403


def test_from_nothing_to_a_block_with_what_it_concludes(app: Flask) -> None:
    ann = Writer(app)
    bad = ann.submit("/drafts/new", kind="ruleset", title_zh="", title_en="", id="A b", uses="")
    assert bad.status_code == 422
    made = ann.submit(
        "/drafts/new", kind="ruleset", title_zh="我的分级", title_en="", id="mine", uses="shop@1"
    )
    draft = str(made.headers["Location"])
    assert "我的分级" in ann.get(draft)
    missing = ann.submit(f"{draft}/blocks/new", kind="rules", value="classes")
    assert missing.status_code == 422
    added = ann.submit(
        f"{draft}/blocks/new",
        kind="rules",
        title_en="Judging",
        name_en="Grade",
        value="classes",
        classes="A, B，C",
    )
    assert added.headers["Location"].endswith("/blocks/judging")
    assert "Judging" in ann.get(added.headers["Location"])
    page = ann.open(f"{draft}/blocks/new".removesuffix("/blocks/new"))
    assert "Judging" in page


@pytest.mark.parametrize(
    "body",
    [
        {"revision": "0"},
        {"revision": True},
        {"revision": -1},
        {"revision": 10**30},
        {"revision": 0, "seen": 10**30, "edits": [{"kind": "remove", "path": ["cases"]}]},
        {"revision": 0, "post": "\ud800"},
        {"revision": 0, "post": "a\0b"},
        {"revision": 0, "edits": "x"},
        {"revision": 0, "edits": [{"kind": "eat", "path": []}]},
        {"revision": 0, "at": 5},
        {"revision": 0, "facts": {"a": 1}},
        [],
    ],
)
def test_what_no_script_of_ours_sends_is_refused(app: Flask, body: Any) -> None:
    ann = Writer(app)
    ann.begin()
    headers = ann.headers | {"X-CSRFToken": ann.data["token"]}
    for step in ("address", "undo", "redo"):
        answer = ann.client.post(ann.data[step], json=body, base_url=HERE, headers=headers)
        assert answer.status_code == 400
        assert answer.get_json()["message"]
    forged = ann.client.post(ann.data["address"], json={"revision": 0}, base_url=HERE)
    assert forged.status_code == 400


def test_a_part_of_which_nothing_can_be_opened_opens_nothing(app: Flask) -> None:
    ann = Writer(app)
    ann.begin()
    for at in ("", "parts/constants", "parts/lookups"):
        answer = ann.post(at=at, opens="x", keep=False)
        assert answer.status_code == 200, at
        assert "opened" not in answer.get_json()


def test_what_is_too_much_or_too_deep_is_refused_to_the_script_in_words(app: Flask) -> None:
    ann = Writer(app)
    ann.begin()
    headers = ann.headers | {"X-CSRFToken": ann.data["token"], "Content-Type": "application/json"}
    for body, code in ((b"[" * 200_000, 400), (b" " * 33_000_000, 413)):
        answer = ann.client.post(ann.data["address"], data=body, base_url=HERE, headers=headers)
        assert (answer.status_code, answer.mimetype) == (code, "application/json")
        assert answer.get_json()["message"]


def test_what_no_editor_writes_is_refused_and_the_draft_stays(app: Flask) -> None:
    ann = Writer(app)
    draft = ann.begin()
    row = ["blocks", 0, "rows", 0, "when"]
    edits = [
        {"kind": "set", "path": ["blocks"], "value": "x"},
        {"kind": "insert", "path": ["blocks", 0], "value": ["x"]},
        {"kind": "set", "path": ["blocks", 0, "kind"], "value": ["table"]},
        {"kind": "set", "path": ["blocks", 0, "kind"], "value": "ballot"},
        {"kind": "set", "path": ["blocks", 0, "kind"], "value": None},
        {"kind": "remove", "path": ["blocks", 0, "key"]},
        {"kind": "set", "path": row, "value": {"kind": "table"}},
        {"kind": "set", "path": [*row, 0], "value": ["x"]},
        {"kind": "set", "path": ["blocks", 2, "rules", 0, "when"], "value": {"all": {"a": "b"}}},
        {"kind": "set", "path": ["conclusions", 0, "key"], "value": {"zh": "x"}},
        {"kind": "insert", "path": ["conclusions", 0], "value": {"title": "x"}},
        {"kind": "set", "path": ["title"], "value": {"zh": ["x"]}},
    ]
    for edit in edits:
        for keep in (True, False):
            answer = ann.post(edits=[edit], keep=keep)
            assert answer.status_code == 400, edit
            assert "what is put there does not belong there" in answer.get_json()["message"]
    ann.open(draft)
    assert ann.data["revision"] == 0


def test_a_draft_of_what_is_not_there_is_not_begun(app: Flask) -> None:
    ann = Writer(app)
    for begins in ("ruleset/nothing", "ruleset/", "vocabulary/nothing"):
        assert ann.submit("/drafts/from", begins=begins).status_code == 404


def test_a_row_is_deleted_with_what_cases_expect_of_it(app: Flask) -> None:
    ann = Writer(app)
    draft = ann.begin()
    case = {"id": "c", "given": {"annual_sales": "5"}, "expect": {}, "fired": ["grading/high"]}
    ann.set(["cases"], [case])
    ann.open(draft + "/blocks/grading")
    answer = ann.post(edits=[{"kind": "remove", "path": ["blocks", 0, "rows", 0]}]).get_json()
    assert answer["count"] == 0
    ann.post("undo")
    moved = [
        {"kind": "remove", "path": ["blocks", 0, "rows", 0]},
        {"kind": "insert", "path": ["blocks", 0, "rows", 1], "value": {"id": "high"}},
    ]
    assert "grading/high" not in str(ann.post(edits=moved, keep=False).get_json()["faults"])


def test_a_table_is_read_without_scripts(app: Flask) -> None:
    ann = Writer(app)
    draft = ann.begin()
    assert f"{draft}/reading/grading" in ann.get(draft + "/blocks/grading")
    page = ann.get(draft + "/reading/grading")
    assert "500,000" in page
    assert ann.client.get(draft + "/reading/nothing", base_url=HERE).status_code == 404
