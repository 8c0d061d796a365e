"""Where reading a document stands, what it noted, and what every form is made with.

A form is both directions at once, so what is written is read back the same. Plain data are texts,
None, lists and maps, before they are laid out as YAML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rulesets.documents import nodes
from rulesets.documents.nodes import Node
from rulesets.errors import Fault, PlaceStep, Word
from rulesets.nearest import nearest
from rulesets.types import Both

Plain = str | None | Sequence["Plain"] | Mapping[str, "Plain"]


class Failed:
    """What could not be read; its fault is noted."""


FAILED: Any = Failed()


@dataclass
class Reading:
    """Where reading stands: the steps that lead there, the key, and all faults so far."""

    faults: list[Fault]
    place: tuple[PlaceStep, ...] = ()
    key: str = ""

    def within(self, step: PlaceStep) -> Reading:
        """Step into something named, such as a row."""
        return Reading(self.faults, (*self.place, step), self.key)

    def under(self, key: str) -> Reading:
        """Step to the value of a key."""
        return Reading(self.faults, self.place, key)

    def refuse(self, code: str, node: Node, **words: Word) -> Any:
        """Note a fault at a node's line; nothing is noted twice of what was refused before."""
        if not isinstance(node, nodes.Refused):
            # Plain data have no lines.
            place = (*self.place, ("line", node.line)) if node.line else self.place
            self.faults.append(Fault(code, place, {"key": self.key, **words}))
        return FAILED


class Form(Protocol):
    """One kind of value: read from a node (or FAILED), written to plain data."""

    def read(self, node: Node, at: Reading) -> Any:
        """Read the value, or note what is wrong and return FAILED."""

    def write(self, value: Any) -> Plain:
        """Write the value as plain data."""


def shape_of(node: Node) -> Both:
    """Name the shape of a node for a message."""
    if isinstance(node, nodes.Mapping):
        return Both("键值对", "a map")
    if isinstance(node, nodes.Sequence):
        return Both("列表", "a list")
    if isinstance(node, nodes.Scalar) and node.null:
        return Both("空", "nothing")
    return Both("文本", "a text")


def a_text(node: Node, at: Reading) -> Any:
    """Return the text of a scalar, "" of null."""
    if isinstance(node, nodes.Scalar):
        return "" if node.null else node.text
    return at.refuse("wrong-shape", node, expected=Both("文本", "a text"), found=shape_of(node))


def a_map(node: Node, at: Reading) -> Any:
    """Return the node when it is a map."""
    if isinstance(node, nodes.Mapping):
        return node
    return at.refuse("wrong-shape", node, expected=Both("键值对", "a map"), found=shape_of(node))


def unknown_key(key: nodes.Scalar, known: Sequence[str], at: Reading) -> None:
    """Refuse a key that has no meaning here, with the nearest that has."""
    near, offered = nearest(key.text, tuple(known)), ", ".join(known)
    at.under(key.text[:80]).refuse("unknown-key", key, nearest=near, known=offered)
