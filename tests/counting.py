"""What pytest does where a part of the machine is missing: skip or fail, count and say."""

import pytest
from _pytest.terminal import TerminalReporter

from tests import parts


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a FENJI_REQUIRE with an unknown word before anything runs."""
    del config
    parts.required()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip or fail a test whose part is missing before its fixtures are made."""
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            parts.require(name)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when a required part is missing, even where no test asked for it."""
    if session.exitstatus == pytest.ExitCode.OK and any(map(parts.fault, parts.required())):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print and count, part by part, what could not be tested on this machine."""
    skips = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    for name in parts.PARTS:
        count = sum(f"{parts.SKIPPED} {name}:" in reason for reason in skips)
        if name in parts.required() and parts.fault(name):
            line = f"{parts.SKIPPED} {name}, which FENJI_REQUIRE names: {parts.fault(name)}"
            terminalreporter.write_line(line, red=True)
        elif count:
            line = f"{parts.SKIPPED} {name}: {count} tests skipped: {parts.fault(name)}"
            terminalreporter.write_line(line, yellow=True)
