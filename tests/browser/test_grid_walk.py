"""What the grid shows is the draft: after many edits, undone and done again without waiting.

The grid takes back and does again at once what it did itself, before the server answers. So acts
come here as fast as a page takes them, while saves are on their way, answers are lost, and others
change the draft; at every rest a second page, fresh from the server, has to show the same.
"""

import json
import random
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as NotThere

from tests.browser.grid_page import Desk, table_of
from tests.browser.test_grid import Opened, opened, saved

__all__ = ["opened"]
pytestmark = pytest.mark.needs("chromium", "revogrid")

ROWS: Final = 12
STEPS: Final = 8
WIDE: Final = {"width": 2800, "height": 900}
"""So that all heads are drawn."""
WALK: Final = """async acts => {
  const { desk } = await import('/static/desk/desk.js');
  const grid = document.querySelector('revo-grid');
  const field = document.querySelector('.grid-table .typing');
  const wait = (ms) => new Promise(done => setTimeout(done, ms));
  const key = (said) => {
    const parts = said.split('+');
    const init = {key: parts.pop(), bubbles: true, cancelable: true};
    const held = {Control: 'ctrlKey', Shift: 'shiftKey', Alt: 'altKey'};
    for (const each of parts) init[held[each]] = true;
    field.dispatchEvent(new KeyboardEvent('keydown', init));
  };
  const does = {
    choose: ([x, y, x1, y1]) => grid.dispatchEvent(new CustomEvent('focuscell', {
      detail: {focus: {x, y}, end: {x: x1, y: y1}}})),
    edit: ([y, prop, val]) => {
      const init = {cancelable: true, detail: {model: grid.source[y], prop, val}};
      if (init.detail.model) grid.dispatchEvent(new CustomEvent('beforeedit', init));
    },
    paste: ([text]) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      const init = {clipboardData, cancelable: true, bubbles: true};
      field.dispatchEvent(new ClipboardEvent('paste', init));
    },
    key: ([said]) => key(said),
    press: ([act]) => document.querySelector(`.grid-table [data-act=${act}]`).click(),
    title: ([text]) => {
      const title = document.querySelector('.as-title');
      title.value = text;
      for (const name of ['input', 'change']) title.dispatchEvent(new Event(name, {bubbles: true}));
    },
    wait: ([ms]) => wait(ms),
  };
  const isHeld = async () => {
    // Where the server alone knows what comes of a step, the table waits for it; so does a person.
    while (desk.queue.acts.some(each => each.edits === null)) await wait(5);
  };
  for (const [name, ...more] of acts) {
    await isHeld();
    await does[name](more);
  }
}"""
SHOWN: Final = """() => [
  [...document.querySelectorAll('revogr-header .rgHeaderCell .name b')].map(b => b.textContent),
  document.querySelector('revo-grid').source.map(({n, look, ...texts}) => texts),
]"""
TEXTS: Final = (
    *("A", "A 级", "B/C", "", "-", "＞= ５0"),
    *(">= 3", "1,000", "50至100", '"零售业"', "零售业", "3个"),
)
KEYS: Final = (
    *("Control+Enter", "Control+Shift+Enter", "Control+Delete", "Alt+ArrowUp", "Alt+ArrowDown"),
    *("Control+d", "Delete", "Alt+ArrowLeft", "Alt+ArrowRight"),
)


def walked(chance: random.Random, number: int) -> list[list[Any]]:
    """Draw acts; many a time something is taken back, or done again."""
    acts: list[list[Any]] = []
    for _ in range(number):
        x, y = chance.randrange(10), chance.randrange(ROWS + 3)
        acts.append(["choose", x, y, min(9, x + chance.randrange(3)), y + chance.randrange(3)])
        acts.append(_act(chance, y))
        steps = chance.choice((0, 0, 0, 1, 2, 4))
        acts += [["key", chance.choice(("Control+z", "Control+y"))] for _ in range(steps)]
        if chance.random() < 0.4:
            acts.append(["wait", chance.choice((0, 20, 150))])
    return acts


def _act(chance: random.Random, y: int) -> list[Any]:
    kind = chance.random()
    if kind < 0.3:
        column = chance.choice([*(f"when{n}" for n in range(8)), "then0", "note", "disabled"])
        return ["edit", y, column, chance.choice(TEXTS)]
    if kind < 0.5:
        lines = [[chance.choice(TEXTS) for _ in range(3)] for _ in range(chance.randrange(1, 4))]
        return ["paste", "\n".join("\t".join(line) for line in lines)]
    if kind < 0.94:
        return ["key", chance.choice(KEYS)]
    if kind < 0.98:
        return ["title", chance.choice(("折扣甲", "折扣乙"))]
    return ["press", "remove-column"]


def others_before(desk: Desk, number: int) -> None:
    """Let somebody else edit first: of these steps the page knows nothing."""
    for n in range(number):
        path: list[str | int] = ["blocks", 0, "rows", n]
        new = {"id": f"other{n}", "when": ["-"] * 8, "then": ["1", "2"]}
        desk.change(
            [
                {"kind": "insert", "path": path, "value": new},
                {"kind": "set", "path": [*path[:3], n + 2, "note"], "value": f"other {n}"},
            ]
        )


def agrees(page: Page, desk: Desk) -> None:
    """Wait until all is saved and answered: then the grid shows what a fresh page shows."""
    saved(page)
    wanted = of_the_draft(page, desk)
    try:
        # Heads are drawn a moment after the rows they stand over.
        page.wait_for_function(f"wanted => JSON.stringify(({SHOWN})()) === wanted", arg=wanted)
    except NotThere:
        assert page.evaluate(SHOWN) == json.loads(wanted)


def of_the_draft(page: Page, desk: Desk) -> str:
    """Give what a fresh page of the draft shows, as JSON."""
    assert page.context.browser
    context = page.context.browser.new_context(locale="zh-CN", viewport=page.viewport_size)
    context.add_cookies([{"name": "session", "value": desk.cookie, "url": desk.address}])
    fresh = context.new_page()
    fresh.goto(desk.address)
    fresh.wait_for_selector("[data-grid][data-ready]")
    fresh.wait_for_selector("revogr-header .rgHeaderCell .name b")
    shown = fresh.evaluate(f"JSON.stringify(({SHOWN})())")
    context.close()
    return str(shown)


def walk(opened: Opened, seed: int, rests: int, acts: int, others: int = 30) -> None:
    page, desk = opened(table_of(ROWS), forgiven="400 (BAD REQUEST)", viewport=WIDE)
    others_before(desk, others)
    page.reload()
    page.wait_for_selector("[data-grid][data-ready]")
    chance = random.Random(seed)  # noqa: S311 - draws acts, no secrets
    for _ in range(rests):
        page.evaluate(WALK, walked(chance, acts))
        agrees(page, desk)
    # Whatever was done last can be taken back at one go, and done again.
    page.evaluate(WALK, [["edit", 0, "note", "last"], ["choose", 0, 1, 0, 3]])
    page.evaluate(WALK, [["key", "Control+Delete"], ["edit", 2, "when3", ">= 1"]])
    saved(page)
    after = desk.block
    page.evaluate(WALK, [["key", "Control+z"]] * STEPS)
    agrees(page, desk)
    assert desk.block != after
    page.evaluate(WALK, [["key", "Control+y"]] * STEPS)
    agrees(page, desk)
    assert desk.block == after, seed


def test_what_was_taken_back_while_another_person_edited_is_theirs_or_ones_own(
    opened: Opened,
) -> None:
    page, desk = opened(table_of(ROWS), forgiven="409 (CONFLICT)", viewport=WIDE)
    page.evaluate(WALK, [["edit", 3, "note", "mine"]])
    saved(page)
    new = {"id": "theirs", "when": ["-"] * 8, "then": ["1", "2"]}
    desk.change([{"kind": "insert", "path": ["blocks", 0, "rows", 0], "value": new}])
    # A step now would take back the other's row: what it did here is asked for as an edit.
    page.evaluate(WALK, [["key", "Control+z"], ["edit", 5, "note", "more"]])
    expect(page.locator("[data-part=said]")).to_contain_text("分析员乙")
    page.locator("[data-act=again]").click()
    agrees(page, desk)
    notes = {row["id"]: row.get("note") for row in desk.rows}
    assert (notes["theirs"], notes["r4"], notes["r6"]) == (None, None, "more")
    page.evaluate(WALK, [["key", "Control+z"], ["key", "Control+z"]])
    agrees(page, desk)
    assert desk.rows[0]["id"] == "r1"


def test_a_step_too_many_takes_nothing_and_is_no_fault(opened: Opened) -> None:
    page, desk = opened(table_of(ROWS), forgiven="400 (BAD REQUEST)", viewport=WIDE)
    page.evaluate(WALK, [["edit", 3, "note", "mine"]])
    page.evaluate(WALK, [["key", "Control+z"], *[["key", "Control+y"]] * 3])
    agrees(page, desk)
    assert desk.rows[3]["note"] == "mine"
    expect(page.locator("[data-part=trouble]")).to_be_hidden()
    expect(page.locator("[data-act=redo]")).to_be_disabled()


@pytest.mark.slow
def test_the_grid_shows_the_draft_after_a_walk(opened: Opened) -> None:
    walk(opened, 1, 1, 14, others=12)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 22))
def test_the_grid_shows_the_draft_after_many_walks(opened: Opened, seed: int) -> None:
    walk(opened, seed, 6, 40)
