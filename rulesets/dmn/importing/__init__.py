"""Make a ruleset of a DMN document: `import_dmn`."""

from __future__ import annotations

from rulesets.dmn.importing.imported import (
    ContextOf,
    GivenMembers,
    GivenRows,
    GivenShape,
    GivenValue,
    Imported,
    OutcomeOf,
    RowsOf,
    Shape,
    ValueOf,
)
from rulesets.dmn.importing.importer import import_dmn
from rulesets.dmn.note import Note

__all__ = [
    "ContextOf",
    "GivenMembers",
    "GivenRows",
    "GivenShape",
    "GivenValue",
    "Imported",
    "Note",
    "OutcomeOf",
    "RowsOf",
    "Shape",
    "ValueOf",
    "import_dmn",
]
