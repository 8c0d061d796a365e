"""What passed the checks before, where nothing that it could name has changed since.

Of the values of constants and the rows of lookups the check of a block asks only how large their
numbers may be (`failing.Sizes`): what is otherwise in them leaves every block as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rulesets import model
from rulesets.checked import (
    Bundle,
    CheckedBlock,
    CheckedConstant,
    CheckedFunction,
    CheckedLookup,
    CheckedRuleset,
    Placed,
)
from rulesets.checking.failing import Sizes, size_of, sizes_of_lookup
from rulesets.expressions.tree import Name
from rulesets.expressions.walk import within

# All of a document that the check of a block looks at, besides the block.
_DECLARED = ("id", "calendars", "lists", "facts", "conclusions", "functions")
_VALUED = (("constants", "values"), ("lookups", "rows"))


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


def alike(bundle: Bundle, before: CheckedRuleset | None) -> CheckedRuleset | None:
    """Give what passed if it declares the same, whatever values constants and lookups have."""
    return before if before is not None and _declares_the_same(bundle, before.bundle) else None


def declared_in(before: CheckedRuleset | None, part: str) -> dict[str, Any]:
    """Give by key what the documents of a ruleset that passed declare, as it was written."""
    bundle = None if before is None else before.bundle
    documents = (*bundle.vocabularies, *bundle.included, bundle.ruleset) if bundle else ()
    return {each.key: each for of in documents for each in getattr(of, part, ())}


def known_blocks(before: CheckedRuleset | None, sizes: Sizes) -> KnownBlocks:
    """Take the blocks of a ruleset that passed and declares the same.

    Args:
        before: what passed.
        sizes: of the numbers of constants and lookups, as they are now.
    """
    if before is None:
        return KnownBlocks({})
    then = sizes_of(before.constants, before.lookups, before.functions)
    others = {key for key, size in sizes.constants.items() if then.constants[key] != size}
    if then.lookups != sizes.lookups or others & _named_in(before.functions):
        return KnownBlocks({})
    return KnownBlocks(
        {key: each for key, each in before.placed.items() if not others & each.reads}
    )


def sizes_of(
    constants: Mapping[str, CheckedConstant],
    lookups: Mapping[str, CheckedLookup],
    functions: Mapping[str, CheckedFunction],
) -> Sizes:
    """Say how large the numbers of what is declared may be."""
    return Sizes(
        {key: size_of(tuple(v for _, v in each.values)) for key, each in constants.items()},
        {key: sizes_of_lookup(each) for key, each in lookups.items()},
        functions,
    )


def _named_in(functions: Mapping[str, CheckedFunction]) -> set[str]:
    nodes = (node for each in functions.values() for node in within(each.body))
    return {node.key for node in nodes if isinstance(node, Name)}


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
        and all(
            list(_without(now, part, values)) == list(_without(then, part, values))
            for now, then in zip(*documents, strict=True)
            for part, values in _VALUED
        )
    )


def _without(document: object, part: str, values: str) -> Iterator[Any]:
    for each in getattr(document, part, ()):
        yield replace(each, **{values: ()})
