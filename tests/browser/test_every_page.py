"""axe finds no serious fault on any page; the pages are those of the url map."""

from typing import Any, Final

import pytest

from tests.browser.conftest import Reader, Served
from tests.browser.every_page import View, draw_up, unseen, views, wait_until_drawn
from tests.parts import BROWSER_TOOLS, require
from wsgi import create_app

LOOKS: Final = (
    ("zh", "light", 1366),
    ("en", "dark", 1366),
    ("zh", "dark", 390),
    ("en", "light", 390),
)
RUN: Final = """() => axe.run(document, {resultTypes: ['violations']}).then(found =>
  found.violations.filter(each => ['serious', 'critical'].includes(each.impact)).map(each =>
    `${each.id}: ${each.help}: ${each.nodes.slice(0, 3).map(node => node.html.slice(0, 160))}`))"""


@pytest.fixture(scope="session")
def seen(served: Served) -> list[View]:
    return views(served.site, served.now, draw_up(served.now))


def test_no_page_is_left_out(served: Served, seen: list[View]) -> None:
    app = create_app(served.now, pages=True)
    assert not unseen(app, seen), "say in every_page.py how they are opened"


def examined(reader: Reader, seen: list[View], look: tuple[str, str, int]) -> dict[str, Any]:
    """Open pages in a look and let axe examine them; says what is serious."""
    require("axe")
    axe = (BROWSER_TOOLS / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    found: dict[str, Any] = {}
    for role in {each.role for each in seen}:
        # axe measures by styles of its own, which the pages' policy would refuse.
        page = reader(*look, roles=(role,) if role else None, bypass_csp=True)
        for each in seen:
            if each.role == role:
                answer = page.goto(each.address)
                assert answer
                assert answer.status == 200, each.address
                wait_until_drawn(page)
                page.evaluate(axe)
                found[each.name] = page.evaluate(RUN)
    return {name: said for name, said in found.items() if said}


@pytest.mark.parametrize("number", range(len(LOOKS)))
def test_axe_finds_nothing_serious(reader: Reader, seen: list[View], number: int) -> None:
    # Each page in one look, another one for each page; all of them in all looks: soak.
    assert not examined(reader, seen[number :: len(LOOKS)], LOOKS[number])


@pytest.mark.soak
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_serious_in_any_look(
    reader: Reader, seen: list[View], look: tuple[str, str, int]
) -> None:
    assert not examined(reader, seen, look)
