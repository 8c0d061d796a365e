"""A document of many rows or rules read again after a small change, without those that stayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from rulesets.documents.plain import read_plain
from rulesets.errors import AuthorError
from rulesets.model import Block, Row, Rule, Rules, Ruleset, Table, Vocabulary

_WORTH_IT: Final = 20
"""A block with less than so many rows or rules is simply read."""

_LISTED: Final[Mapping[str, str]] = {"table": "rows", "rules": "rules"}


@dataclass(frozen=True)
class Read:
    """Plain data, and the document that they are."""

    plain: Mapping[str, Any]
    document: Ruleset | Vocabulary


def read_again(plain: Mapping[str, Any], before: Read | None) -> Read:
    """Read plain data that came of others by edits, which share what they did not touch.

    The document is the one that `read_plain` gives. Where there is anything to refuse, all is read,
    so that places are told as they are.

    Raises:
        AuthorError: as `read_plain`.

    Example:
        >>> first = read_again({"ruleset": "r", "zone": "UTC"}, None)
        >>> read_again({"ruleset": "r", "zone": "Asia/Shanghai"}, first).document.zone
        'Asia/Shanghai'
    """
    document = None if before is None else _read_less(plain, before)
    return Read(plain, read_plain(plain) if document is None else document)


def _read_less(plain: Mapping[str, Any], before: Read) -> Ruleset | None:
    """Read all but the rows that stand in the document of before; None where that is not sure."""
    known = _known(before)
    blocks = plain.get("blocks")
    if not known or not isinstance(blocks, list):
        return None
    kept: dict[int, list[Row | Rule | None]] = {}
    reduced = []
    for at, block in enumerate(blocks):
        name = _LISTED.get(str(block.get("kind")), "") if isinstance(block, Mapping) else ""
        rows = block.get(name) if name else None
        of = known.get((str(block.get("key")), name)) if isinstance(rows, list) else None
        # Where there are more rows than before, the limits of a document have to be looked at.
        if of is None or not isinstance(rows, list) or len(rows) > len(of):
            reduced.append(block)
            continue
        kept[at] = [of.get(id(row)) for row in rows]
        left = [row for row, was in zip(rows, kept[at], strict=True) if was is None]
        reduced.append({**block, name: left})
    if not kept:
        return None
    try:
        document = read_plain({**plain, "blocks": reduced})
    except AuthorError:
        return None
    return _whole(document, kept) if isinstance(document, Ruleset) else None


def _known(before: Read) -> dict[tuple[str, str], dict[int, Row | Rule]]:
    """Lead from the plain rows and rules of large blocks to what they were read as.

    `before` holds its plain data, so that no other row can have the identity of one of them.
    """
    if not isinstance(before.document, Ruleset):
        return {}
    found = {}
    plain = before.plain.get("blocks") or ()
    for written, block in zip(plain, before.document.blocks, strict=True):
        name, rows = _rows_of(block)
        if len(rows) >= _WORTH_IT:
            pairs = zip(written[name], rows, strict=True)
            found[block.key, name] = {id(row): read for row, read in pairs}
    return found


def _rows_of(block: Block) -> tuple[str, tuple[Row | Rule, ...]]:
    """Give the rows or rules of a block, and the key under which its document lists them."""
    if isinstance(block, Table):
        return "rows", block.rows
    return ("rules", block.rules) if isinstance(block, Rules) else ("", ())


def _whole(document: Ruleset, kept: Mapping[int, list[Row | Rule | None]]) -> Ruleset | None:
    """Put the rows that were not read again among those that were."""
    blocks = list(document.blocks)
    for at, rows in kept.items():
        name, read = _rows_of(blocks[at])
        fresh = iter(read)
        whole = tuple(next(fresh) if row is None else row for row in rows)
        if len({row.id for row in whole}) != len(whole):
            return None
        listed: dict[str, Any] = {name: whole}
        blocks[at] = replace(blocks[at], **listed)
    return replace(document, blocks=tuple(blocks))
