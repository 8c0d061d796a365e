"""How a ruleset is named on the command line: an id, `id@version`, or a YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from rulesets.checked import CheckedRuleset
from rulesets.model import Vocabulary
from service.check_document import check_document
from service.house import House
from service.rulesets import get_version

_MOST_BYTES = 20_000_000


@dataclass(frozen=True)
class Named:
    """What was named: a published version, or a checked document of a file (version 0)."""

    checked: CheckedRuleset
    version: int
    is_published: bool


def find_ruleset(house: House, name: str) -> Named:
    """Return the ruleset that a name means.

    A name that ends in .yaml or .yml, or holds a path separator, is a file; documents that lie
    beside it are found too, for its vocabulary and what it includes.

    Raises:
        click.UsageError: the file cannot be read, is a vocabulary, or the version is no number.
        AuthorError: the file has faults.
        CallerError: nothing of that name is published.
    """
    if is_file(name):
        checked = check_document(house, read_text(Path(name)), beside(Path(name)))
        if isinstance(checked, Vocabulary):
            raise click.UsageError(f"expected a ruleset, found the vocabulary `{checked.id}`")
        return Named(checked, 0, is_published=False)
    ruleset, _, number = name.partition("@")
    if number and not (number.isascii() and number.isdigit()):
        raise click.UsageError(f"expected a version number after @, found `{number}`")
    version = get_version(house, ruleset, int(number) if number else None)
    return Named(version.checked, version.head.number, is_published=True)


def is_file(name: str) -> bool:
    """Tell whether a name means a file.

    Example:
        >>> is_file("grade.yaml"), is_file("./grade"), is_file("customer-grade@3")
        (True, True, False)
    """
    return name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name


def read_text(path: Path) -> str:
    """Read a file as UTF-8, with or without a byte order mark.

    Raises:
        click.UsageError: it cannot be read, is not UTF-8, or is over 20 MB.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise click.UsageError(f"`{path}` is over 20 MB")
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"`{path}` is not UTF-8: byte {error.start}") from error
    except OSError as error:
        raise click.UsageError(f"`{path}` cannot be read: {error.strerror}") from error


def beside(path: Path) -> Mapping[str, str]:
    """Read the other documents in the folder of a file, by name; what is not text is left out."""
    texts = {}
    for other in sorted(path.resolve().parent.glob("*.y*ml")):
        if other.name != path.name and other.is_file():
            try:
                texts[other.name] = read_text(other)
            except click.UsageError:
                # A file that nobody named does not matter unless it is needed, and then the
                # document that needs it says so.
                continue
    return texts
