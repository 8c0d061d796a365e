"""A real server of the pages, and a browser that fails the test on any complaint."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from tests.browser.server import SECRET_KEY, Running, free_port, running, wait_for
from tests.site import Site, open_site

__all__ = ["SECRET_KEY", "Reader", "Served", "free_port", "wait_for"]

_PAGE_TIMEOUT: Final = 20_000


@dataclass(frozen=True)
class Served(Running):
    """What is served, and where."""

    site: Site


@pytest.fixture(scope="session")
def served(library_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a furnished house with granian on a free port of this machine."""
    folder: Path = tmp_path_factory.mktemp("site")
    site = open_site(library_file, folder, big=True)
    with running(folder) as found:
        yield Served(found.port, found.now, found.worker, site)
    site.house.close()


Reader = Callable[..., Page]


def failure(asked: Request) -> str:
    """Say what could not be fetched; what the reader left behind by going on is no failure."""
    aborted = asked.failure == "net::ERR_ABORTED"
    return "" if aborted else f"failed: {asked.url}: {asked.failure}"


@pytest.fixture
def reader(browser: Browser, served: Served) -> Iterator[Reader]:
    """Open pages as a reader of a language, in a light, on a width; any complaint is a failure.

    A new person of all roles but administrator is signed in; `roles` names others, None nobody.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        language: str = "zh",
        scheme: str = "light",
        width: int = 1366,
        *,
        forgiven: str = "",
        roles: tuple[str, ...] | None = (),
        name: str = "",
        **more: Any,
    ) -> Page:
        def complain(text: str) -> None:
            if text and not (forgiven and forgiven in text):
                complaints.append(f"{page.url}: {text}")

        context = browser.new_context(
            base_url=served.address,
            locale="zh-CN" if language == "zh" else "en-GB",
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 800},
            **more,
        )
        contexts.append(context)
        if roles is not None:
            cookie = served.cookie(*roles, name=name)
            context.add_cookies([{"name": "session", "value": cookie, "url": served.address}])
        page = context.new_page()
        page.set_default_timeout(_PAGE_TIMEOUT)
        page.on("console", lambda said: complain(said.text))
        page.on("pageerror", lambda error: complain(str(error)))
        page.on("requestfailed", lambda asked: complain(failure(asked)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints
