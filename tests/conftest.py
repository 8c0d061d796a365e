"""What every test can ask for: a database, PostgreSQL, a browser; and a list of what is absent."""

import functools
import gc
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import flask
import hypothesis
import pytest
import xmlschema
from playwright.sync_api import Browser, Page, sync_playwright

from tests import parts, published
from tests.counting import (
    pytest_configure,
    pytest_runtest_setup,
    pytest_sessionfinish,
    pytest_terminal_summary,
)
from tests.lending import Lent
from tests.postgres import Cluster
from tests.templates import InProcess

__all__ = [
    "pytest_configure",
    "pytest_runtest_setup",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
]

# Examples have no deadline: the cores are shared with servers and databases, and a slow machine is
# no fault of an example.
hypothesis.settings.register_profile("fenji", deadline=None, print_blob=True)
hypothesis.settings.load_profile("fenji")

# A program, not a module with doctests: it imports durable-rules, which may not be here.
collect_ignore = ["habits/durable_child.py"]

BROWSER_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A test that uses one of these needs the part and carries the mark, without saying so again.
BRINGS = {
    "postgres_cluster": ("postgres", "postgres"),
    "postgres_url": ("postgres", "postgres"),
    "chromium_path": ("chromium", "browser"),
}
BOTH = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres])]
# To publish the library takes ten seconds: `make check` does without what needs it.
SLOW = {"library_file"}


def pytest_sessionstart() -> None:
    """Have each template of a page compiled once in this process."""
    # Where Flask lets an application say it: tests make hundreds of applications in a process.
    flask.Flask.jinja_options["bytecode_cache"] = InProcess()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures they use, before -m chooses."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in BRINGS:
                part, mark = BRINGS[fixture]
                item.add_marker(pytest.mark.needs(part))
                item.add_marker(mark)
            elif fixture in SLOW:
                item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what was collected: all of it stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """Start one PostgreSQL for this worker; never stop or kill it: make a Cluster for that."""
    parts.require("postgres")
    cluster = Cluster()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """Give the SQLAlchemy address of a fresh, empty PostgreSQL database."""
    name = f"test_{uuid.uuid4().hex}"
    yield postgres_cluster.create_database(name)
    postgres_cluster.drop_database(name)


@pytest.fixture(scope="session")
def lent(postgres_cluster: Cluster) -> Lent:
    """Give the database of this worker that tests have one after the other."""
    return Lent(postgres_cluster)


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the SQLAlchemy address of a database without any table: SQLite, then PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'fenji.sqlite3'}"
    parts.require("postgres")
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database for a house: SQLite, then PostgreSQL with tables, no rows."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'fenji.sqlite3'}"
        return
    parts.require("postgres")
    lent: Lent = request.getfixturevalue("lent")
    yield lent.lend()
    lent.take_back()


@pytest.fixture(scope="session")
def library_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with the library in it, to copy: see tests/published.py."""
    return published.library_file(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Give the path of the machine's Chromium."""
    parts.require("chromium")
    return parts.chromium() or ""


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Start one Chromium for this worker; a test opens its own context or uses `page`."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=BROWSER_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give an empty page of 1366 × 768 in a context of its own."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def dmn_schema() -> Callable[..., list[str]]:
    """Give a function that lists what OMG's schema of DMN says is wrong with a document.

    It takes the document and the version of DMN, `1.5` when left out.
    """
    parts.require("data")

    @functools.cache
    def schema(version: str) -> xmlschema.XMLSchema:
        name = f"DMN{version.replace('.', '')}.xsd"
        return xmlschema.XMLSchema(parts.data_folder() / "dmn-tck" / "xsd" / name, allow="local")

    def faults(document: bytes, version: str = "1.5") -> list[str]:
        resource = xmlschema.XMLResource(document, allow="none")
        return [f"{e.path}: {e.reason}" for e in schema(version).iter_errors(resource)]

    return faults
