"""What a draft is: its titles, its time zone, what it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from editor.drafting.desk import Desk
from rulesets.drafting import Edit, edits_to
from rulesets.zones import is_zone
from service.calendar_days import calendars_known
from service.drafts.taking import Newer, newer_versions
from service.rulesets import list_rulesets
from service.vocabularies import list_vocabularies

ZONES: Final = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Kolkata",
    "Asia/Dubai",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "Australia/Sydney",
    "UTC",
)
"""Time zones that are offered; any other may be typed in a document."""

Edits = list[dict[str, Any]]


@dataclass(frozen=True)
class StandsOn:
    """Something that the draft stands on.

    Attributes:
        id: of the vocabulary, ruleset or calendar.
        number: its version; empty of a calendar.
        remove: edits that take it out.
        newest: the newest published version, where that is another; else empty.
        take: edits that take that one.
    """

    id: str
    title: str
    number: str
    remove: Edits
    newest: str = ""
    take: Edits | None = None


@dataclass(frozen=True)
class Offer:
    """Something more that it could stand on, with the edits that add it."""

    title: str
    edits: Edits


@dataclass(frozen=True)
class AboutView:
    """What the page of the whole shows."""

    zones: tuple[str, ...]
    uses: tuple[StandsOn, ...]
    uses_more: tuple[Offer, ...]
    newer: tuple[Newer, ...]
    includes: tuple[StandsOn, ...]
    includes_more: tuple[Offer, ...]
    calendars: tuple[StandsOn, ...]
    calendars_more: tuple[Offer, ...]


@dataclass(frozen=True)
class _Known:
    """A published document: its title and its newest version."""

    title: str
    number: int


def view(desk: Desk, below: str) -> Mapping[str, Any]:
    """Show what the draft is and stands on."""
    del below
    if desk.draft.kind == "vocabulary":
        return {"about": None}
    language = desk.language
    vocabularies = {
        each.id: _Known(each.title.in_language(language) or each.id, each.number)
        for each in list_vocabularies(desk.house, desk.who)
    }
    rulesets = {
        each.id: _Known(each.title.in_language(language) or each.id, each.versions[-1].number)
        for each in list_rulesets(desk.house)
        if each.id != desk.draft.document
    }
    titles = {key: title.in_language(language) for key, title in calendars_known().items()}
    zone = str(desk.content.get("zone") or "")
    return {
        "about": AboutView(
            zones=tuple(dict.fromkeys((*ZONES, *((zone,) if is_zone(zone) else ())))),
            uses=tuple(_standing(desk, "uses", vocabularies)),
            uses_more=tuple(_more(desk, "uses", vocabularies)),
            newer=() if desk.draft.is_passing else newer_versions(desk.house, desk.draft),
            includes=tuple(_standing(desk, "include", rulesets)),
            includes_more=tuple(_more(desk, "include", rulesets)),
            calendars=tuple(_calendars(desk, titles)),
            calendars_more=tuple(_more_calendars(desk, titles)),
        )
    }


def listed(content: Mapping[str, Any], part: str) -> list[str]:
    """List what stands under a key, which may be one thing alone.

    Example:
        >>> listed({"uses": "customer@4"}, "uses"), listed({}, "include")
        (['customer@4'], [])
    """
    found = content.get(part)
    if isinstance(found, str):
        return [found]
    return [each for each in found or () if isinstance(each, str)]


def _standing(desk: Desk, part: str, known: Mapping[str, _Known]) -> Iterator[StandsOn]:
    names = listed(desk.content, part)
    for place, name in enumerate(names):
        of, _, number = name.partition("@")
        others = [*names[:place], *names[place + 1 :]]
        newest = known.get(of)
        is_older = newest is not None and number.isdecimal() and newest.number > int(number)
        take = [*names[:place], f"{of}@{newest.number}", *names[place + 1 :]] if newest else names
        yield StandsOn(
            id=of,
            title=newest.title if newest else of,
            number=number,
            remove=_set(part, others),
            newest=str(newest.number) if newest and is_older else "",
            take=_set(part, take) if is_older else None,
        )


def _more(desk: Desk, part: str, known: Mapping[str, _Known]) -> Iterator[Offer]:
    names = listed(desk.content, part)
    used = {each.partition("@")[0] for each in names}
    for of, one in known.items():
        if of not in used:
            yield Offer(one.title, _set(part, [*names, f"{of}@{one.number}"]))


def _calendars(desk: Desk, titles: Mapping[str, str]) -> Iterator[StandsOn]:
    names = listed(desk.content, "calendars")
    for name in names:
        others = [each for each in names if each != name]
        yield StandsOn(name, titles.get(name, name), "", _set("calendars", others))


def _more_calendars(desk: Desk, titles: Mapping[str, str]) -> Iterator[Offer]:
    names = listed(desk.content, "calendars")
    for key, title in titles.items():
        if key not in names:
            yield Offer(title, _set("calendars", [*names, key]))


def _set(part: str, names: list[str]) -> Edits:
    return edits_to([Edit("set", (part,), names or None)])
