"""A ruleset as a DMN document: `export_dmn`."""

from __future__ import annotations

from rulesets.checked import CheckedRuleset
from rulesets.dmn.exporting.building import build
from rulesets.dmn.exporting.exported import Exported, Notes
from rulesets.dmn.exporting.xml import write_xml
from rulesets.dmn.note import Note

__all__ = ["Exported", "Note", "export_dmn"]


def export_dmn(checked: CheckedRuleset, language: str = "zh", version: str = "1.5") -> Exported:
    """Write a ruleset as DMN 1.5, with a diagram and labels in `zh` or `en`.

    Version 1.3 is for tools that know no later one, as dmn-js; it says the same.

    What DMN cannot say becomes the nearest that it can, with a note.
    """
    notes = Notes()
    definitions = build(checked, language, notes)
    return Exported(write_xml(definitions, version), tuple(notes.found))
