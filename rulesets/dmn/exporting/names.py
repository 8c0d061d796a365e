"""Names in FEEL: keys as they are, but for those that FEEL keeps for itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rulesets.dmn.feel.characters import RESERVED

KEPT = RESERVED | frozenset(
    {
        *("item", "row", "each", "partial", "not", "number", "string", "date", "time", "duration"),
        *("context", "list", "any", "contains", "matches", "replace", "split", "now", "today"),
        *("min", "max", "sum", "mean", "all", "count", "append", "concatenate", "union", "flatten"),
        *("remove", "reverse", "sublist", "sort", "product", "median", "stddev", "mode", "decimal"),
        *("abs", "floor", "ceiling", "modulo", "sqrt", "log", "exp", "odd", "even", "before"),
        *("after", "meets", "overlaps", "includes", "during", "starts", "finishes", "coincides"),
        *("is", "range", "function", "substring"),
    }
)
"""Words and functions of FEEL, and names that the export itself gives."""


@dataclass
class Names:
    """One space of names."""

    taken: set[str] = field(default_factory=set)

    def make(self, wanted: str) -> str:
        """Give a name: as wanted, or with `_` after it when FEEL or another has that one.

        Example:
            >>> names = Names()
            >>> names.make("sales"), names.make("return"), names.make("sales")
            ('sales', 'return_', 'sales_')
        """
        name = wanted
        while name in KEPT or name in self.taken:
            name += "_"
        self.taken.add(name)
        return name

    def all(self, keys: Iterable[str]) -> Mapping[str, str]:
        """Give names to keys."""
        return {key: self.make(key) for key in keys}
