"""What differs between a document and the one it follows, block by block, in sentences."""

from __future__ import annotations

from rulesets.checked import CheckedRuleset
from rulesets.differences.blocks import blocks
from rulesets.differences.declared import Side, declared
from rulesets.differences.documents import about, beside, renewed
from rulesets.differences.model import Act, Changed, Difference
from rulesets.differences.orders import reordered

__all__ = ["Act", "Changed", "Difference", "changed_blocks", "tally"]


def changed_blocks(
    before: CheckedRuleset | None, after: CheckedRuleset, language: str
) -> tuple[Changed, ...]:
    """Tell what differs between two documents: what is declared, each block, cases and laws.

    Rows, rules, bands and rows of lookups are matched by id or key, and only those that differ are
    told; what means the same however it was typed does not differ. What is included or used is
    part of a document: a new version of a vocabulary shows as the facts that differ.

    Args:
        before: the version that it follows; None: there is none, all of it is new.
        after: the document. A vocabulary is checked as the only one of an empty ruleset.
        language: `zh` or `en`.
    """
    new = Side(after, language)
    old = None if before is None else Side(before, language)
    told = [*about(old, new), *declared(old, new), *blocks(old, new), *beside(old, new)]
    if old is not None:
        told.extend(reordered(old, new))
        told.extend(renewed(old, new))
    return tuple(told)


def tally(changed: tuple[Changed, ...]) -> dict[Act, int]:
    """Count what was added, removed, changed and moved.

    Example:
        >>> tally((Changed("changed", "table", "grade", "", (Difference("added", "row 1"),)),))
        {'added': 1, 'removed': 0, 'changed': 0, 'moved': 0}
    """
    counted: dict[Act, int] = {"added": 0, "removed": 0, "changed": 0, "moved": 0}
    for each in changed:
        for difference in each.differences:
            counted[difference.act] += 1
    return counted
