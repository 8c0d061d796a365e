"""What cases expect to fire, when the rows and rules that they name are taken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rulesets.documents.places import Path
from rulesets.drafting.edits import Edit, Editing

_LISTS = ("rows", "rules")
_TO_ITEM, _TO_BLOCK = 4, 2


def unfired(content: Mapping[str, Any], edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Make the edits by which cases no longer name what edits take out.

    Args:
        content: the plain data of a ruleset.
        edits: one after the other.

    Raises:
        CallerError: `edit-does-not-fit`.

    Example:
        >>> block = {"key": "b", "rules": [{"id": "old"}, {"id": "new"}]}
        >>> content = {"blocks": [block], "cases": [{"id": "c", "fired": ["b/old", "b/new"]}]}
        >>> unfired(content, [Edit("remove", ("blocks", 0, "rules", 0))])
        (Edit(kind='set', path=('cases', 0, 'fired'), value=['b/new'], to=None),)
    """
    made = tuple(edits)
    cases = content.get("cases")
    if not cases or not any(_takes_out(each) for each in made):
        return ()
    editing = Editing(content)
    gone: set[str] = set()
    for each in made:
        if _takes_out(each):
            gone.update(_named(editing.plain, each.path))
        editing.do(each)
    # What was taken out and put back elsewhere is there still.
    blocks = editing.plain.get("blocks") or ()
    gone -= {name for at in range(len(blocks)) for name in _named(editing.plain, ("blocks", at))}
    return tuple(_edits(cases, gone)) if gone else ()


def _takes_out(edit: Edit) -> bool:
    path = edit.path
    if edit.kind != "remove" or path[:1] != ("blocks",):
        return False
    return len(path) == _TO_BLOCK or (len(path) == _TO_ITEM and path[2] in _LISTS)


def _named(content: Mapping[str, Any], path: Path) -> Iterator[str]:
    """Name what stands at a path as cases do: a row or rule, or all those of a block."""
    try:
        block = content["blocks"][path[1]]
        items = [block[path[2]][path[3]]] if len(path) == _TO_ITEM else _items(block)
    except (LookupError, TypeError):
        return
    for each in items:
        if isinstance(each, Mapping):
            yield f"{block.get('key')}/{each.get('id')}"


def _items(block: Any) -> list[Any]:
    return [each for part in _LISTS for each in block.get(part) or ()]


def _edits(cases: Any, gone: set[str]) -> Iterator[Edit]:
    for at, case in enumerate(cases):
        fired = case.get("fired") if isinstance(case, Mapping) else None
        if isinstance(fired, list) and not gone.isdisjoint(map(str, fired)):
            left = [each for each in fired if each not in gone]
            path = ("cases", at, "fired")
            # An empty list would expect that nothing fires at all.
            yield Edit("set", path, left) if left else Edit("remove", path)
