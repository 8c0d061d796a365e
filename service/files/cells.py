"""Cells of files: read as the fact's type asks, and written as text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from engine.encoding import dumps, to_json
from engine.strict_json import decode
from rulesets.errors import CallerError
from rulesets.fact_texts import typed
from rulesets.types import (
    BooleanType,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from rulesets.values import decimal_text

_BOOLEANS = {"true": True, "false": False, "是": True, "否": False}
_DAY = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})")


def plain(cell: object, of: Type) -> object:
    """Read a cell as the plain data that JSON would have for a fact of this type.

    What does not fit is given as it is: the intake refuses it and says why. An empty cell is None.

    Example:
        >>> plain(" 2.50 ", NumberType()), plain("1,200", NumberType()), plain("", NumberType())
        (Decimal('2.50'), '1,200', None)
        >>> plain(0.1, NumberType()), plain("2026/3/1", DateType()), plain("是", BooleanType())
        (Decimal('0.1'), '2026-03-01', True)
    """
    if cell is None or isinstance(cell, bool | Decimal):
        return cell
    if isinstance(cell, str):
        return _from_text(cell, of)
    if isinstance(cell, int):
        return str(cell) if isinstance(of, TextType) else Decimal(cell)
    if isinstance(cell, float):
        return Decimal(repr(cell))  # the shortest text that means this float
    if isinstance(cell, date | time):
        return _from_day(cell, of)
    if isinstance(cell, list | tuple) and isinstance(of, ListType):
        return [plain(each, of.item) for each in cell]
    if isinstance(cell, list | tuple) and isinstance(of, RecordsType):
        return [_record(each, of) for each in cell]
    return cell


def _from_text(cell: str, of: Type) -> object:
    text = cell.strip()
    if not text:
        return None
    if isinstance(of, TextType):
        return cell
    if isinstance(of, NumberType):
        return typed(text, of)
    if isinstance(of, BooleanType):
        return _BOOLEANS.get(text.lower(), cell)
    if isinstance(of, DateType):
        day = _DAY.fullmatch(text)
        return f"{day[1]}-{day[3]:0>2}-{day[4]:0>2}" if day else text
    if isinstance(of, DateTimeType):
        return text.replace(" ", "T", 1)
    try:
        return decode(text.encode())
    except (CallerError, UnicodeEncodeError):
        return cell


def _from_day(cell: date | time, of: Type) -> str:
    if isinstance(cell, datetime) and isinstance(of, DateType) and _is_day(cell):
        return cell.date().isoformat()
    return cell.isoformat()


def _is_day(cell: datetime) -> bool:
    return cell.tzinfo is None and cell.time() == time()


def _record(row: object, of: RecordsType) -> object:
    if not isinstance(row, Mapping):
        return row
    types = {field.key: field.type for field in of.fields}
    return {key: plain(value, types.get(key, TextType())) for key, value in row.items()}


def cell_text(cell: object) -> str:
    """Write a cell or a value as text: numbers exact, days and moments as ISO 8601 has them.

    Example:
        >>> cell_text(None), cell_text(Decimal("2.50")), cell_text(0.1), cell_text(True)
        ('', '2.5', '0.1', 'true')
        >>> cell_text((Decimal(1), "甲")), cell_text(datetime(2026, 3, 1))
        ('[1,"甲"]', '2026-03-01')
    """
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | Decimal):
        number = Decimal(repr(cell)) if isinstance(cell, float) else cell
        return decimal_text(number) if number.is_finite() else str(cell)
    if isinstance(cell, datetime) and _is_day(cell):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, tuple):
        return dumps(to_json(cell))
    if isinstance(cell, list | Mapping):
        return json.dumps(cell, ensure_ascii=False, default=cell_text)
    return cell.hex() if isinstance(cell, bytes) else str(cell)
