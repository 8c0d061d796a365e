"""What elements of every kind are made of: names, types, texts, named values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rulesets.dmn.feel.names import plain_name
from rulesets.dmn.model import Text, Variable
from rulesets.dmn.reading.grammar import Faults
from rulesets.dmn.reading.names import MODELS, is_feel
from rulesets.dmn.reading.safe_xml import Element
from rulesets.types import Both

_PREFIXED = re.compile(r"([\w.-]+):(\S.*)", re.DOTALL)
_NAME = Both("名称 `name`", "`name`")
_TYPE = Both("数据类型", "a type")


@dataclass(frozen=True)
class Reading:
    """What the readers of all elements share: the document's own namespace, and the faults."""

    namespace: str
    faults: Faults

    def name(self, element: Element) -> str:
        """Read the name of an element, which it must have."""
        name = plain_name(element.attributes.get("name", ""))
        if not name:
            self.lacks(element, _NAME)
        return name

    def lacks(self, element: Element, what: Both) -> None:
        """Refuse an element without a part that it must have."""
        self.faults.add("dmn-incomplete", element.place, element=element.name, what=what)

    def entries(self, row: Element, element: str, *, expected: int, found: int) -> None:
        """Refuse a row that has not one entry for each column."""
        if found != expected:
            self.faults.add(
                "dmn-entries", row.place, element=element, expected=expected, found=found
            )

    def type_ref(self, element: Element, written: str | None = None) -> str:
        """Read a reference to a type, its prefix left out when it is FEEL's or the document's."""
        reference = element.attributes.get("typeRef", "") if written is None else written
        prefixed = _PREFIXED.fullmatch(reference.strip())
        if prefixed is None:
            return plain_name(reference)
        namespace = element.prefix(prefixed[1])
        ours = namespace and (
            is_feel(namespace) or namespace in MODELS or namespace == self.namespace
        )
        if not ours and (namespace or prefixed[1] != "feel"):
            self.faults.add(
                "dmn-unknown-reference", element.place, reference=reference, expected=_TYPE
            )
        return plain_name(prefixed[2])

    def variable(self, element: Element) -> Variable:
        """Read a named, typed value."""
        return Variable(
            self.name(element),
            self.type_ref(element),
            element.attributes.get("label", ""),
            long_text(element, "description"),
        )

    def unique(self, what: Both, named: Iterable[tuple[str, Element]]) -> None:
        """Refuse a name that stands twice where it may stand once."""
        first: dict[str, int] = {}
        for name, element in named:
            if name in first:
                line = first[name]
                self.faults.add("dmn-duplicate", element.place, what=what, name=name, first=line)
            elif name:
                first[name] = element.line


def long_text(element: Element, name: str) -> str:
    """Read a text for people: a description, a question."""
    child = element.one(name)
    return child.text.strip() if child else ""


def feel_text(element: Element) -> Text:
    """Read an expression or tests; empty without a text."""
    text = element.one("text")
    return Text(text.text.strip(), text.place) if text else Text("", element.place)


def optional_text(element: Element | None) -> Text | None:
    """Read an expression or tests that may be absent; blank is absent."""
    text = feel_text(element) if element else None
    return text if text and text.text else None
