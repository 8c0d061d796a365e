"""Read a DMN document: `read_dmn`."""

from __future__ import annotations

from rulesets.dmn.model import Definitions
from rulesets.dmn.reading.building import build
from rulesets.dmn.reading.grammar import Faults, hold
from rulesets.dmn.reading.names import MODELS, OTHER_MODELS
from rulesets.dmn.reading.parts import Reading
from rulesets.dmn.reading.safe_xml import Element, read_xml
from rulesets.errors import AuthorError, Fault

__all__ = ["read_all", "read_dmn"]


def read_dmn(document: bytes) -> Definitions:
    """Read a DMN document of version 1.2 to 1.5; what it says in FEEL stays text.

    Example:
        >>> namespace = "https://www.omg.org/spec/DMN/20230324/MODEL/"
        >>> text = f'<definitions xmlns="{namespace}" name="Loans" namespace="urn:loans"/>'
        >>> read_dmn(text.encode()).name
        'Loans'

    Raises:
        AuthorError: not safe XML of a known version, or it holds what Fenji cannot: all of it.
    """
    definitions, faults = read_all(document)
    if faults:
        raise AuthorError(faults)
    return definitions


def read_all(document: bytes) -> tuple[Definitions, tuple[Fault, ...]]:
    """Read as `read_dmn` does; what cannot be held is left out and told.

    Raises:
        AuthorError: not safe XML of a known version.
    """
    root = read_xml(document)
    _check_version(root)
    faults = Faults()
    hold(root, faults)
    namespace = root.attributes.get("namespace", "").strip()
    definitions = build(root, Reading(namespace, faults))
    return definitions, tuple(faults.found)


def _check_version(root: Element) -> None:
    if root.namespace in MODELS and root.name == "definitions":
        return
    known = OTHER_MODELS.get(root.namespace)
    written = f"`{{{root.namespace}}}{root.name}`" if root.namespace else f"`{root.name}`"
    found = f"DMN {known} ({written})" if known else written
    words = {"accepted": ", ".join(MODELS.values()), "found": found}
    raise AuthorError((Fault("dmn-version", (("line", root.line),), words),))
