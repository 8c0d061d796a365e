"""Edits of drafts: applied whole or not at all, taken back exactly, read strictly, told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulesets.documents.alignment import same
from rulesets.documents.plain import plain_of
from rulesets.drafting import Edit, applied, edit_sentences, edits_from, edits_to
from rulesets.errors import CallerError
from rulesets.types import Both

LIBRARY = Path(__file__).parents[2] / "rulesets" / "library"
TABLE: dict[str, Any] = {
    "ruleset": "grade",
    "title": {"zh": "分级", "en": "Grading"},
    "zone": "UTC",
    "facts": [{"key": "sales", "title": {"zh": "年采购额", "en": "Purchases"}, "type": "number"}],
    "constants": [{"key": "high", "title": "高", "type": "number", "value": "100"}],
    "blocks": [
        {
            "key": "grade",
            "kind": "table",
            "title": {"zh": "客户等级表", "en": "Grades"},
            "hit": "first",
            "inputs": [
                {"expression": "score", "title": {"zh": "综合评分", "en": "Score"}},
                "sales",
            ],
            "outputs": "class",
            "rows": [
                {"id": f"r{n}", "when": [f">= {n}", "-"], "then": ["A"], "note": f"n{n}"}
                for n in range(9)
            ],
            "otherwise": {"class": "C"},
        },
        {
            "key": "care",
            "kind": "rules",
            "hit": "first",
            "concludes": ["care"],
            "rules": [
                {"id": "late", "when": {"all": ["a > 1", {"any": ["b"]}]}, "then": {"care": "1"}}
            ],
        },
    ],
    "cases": [{"id": "c1", "given": {"sales": "5"}, "expect": {"class": None}}],
}
ROWS = ("blocks", 0, "rows")


def refused(plain: dict[str, Any], *edits: Edit) -> str:
    before = json.dumps(plain)
    with pytest.raises(CallerError) as caught:
        applied(plain, edits)
    assert json.dumps(plain) == before
    (fault,) = caught.value.faults
    assert fault.code == "edit-does-not-fit"
    assert fault.message("zh")
    return fault.message("en")


# ------------------------------------------------------------------------------------------ applied


def test_each_kind_of_edit_does_what_it_says() -> None:
    plain = {"a": ["x", "y", "z"], "b": {"k": "1", "l": "2"}}
    for edit, after in (
        (Edit("set", ("a", 1), "Y"), {"a": ["x", "Y", "z"], "b": {"k": "1", "l": "2"}}),
        (Edit("set", ("b", "m"), "3"), {**plain, "b": {"k": "1", "l": "2", "m": "3"}}),
        (Edit("insert", ("a", 3), "w"), {**plain, "a": ["x", "y", "z", "w"]}),
        (Edit("insert", ("b", "j"), "0", to=0), {**plain, "b": {"j": "0", "k": "1", "l": "2"}}),
        (Edit("remove", ("a", 0)), {**plain, "a": ["y", "z"]}),
        (Edit("remove", ("b", "k")), {**plain, "b": {"l": "2"}}),
        (Edit("move", ("a", 0), to=2), {**plain, "a": ["y", "z", "x"]}),
        (Edit("move", ("a", 2), to=0), {**plain, "a": ["z", "x", "y"]}),
    ):
        found, inverse = applied(plain, [edit])
        assert same(found, after), edit
        assert same(applied(found, inverse)[0], plain), edit


def test_what_is_not_touched_is_shared_and_what_was_stays() -> None:
    before = json.dumps(TABLE)
    after, _ = applied(TABLE, [Edit("set", (*ROWS, 3, "when", 0), ">= 99")])
    assert json.dumps(TABLE) == before
    assert after["blocks"][0]["rows"][3]["when"] == [">= 99", "-"]
    assert after["blocks"][0]["rows"][4] is TABLE["blocks"][0]["rows"][4]
    assert after["blocks"][1] is TABLE["blocks"][1]
    assert after["facts"] is TABLE["facts"]


def test_a_value_of_an_edit_is_never_changed() -> None:
    row = {"id": "new", "when": ["1", "2"], "then": ["A"]}
    insert = Edit("insert", (*ROWS, 0), row)
    cell = Edit("set", (*ROWS, 0, "when", 0), "changed")
    _, inverse = applied(TABLE, [insert, cell])
    assert row["when"] == ["1", "2"]
    assert insert.value is row
    assert inverse == (Edit("set", (*ROWS, 0, "when", 0), "1"), Edit("remove", (*ROWS, 0)))


def test_an_edit_that_does_not_fit_changes_nothing_and_names_the_place() -> None:
    good = Edit("set", ("zone",), "Asia/Shanghai")
    said = refused(TABLE, good, Edit("set", (*ROWS, 9, "note"), "x"))
    assert "table `grade`, row 10" in said
    assert "edit 2" in said
    for bad in (
        Edit("set", (), {}),
        Edit("set", (*ROWS, 9), {}),
        Edit("set", ("nowhere", "x"), "1"),
        Edit("set", ("zone", "x"), "1"),
        Edit("set", ("facts", "x"), "1"),
        Edit("set", ("title", 0), "1"),
        Edit("insert", (*ROWS, 10), {}),
        Edit("insert", ("zone",), "UTC"),
        Edit("insert", ("new",), "1", to=99),
        Edit("remove", ("nowhere",)),
        Edit("remove", (*ROWS, 9)),
        Edit("move", (*ROWS, 0)),
        Edit("move", (*ROWS, 0), to=9),
        Edit("move", ("zone",), to=0),
    ):
        refused(TABLE, bad)


VALUES = st.recursive(
    st.sampled_from(("", "a", "b", None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("klmn"), inner),
    max_leaves=6,
)
MAPS = st.dictionaries(st.sampled_from("klmn"), VALUES, max_size=4)


@st.composite
def edits_of(draw: st.DrawFn, plain: Any) -> Edit:
    """Draw an edit that fits."""
    path: list[str | int] = []
    at = plain
    while True:
        steps = list(at) if isinstance(at, dict) else list(range(len(at)))
        deeper = [each for each in steps if isinstance(at[each], (dict, list))]
        if not deeper or draw(st.booleans()):
            break
        step = draw(st.sampled_from(deeper))
        path.append(step)
        at = at[step]
    value = draw(VALUES)
    if isinstance(at, list):
        kinds: list[Any] = ["insert", *(["set", "remove", "move"] if at else [])]
        kind = draw(st.sampled_from(kinds))
        last: str | int = draw(st.integers(0, len(at) if kind == "insert" else len(at) - 1))
        to = draw(st.integers(0, len(at) - 1)) if kind == "move" else None
    else:
        last, to = draw(st.sampled_from("klmn")), None
        kinds = ["set", "remove"] if last in at else ["set", "insert"]
        kind = draw(st.sampled_from(kinds))
        if kind == "insert":
            to = draw(st.none() | st.integers(0, len(at)))
    return Edit(kind, (*path, last), value if kind in {"set", "insert"} else None, to)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.data(), MAPS, st.integers(1, 8))
def test_any_edits_are_taken_back_exactly(data: st.DataObject, plain: Any, count: int) -> None:
    before, after = json.dumps(plain), plain
    edits = []
    for _ in range(count):
        edits.append(data.draw(edits_of(after)))
        after, _ = applied(after, edits[-1:])
    together, back = applied(plain, edits)
    assert same(together, after)
    assert json.dumps(plain) == before
    assert same(applied(together, back)[0], plain)
    again, _ = applied(applied(together, back)[0], edits)
    assert same(again, after)
    assert edits_from(json.loads(json.dumps(edits_to(edits)))) == tuple(edits)
    edit_sentences(plain, edits)


# ------------------------------------------------------------------------------------------ written


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (None, ""),
        ([], ""),
        ({}, ""),
        (["x"], "/0"),
        ([{"kind": "paint", "path": ["a"], "value": "x"}], "/0/kind"),
        ([{"kind": ["set"], "path": ["a"], "value": "x"}], "/0/kind"),
        ([{"kind": "set", "path": ["a"]}], "/0"),
        ([{"kind": "set", "path": ["a"], "value": "x", "to": 1}], "/0"),
        ([{"kind": "set", "path": ["a"], "value": "x", "more": "y"}], "/0"),
        ([{"kind": "remove", "path": ["a"], "value": "x"}], "/0"),
        ([{"kind": "move", "path": ["a", 0], "to": -1}], "/0/to"),
        ([{"kind": "move", "path": ["a", 0], "to": True}], "/0/to"),
        ([{"kind": "set", "path": [], "value": "x"}], "/0/path"),
        ([{"kind": "set", "path": "a", "value": "x"}], "/0/path"),
        ([{"kind": "set", "path": ["a", 1.5], "value": "x"}], "/0/path"),
        ([{"kind": "set", "path": ["a", True], "value": "x"}], "/0/path"),
        ([{"kind": "set", "path": ["a"] * 40, "value": "x"}], "/0/path"),
        ([{"kind": "set", "path": ["a" * 129], "value": "x"}], "/0/path"),
        ([{"kind": "set", "path": ["a"], "value": 5}], "/0/value"),
        ([{"kind": "set", "path": ["a"], "value": 0.5}], "/0/value"),
        ([{"kind": "set", "path": ["a"], "value": {"b": [True]}}], "/0/value/b/0"),
        ([{"kind": "set", "path": ["a"], "value": "a\x00"}], "/0/value"),
        ([{"kind": "set", "path": ["a"], "value": "\ud800"}], "/0/value"),
        ([{"kind": "set", "path": ["a"], "value": {"k" * 129: "x"}}], "/0/value"),
    ],
)
def test_edits_of_another_form_are_refused(data: object, path: str) -> None:
    with pytest.raises(CallerError) as caught:
        edits_from(data)
    (fault,) = caught.value.faults
    assert fault.code == "bad-edits"
    assert dict(fault.place)["path"] == path
    assert fault.message("zh")
    assert fault.message("en").isprintable()


def test_what_is_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    deep: Any = "x"
    for _ in range(33):
        deep = [deep]
    many = [{"kind": "remove", "path": ["a"]}] * 3
    long = [{"kind": "set", "path": ["a"], "value": "x" * 20}]
    wide = [{"kind": "set", "path": ["a"], "value": ["x"] * 20}]
    assert edits_from(many)
    assert edits_from(long)
    assert edits_from(wide)
    with pytest.raises(CallerError):
        edits_from([{"kind": "set", "path": ["a"], "value": deep}])
    for limit, data in (("MOST_EDITS", many), ("MOST_CHARACTERS", long), ("MOST_VALUES", wide)):
        with monkeypatch.context() as patched:
            patched.setattr(f"rulesets.drafting.written.{limit}", 2)
            with pytest.raises(CallerError):
                edits_from(data)


def test_texts_of_edits_are_composed_as_documents_are() -> None:
    (edit,) = edits_from([{"kind": "set", "path": ["a"], "value": "e\u0301"}])
    assert edit.value == "\u00e9"


# ---------------------------------------------------------------------------------------- sentences


@pytest.mark.parametrize(
    ("edit", "zh", "en"),
    [
        (
            Edit("set", (*ROWS, 2, "when", 0), ">= 75"),
            "表「客户等级表」第 3 行「综合评分」由 >= 2 改为 >= 75",
            "Table “Grades”, row 3, “Score” changed from >= 2 to >= 75",
        ),
        (
            Edit("set", (*ROWS, 0, "when", 1), ""),
            "表「客户等级表」第 1 行「年采购额」由 - 改为空白",
            "Table “Grades”, row 1, “Purchases” changed from - to blank",
        ),
        (
            Edit("set", (*ROWS, 0, "then", 0), "B"),
            "表「客户等级表」第 1 行「等级」由 A 改为 B",
            "Table “Grades”, row 1, “Class” changed from A to B",
        ),
        (
            Edit("set", (*ROWS, 0, "disabled"), "true"),
            "表「客户等级表」第 1 行的停用设为 true",
            "Table “Grades”, row 1, disabled set to true",
        ),
        (
            Edit("insert", (*ROWS, 3), {"id": "x"}),
            "表「客户等级表」添加第 4 行",
            "Table “Grades”: row 4 added",
        ),
        (
            Edit("remove", (*ROWS, 0)),
            "表「客户等级表」删除第 1 行",
            "Table “Grades”: row 1 removed",
        ),
        (
            Edit("move", (*ROWS, 4), to=0),
            "表「客户等级表」第 5 行移到第 1 行",
            "Table “Grades”: row 5 moved to row 1",
        ),
        (
            Edit("set", ("blocks", 0, "hit"), "unique"),
            "表「客户等级表」的命中策略由 首个命中 改为 唯一命中",
            "Table “Grades”, hit policy changed from First to Unique",
        ),
        (
            Edit("set", ("blocks", 0, "otherwise", "class"), "D"),
            "表「客户等级表」的否则「等级」由 C 改为 D",
            "Table “Grades”, otherwise, “Class” changed from C to D",
        ),
        (
            Edit("set", ("blocks", 1, "rules", 0, "when", "all", 0), "a > 2"),
            "规则组「care」规则「late」第 1 个条件由 a > 1 改为 a > 2",
            "Rules “care”, rule “late”, condition 1 changed from a > 1 to a > 2",
        ),
        (
            Edit("set", ("facts", 0, "title", "en"), "Sales"),
            "事实「年采购额」的英文名称由 Purchases 改为 Sales",
            "Fact “Purchases”, English title changed from Purchases to Sales",
        ),
        (
            Edit("insert", ("facts", 1), {"key": "n", "title": {"zh": "数", "en": "Number"}}),
            "添加事实「数」",
            "Fact “Number” added",
        ),
        (Edit("remove", ("blocks", 1)), "删除规则组「care」", "Rules “care” removed"),
        (
            Edit("set", ("constants", 0, "value"), "200"),
            "常量「高」的值由 100 改为 200",
            "Constant “高”, value changed from 100 to 200",
        ),
        (
            Edit("set", ("title",), {"zh": "评级", "en": "Rating"}),
            "名称由 分级 改为 评级",
            "Title changed from Grading to Rating",
        ),
        (Edit("remove", ("zone",)), "去掉时区", "Time zone removed"),
        (
            Edit("set", ("cases", 0, "given", "sales"), "6"),
            "案例「c1」的给定「年采购额」由 5 改为 6",
            "Case “c1”, given, “Purchases” changed from 5 to 6",
        ),
    ],
)
def test_an_edit_is_told_as_a_person_reads_it(edit: Edit, zh: str, en: str) -> None:
    titles = {"class": Both("等级", "Class")}
    (said,) = edit_sentences(TABLE, [edit], titles)
    assert (said.zh, said.en) == (zh, en)


def test_many_alike_edits_are_summed_up() -> None:
    rows = [Edit("insert", (*ROWS, n), {"id": f"p{n}"}) for n in range(200)]
    cells = [Edit("set", (*ROWS, n, "when", 0), "1") for n in range(200, 209)]
    one = Edit("set", ("zone",), "Asia/Shanghai")
    said = edit_sentences(TABLE, [*rows, one, *cells])
    assert [each.zh for each in said] == [
        "表「客户等级表」插入 200 行",
        "时区由 UTC 改为 Asia/Shanghai",
        "表「客户等级表」修改 9 个单元格",
    ]
    assert [each.en for each in said] == [
        "Table “Grades”: 200 rows inserted",
        "Time zone changed from UTC to Asia/Shanghai",
        "Table “Grades”: 9 cells changed",
    ]


def test_a_whole_that_is_set_is_told_by_what_differs() -> None:
    rows = [dict(row) for row in TABLE["blocks"][0]["rows"]]
    rows[1] = rows[1] | {"when": [">= 5", "-"], "note": "other"}
    del rows[7:]
    said = edit_sentences(TABLE, [Edit("set", ROWS, rows)])
    assert [each.zh for each in said] == [
        "表「客户等级表」第 2 行「综合评分」由 >= 1 改为 >= 5",
        "表「客户等级表」第 2 行的备注由 n1 改为 other",
        "表「客户等级表」删除第 8 行",
        "表「客户等级表」删除第 8 行",
    ]


@pytest.mark.parametrize("name", ["customer-grade", "service-policy", "customer", "rfm"])
def test_every_setting_of_the_library_can_be_told(name: str) -> None:
    plain = plain_of((LIBRARY / f"{name}.yaml").read_text(encoding="utf-8"))
    for path in paths(plain, ()):
        (said,) = edit_sentences(plain, [Edit("set", path, "!")])
        assert "!" in said.zh, path
        assert "!" in said.en, path
        assert not set(said.zh.split()[0]) & set("[]{}"), path


def paths(value: Any, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    """List the paths of all texts."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[str | int, ...]] = []
    for step, each in pairs:
        deeper = isinstance(each, (dict, list))
        found.extend(paths(each, (*path, step)) if deeper else [(*path, step)])
    return found
