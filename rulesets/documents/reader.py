"""Reading a vocabulary or a ruleset from YAML, with all faults at once."""

from __future__ import annotations

from typing import Any

from rulesets import model
from rulesets.documents import nodes
from rulesets.documents.blocks import BLOCKS, CASES, LAWS
from rulesets.documents.declarations import (
    CONCLUSIONS,
    CONSTANTS,
    FACTS,
    FUNCTIONS,
    LISTS,
    LOOKUPS,
)
from rulesets.documents.forms import ID, TEXT, TITLE, USE, Whole, Zone
from rulesets.documents.items import Items
from rulesets.documents.lists import linked, references
from rulesets.documents.reading import FAILED, Reading, shape_of
from rulesets.documents.shapes import Part, Shape
from rulesets.errors import AuthorError, Fault
from rulesets.types import Both

_MOST_VERSIONS = 999_999_999
_VERSION = Whole(1, _MOST_VERSIONS)
_TITLE = Part("title", "title", TITLE)
_DESCRIPTION = Part("description", "description", TITLE)
_LISTS = Part("lists", "lists", LISTS)
_FACTS = Part("facts", "facts", FACTS)

VOCABULARY = Shape(
    model.Vocabulary,
    (
        Part("id", "vocabulary", ID, required=True),
        Part("version", "version", _VERSION, required=True),
        _TITLE,
        _DESCRIPTION,
        _LISTS,
        _FACTS,
    ),
)
RULESET = Shape(
    model.Ruleset,
    (
        Part("id", "ruleset", ID, required=True),
        Part("version", "version", _VERSION),
        _TITLE,
        _DESCRIPTION,
        Part("zone", "zone", Zone(), required=True),
        Part("uses", "uses", Items(USE, one_alone=True)),
        Part("include", "include", Items(USE, one_alone=True)),
        Part("calendars", "calendars", Items(TEXT, one_alone=True)),
        _LISTS,
        _FACTS,
        Part("conclusions", "conclusions", CONCLUSIONS),
        Part("constants", "constants", CONSTANTS),
        Part("lookups", "lookups", LOOKUPS),
        Part("functions", "functions", FUNCTIONS),
        Part("blocks", "blocks", BLOCKS),
        Part("cases", "cases", CASES),
        Part("laws", "laws", LAWS),
    ),
)


def read(text: str) -> model.Vocabulary | model.Ruleset:
    r"""Read a document.

    Raises:
        AuthorError: With all that is wrong, each with its line.

    Example:
        >>> document = read("ruleset: grade\nzone: UTC\ntitle: {zh: 分级, en: Grade}\n")
        >>> document.id, document.title.zh
        ('grade', '分级')
        >>> read("vocabulary: 客户\nversion: 1\nfact: []\n")
        Traceback (most recent call last):
        rulesets.errors.AuthorError: bad-name: line 1: ...; unknown-key: line 3: ...
    """
    composed = nodes.compose(text)
    faults = list(composed.faults)
    document: model.Vocabulary | model.Ruleset = document_of(composed.root, Reading(faults))
    if faults:
        raise AuthorError(tuple(sorted(faults, key=_line)))
    return document


def _line(fault: Fault) -> int:
    return next((int(value) for step, value in fault.place if step == "line"), 0)


def document_of(root: nodes.Node | None, at: Reading) -> Any:
    """Read a document from its root, noting all faults; FAILED where there is one."""
    at = at.under("ruleset")
    if root is None or (isinstance(root, nodes.Scalar) and root.null):
        return at.refuse("key-required", root or nodes.Sequence(1, flow=False))
    if not isinstance(root, nodes.Mapping):
        expected = Both("键值对", "a map")
        return at.refuse("wrong-shape", root, expected=expected, found=shape_of(root))
    named = {key.text: key for key, _ in root.pairs if key.text in {"vocabulary", "ruleset"}}
    if not named:
        return at.refuse("key-required", root)
    shape = VOCABULARY if next(iter(named)) == "vocabulary" else RULESET
    document = shape.read(root, at)
    if document is FAILED:
        return FAILED
    document = linked(document, {each.key: each for each in document.lists})
    if isinstance(document, model.Vocabulary):
        _refuse_references(document, root, at)
    return document


def _refuse_references(document: model.Vocabulary, root: nodes.Mapping, at: Reading) -> None:
    """A vocabulary stands on nothing else, so each list it names must be its own."""
    lines = dict(_fact_nodes(root))
    for step, key, name in references(document):
        at.within((step, key)).refuse("unknown-list", lines[key], list=name)


def _fact_nodes(root: nodes.Mapping) -> list[tuple[str, nodes.Node]]:
    facts = next((value for key, value in root.pairs if key.text == "facts"), None)
    found: list[tuple[str, nodes.Node]] = []
    for item in facts.items if isinstance(facts, nodes.Sequence) else ():
        pairs = item.pairs if isinstance(item, nodes.Mapping) else []
        for key, value in pairs:
            if key.text == "key" and isinstance(value, nodes.Scalar):
                found.append((value.text, item))
    return found
