"""The checks of a ruleset: from a bundle to a checked ruleset, or a refusal with all faults.

Everything that docs/language.md says is refused before any fact is seen is refused here, or was
refused before by the readers of documents and expressions.
"""

from __future__ import annotations

from rulesets.checking.checker import check
from rulesets.checking.reads import previous_name
from rulesets.checking.written_values import written_value

__all__ = ["check", "previous_name", "written_value"]
