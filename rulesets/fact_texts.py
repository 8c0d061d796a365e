"""How values are written where JSON or a case gives them: days, moments, scalars of YAML.

The intake of facts and the check of cases read them in this one way (15.4, and section 1 for YAML).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from rulesets.types import BooleanType, ListType, NumberType, RecordsType, Type

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,4})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?"
)


def day_written(text: str) -> date | None:
    """Read `YYYY-MM-DD`; None for anything else and for a day that there is not.

    Example:
        >>> day_written("2026-02-28"), day_written("2026-02-30")
        (datetime.date(2026, 2, 28), None)
    """
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:  # no such day
        return None


def moment_written(text: str) -> datetime | None:
    """Read a moment of RFC 3339, perhaps without the offset that it needs; None for anything else.

    Example:
        >>> moment_written("2026-03-01T09:00:00Z").isoformat()
        '2026-03-01T09:00:00+00:00'
        >>> moment_written("2026-03-01 09:00") is None
        True
    """
    try:
        return datetime.fromisoformat(text) if _DATETIME.fullmatch(text) else None
    except ValueError:  # no such moment
        return None


def typed(plain: object, of: Type | None) -> object:
    """Make of a text of YAML what JSON would have: numbers and booleans by the type (section 1).

    Example:
        >>> typed("2.50", NumberType()), typed("true", BooleanType()), typed("2.50", None)
        (Decimal('2.50'), True, '2.50')
    """
    if isinstance(of, RecordsType) and isinstance(plain, list | tuple):
        fields = {field.key: field.type for field in of.fields}
        return [
            {key: typed(value, fields.get(key)) for key, value in row.items()}
            if isinstance(row, Mapping)
            else row
            for row in plain
        ]
    if isinstance(of, ListType) and isinstance(plain, list | tuple):
        return [typed(each, of.item) for each in plain]
    if isinstance(of, NumberType) and isinstance(plain, str) and _NUMBER.fullmatch(plain):
        return Decimal(plain)
    if isinstance(of, BooleanType) and plain in {"true", "false"}:
        return plain == "true"
    return plain
