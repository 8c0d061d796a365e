"""The scripts and styles that browsers fetch: ours, and those of others that set-up brings.

Libraries of others stand in `static/vendor/NAME-VERSION`, so a browser may keep them for a year.
Where set-up could not fetch them, pages are read without them.
"""

from __future__ import annotations

import json
import secrets
from functools import cache
from pathlib import Path
from typing import Final

from flask import Blueprint, g, url_for

VENDOR: Final = Path(__file__).parent / "static" / "vendor"
LIBRARIES: Final = {
    "revogrid": ("@revolist/revogrid", "revo-grid.esm.js"),
}
"""What pages may ask for: its package, and the module that pages begin with."""
_NEVER_ASKED_FOR: Final = ("index.esm.js", "revogr-filter-panel.entry.js")

_YEAR: Final = 31_536_000


class Pages(Blueprint):
    """The blueprint of all pages; its files of others never change under their address."""

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Say how long a browser keeps a file; None: it asks each time whether there is a newer."""
        if filename and filename.startswith("vendor/"):
            return _YEAR
        return super().get_send_file_max_age(filename)


@cache
def library_file(name: str) -> str:
    """Name the first module of a library, below `static`; empty where it was not fetched.

    Example:
        >>> library_file("revogrid") in {"", "vendor/revogrid-4.28.1/revo-grid.esm.js"}
        True
    """
    package, module = LIBRARIES[name]
    wanted = json.loads((Path(__file__).parent / "package.json").read_text("utf-8"))
    file = f"{name}-{wanted['dependencies'][package]}/{module}"
    return f"vendor/{file}" if (VENDOR / file).exists() else ""


def library_address(name: str) -> str:
    """Give the address of a library's first module; empty where it was not fetched."""
    file = library_file(name)
    return url_for("pages.static", filename=file) if file else ""


@cache
def modules_of_grid() -> tuple[str, ...]:
    """Name all modules that a grid is made of, so that a browser need not find one by the other."""
    static = VENDOR.parent
    library = library_file("revogrid")
    folders = ["grid", *([library.rpartition("/")[0]] if library else [])]
    return tuple(
        f"{folder}/{each.name}"
        for folder in folders
        for each in sorted((static / folder).glob("*.js"))
        if each.name not in _NEVER_ASKED_FOR
    )


def nonce() -> str:
    """Give the word by which this one answer lets a script of a page add its styles."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def with_nonce(policy: str) -> str:
    """Let the policy name the word of this answer, if the page asked for one."""
    if "nonce" not in g:
        return policy
    return policy.replace("style-src 'self'", f"style-src 'self' 'nonce-{g.nonce}'")
