"""What an import has made so far: facts, conclusions, functions, blocks, and their keys."""

from __future__ import annotations

from dataclasses import dataclass, field

from rulesets import model
from rulesets.dmn.importing.keys import Keys, is_chinese
from rulesets.dmn.importing.report import Report
from rulesets.dmn.importing.resolving import Kinds
from rulesets.dmn.model import Place
from rulesets.dmn.translating.environment import Translated, Value
from rulesets.expressions.printer import print_node
from rulesets.expressions.tree import Name
from rulesets.types import Both, Type


@dataclass
class Building:
    """The parts of the ruleset, in the order of the document.

    `members` are the names that may follow a point; `scale` the decimals of numbers.
    """

    report: Report
    kinds: Kinds
    scale: int
    members: frozenset[str] = frozenset()
    keys: Keys = field(default_factory=Keys)
    block_keys: Keys = field(default_factory=Keys)
    facts: list[model.Fact] = field(default_factory=list)
    conclusions: list[model.Conclusion] = field(default_factory=list)
    functions: list[model.Function] = field(default_factory=list)
    blocks: list[model.Block] = field(default_factory=list)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)

    def conclude(self, spot: Spot, of: Type) -> str:
        """Declare the conclusion of a spot; return its key."""
        self.conclusions.append(model.Conclusion(spot.key, of, spot.title, spot.help))
        self.places["conclusion", spot.key] = spot.place
        return spot.key

    def block(self, spot: Spot, block: model.Block) -> None:
        """Add a block."""
        self.blocks.append(block)
        self.places["block", block.key] = spot.place

    def formula(self, spot: Spot, value: Translated, of: Type) -> Value:
        """Make a formula of a value, with a conclusion of its own."""
        key = self.conclude(spot, of)
        expression = print_node(value.node)
        block = model.Formula(spot.block_key, key, expression, title=spot.title, note=spot.note)
        self.block(spot, block)
        return Value(Name(key), of)

    def inner(self, spot: Spot, name: str) -> Spot:
        """Return the spot of something named within another."""
        key = self.keys.make(f"{spot.key}_{name}", f"{spot.key}_value")
        block = self.block_keys.make(key, "block")
        title = f"{spot.name}.{name}"
        return Spot(title, key, block, titled(title), spot.place)


@dataclass(frozen=True)
class Spot:
    """Where a value is made: its name in the document, its keys, and what is said of it."""

    name: str
    key: str
    block_key: str
    title: Both
    place: Place
    help: Both = Both()
    note: str = ""


def titled(name: str) -> Both:
    """Put a text of the document under the language it is in."""
    return Both(zh=name) if is_chinese(name) else Both(en=name)
