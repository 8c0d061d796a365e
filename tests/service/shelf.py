"""The rulesets of the library, checked in this process, and what their cases fire."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from engine.cases import case_facts
from engine.decision import Firing, Inference, Values
from engine.reasons import reasons
from engine.runtimes.reference import Reference
from rulesets.assembly import assemble
from rulesets.calendar import Calendar
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.documents import read
from rulesets.model import Block, Conclusion, Rules, Ruleset, Scorecard, Table, Vocabulary
from service.calendars import packaged_calendars
from service.library import library_texts
from tests.parts import ROOT

NOW: Final = datetime.fromisoformat("2026-11-22T10:00:00+08:00")
_FOLDER: Final = ROOT / "rulesets" / "library"


@dataclass(frozen=True)
class Shelved:
    """A line of catalogue.yaml."""

    id: str
    classes: str
    seeds: tuple[int, ...]


@dataclass(frozen=True)
class Ran:
    """A case and what the reference infers from it."""

    id: str
    facts: Values
    as_of: datetime
    inference: Inference


class Shelf:
    """Knows the documents of the library; a ruleset has whichever version is asked for."""

    def vocabulary(self, id: str, version: int) -> Vocabulary | None:  # noqa: A002 - the protocol's name
        """Find a vocabulary of the library, or None."""
        found = documents().get(id)
        return found if isinstance(found, Vocabulary) and found.version == version else None

    def ruleset(self, id: str, version: int) -> Ruleset | None:  # noqa: A002 - the protocol's
        """Find a ruleset of the library, or None."""
        found = documents().get(id)
        return found if isinstance(found, Ruleset) else None

    def calendar(self, id: str) -> Calendar | None:  # noqa: A002 - the protocol's name
        """Find a packaged calendar, or None."""
        return packaged_calendars().get(id)


@cache
def documents() -> Mapping[str, Vocabulary | Ruleset]:
    """Read every document of the library, by its id."""
    return {document.id: document for document in map(read, library_texts().values())}


@cache
def vocabulary() -> Vocabulary:
    """Give the vocabulary of customers."""
    found = documents()["customer"]
    assert isinstance(found, Vocabulary)
    return found


@cache
def ruleset(name: str) -> Ruleset:
    """Give a ruleset as written."""
    found = documents()[name]
    assert isinstance(found, Ruleset)
    return found


@cache
def checked(name: str) -> CheckedRuleset:
    """Check a ruleset of the library with all it includes."""
    return check(assemble(ruleset(name), Shelf()))


@cache
def ran(name: str) -> tuple[Ran, ...]:
    """Infer the cases of a ruleset by the reference."""
    engine = Reference().load(checked(name))
    taken = ((case.id, *case_facts(case, checked(name), NOW)) for case in ruleset(name).cases)
    return tuple(Ran(id_, facts, as_of, engine.infer(facts, as_of)) for id_, facts, as_of in taken)


@cache
def catalogue() -> tuple[Shelved, ...]:
    """Read the shelf; only the keys that these tests are about."""
    text = (_FOLDER / "catalogue.yaml").read_text(encoding="utf-8")
    lines = text.partition("\nrulesets:\n")[2].split("\n  - id: ")
    entries = [line.removeprefix("  - id: ") for line in lines]
    return tuple(map(_shelved, entries))


def _shelved(entry: str) -> Shelved:
    keys = dict(re.findall(r"^    (\w+): (.*)$", entry, re.MULTILINE))
    seeds = tuple(int(each) for each in re.findall(r"\d+", keys["seeds"]))
    return Shelved(entry.partition("\n")[0].strip(), keys["classes"], seeds)


def own(name: str) -> Mapping[str, Conclusion]:
    """Give the conclusions that a ruleset declares itself."""
    return {each.key: each for each in ruleset(name).conclusions}


def parts(block: Block) -> Iterator[str]:
    """List what of a block can fire apart: rows, rules, bands, `otherwise`, `when unknown`."""
    if isinstance(block, Table):
        yield from (f"{block.key}/{row.id}" for row in block.rows if not row.disabled)
    if isinstance(block, Rules):
        yield from (f"{block.key}/{rule.id}" for rule in block.rules if not rule.disabled)
    if isinstance(block, Scorecard):
        for each in block.inputs:
            yield from (f"{block.key}/{each.key}/{band.id}" for band in each.bands)
    if block.otherwise:
        yield f"{block.key} (otherwise)"
    if isinstance(block, Table | Rules) and block.when_unknown:
        yield f"{block.key} (when unknown)"


def fired(name: str, case: Ran) -> Iterator[str]:
    """List the same of what a case fired."""
    for firing in case.inference.firings:
        if firing.kind == "rule":
            yield f"{firing.block}/{firing.rule}"
        elif firing.kind == "scorecard":
            yield from _bands(name, case, firing)
        else:
            yield f"{firing.block} ({firing.kind})"


def _bands(name: str, case: Ran, firing: Firing) -> Iterator[str]:
    (block,) = (each for each in checked(name).blocks if each.key == firing.block)
    inputs = block.block.inputs  # type: ignore[union-attr]  # the block of a scorecard's firing
    told = reasons(checked(name), firing, case.facts, case.inference.conclusions, case.as_of)
    for reason in told:
        if reason.band:
            yield f"{firing.block}/{inputs[reason.place].key}/{reason.band}"
