"""The map of a ruleset: every box in its column, none over another, every line from box to box."""

import re
from itertools import combinations

import pytest

from editor.chain_map import Box, ChainMap, chain_map
from rulesets.assembly import assemble
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.documents import read
from rulesets.model import Ruleset
from tests.unit.loading import Nothing, load

WIDE = """
conclusions:
{conclusions}
blocks:
{blocks}
"""


def wide() -> CheckedRuleset:
    """Chain sixty blocks over a few strata."""
    numbers = range(60)
    conclusions = (f"  - {{key: x{n}, type: number, scale: 0}}" for n in numbers)
    blocks = (
        f"  - {{key: x{n}, kind: formula, concludes: x{n},"
        f' expression: "{f"x{n - 7} + a" if n >= 7 else "a + b"}"}}'
        for n in numbers
    )
    return load(WIDE.format(conclusions="\n".join(conclusions), blocks="\n".join(blocks)))


def empty() -> CheckedRuleset:
    ruleset = read("ruleset: none\nzone: UTC\n")
    assert isinstance(ruleset, Ruleset)
    return check(assemble(ruleset, Nothing()))


def overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@pytest.fixture(scope="module")
def checked() -> CheckedRuleset:
    return wide()


@pytest.fixture(scope="module")
def drawn(checked: CheckedRuleset) -> ChainMap:
    return chain_map(checked, "zh")


def test_no_box_lies_over_another_and_all_lie_within_the_picture(drawn: ChainMap) -> None:
    assert len(drawn.boxes) == 62
    assert not [(a.name, b.name) for a, b in combinations(drawn.boxes, 2) if overlap(a, b)]
    for box in drawn.boxes:
        assert 0 <= box.x <= drawn.width - box.width
        assert 0 <= box.y <= drawn.height - box.height


def test_a_line_runs_from_the_right_of_a_box_to_the_left_of_its_reader(drawn: ChainMap) -> None:
    boxes = {box.name: box for box in drawn.boxes}
    for line in drawn.lines:
        ends = re.fullmatch(r"M(\d+) (\d+)C.* (\d+) (\d+)", line.path)
        assert ends
        source, target = boxes[line.source], boxes[line.target]
        start_x, start_y, end_x, end_y = map(int, ends.groups())
        assert (start_x, start_y) == (source.x + source.width, source.y + source.height // 2)
        assert (end_x, end_y) == (target.x, target.y + target.height // 2)
        assert start_x < end_x


def test_every_reading_has_its_line(drawn: ChainMap) -> None:
    expected = {("fact a", f"block x{n}") for n in range(60)}
    expected |= {("fact b", f"block x{n}") for n in range(7)}
    expected |= {(f"block x{n - 7}", f"block x{n}") for n in range(7, 60)}
    assert {(line.source, line.target) for line in drawn.lines} == expected
    for box in drawn.boxes:
        touching = [line for line in drawn.lines if box.name in {line.source, line.target}]
        assert list(box.lines) == touching


def test_blocks_stand_in_columns_by_stratum_and_facts_before_their_first_reader(
    checked: CheckedRuleset, drawn: ChainMap
) -> None:
    columns = sorted({box.x for box in drawn.boxes})
    column = {box.name: columns.index(box.x) for box in drawn.boxes}
    for placed in checked.blocks:
        assert column[f"block {placed.key}"] == placed.stratum
    assert column["fact a"] == column["fact b"] == 0


def test_a_fact_that_only_a_late_block_reads_stands_just_before_it() -> None:
    late = load(
        "conclusions:\n"
        "  - {key: one, type: number, scale: 0}\n  - {key: two, type: number, scale: 0}\n"
        "blocks:\n"
        "  - {key: one, kind: formula, concludes: one, expression: a}\n"
        "  - {key: two, kind: formula, concludes: two, expression: one + b}\n"
    )
    boxes = {box.name: box for box in chain_map(late, "en").boxes}
    assert boxes["fact a"].x < boxes["fact b"].x == boxes["block one"].x < boxes["block two"].x


def test_titles_are_in_the_readers_language() -> None:
    simple = load(
        "conclusions: [{key: one, title: {zh: 壹, en: One}, type: number, scale: 0}]\n"
        "blocks: [{key: sum, title: {zh: 求和, en: Sum}, kind: formula,"
        " concludes: one, expression: a}]\n"
    )
    said = {(box.title, box.below, box.kind) for box in chain_map(simple, "zh").boxes}
    assert said == {("甲", "", ""), ("壹", "求和", "公式")}
    said = {(box.title, box.below, box.kind) for box in chain_map(simple, "en").boxes}
    assert said == {("A", "", ""), ("One", "Sum", "Formula")}


def test_a_ruleset_without_blocks_has_an_empty_map() -> None:
    assert chain_map(empty(), "zh").boxes == ()


def test_the_same_ruleset_is_drawn_the_same(checked: CheckedRuleset, drawn: ChainMap) -> None:
    assert chain_map(checked, "zh") == drawn
