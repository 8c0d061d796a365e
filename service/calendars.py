"""The calendars that come with Fenji."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from rulesets.calendar import Calendar, from_json
from rulesets.types import Both


@cache
def packaged_calendars() -> Mapping[str, Calendar]:
    """Return the packaged calendars by id, read once; a publication freezes copies of them.

    Example:
        >>> sorted(packaged_calendars())
        ['cn', 'de', 'fr', 'gb', 'jp', 'us']
        >>> packaged_calendars()["cn"].zone
        'Asia/Shanghai'
    """
    calendars = (from_json(document["calendar"]) for document in _documents())
    return MappingProxyType({calendar.id: calendar for calendar in calendars})


@cache
def festivals() -> Mapping[str, Mapping[date, Both]]:
    """Tell, by calendar, of which festival its holidays and make-up days are, where that is known.

    Example:
        >>> festivals()["cn"][date(2026, 10, 10)].en
        'National Day'
    """
    return MappingProxyType(
        {
            document["calendar"]["id"]: {
                date.fromisoformat(day): Both(each["zh"], each["en"])
                for each in document.get("names", ())
                for day in each["days"]
            }
            for document in _documents()
        }
    )


@cache
def _documents() -> tuple[Any, ...]:
    folder = files("rulesets").joinpath("calendars")
    return tuple(
        json.loads(entry.read_text(encoding="utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".json")
    )
