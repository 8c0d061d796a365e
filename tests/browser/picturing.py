"""Picture every page in every look: python -m tests.browser.picturing FOLDER [NAME…].

Both languages, light and dark, on a laptop and a phone; pages of a furnished house, and those of
one with nothing in it. Somebody looks at them then, and writes down what was mended.
"""

import itertools
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.every_page import View, draw_up, views, wait_until_drawn
from tests.browser.server import Running, running
from tests.houses import Clock, new_house
from tests.parts import chromium
from tests.published import LONG_AGO, library_file
from tests.site import DATABASE, open_site

LANGUAGES: Final = {"zh": "zh-CN", "en": "en-GB"}
SCHEMES: Final = ("light", "dark")
WIDTHS: Final = (1366, 390)
SETTLED: Final = 150
"""Milliseconds in which a grid is drawn."""

EMPTY: Final = (
    View("empty-rulesets", "/rulesets", "/rulesets"),
    View("empty-decisions", "/decisions", "/decisions"),
    View("empty-drafts", "/drafts", "/drafts"),
    View("empty-draft-new", "/drafts/new", "/drafts/new"),
    View("no-such-page", "", "/nothing"),
    View("no-such-draft", "/drafts/<draft>", "/drafts/nothing"),
    View("not-allowed", "/people", "/people", "auditor"),
)


def main(folder: Path, names: tuple[str, ...]) -> int:
    """Picture the pages whose names begin with one of `names`, or all; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    with tempfile.TemporaryDirectory() as there, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for served, seen in _sites(Path(there)):
            wanted = [each for each in seen if each.name.startswith(names or ("",))]
            number += _picture(browser, served, wanted, folder)
        browser.close()
    return number


def _sites(folder: Path) -> Iterator[tuple[Running, list[View]]]:
    library = library_file(folder)
    full, empty = folder / "full", folder / "empty"
    full.mkdir()
    empty.mkdir()
    site = open_site(library, full, big=True)
    with running(full) as served:
        yield served, views(site, served.now, draw_up(served.now))
    new_house(f"sqlite:///{empty / DATABASE}", Clock(LONG_AGO)).close()
    with running(empty) as served:
        yield served, list(EMPTY)


def _picture(browser: Browser, served: Running, seen: list[View], folder: Path) -> int:
    looks = itertools.product(LANGUAGES, SCHEMES, WIDTHS)
    number = 0
    for language, scheme, width in looks:
        for role in sorted({each.role for each in seen}):
            with _reading(browser, served, role, (language, scheme, width)) as page:
                for each in seen:
                    if each.role == role:
                        page.goto(each.address)
                        wait_until_drawn(page)
                        page.wait_for_timeout(SETTLED)
                        name = f"{each.name}.{language}.{scheme}.{width}.png"
                        page.screenshot(path=folder / name, full_page=True)
                        number += 1
    return number


@contextmanager
def _reading(
    browser: Browser, served: Running, role: str, look: tuple[str, str, int]
) -> Iterator[Page]:
    language, scheme, width = look
    context = browser.new_context(
        base_url=served.address,
        locale=LANGUAGES[language],
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
    )
    if role:
        cookie = served.cookie(role)
        context.add_cookies([{"name": "session", "value": cookie, "url": served.address}])
    yield context.new_page()
    context.close()


if __name__ == "__main__":
    made = main(Path(sys.argv[1]), tuple(sys.argv[2:]))
    sys.stdout.write(f"{made} pictures in {sys.argv[1]}\n")
