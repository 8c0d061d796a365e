"""What differs between two documents, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Act = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True)
class Difference:
    """One row, sentence or setting that differs.

    Attributes:
        act: what became of it.
        name: what it is called within its part, such as “row 3”; empty where it is the only one.
        old: how it was; empty for what was added.
        new: how it is; empty for what was removed.
    """

    act: Act
    name: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Changed:
    """A block, or something declared, in which something differs.

    Attributes:
        act: `added`, `removed` or `changed`, of the whole.
        kind: of blocks their kind, such as `table`; else `fact`, `constant`, `case`, … and
            `order`, of what stands in another order.
        key: its key; of a ruleset or vocabulary the id.
        title: what it is called, in the language spoken.
        differences: what of it, in the order in which it stands there.
    """

    act: Act
    kind: str
    key: str
    title: str
    differences: tuple[Difference, ...]
