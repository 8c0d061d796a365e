"""The files of the project, as git sees them: tracked, and new but not ignored."""

import functools
import subprocess
from pathlib import Path
from typing import Final

from tests.parts import ROOT

PACKAGES: Final = ("rulesets", "engine", "storage", "service", "editor", "api", "cli")


@functools.cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """List the project's files, relative to its root, with one of the suffixes (none: all)."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = (Path(name) for name in sorted(set(listed.stdout.split("\0"))) if name)
    # A file just deleted is still in git's index.
    there = (path for path in found if (ROOT / path).is_file())
    return tuple(path for path in there if not suffixes or path.suffix in suffixes)


def in_packages(path: Path) -> bool:
    """Tell whether a file belongs to the product, not to its tests or docs."""
    return path.parts[0] in PACKAGES


def read(path: Path) -> str:
    """Read a text file of the project; a binary file reads as empty."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
