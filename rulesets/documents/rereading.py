"""A document of many rows read again after a small change, without reading the rows that stayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from rulesets.documents.plain import read_plain
from rulesets.errors import AuthorError
from rulesets.model import Row, Ruleset, Table, Vocabulary

_WORTH_IT: Final = 200
"""Below so many rows a document is simply read."""


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
    kept: dict[int, list[Row | None]] = {}
    reduced = []
    for at, block in enumerate(blocks):
        rows = block.get("rows") if isinstance(block, Mapping) else None
        of = known.get(str(block.get("key"))) if isinstance(rows, list) else None
        # Where there are more rows than before, the limits of a document have to be looked at.
        if of is None or not isinstance(rows, list) or len(rows) > len(of):
            reduced.append(block)
            continue
        kept[at] = [of.get(id(row)) for row in rows]
        left = [row for row, was in zip(rows, kept[at], strict=True) if was is None]
        reduced.append({**block, "rows": left})
    if not kept:
        return None
    try:
        document = read_plain({**plain, "blocks": reduced})
    except AuthorError:
        return None
    return _whole(document, kept) if isinstance(document, Ruleset) else None


def _known(before: Read) -> dict[str, dict[int, Row]]:
    """Lead from the plain rows of large tables to what they were read as.

    `before` holds its plain data, so that no other row can have the identity of one of them.
    """
    if not isinstance(before.document, Ruleset):
        return {}
    plain = before.plain.get("blocks") or ()
    return {
        block.key: {id(row): read for row, read in zip(written["rows"], block.rows, strict=True)}
        for written, block in zip(plain, before.document.blocks, strict=True)
        if isinstance(block, Table) and len(block.rows) >= _WORTH_IT
    }


def _whole(document: Ruleset, kept: Mapping[int, list[Row | None]]) -> Ruleset | None:
    """Put the rows that were not read again among those that were."""
    blocks = list(document.blocks)
    for at, rows in kept.items():
        block = blocks[at]
        if not isinstance(block, Table):
            return None
        fresh = iter(block.rows)
        whole = tuple(next(fresh) if row is None else row for row in rows)
        if len({row.id for row in whole}) != len(whole):
            return None
        blocks[at] = replace(block, rows=whole)
    return replace(document, blocks=tuple(blocks))
