"""From YAML text to nodes: maps, lists and scalars that are all text, each with its line.

The parser's events are taken one by one, so what is too large is refused before it fills memory.
No scalar is ever resolved to a number, a date or a boolean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from rulesets.documents.problems import yaml_problem
from rulesets.errors import AuthorError, Fault, Word
from rulesets.types import Both

MOST_BYTES = 20_000_000
MOST_ROWS = 200_000
MOST_VALUES = 2_000_000
MOST_DEPTH = 32

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = frozenset({"", "~", "null"})
ROW_KEYS = frozenset({"rows", "rules"})
"""Lists under these keys are what clause 1.3 counts."""


class Scalar:
    """A text; `plain` when it stands without quotes. `start` and `end`: where in the document."""

    __slots__ = ("end", "line", "plain", "start", "text")

    def __init__(self, text: str, line: int, plain: bool, start: int = 0, end: int = 0) -> None:
        """Keep all."""
        self.text = text
        self.line = line
        self.plain = plain
        self.start = start
        self.end = end

    @property
    def null(self) -> bool:
        """Nothing, `~` or `null`, without quotes: no value at all."""
        return self.plain and self.text in _NULLS


class Sequence:
    """A list of nodes; `flow` when it is written in brackets."""

    __slots__ = ("end", "flow", "items", "line", "start")

    def __init__(self, line: int, flow: bool, start: int = 0) -> None:
        """Begin empty."""
        self.items: list[Node] = []
        self.line = line
        self.flow = flow
        self.start = start
        self.end = start


class Mapping:
    """Pairs of key and node in order; `flow` when it is written in braces."""

    __slots__ = ("end", "flow", "line", "pairs", "start")

    def __init__(self, line: int, flow: bool, start: int = 0) -> None:
        """Begin empty."""
        self.pairs: list[tuple[Scalar, Node]] = []
        self.line = line
        self.flow = flow
        self.start = start
        self.end = start


class Refused:
    """Stands where something was refused, so that nothing more is said of it."""

    __slots__ = ("line",)

    def __init__(self, line: int) -> None:
        """Keep the line."""
        self.line = line


Node = Scalar | Sequence | Mapping | Refused
Collection = Sequence | Mapping

# Stands for a key that was refused: its value is left out.
_SKIPPED = Scalar("", 0, plain=True)


@dataclass(frozen=True)
class Composed:
    """The root node (None: nothing was written) and the faults found on the way."""

    root: Node | None
    faults: tuple[Fault, ...]


def compose(text: str, *, spans: bool = False) -> Composed:
    """Read YAML into nodes; with `spans` each node knows where it stands in the text.

    Raises:
        AuthorError: When the text cannot be read as YAML at all, or is too large.

    Example:
        >>> root = compose("ruleset: grade").root
        >>> [(key.text, value.text) for key, value in root.pairs]
        [('ruleset', 'grade')]
    """
    _refuse_size(text)
    composer = _Composer(spans=spans)
    try:
        composer.run(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        fault = _fault("yaml-syntax", line, problem=yaml_problem(error.problem or ""))
        raise AuthorError((*composer.faults, fault)) from None
    except YAMLError:
        fault = _fault("yaml-syntax", 1, problem=yaml_problem(""))
        raise AuthorError((*composer.faults, fault)) from None
    return Composed(composer.root, tuple(composer.faults))


def forbidden(text: str) -> str:
    r"""Find the first character that no document may hold; empty where there is none.

    Example:
        >>> forbidden("分级"), forbidden("a\x00b")
        ('', '\x00')
    """
    found = _FORBIDDEN.search(text)
    return found.group() if found else ""


def _refuse_size(text: str) -> None:
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise AuthorError((_too_large(1, "20 MB", Both("大小", "in size")),))
    found = _FORBIDDEN.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise AuthorError((_bad_character(found.group(), line),))


def _bad_character(character: str, line: int) -> Fault:
    return _fault("bad-character", line, character=f"U+{ord(character):04X}")


def _too_large(line: int, limit: str, what: Both) -> Fault:
    return _fault("document-too-large", line, limit=limit, what=what)


def _fault(code: str, line: int, **words: Word) -> Fault:
    return Fault(code, (("line", line),), words)


class _Composer:
    """Builds the tree from events, without recursion."""

    def __init__(self, *, spans: bool) -> None:
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._spans = spans
        self._open: list[Collection] = []
        self._keys: list[Scalar | None] = []  # for each open collection: the key that waits
        self._counted: list[bool] = []  # for each open collection: whether its items are rows
        self._firsts: list[dict[str, int]] = []  # for each open map: where a key stood first
        self._rows = 0
        self._values = 0
        self._documents = 0

    def run(self, text: str) -> None:
        """Take all events."""
        for event in _events(text):
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is SequenceStartEvent or kind is MappingStartEvent:
                self._begin(event, Sequence if kind is SequenceStartEvent else Mapping)
            elif kind is SequenceEndEvent or kind is MappingEndEvent:
                self._finish(event)
            elif kind is AliasEvent:
                line = event.start_mark.line + 1
                self._refuse(line, Both("别名（*）", "aliases (*)"))
                self._add(Refused(line))
            elif kind is DocumentStartEvent and not self._document(event):
                return

    def _document(self, event: Any) -> bool:
        line = event.start_mark.line + 1
        self._documents += 1
        if event.version or event.tags:
            self._refuse(line, Both("指令（%）", "directives (%)"))
        if self._documents > 1:
            self._refuse(line, Both("多个文档（---）", "several documents (---)"))
        return self._documents == 1

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        line = mark.line + 1
        if event.anchor is not None or event.tag is not None:
            self._decorated(event, line)
        text = event.value
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        plain = not event.style
        if not plain and (bad := _FORBIDDEN.search(text)):
            self.faults.append(_bad_character(bad.group(), line))
        if self._spans:
            self._add(Scalar(text, line, plain, mark.index, event.end_mark.index))
        else:
            self._add(Scalar(text, line, plain))

    def _begin(self, event: Any, kind: type[Collection]) -> None:
        mark = event.start_mark
        line = mark.line + 1
        if event.anchor is not None or event.tag is not None:
            self._decorated(event, line)
        if len(self._open) >= MOST_DEPTH:
            what = Both("嵌套层数", "levels of nesting")
            raise AuthorError((*self.faults, _too_large(line, str(MOST_DEPTH), what)))
        collection = kind(line, bool(event.flow_style), mark.index if self._spans else 0)
        key = self._keys[-1] if self._open else None
        self._add(collection)
        self._counted.append(key is not None and key.text in ROW_KEYS)
        self._open.append(collection)
        self._keys.append(None)
        self._firsts.append({})

    def _finish(self, event: Any) -> None:
        if self._spans:
            self._open[-1].end = event.end_mark.index
        self._open.pop()
        self._counted.pop()
        self._keys.pop()
        self._firsts.pop()

    def _add(self, node: Node) -> None:
        parent = self._open[-1] if self._open else None
        if isinstance(parent, Mapping) and self._keys[-1] is None:
            self._keys[-1] = self._as_key(node)
            return
        self._values += 1
        if self._values > MOST_VALUES:
            what = Both("值的个数", "values")
            raise AuthorError((*self.faults, _too_large(node.line, f"{MOST_VALUES:,}", what)))
        if parent is None:
            self.root = node if self.root is None else self.root
        elif isinstance(parent, Sequence):
            parent.items.append(node)
            if self._counted[-1]:
                self._count_row(node)
        else:
            self._add_pair(parent, node)

    def _add_pair(self, parent: Mapping, node: Node) -> None:
        key = self._keys[-1]
        self._keys[-1] = None
        if key is None or key is _SKIPPED:
            return
        firsts = self._firsts[-1]
        if key.text in firsts:
            first = firsts[key.text]
            self.faults.append(_fault("duplicate-key", key.line, key=key.text, first=first))
        else:
            firsts[key.text] = key.line
            parent.pairs.append((key, node))

    def _count_row(self, node: Node) -> None:
        self._rows += 1
        if self._rows > MOST_ROWS:
            what = Both("行数", "rows")
            raise AuthorError((*self.faults, _too_large(node.line, f"{MOST_ROWS:,}", what)))

    def _as_key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            if not (node.plain and node.text == "<<"):
                return node
            self._refuse(node.line, Both("合并键（<<）", "merge keys (<<)"))
        elif not isinstance(node, Refused):
            self._refuse(node.line, Both("非文本的键（?）", "keys that are not texts (?)"))
        return _SKIPPED

    def _decorated(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            self._refuse(line, Both("锚点（&）", "anchors (&)"))
        if event.tag is not None:
            self._refuse(line, Both("标签（!）", "tags (!)"))

    def _refuse(self, line: int, what: Both) -> None:
        self.faults.append(_fault("yaml-not-plain", line, what=what))


def _events(text: str) -> Iterator[Any]:
    # The parser in C is 12 times as fast as ruamel's own, which it takes where that is absent.
    return iter(YAML(typ="safe").parse(text))
