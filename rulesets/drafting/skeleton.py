"""The skeleton of a document: where maps, lists and texts stand, whatever they say.

Pages work with drafts that are wrong in all ways in which an author can be wrong. What no editor
writes, such as a list in the place of a key, is refused, so that no page needs to expect it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from rulesets.documents.places import BLOCK_KINDS, Path
from rulesets.drafting.edits import Edit
from rulesets.errors import CallerError, Fault, Word
from rulesets.types import Both

_TEXT: Final = str
# Of a list stands what its items are; of a map what is under its keys, "*" under any other;
# a tuple names what it may be. Nothing is said of what is not named.
_TITLE: Final = (_TEXT, {"*": _TEXT})
_TEXTS: Final = (_TEXT, [_TEXT])
_CODES: Final = [{"value": _TEXT, "parent": _TEXT, "title": _TITLE}]
_NAMED: Final = {
    **dict.fromkeys(("key", "type", "unit", "of", "min", "max", "scale", "example"), _TEXT),
    "title": _TITLE,
    "help": _TITLE,
    "one_of": (_TEXT, _CODES),
}
_DECLARED: Final = {
    **_NAMED,
    "value": _TEXT,
    "values": [{}],
    "fields": [_NAMED],
    "expression": _TEXT,
    "returns": {},
    "parameters": [_NAMED],
}
_LOOKUP: Final = {
    "key": _TEXT,
    "title": _TITLE,
    "keys": [_NAMED],
    "values": [_NAMED],
    "rows": [[_TEXT]],
}
_ROW: Final = {"id": _TEXT, "note": _TEXT, "when": [_TEXT], "then": [_TEXT]}
_RULE: Final = {
    "id": _TEXT,
    "title": _TITLE,
    "note": _TEXT,
    "when": (_TEXT, {"*": ([()], _TEXT)}),
    "then": {"*": _TEXT},
}
_INPUT: Final = {"expression": _TEXT, "title": _TITLE, "bands": [{"id": _TEXT, "when": _TEXT}]}
_BLOCK: Final = {
    **dict.fromkeys(("key", "hit", "calendar", "expression", "start", "amount", "note"), _TEXT),
    "kind": BLOCK_KINDS,
    "title": _TITLE,
    "inputs": [(_TEXT, _INPUT)],
    "outputs": _TEXTS,
    "concludes": _TEXTS,
    "otherwise": {"*": _TEXT},
    "when unknown": {"*": _TEXT},
    "rows": [_ROW],
    "rules": [_RULE],
}
_GIVEN: Final = (_TEXT, [(_TEXT, {"*": _TEXT})])
_DOCUMENT: Final[Any] = {
    **dict.fromkeys(("ruleset", "vocabulary", "version", "zone"), _TEXT),
    **dict.fromkeys(("uses", "include", "calendars"), _TEXTS),
    **{key: [_DECLARED] for key in ("facts", "conclusions", "constants", "functions")},
    "title": _TITLE,
    "description": _TITLE,
    "lists": [{"key": _TEXT, "title": _TITLE, "codes": _CODES}],
    "lookups": [_LOOKUP],
    "blocks": [_BLOCK],
    "cases": [{"id": _TEXT, "given": {"*": _GIVEN}, "expect": {"*": _GIVEN}, "fired": _TEXTS}],
}
_ANYTHING: Final = ()
_NEEDED: Final = ("key", "kind")
_WHY: Final = Both("这里放不了这样的内容", "what is put there does not belong there")


def require_form(edits: Iterable[Edit]) -> None:
    """Refuse edits that put, or leave, what no document has in a place.

    Raises:
        CallerError: `edit-does-not-fit`, with the number of the first that does not.

    Example:
        >>> require_form([Edit("set", ("blocks", 0, "title"), {"zh": "等级"})])
        >>> require_form([Edit("set", ("blocks", 0, "kind"), ["table"])])
        Traceback (most recent call last):
        rulesets.errors.CallerError: edit-does-not-fit: …
    """
    for number, each in enumerate(edits, 1):
        form = _form_at(each.path)
        # What is set to nothing is taken out.
        puts = each.kind in {"set", "insert"} and each.value is not None
        if not (_fits(each.value, form) if puts else each.kind == "move" or _is_free(each.path)):
            words: dict[str, Word] = {"number": number, "why": _WHY}
            raise CallerError((Fault("edit-does-not-fit", words=words),))


def _form_at(path: Path) -> Any:
    form = _DOCUMENT
    for step in path:
        wanted = list if isinstance(step, int) else dict
        if isinstance(form, tuple):
            form = next((each for each in form if isinstance(each, wanted)), _ANYTHING)
        if isinstance(form, list) and wanted is list:
            form = form[0]
        elif isinstance(form, dict) and wanted is dict:
            form = form.get(step, form.get("*", _ANYTHING))
        else:
            return _ANYTHING
    return form


def _is_free(path: Path) -> bool:
    """Tell whether what is taken out may be missing."""
    above = _form_at(path[:-1])
    return not (isinstance(above, dict) and path[-1] in _NEEDED and path[-1] in above)


def _fits(value: Any, form: Any) -> bool:
    if form == _ANYTHING:
        return True
    if isinstance(form, tuple):
        return any(_fits(value, each) for each in form)
    if isinstance(form, frozenset):
        return isinstance(value, str) and value in form
    if isinstance(form, list):
        return value is None or (
            isinstance(value, list) and all(_fits(each, form[0]) for each in value)
        )
    if isinstance(form, dict):
        return isinstance(value, dict) and _fits_map(value, form)
    return value is None or isinstance(value, str)


def _fits_map(value: dict[str, Any], form: dict[str, Any]) -> bool:
    if not all(isinstance(value.get(key), str) for key in _NEEDED if key in form):
        return False
    return all(
        each is None or _fits(each, form.get(key, form.get("*", _ANYTHING)))
        for key, each in value.items()
    )
