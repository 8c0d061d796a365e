"""How fast a table of ten thousand rows answers in Chromium."""

import sys
from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.grid_page import table_of
from tests.browser.test_grid import IDLE, Opened, choose, opened

__all__ = ["opened"]
pytestmark = pytest.mark.needs("chromium", "revogrid")

FRAME: Final = """async ({act, value, isAtOnce}) => {
  const { desk } = await import('/static/desk/desk.js');
  const grid = document.querySelector('revo-grid');
  const scroller = document.querySelector('revogr-viewport-scroll.rgCol .vertical-inner');
  const acts = {
    scroll: () => { scroller.scrollTop = value; },
    paste: () => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', value);
      document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', {clipboardData, cancelable: true, bubbles: true}));
    },
    key: () => {
      const [held, key] = value.split('+');
      const field = document.querySelector('.grid-table .typing');
      const init = {key, [held]: true, bubbles: true, cancelable: true};
      field.dispatchEvent(new KeyboardEvent('keydown', init));
    },
    edit: () => grid.dispatchEvent(new CustomEvent('beforeedit', {
      cancelable: true, detail: {model: grid.source[5000], prop: 'when3', val: value}})),
  };
  // The time until what changed is seen: the frame in which the page holds the text it waits for.
  const frame = () => new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const rest = async () => {
    for (let quiet = 0; quiet < 20; quiet += 1) {
      await frame();
      if (desk.isBusy || desk.isUnsaved || desk.isPassing) quiet = 0;
    }
  };
  // What is taken back at once is so while its save is on its way.
  if (act !== 'scroll' && !isAtOnce) await rest();
  const look = () => document.querySelector('revogr-data[type=rgRow][col-type=rgCol]').innerText;
  const before = look();
  const began = performance.now();
  acts[act]();
  let frames = 0, longest = 0, last = began;
  do {
    await frame();
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    frames += 1;
  } while (look() === before && frames < 600);
  return {seen: performance.now() - began, longest, frames, changed: look() !== before};
}"""


DRAWN: Final = "performance.getEntriesByName('grid-drawn')[0].startTime"
BACK: Final = [("undo", "key", "ctrlKey+z"), ("redo", "key", "ctrlKey+y")]
WAYS: Final = {
    "pasted": ("paste", ""),
    "removed": ("key", "ctrlKey+Delete"),
    "inserted": ("key", "ctrlKey+Enter"),
    "moved": ("key", "altKey+ArrowDown"),
}
"""What changes rows, of which 200 are selected."""


def timed(page: Page, act: str, value: Any, *, is_at_once: bool = False) -> float:
    """Do something, and give the milliseconds until it is seen."""
    said = page.evaluate(FRAME, {"act": act, "value": value, "isAtOnce": is_at_once})
    assert said["changed"], (act, value, said)
    return float(said["seen"])


def there_and_back(page: Page, block: str) -> Iterator[tuple[str, float]]:
    """Change rows in each way, and take it back and do it again without waiting."""
    for way, (act, value) in WAYS.items():
        for n in range(5):
            page.evaluate("document.querySelector('revo-grid').scrollToRow(0)")
            choose(page, 2, 3)
            page.evaluate(SELECT)
            yield way, timed(page, act, value or block.replace(".", f".{n}"))
            for step, key, keys in BACK:
                yield f"{step}, {way}", timed(page, key, keys, is_at_once=True)
            timed(page, "key", "ctrlKey+z", is_at_once=True)


SELECT: Final = """() => document.querySelector('revo-grid').dispatchEvent(new CustomEvent(
  'focuscell', {detail: {focus: {x: 3, y: 2}, end: {x: 7, y: 201}}}))"""


@pytest.mark.soak
def test_ten_thousand_rows_answer_within_a_tenth_of_a_second(
    opened: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    page, desk = opened(table_of(10_000))
    before = desk.block
    opening = [page.evaluate(DRAWN)]
    expect(page.locator(".waits")).to_have_count(0, timeout=60_000)
    checked = page.evaluate("performance.now()")
    for _ in range(3):
        page.reload()
        page.wait_for_selector("[data-grid][data-ready]")
        opening.append(page.evaluate(DRAWN))
    figures: dict[str, list[float]] = {}
    acts: dict[str, list[tuple[str, Any]]] = {
        "scroll": [("scroll", 34 * n * 1500) for n in range(1, 6)],
        "edit": [("edit", f">= {n}") for n in range(5)],
    }
    choose(page, 2, 3)
    for name, rounds in acts.items():
        row = 4998 if name == "edit" else 0
        page.evaluate(f"document.querySelector('revo-grid').scrollToRow({row})")
        page.wait_for_timeout(300)
        figures[name] = [timed(page, act, value) for act, value in rounds]
    block = "\n".join("\t".join(f"{n}.{x}" for x in range(5)) for n in range(200))
    for name, taken in there_and_back(page, block):
        figures.setdefault(name, []).append(taken)
    page.evaluate(IDLE)
    for _ in acts["edit"]:
        page.locator(".desk-head [data-act=undo]").click()
    page.evaluate(IDLE)
    assert [row for row, was in zip(desk.rows, before["rows"], strict=True) if row != was] == []
    middle = {name: sorted(times)[len(times) // 2] for name, times in figures.items()}
    said = [f"  {name:16}{middle[name]:5.0f} {max(figures[name]):5.0f}" for name in figures]
    with capsys.disabled():
        sys.stdout.write(
            f"\n10,000 rows x 12 columns: seen {opening[0]:.0f} ms after they were asked for the"
            f" first time, checked after {checked:.0f};"
            f"\nasked for again: {', '.join(f'{each:.0f}' for each in opening[1:])}"
            "\nms until it is seen: median and worst of 5\n" + "\n".join(said) + "\n"
        )
    # The budget is 100 ms; a machine that others use too gets twice that before the test fails.
    assert all(each < 200 for each in middle.values()), figures
