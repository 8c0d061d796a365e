"""A real server of the pages, and a browser that fails the test on any complaint."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from service.house import House, open_house
from service.settings import Settings
from tests.houses import QUICK
from tests.parts import ROOT
from tests.signing_in import cookie_of, token_of
from tests.site import DATABASE, Site, open_site

_PATIENCE: Final = 60
_PAGE_TIMEOUT: Final = 20_000
SECRET_KEY: Final = "of the browser tests, and of nothing else in the world"  # noqa: S105 - of tests


@dataclass(frozen=True)
class Served:
    """What is served, and where."""

    site: Site
    port: int
    now: House
    worker: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cookie(self, *roles: str, name: str = "") -> str:
        """Sign a new person in, and give the cookie of the session."""
        return cookie_of(token_of(self.now, *roles, name=name), SECRET_KEY)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 - ours
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail("the server does not answer")


@pytest.fixture(scope="session")
def served(library_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a furnished house with granian on a free port of this machine."""
    folder: Path = tmp_path_factory.mktemp("site")
    site = open_site(library_file, folder, big=True)
    port = free_port()
    environment = os.environ | {
        "FENJI_DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "FENJI_TWIN": "off",
        "FENJI_SECRET_KEY": SECRET_KEY,
        "FENJI_PAGES": "on",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "4"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "wsgi:create_app"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            wait_for(f"http://127.0.0.1:{port}", server)
            # The server has the machine's clock, by which sessions end.
            settings = Settings(database_url=environment["FENJI_DATABASE_URL"], twin="off")
            now = open_house(settings, passwords=QUICK)
            yield Served(site, port, now, cookie_of(token_of(now), SECRET_KEY))
        finally:
            server.terminate()
            server.wait(timeout=30)
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
