"""Waits until the page of a draft has kept all that was typed."""

from typing import Final

from playwright.sync_api import Page

# Not `wait_for_function`, which takes the promise of an asynchronous function for its yes.
_RESTED: Final = """async ([longest]) => {
  const { desk } = await import('/static/desk/desk.js');
  const isAtWork = () => desk.isBusy || desk.isUnsaved || document.querySelector('[data-pending]');
  const end = performance.now() + longest;
  while (isAtWork()) {
    if (performance.now() > end) throw new Error('what was typed is not kept');
    await new Promise((then) => setTimeout(then, 10));
  }
}"""
LONGEST: Final = 20_000
"""Milliseconds."""


def rested(page: Page) -> None:
    """Wait until nothing is typed that is not kept."""
    page.evaluate(_RESTED, [LONGEST])
