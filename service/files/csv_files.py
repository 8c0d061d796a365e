"""CSV: any usual encoding and separator is found out; written as UTF-8 that Excel opens."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rulesets.errors import Fault
from rulesets.types import Both
from service.files.cells import cell_text
from service.files.table import Heading, Line, unreadable, without_header, wrong_count

_PIECE = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_UNMARKED = (("utf-8", "UTF-8"), ("gb18030", "GB18030"))
_SEPARATORS = {
    ",": Both("逗号", "comma"),
    ";": Both("分号", "semicolon"),
    "\t": Both("制表符", "tab"),
}
_NEITHER = Both("既不是 UTF-8，也不是 GB18030", "it is neither UTF-8 nor GB18030")
_NO_END = Both("第 {} 行的引号没有结束", "the quote of row {} has no end")
_LONG = Both("第 {} 行有单元格过长", "a cell of row {} is too long")


class CsvSource:
    """A CSV file being read."""

    def __init__(self, path: Path) -> None:
        """Find out encoding and separator, and read the header.

        Raises:
            CallerError: `unreadable-file`, `file-without-header`.
        """
        self._path = path
        self._size = max(1, path.stat().st_size)
        encoding, shown = _encoding(path)
        self._bytes = path.open("rb")
        self._text = io.TextIOWrapper(self._bytes, encoding, newline="")
        separator = _separator(path, encoding)
        self.about = Both(
            f"CSV，{shown}，{_SEPARATORS[separator].zh}",
            f"CSV, {shown}, {_SEPARATORS[separator].en}",
        )
        self._rows = csv.reader(self._text, delimiter=separator, strict=True)
        header = self._row(1)
        if not header or isinstance(header, Fault):
            self.close()
            raise without_header(path)
        self.columns = tuple(header)
        self.arrow: tuple[Any, ...] = (None,) * len(header)

    def lines(self) -> Iterator[Line]:
        """Yield the rows; one that cannot be read comes with its fault."""
        number = 1
        while True:
            number += 1
            row = self._row(number)
            if row is None:
                return
            if isinstance(row, Fault):
                yield Line(number, (), row)
            elif row and len(row) != len(self.columns):
                yield wrong_count(number, tuple(row), len(self.columns))
            else:
                yield Line(number, tuple(row))

    def share(self) -> float:
        """Tell how much was read, from 0 to 1."""
        return self._bytes.tell() / self._size

    def close(self) -> None:
        """Let go of the file."""
        self._text.close()

    def _row(self, number: int) -> list[str] | Fault | None:
        """Read a row; after a slip of the quotes the next line is read anew."""
        try:
            return next(self._rows, None)
        except csv.Error as error:
            reason = str(error)
            if "unexpected end" in reason or "field limit" in reason:
                # Whatever follows was swallowed: its rows cannot be told apart any more.
                told = _NO_END if "unexpected end" in reason else _LONG
                why = Both(told.zh.format(number), told.en.format(number))
                raise unreadable(self._path, "CSV", why) from error
            return Fault("bad-quotes", words={"reason": reason})


def _encoding(path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        start = file.read(3)
    for mark, encoding, shown in _MARKS:
        if start.startswith(mark):
            if not _decodes(path, encoding):
                raise unreadable(path, "CSV", Both(f"不是 {shown}", f"it is not {shown}"))
            return encoding, shown
    for encoding, shown in _UNMARKED:
        if _decodes(path, encoding):
            return encoding, shown
    raise unreadable(path, "CSV", _NEITHER)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(path: Path, encoding: str) -> str:
    """Find the separator that stands most often in the header, outside quotes."""
    with path.open(encoding=encoding, newline="") as file:
        parts = file.readline(_PIECE).split('"')
    outside = "".join(parts[::2])
    return max(_SEPARATORS, key=outside.count)


class CsvTarget:
    """A CSV file being written: UTF-8 with a mark, commas."""

    def __init__(self, path: Path, headings: Sequence[Heading]) -> None:
        """Begin the file with its header."""
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow([each.title for each in headings])

    def write(self, cells: Sequence[object]) -> None:
        """Write a row."""
        self._rows.writerow([cell_text(cell) for cell in cells])

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file, which nobody wants any more."""
        self._file.close()
