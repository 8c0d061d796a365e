"""Where an expression stands: what its names are called in FEEL, their types, where notes go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rulesets.checking.meaning import Meaning
from rulesets.checking.report import Report
from rulesets.checking.static_types import order_of
from rulesets.checking.tree_types import TreeTypes
from rulesets.dmn.exporting.exported import Notes
from rulesets.dmn.feel.tree import Feel, Name, Path
from rulesets.errors import PlaceStep
from rulesets.expressions.tree import Node
from rulesets.types import CodeList, TextType, Type

ITEM = Name("item")
ROW = Name("row")


@dataclass(frozen=True)
class Scope:
    """What an expression may name.

    Attributes:
        meaning: the types of names.
        values: what facts, conclusions, constants and parameters are in FEEL, by key.
        functions: the names of functions and lookups, by key.
        notes: what is not said the same.
        row: the types of the sub-facts inside an aggregate, and `of_row`, the row itself.
    """

    meaning: Meaning
    values: Mapping[str, Feel]
    functions: Mapping[str, str]
    notes: Notes = field(default_factory=Notes)
    row: Mapping[str, Type] | None = None
    of_row: Feel = ITEM

    def at(self, *steps: PlaceStep) -> Scope:
        """Return the scope of a place within this one."""
        return replace(self, notes=self.notes.at(*steps))

    def within(self, row: Mapping[str, Type], of_row: Feel) -> Scope:
        """Return the scope of an expression about each row of records."""
        return replace(self, row=row, of_row=of_row)

    def field(self, key: str) -> Feel:
        """Say a sub-fact of the row."""
        return Path(self.of_row, key)

    def type_of(self, node: Node) -> Type | None:
        """Find the type of an expression that was checked."""
        return TreeTypes(self.meaning, Report(), self.row).type_of(node)

    def order(self, left: Node, right: Node) -> CodeList | None:
        """Return the ordered list by which two texts are compared; None: they are no texts."""
        one, other = self.type_of(left), self.type_of(right)
        if isinstance(one, TextType) and isinstance(other, TextType):
            return order_of(one, other)
        return None
