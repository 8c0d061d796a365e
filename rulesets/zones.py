"""Time zones as data: what a version was published with stays its own.

Governments move their clocks, and each release of the zone database says so. A published version
keeps the rules of its zones as it keeps its calendars, so that no upgrade changes a past answer
(clause 17.2). The data are those of the `tzdata` package, never the machine's: they are the same
wherever the same release is installed.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Zone:
    """A zone by its IANA name, with its rules as base64 text of a TZif file (RFC 8536)."""

    name: str
    data: str

    @property
    def rules(self) -> ZoneInfo:
        """The zone as `datetime` uses it; one object for equal zones."""
        return _rules(self)


@lru_cache(maxsize=1024)
def _rules(zone: Zone) -> ZoneInfo:
    return ZoneInfo.from_file(io.BytesIO(base64.b64decode(zone.data)), key=zone.name)


@lru_cache(maxsize=1024)
def installed_zone(name: str) -> Zone:
    """Return a zone as the installed release of `tzdata` has it.

    Raises:
        LookupError: there is no zone of that name.

    Example:
        >>> from datetime import datetime, UTC
        >>> shanghai = installed_zone("Asia/Shanghai")
        >>> datetime(2026, 3, 3, tzinfo=UTC).astimezone(shanghai.rules).isoformat()
        '2026-03-03T08:00:00+08:00'
        >>> installed_zone("Asia/Nowhere")
        Traceback (most recent call last):
        LookupError: Asia/Nowhere
    """
    parts = name.split("/")
    # A name is a path below the package: nothing may lead out of it, or to a file of another kind.
    if not all(part and part.replace("-", "_").replace("+", "_").isidentifier() for part in parts):
        raise LookupError(name)
    file = files("tzdata.zoneinfo").joinpath(*parts)
    if not file.is_file():
        raise LookupError(name)
    data = file.read_bytes()
    if not data.startswith(b"TZif"):
        raise LookupError(name)
    return Zone(name, base64.b64encode(data).decode("ascii"))


def is_zone(name: str) -> bool:
    """Tell whether there is a zone of that name.

    Example:
        >>> is_zone("Europe/Berlin"), is_zone("Etc/GMT+8"), is_zone("America"), is_zone("../tzdata")
        (True, True, False, False)
    """
    try:
        installed_zone(name)
    except LookupError:
        return False
    return True
