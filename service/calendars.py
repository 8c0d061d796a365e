"""The calendars that come with Fenji."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from rulesets.calendar import Calendar, from_json


@cache
def packaged_calendars() -> Mapping[str, Calendar]:
    """Return the packaged calendars by id, read once; a publication freezes copies of them.

    Example:
        >>> sorted(packaged_calendars())
        ['cn', 'de', 'fr', 'gb', 'jp', 'us']
        >>> packaged_calendars()["cn"].zone
        'Asia/Shanghai'
    """
    folder = files("rulesets").joinpath("calendars")
    texts = (
        entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".json")
    )
    calendars = (from_json(json.loads(text)["calendar"]) for text in texts)
    return MappingProxyType({calendar.id: calendar for calendar in calendars})
