"""Write a ruleset as a DMN document."""

from __future__ import annotations

from rulesets.checked import CheckedRuleset
from rulesets.dmn.exporting import Exported, export_dmn

__all__ = ["Exported", "export_ruleset"]


def export_ruleset(checked: CheckedRuleset, language: str = "zh", version: str = "1.5") -> Exported:
    """Write a checked ruleset as a document of DMN 1.5 or 1.3, with titles in `zh` or `en`.

    Camunda's modeller knows no later version than 1.3; both say the same. The notes say where DMN
    has no construct of its own, so that the nearest one stands there.
    """
    return export_dmn(checked, language, version)
