"""Instants as callers and operators write them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime

from rulesets.errors import CallerError, Fault
from rulesets.values import is_instant

_FORM = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?"
    r"([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    flags=re.ASCII,
)

_SHOWN = 80


def read_moment(text: str, path: str) -> datetime:
    """Read an instant as RFC 3339 writes it.

    Args:
        text: the instant, with an offset or `Z`, to the microsecond at most.
        path: the place a fault is reported at, such as `/as_of`.

    Raises:
        CallerError: `bad-moment`.

    Example:
        >>> read_moment("2026-03-01T09:00:00+08:00", "/as_of").isoformat()
        '2026-03-01T01:00:00+00:00'
        >>> read_moment("2026-03-01T09:00:00", "/as_of")
        Traceback (most recent call last):
        rulesets.errors.CallerError: bad-moment: `/as_of`: expected a moment with an offset …
    """
    moment = None
    if _FORM.fullmatch(text):
        # There may be no such day or time.
        with suppress(ValueError):
            moment = datetime.fromisoformat(text.upper())
    if moment is None or not is_instant(moment):
        raise CallerError((Fault("bad-moment", (("path", path),), {"found": text[:_SHOWN]}),))
    return moment.astimezone(UTC)


def require_offset(moment: datetime, path: str) -> datetime:
    """Return an instant in UTC, or refuse one that has no offset.

    Raises:
        CallerError: `bad-moment`.
    """
    if not is_instant(moment):
        raise CallerError((Fault("bad-moment", (("path", path),), {"found": moment.isoformat()}),))
    return moment.astimezone(UTC)


def moment_text(moment: datetime) -> str:
    """Write an instant in UTC, to the microsecond only where it has some.

    Example:
        >>> moment_text(datetime(2026, 3, 1, 9, tzinfo=UTC))
        '2026-03-01T09:00:00Z'
    """
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
