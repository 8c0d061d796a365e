"""Excel: the first sheet of a workbook, read and written row by row."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from rulesets.errors import CallerError, Fault
from rulesets.types import Both
from rulesets.values import digits
from service.files.cells import cell_text
from service.files.table import Heading, Line, is_blank, unreadable, without_header, wrong_count

MOST_DIGITS = 15
"""Excel keeps no more digits of a number; what has more is written as text."""

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
_FIRST_YEAR = 1900
_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"}
_BROKEN = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError)
_NO_WORKBOOK = Both("不是 .xlsx 工作簿", "it is no .xlsx workbook")
_NO_SHEET = Both("没有工作表", "it has no sheet")
# What XML cannot hold, as Excel itself writes it; and a text that looks like such a sign.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")


class ExcelSource:
    """The first sheet of a workbook being read; formulas by their stored results."""

    def __init__(self, path: Path) -> None:
        """Open the workbook and read the header.

        Raises:
            CallerError: `unreadable-file`, `file-without-header`.
        """
        self._path = path
        try:
            self._book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        except _BROKEN as error:
            raise unreadable(path, "Excel", _NO_WORKBOOK) from error
        if not self._book.worksheets:
            raise unreadable(path, "Excel", _NO_SHEET)
        sheet = self._book.worksheets[0]
        self._most = max(1, sheet.max_row or 1)
        self._read = 0
        # Some programs write a wrong size: every row that is there is read.
        sheet.reset_dimensions()
        self._rows = sheet.iter_rows(values_only=True)
        header = [cell_text(cell) for cell in self._row() or ()]
        while header and not header[-1].strip():
            header.pop()
        if not header:
            self.close()
            raise without_header(path)
        self.columns = tuple(header)
        self.arrow: tuple[Any, ...] = (None,) * len(header)
        self.about = Both(f"Excel，工作表 {sheet.title}", f"Excel, sheet {sheet.title}")

    def lines(self) -> Iterator[Line]:
        """Yield the rows; one with a cell in error comes with its fault."""
        width = len(self.columns)
        while (row := self._row()) is not None:
            number = self._read
            if not is_blank(row[width:]):
                yield wrong_count(number, row, width)
                continue
            cells = (row + (None,) * width)[:width]
            wrong = next((at for at, cell in enumerate(cells) if _is_error(cell)), None)
            if wrong is None:
                yield Line(number, cells)
            else:
                fault = Fault("cell-with-error", words={"found": str(cells[wrong])})
                yield Line(number, cells, fault, self.columns[wrong])

    def share(self) -> float:
        """Tell how much was read, from 0 to 1."""
        return min(1.0, self._read / self._most)

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()

    def _row(self) -> tuple[object, ...] | None:
        try:
            row = next(self._rows, None)
        except _BROKEN as error:
            raise unreadable(self._path, "Excel", _NO_WORKBOOK) from error
        self._read += 1
        return None if row is None else tuple(row)


def _is_error(cell: object) -> bool:
    return isinstance(cell, str) and cell in _ERRORS


class ExcelTarget:
    """A workbook being written, of one sheet."""

    def __init__(self, path: Path, headings: Sequence[Heading]) -> None:
        """Begin the sheet with its header."""
        self._path = path
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet()
        self._written = 0
        self.write([each.title for each in headings])

    def write(self, cells: Sequence[object]) -> None:
        """Write a row.

        Raises:
            CallerError: `too-much-for-excel`.
        """
        self._written += 1
        if self._written > MOST_ROWS:
            raise _too_much(Both(f"超过 {MOST_ROWS} 行", f"more than {MOST_ROWS} rows"))
        self._sheet.append([self._cell(cell) for cell in cells])

    def close(self) -> None:
        """Write the workbook."""
        self._book.save(self._path)

    def abandon(self) -> None:
        """Let go of the file, which nobody wants any more."""
        self._book.close()

    def _cell(self, value: object) -> object:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | float | Decimal):
            number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
            if number.is_finite() and digits(number) <= MOST_DIGITS:
                return value
        elif _fits_calendar(value):
            return value
        return self._text(cell_text(value))

    def _text(self, text: str) -> object:
        if len(text) > MOST_CHARACTERS:
            limit = f"{MOST_CHARACTERS}"
            raise _too_much(
                Both(f"一个单元格超过 {limit} 个字符", f"a cell of more than {limit} characters")
            )
        escaped = _CONTROL.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)
        if not escaped.startswith(("=", "#")):
            return escaped
        # A text stays a text: it must not become a formula or an error.
        cell = WriteOnlyCell(self._sheet, escaped)
        cell.data_type = "s"
        return cell


def _fits_calendar(value: object) -> bool:
    """Tell whether Excel can hold a day or a time: it knows no zones, and no days before 1900."""
    if isinstance(value, date | time) and getattr(value, "tzinfo", None) is not None:
        return False
    return value.year > _FIRST_YEAR if isinstance(value, date) else isinstance(value, time)


def _too_much(what: Both) -> CallerError:
    return CallerError((Fault("too-much-for-excel", words={"what": what}),))
