"""A document as plain data, shaped as its YAML: maps, lists and texts, None where nothing stands.

This is what a draft is. It is read without going through YAML, by the same shapes and with the same
faults, which name blocks and rows but no lines: nobody sees the text of a draft.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from rulesets.documents import layout, nodes
from rulesets.documents.alignment import is_list
from rulesets.documents.nodes import MOST_BYTES, MOST_DEPTH, MOST_ROWS, MOST_VALUES
from rulesets.documents.places import Path, place_in
from rulesets.documents.reader import document_of, read
from rulesets.documents.reading import Plain, Reading
from rulesets.documents.rewriter import rewrite
from rulesets.errors import AuthorError, Fault
from rulesets.model import Ruleset, Vocabulary
from rulesets.types import Both

_NULL = nodes.Scalar("", 0, plain=True)


def plain_of(text: str) -> dict[str, Any]:
    r"""Read YAML into plain data; what it means is not looked at.

    Raises:
        AuthorError: it is no plain YAML of a document.

    Example:
        >>> plain_of("ruleset: grade\nzone: UTC\nversion: 010\ntitle:\n")
        {'ruleset': 'grade', 'zone': 'UTC', 'version': '010', 'title': None}
    """
    composed = nodes.compose(text)
    if composed.faults or not isinstance(composed.root, nodes.Mapping):
        read(text)  # says all that is wrong
        raise AuthorError(composed.faults)
    return _plain_map(composed.root)


def read_plain(plain: Mapping[str, Plain]) -> Ruleset | Vocabulary:
    """Read a document from plain data, as `read` does from YAML.

    Raises:
        AuthorError: with all that is wrong, each with its place.

    Example:
        >>> read_plain({"ruleset": "grade", "zone": "UTC"}).zone
        'UTC'
        >>> read_plain({"ruleset": "grade", "zone": "UTC", "facts": [{"key": "A"}]})
        Traceback (most recent call last):
        rulesets.errors.AuthorError: bad-name: fact `A`: ...; key-required: fact `A`: ...
    """
    builder = _Builder()
    root = builder.node(plain, 0)
    faults = [*builder.faults(plain)]
    document: Ruleset | Vocabulary = document_of(root, Reading(faults))
    if faults:
        raise AuthorError(tuple(faults))
    return document


def text_of(plain: Mapping[str, Plain], before: str = "") -> str:
    r"""Write plain data as YAML; comments and layout of the text `before` stay where they can.

    Example:
        >>> print(text_of({"ruleset": "r", "zone": "UTC"}, "ruleset: r # ours\nzone: Zulu\n"))
        ruleset: r # ours
        zone: UTC
        <BLANKLINE>
    """
    if before:
        try:
            return rewrite(before, read_plain(plain))
        except AuthorError:
            # One of the two cannot be read: what it says comes before its looks.
            pass
    return layout.document(plain)


def _plain_map(root: nodes.Mapping) -> dict[str, Any]:
    return {key.text: _plain(value) for key, value in root.pairs}


def _plain(node: nodes.Node) -> Any:
    if isinstance(node, nodes.Scalar):
        return None if node.null else node.text
    if isinstance(node, nodes.Sequence):
        return [_plain(item) for item in node.items]
    return _plain_map(node) if isinstance(node, nodes.Mapping) else None


class _Scalars(dict[str | None, nodes.Scalar]):
    """The node of each text, made once: a large table repeats itself."""

    def __init__(self) -> None:
        super().__init__({None: _NULL})
        self.bad: set[str] = set()
        self.bytes = 0

    def __missing__(self, text: str) -> nodes.Scalar:
        normal = text
        if not (text.isascii() and text.isprintable()):
            normal = unicodedata.normalize("NFC", text)
            if nodes.forbidden(normal):
                self.bad.add(text)
        self.bytes += len(normal)
        made = self[text] = nodes.Scalar(normal, 0, plain=False)
        return made


class _Builder:
    """Makes the nodes of plain data, and counts what clause 1.3 counts."""

    def __init__(self) -> None:
        self._scalars = _Scalars()
        self._values = 1
        self._rows = 0

    def node(self, value: Any, depth: int, *, is_counted: bool = False) -> nodes.Node:
        if value is None or isinstance(value, str):
            return self._scalars[value]
        if depth >= MOST_DEPTH:
            raise _too_large(str(MOST_DEPTH), Both("嵌套层数", "levels of nesting"))
        self._count(len(value), is_counted=is_counted and is_list(value))
        scalars, deeper = self._scalars, depth + 1
        if is_list(value):
            sequence = nodes.Sequence(0, flow=True)
            sequence.items = [
                scalars[each] if type(each) is str else self.node(each, deeper) for each in value
            ]
            return sequence
        mapping = nodes.Mapping(0, flow=True)
        mapping.pairs = [
            (
                scalars[key],
                scalars[each]
                if type(each) is str
                else self.node(each, deeper, is_counted=key in nodes.ROW_KEYS),
            )
            for key, each in value.items()
        ]
        return mapping

    def faults(self, plain: object) -> list[Fault]:
        """Refuse characters that no document may hold, each at its place."""
        if self._scalars.bytes > MOST_BYTES:
            raise _too_large("20 MB", Both("大小", "in size"))
        if not self._scalars.bad:
            return []
        return [
            Fault("bad-character", place_in(plain, path), {"character": f"U+{ord(found):04X}"})
            for path, text in _texts(plain, ())
            if text in self._scalars.bad
            and (found := nodes.forbidden(unicodedata.normalize("NFC", text)))
        ]

    def _count(self, values: int, *, is_counted: bool) -> None:
        self._values += values
        if self._values > MOST_VALUES:
            raise _too_large(f"{MOST_VALUES:,}", Both("值的个数", "values"))
        self._rows += values if is_counted else 0
        if self._rows > MOST_ROWS:
            raise _too_large(f"{MOST_ROWS:,}", Both("行数", "rows"))


def _too_large(limit: str, what: Both) -> AuthorError:
    return AuthorError((Fault("document-too-large", words={"limit": limit, "what": what}),))


def _texts(value: Any, path: Path) -> list[tuple[Path, str]]:
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, Mapping):
        keys = [((*path, key), key) for key in value]
        pairs = [_texts(each, (*path, key)) for key, each in value.items()]
        return [*keys, *(found for each in pairs for found in each)]
    found = [_texts(each, (*path, number)) for number, each in enumerate(value or ())]
    return [each for inner in found for each in inner]
