"""What a file of customers is, whatever its format: a source of lines, a target of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from rulesets.errors import CallerError, Fault, Word
from rulesets.types import Both, Type


@dataclass(frozen=True)
class Line:
    """One row of a source.

    Attributes:
        number: its number as a spreadsheet shows it, the header being row 1; in Parquet from 1.
        cells: one for each column; shorter or empty where the row itself cannot be read.
        fault: why the row cannot be read.
        column: the column at fault, if one is.
    """

    number: int
    cells: tuple[object, ...]
    fault: Fault | None = None
    column: str = ""


@dataclass(frozen=True)
class Heading:
    """A column of a target.

    `type` is that of a conclusion; `arrow` the type that a carried column has in Parquet. With
    neither it holds texts, or whatever the source's cells are.
    """

    title: str
    type: Type | None = None
    arrow: Any = None


class Source(Protocol):
    """An opened file."""

    columns: tuple[str, ...]
    arrow: tuple[Any, ...]
    about: Both

    def lines(self) -> Iterator[Line]:
        """Yield the rows after the header; a blank row is yielded too."""

    def share(self) -> float:
        """Tell how much was read, from 0 to 1."""

    def close(self) -> None:
        """Let go of the file."""


class Target(Protocol):
    """A file being written."""

    def write(self, cells: Sequence[object]) -> None:
        """Write a row: one cell for each heading."""

    def close(self) -> None:
        """Write what is left and let go of the file."""

    def abandon(self) -> None:
        """Let go of the file, which nobody wants any more."""


def unreadable(path: Path, form: str, reason: Both | str) -> CallerError:
    """Make the refusal of a file that is not what its name says."""
    words: dict[str, Word] = {"file": path.name, "format": form, "reason": reason}
    return CallerError((Fault("unreadable-file", words=words),))


def without_header(path: Path) -> CallerError:
    """Make the refusal of a file without column names."""
    return CallerError((Fault("file-without-header", words={"file": path.name}),))


def is_blank(cells: Sequence[object]) -> bool:
    """Tell whether a row holds nothing.

    Example:
        >>> is_blank((None, "")), is_blank(("", 0))
        (True, False)
    """
    return all(cell is None or cell == "" for cell in cells)


def wrong_count(number: int, cells: tuple[object, ...], expected: int) -> Line:
    """Make the line of a row that has not as many cells as there are columns."""
    words: dict[str, Word] = {"expected": expected, "found": len(cells)}
    return Line(number, cells, Fault("row-cell-count", words=words))
