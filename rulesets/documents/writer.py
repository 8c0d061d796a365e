"""Writing a vocabulary or a ruleset as YAML."""

from __future__ import annotations

from collections.abc import Mapping

from rulesets.documents import layout
from rulesets.documents.reader import RULESET, VOCABULARY
from rulesets.documents.reading import Plain
from rulesets.model import Ruleset, Vocabulary


def write(document: Vocabulary | Ruleset) -> str:
    """Write a document as YAML: keys in one order, and only what differs from the defaults.

    Example:
        >>> print(write(Ruleset("grade", "Asia/Shanghai", calendars=("cn",))), end="")
        ruleset: grade
        zone: Asia/Shanghai
        calendars: cn
    """
    return layout.document(plain(document))


def plain(document: Vocabulary | Ruleset) -> Mapping[str, Plain]:
    """Turn a document into the texts, lists and maps that its YAML holds."""
    shape = VOCABULARY if isinstance(document, Vocabulary) else RULESET
    return shape.write(document)
