"""What has a name that rules go by: facts and the like, sub-facts, and the codes of a list.

A **name** (`Name`) leads to one by the parts it stands in, in turn with what it is called there:
`("facts", "orders", "fields", "amount")`, `("lists", "region", "codes", "east")`,
`("conclusions", "grade", "one_of", "A")`. Unlike a path it holds wherever the thing stands, and in
every document that reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rulesets.checked import Bundle
from rulesets.checking.naming import sources
from rulesets.checking.written_values import codes_of
from rulesets.documents.places import Path
from rulesets.types import CodeList, RecordsType, Type

Name = tuple[str, ...]
CODES = frozenset({"codes", "one_of"})
"""The parts that hold codes: of a list, and of a fact, sub-fact or conclusion itself."""


def is_code(name: Name) -> bool:
    """Tell whether a name leads to a code.

    Example:
        >>> is_code(("lists", "region", "codes", "east")), is_code(("facts", "codes"))
        (True, False)
    """
    return name[-2] in CODES


def called(item: Any) -> str:
    """Give what an item goes by: a key, or the value of a code, which may stand alone."""
    if not isinstance(item, Mapping):
        return str(item)
    found = item.get("key", item.get("value"))
    return found if isinstance(found, str) else ""


def path_of(plain: Mapping[str, Any], name: Name) -> Path | None:
    """Find where a document declares what has a name: the path of its key or value.

    Example:
        >>> content = {"lists": [{"key": "region", "codes": ["east", {"value": "west"}]}]}
        >>> path_of(content, ("lists", "region", "codes", "west"))
        ('lists', 0, 'codes', 1, 'value')
        >>> path_of(content, ("lists", "region", "codes", "east"))
        ('lists', 0, 'codes', 0)
    """
    at: Any = plain
    path: Path = ()
    for part, wanted in zip(name[::2], name[1::2], strict=True):
        listed = at.get(part) if isinstance(at, Mapping) else None
        items = listed if isinstance(listed, list) else []
        found = enumerate(items)
        place = next((number for number, each in found if called(each) == wanted), None)
        if place is None:
            return None
        path, at = (*path, part, place), items[place]
    if not isinstance(at, Mapping):
        return path
    return (*path, "value" if is_code(name) else "key")


def item_of(plain: Mapping[str, Any], name: Name) -> Any:
    """Give what a document declares by a name; None where it does not."""
    path = path_of(plain, name)
    if path is None:
        return None
    at: Any = plain
    for step in path[: len(name)]:
        at = at[step]
    return at


def lists_of(bundle: Bundle) -> dict[Name, CodeList]:
    """Find all code lists of a ruleset by name: those with a key, and those of one fact alone."""
    found: dict[Name, CodeList] = {}
    for source in sources(bundle):
        document = source.document
        found |= {("lists", each.key, "codes"): each for each in document.lists}
        for part in ("facts", "conclusions"):
            for each in getattr(document, part, ()):
                found |= _own((part, each.key), each.type)
    return found


def _own(name: Name, of: Type) -> dict[Name, CodeList]:
    if isinstance(of, RecordsType):
        inner = (_own((*name, "fields", each.key), each.type) for each in of.fields)
        return {key: codes for each in inner for key, codes in each.items()}
    codes = codes_of(of)
    return {(*name, "one_of"): codes} if codes is not None and not codes.key else {}
