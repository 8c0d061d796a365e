"""How a ruleset is named on the command line: an id, `id@version`, or a YAML file."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from cli.output import Misuse
from rulesets.checked import CheckedRuleset
from rulesets.errors import AuthorError, Fault, Word
from rulesets.model import Vocabulary
from rulesets.types import Both
from service.check_document import check_document
from service.house import House, require_ready
from service.library import library_texts
from service.rulesets import get_version

_MOST_BYTES = 20_000_000
_MOST_DIGITS = 10
_WHY: Mapping[int, Both] = {
    errno.ENOENT: Both("没有这个文件", "there is no such file"),
    errno.EISDIR: Both("这是一个文件夹", "it is a folder"),
    errno.EACCES: Both("没有读取权限", "its rights do not allow it"),
}


@dataclass(frozen=True)
class Named:
    """What was named: a published version, or a checked document of a file (version 0)."""

    checked: CheckedRuleset
    version: int
    is_published: bool


def find_ruleset(house: House, name: str) -> Named:
    """Return the ruleset that a name means.

    A name that ends in .yaml or .yml, or holds a path separator, is a file; documents that lie
    beside it, or are in the packaged library, are found too, for its vocabulary and what it
    includes.

    Raises:
        Misuse: the file cannot be read, is a vocabulary, or the version is no number.
        AuthorError: the file has faults.
        CallerError: nothing of that name is published.
        OperatorError: the database is not there or not ready.
    """
    if is_file(name):
        checked = check_document(house, read_text(Path(name)), at_hand(Path(name)))
        if isinstance(checked, Vocabulary):
            raise Misuse(
                f"应为规则集，实为词汇表 `{checked.id}`",
                f"expected a ruleset, found the vocabulary `{checked.id}`",
            )
        return Named(checked, 0, is_published=False)
    ruleset, at, number = name.partition("@")
    if at and not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        raise Misuse(
            f"@ 之后应为版本号，实为 `{number}`",
            f"expected a version number after @, found `{number}`",
        )
    require_ready(house)
    version = get_version(house, ruleset, int(number) if at else None)
    return Named(version.checked, version.head.number, is_published=True)


def is_file(name: str) -> bool:
    """Tell whether a name means a file.

    Example:
        >>> is_file("grade.yaml"), is_file("./grade"), is_file("customer-grade@3")
        (True, True, False)
    """
    return name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name


def read_bytes(name: str, most: int) -> bytes:
    """Read a file, or stdin for `-`: one byte more than `most` at most.

    Raises:
        Misuse: it cannot be read.
    """
    try:
        with click.open_file(name, "rb") as file:
            found: bytes = file.read(most + 1)
            return found
    except OSError as error:
        why = _WHY.get(error.errno or 0) or Both(error.strerror or "", error.strerror or "")
        raise Misuse(f"无法读取 `{name}`：{why.zh}", f"cannot read `{name}`: {why.en}") from error


def read_text(path: Path) -> str:
    """Read a document as UTF-8, with or without a byte order mark.

    Raises:
        Misuse: it cannot be read.
        AuthorError: `not-utf8`, or `document-too-large`.
    """
    found = read_bytes(str(path), _MOST_BYTES)
    if len(found) > _MOST_BYTES:
        words: dict[str, Word] = {"limit": "20 MB", "what": Both("大小", "in size")}
        raise AuthorError((Fault("document-too-large", words=words),))
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte: dict[str, Word] = {"place": error.start + 1, "found": f"0x{found[error.start]:02X}"}
        raise AuthorError((Fault("not-utf8", words=byte),)) from error


def at_hand(path: Path) -> Mapping[str, str]:
    """Read what a file may stand on: documents in its folder first, then the packaged library.

    Example:
        >>> next(iter(at_hand(Path("nowhere/mine.yaml"))))
        'the library: bank-five-tiers.yaml'
    """
    library = {f"the library: {name}": text for name, text in library_texts().items()}
    return {**_beside(path), **library}


def _beside(path: Path) -> Mapping[str, str]:
    """Read the other documents in the folder of a file, by name; what is not text is left out."""
    texts = {}
    # What nobody named does not matter unless it is needed, and then the document that needs it
    # says so.
    with suppress(OSError):
        for other in sorted(path.resolve().parent.iterdir()):
            is_other = other.suffix in {".yaml", ".yml"} and other.name != path.name
            if is_other and other.is_file():
                with suppress(Misuse, AuthorError):
                    texts[other.name] = read_text(other)
    return texts
