"""What is read again after edits is what reading all of it gives."""

import random
from typing import Any

import pytest

from rulesets.documents.plain import read_plain
from rulesets.documents.rereading import Read, read_again
from rulesets.drafting import Edit, applied
from rulesets.errors import AuthorError


def plain(rows: int = 220) -> dict[str, Any]:
    table = {
        "key": "t",
        "kind": "table",
        "hit": "first",
        "inputs": ["a", "b"],
        "outputs": ["c"],
        "rows": [{"id": f"r{n}", "when": [f"> {n}", "-"], "then": ["1"]} for n in range(rows)],
    }
    small = {**table, "key": "s", "rows": [{"id": "x", "when": ["-", "-"], "then": ["2"]}]}
    rules = {
        "key": "u",
        "kind": "rules",
        "hit": "first",
        "concludes": ["d"],
        "rules": [{"id": f"u{n}", "when": f"a > {n}", "then": {"d": "1"}} for n in range(40)],
    }
    return {"ruleset": "r", "zone": "UTC", "blocks": [small, table, rules]}


def edit(chance: random.Random, rows: int) -> Edit:
    row, other = chance.randrange(rows), chance.randrange(rows)
    fresh = {"id": f"new{chance.randrange(10**9)}", "when": ["1"], "then": []}
    rule, further = chance.randrange(30), chance.randrange(30)
    ruled = {"id": f"new{chance.randrange(10**9)}", "when": {"any": ["a", "b"]}, "then": {}}
    return chance.choice(
        [
            Edit("set", ("blocks", 1, "rows", row, "when", 0), f"< {other}"),
            Edit("set", ("blocks", 1, "rows", row, "note"), "because"),
            Edit("set", ("blocks", 1, "rows", row), fresh),
            Edit("insert", ("blocks", 1, "rows", row), fresh),
            Edit("remove", ("blocks", 1, "rows", row)),
            Edit("move", ("blocks", 1, "rows", row), to=other),
            Edit("set", ("blocks", 1, "inputs"), ["b", "a"]),
            Edit("set", ("blocks", 0, "rows", 0, "then", 0), f"{row}"),
            Edit("move", ("blocks", 0), to=1),
            Edit("set", ("blocks", 2, "rules", rule, "when"), {"none": [f"a < {other}"]}),
            Edit("set", ("blocks", 2, "rules", rule), ruled),
            Edit("insert", ("blocks", 2, "rules", rule), ruled),
            Edit("move", ("blocks", 2, "rules", rule), to=further),
            Edit("set", ("blocks", 2, "concludes"), ["d", "e"]),
            Edit("set", ("zone",), chance.choice(["UTC", "Asia/Shanghai"])),
        ]
    )


@pytest.mark.parametrize("seed", range(4))
def test_it_is_as_if_all_had_been_read(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - which edits a test does
    now = plain()
    before = read_again(now, None)
    for _ in range(30):
        tables = [len(each["rows"]) for each in now["blocks"][:2]]
        if tables[1] < tables[0]:
            now = applied(now, [Edit("move", ("blocks", 0), to=1)])[0]
        now = applied(now, [edit(chance, len(now["blocks"][1]["rows"]))])[0]
        before = read_again(now, before)
        assert before.document == read_plain(now)


@pytest.mark.parametrize(
    "wrong",
    [
        Edit("set", ("blocks", 1, "rows", 7, "id"), "r9"),
        Edit("set", ("blocks", 1, "rows", 7, "odd"), "1"),
        Edit("set", ("blocks", 1, "rows", 7, "disabled"), "maybe"),
        Edit("set", ("blocks", 2, "rules", 7, "id"), "u9"),
        Edit("set", ("blocks", 2, "rules", 7, "when"), {"some": []}),
        Edit("set", ("blocks", 2, "kind"), "table"),
    ],
)
def test_what_is_refused_is_refused_at_its_place(wrong: Edit) -> None:
    first = plain()
    now = applied(first, [wrong])[0]
    with pytest.raises(AuthorError) as whole:
        read_plain(now)
    with pytest.raises(AuthorError) as again:
        read_again(now, read_again(first, None))
    assert again.value.faults == whole.value.faults


@pytest.mark.parametrize(("block", "listed"), [(1, "rows"), (2, "rules")])
def test_rows_and_rules_that_stayed_are_not_read_again(block: int, listed: str) -> None:
    first = plain()
    before: Read = read_again(first, None)
    now = applied(first, [Edit("set", ("blocks", block, listed, 7, "note"), "x")])[0]
    again = read_again(now, before)
    old, new = (
        getattr(each.document.blocks[block], listed)  # type: ignore[union-attr]  # of a ruleset
        for each in (before, again)
    )
    assert [a is b for a, b in zip(old, new, strict=True)].count(False) == 1
