"""How fast a table of ten thousand rows answers in Chromium."""

import sys
from typing import Any, Final

import pytest

from tests.browser.grid_page import table_of
from tests.browser.test_grid import IDLE, Opened, choose, opened

__all__ = ["opened"]
pytestmark = pytest.mark.needs("chromium", "revogrid")

FRAME: Final = """async ({act, value}) => {
  const { desk } = await import('/static/desk/desk.js');
  const grid = document.querySelector('revo-grid');
  const scroller = document.querySelector('revogr-viewport-scroll.rgCol .vertical-inner');
  let answered = 0;
  const answer = (event) => { if (event.detail.cause === value) answered = performance.now(); };
  document.addEventListener('fenji:answer', answer);
  const acts = {
    scroll: () => { scroller.scrollTop = value; },
    paste: () => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', value);
      document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', {clipboardData, cancelable: true, bubbles: true}));
    },
    undo: () => desk.step('undo'),
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
  if (act !== 'scroll') await rest();
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
  const now = performance.now();
  document.removeEventListener('fenji:answer', answer);
  return {seen: now - (answered || began), whole: now - began, longest, frames,
    changed: look() !== before};
}"""


@pytest.mark.soak
def test_ten_thousand_rows_answer_within_a_tenth_of_a_second(
    opened: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    page, desk = opened(table_of(10_000))
    before = desk.block
    opening = page.evaluate("performance.getEntriesByName('grid-drawn')[0].startTime")
    block = "\n".join("\t".join(f"{n}.{x}" for x in range(5)) for n in range(200))
    choose(page, 2, 3)
    acts: dict[str, list[tuple[str, Any]]] = {
        "scroll": [("scroll", 34 * n * 1500) for n in range(1, 6)],
        "edit": [("edit", f">= {n}") for n in range(5)],
        "paste": [("paste", block.replace(".", f".{n}")) for n in range(5)],
        "undo": [("undo", "undo")] * 5,
    }
    figures: dict[str, list[float]] = {}
    whole: list[float] = []
    for name, rounds in acts.items():
        row = 4998 if name == "edit" else 0
        page.evaluate(f"document.querySelector('revo-grid').scrollToRow({row})")
        page.wait_for_timeout(300)
        taken = [page.evaluate(FRAME, {"act": act, "value": value}) for act, value in rounds]
        assert all(each["changed"] for each in taken), (name, taken)
        figures[name] = sorted(each["seen"] for each in taken)
        whole = sorted(each["whole"] for each in taken)
    for _ in range(5):
        page.locator(".desk-head [data-act=undo]").click()
    page.evaluate(IDLE)
    assert [row for row, was in zip(desk.rows, before["rows"], strict=True) if row != was] == []
    said = [f"  {name:7}{times[2]:5.0f} {times[-1]:5.0f}" for name, times in figures.items()]
    with capsys.disabled():
        sys.stdout.write(
            f"\n10,000 rows x 12 columns: drawn {opening:.0f} ms after it was asked for"
            "\nms until it is seen, of undo from the server's answer: median and worst of 5\n"
            + "\n".join(said)
            + f"\nundo with its way to the server: {whole[2]:.0f} {whole[-1]:.0f}\n"
        )
    # The budget is 100 ms; a machine that others use too gets twice that before the test fails.
    assert all(times[2] < 200 for times in figures.values()), figures
