"""Blocks that passed the checks before, where nothing that they could name has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulesets import model
from rulesets.checked import Bundle, CheckedBlock, CheckedRuleset, Placed

# All of a document that the check of a block looks at, besides the block.
_DECLARED = (
    "id",
    "calendars",
    "lists",
    "facts",
    "conclusions",
    "constants",
    "lookups",
    "functions",
)


@dataclass(frozen=True)
class KnownBlocks:
    """The blocks of a ruleset that passed."""

    placed: Mapping[str, Placed]

    def of(self, block: model.Block, ruleset: str) -> CheckedBlock | None:
        """Give what a block was checked to be; None: it was another one, or none."""
        placed = self.placed.get(block.key)
        is_same = placed and placed.ruleset == ruleset and placed.block.block == block
        return placed.block if placed and is_same else None

    def within(self, ruleset: str) -> dict[str, CheckedBlock]:
        """Give the blocks of one ruleset by key, for what is the same in one that changed."""
        return {key: each.block for key, each in self.placed.items() if each.ruleset == ruleset}


def known_blocks(bundle: Bundle, before: CheckedRuleset | None) -> KnownBlocks:
    """Take the blocks of a ruleset that passed; none where it declares anything otherwise."""
    if before is None or not _declares_the_same(bundle, before.bundle):
        return KnownBlocks({})
    return KnownBlocks(before.placed)


def _declares_the_same(bundle: Bundle, before: Bundle) -> bool:
    documents = [(*each.vocabularies, *each.included, each.ruleset) for each in (bundle, before)]
    return (
        bundle.canonical == before.canonical
        and bundle.calendars == before.calendars
        and bundle.zones == before.zones
        and len(documents[0]) == len(documents[1])
        and all(
            getattr(now, part, ()) == getattr(then, part, ())
            for now, then in zip(*documents, strict=True)
            for part in _DECLARED
        )
    )
