"""Shapes: how a map of a document stands for one of the model's dataclasses."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from typing import Any, Protocol

from rulesets.documents import nodes
from rulesets.documents.nodes import Node
from rulesets.documents.reading import FAILED, Form, Plain, Reading, a_map, unknown_key

Entries = dict[str, Node]


class Portion(Protocol):
    """Some keys of a map that together give one attribute."""

    @property
    def attribute(self) -> str:
        """Name the attribute."""

    def keys(self, entries: Entries) -> tuple[str, ...]:
        """Name the keys that may stand, given those that do."""

    def read(self, entries: Entries, node: Node, at: Reading) -> Any:
        """Read the attribute; MISSING leaves its default."""

    def write(self, value: Any) -> dict[str, Plain]:
        """Write the keys of the attribute."""


@dataclass(frozen=True)
class Part:
    """One key that gives one attribute.

    Without `required`, null and absence give `absent`, or leave the dataclass's default.
    """

    attribute: str
    key: str
    form: Form
    required: bool = False
    absent: Any = None

    def keys(self, entries: Entries) -> tuple[str, ...]:  # noqa: D102 - as Portion
        return (self.key,)

    def read(self, entries: Entries, node: Node, at: Reading) -> Any:  # noqa: D102 - as Portion
        value = entries.get(self.key)
        if value is None or (isinstance(value, nodes.Scalar) and value.null):
            if self.required:
                return at.under(self.key).refuse("key-required", value or node)
            return MISSING if self.absent is None else self.absent
        return self.form.read(value, at.under(self.key))

    def write(self, value: Any) -> dict[str, Plain]:  # noqa: D102 - as Portion
        return {self.key: self.form.write(value)}


@dataclass(frozen=True)
class Shape:
    """A map that stands for one dataclass, made of portions in the order they are written."""

    make: type
    portions: tuple[Portion, ...]

    def read(self, node: Node, at: Reading) -> Any:
        """Read all portions, so that all faults are found; FAILED when one is."""
        mapping = a_map(node, at)
        if mapping is FAILED:
            return FAILED
        return self.read_entries({key.text: value for key, value in mapping.pairs}, mapping, at)

    def read_entries(self, entries: Entries, node: nodes.Mapping, at: Reading) -> Any:
        """Read all portions from the map's entries."""
        values: dict[str, Any] = {}
        known: set[str] = set()
        failed = False
        for portion in self.portions:
            value = portion.read(entries, node, at)
            known.update(portion.keys(entries))
            if value is FAILED:
                failed = True
            elif value is not MISSING:
                values[portion.attribute] = value
        if not entries.keys() <= known:
            failed = True
            self._refuse_unknown(entries, node, at)
        return FAILED if failed else self.make(**values)

    def _refuse_unknown(self, entries: Entries, node: nodes.Mapping, at: Reading) -> None:
        known = [key for portion in self.portions for key in portion.keys(entries)]
        for key, _ in node.pairs:
            if key.text not in known:
                unknown_key(key, known, at)

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        absent = {part.attribute: part.absent for part in self.portions if isinstance(part, Part)}
        return {
            each.name: absent.get(each.name) if each.default is MISSING else each.default
            for each in fields(self.make)
        }

    def write(self, value: Any) -> dict[str, Plain]:
        """Write what differs from the defaults."""
        plain: dict[str, Plain] = {}
        for portion in self.portions:
            attribute = getattr(value, portion.attribute)
            if attribute != self._defaults[portion.attribute]:
                plain.update(portion.write(attribute))
        return plain
