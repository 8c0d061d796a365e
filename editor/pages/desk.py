"""The doors by which the page of a draft is kept in step: edits, undo, redo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeGuard

from flask import Blueprint, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from editor.drafting.answering import Made, brief_of, parts_of
from editor.drafting.desk import Asked, Desk
from editor.drafting.mending import entered_edits
from editor.drafting.places import has_place
from editor.here import house, person
from editor.rights import needs
from editor.speech import gettext, tongue
from rulesets.documents.nodes import forbidden
from rulesets.drafting import Edit, edits_from
from rulesets.drafting.following import held_by_keys
from rulesets.drafting.skeleton import require_form
from rulesets.drafting.storing import stored_edits
from rulesets.drafting.unfiring import unfired
from rulesets.errors import AuthorError, CallerError
from service.drafts import (
    Draft,
    DraftMovedOnError,
    Edited,
    edit_again,
    edit_draft,
    get_draft,
    passing_draft,
    redo,
    showing_of,
    undo,
)

pages = Blueprint("desk", __name__)
MOST_POSTED: Final = 32_000_000
"""Bytes of a post: as many characters as one change may have, each Chinese."""

_LONGEST = 200
_LONGEST_POST = 64
_MOST_FACTS = 2_000
_MOST_REVISION = 2**31 - 1
_MOST_OPENED = 10_000


@dataclass(frozen=True)
class Posted:
    """What the script of a page sends.

    Attributes:
        revision: the newest that the page knows.
        seen: the revision that the edits were made on, where it is an older one.
        edits: what changes; none where only the customer is another.
        keep: False: only show what would come of it.
        draw: whether the page's part is to be drawn anew.
        at: the part that the page edits.
        brief: whether the page asks later for what comes of it.
        opens: what is opened that was drawn closed.
        post: by which it is known when it is sent again.
    """

    revision: int
    seen: int | None
    edits: tuple[Edit, ...]
    keep: bool
    draw: bool
    at: str
    asked: Asked
    person: bool
    brief: bool
    opens: str
    post: str


@pages.post("/drafts/<draft>/edits")
@needs("draft")
def edit(draft: str) -> ResponseReturnValue:
    """Apply edits, or show what would come of them."""
    posted = _posted()
    return _answered(lambda: _edit(draft, posted))


@pages.post("/drafts/<draft>/undo")
@needs("draft")
def undo_last(draft: str) -> ResponseReturnValue:
    """Take back the last change of the draft."""
    posted = _posted()
    act = partial(undo, house(), person(), draft, posted.revision, post=posted.post)
    return _answered(lambda: _step(posted, act()))


@pages.post("/drafts/<draft>/redo")
@needs("draft")
def redo_last(draft: str) -> ResponseReturnValue:
    """Do again what was taken back last."""
    posted = _posted()
    act = partial(redo, house(), person(), draft, posted.revision, post=posted.post)
    return _answered(lambda: _step(posted, act()))


def _edit(draft: str, posted: Posted) -> dict[str, Any]:
    require_form(posted.edits)
    there = get_draft(house(), person(), draft)
    showing = showing_of(house(), there)
    given = entered_edits(posted.edits, there.content, showing)
    typed = stored_edits(given, there.content, showing)
    edits = settled(there.content, typed)
    # What names by a title that changes now names by its key: rules hold.
    edits = (*held_by_keys(there.content, edits, showing), *edits)
    if posted.seen is None:
        edits = (*edits, *unfired(there.content, edits))
    if not posted.keep:
        return _drawn(passing_draft(there, edits) if edits else there, posted)
    if not edits:
        return _drawn(there, posted)
    lost = 0
    who, post = person(), posted.post
    if posted.seen is None:
        edited = edit_draft(house(), who, draft, posted.revision, edits, post=post)
    else:
        edited, lost = edit_again(
            house(), who, draft, posted.seen, posted.revision, edits, post=post
        )
    return _step(posted, edited) | {"lost": lost}


def _step(posted: Posted, edited: Edited) -> dict[str, Any]:
    said = [each.in_language(tongue()) for each in edited.said]
    steps = {"said": said, "can_undo": edited.can_undo, "can_redo": edited.can_redo}
    made = Made(edited.edits, whole=posted.seen is not None)
    if posted.brief:
        desk = Desk(house(), person(), edited.draft, tongue(), posted.asked)
        if brief := brief_of(desk, posted.at, made):
            return brief | steps
    return _drawn(edited.draft, posted, made) | steps


def _drawn(draft: Draft, posted: Posted, made: Made | None = None) -> dict[str, Any]:
    desk = Desk(house(), person(), draft, tongue(), posted.asked)
    if posted.keep and not has_place(desk, posted.at):
        # What the page shows was taken out: it goes on to the whole.
        part = posted.at.rpartition("/")[0] if posted.at.startswith("parts/") else ""
        whole = url_for("pages.drafts.one", draft=draft.id)
        return {"revision": draft.revision, "gone": f"{whole}/{part}" if part else whole}
    return parts_of(
        desk,
        posted.at,
        draw=posted.draw,
        person=posted.person,
        made=made,
        opens=posted.opens,
    )


def settled(content: Mapping[str, Any], edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Read `set` to nothing as taking the key out, where there is one.

    What is set in a map that is not there yet makes the map.

    Example:
        >>> settled({"note": "x"}, (Edit("set", ("note",), None), Edit("set", ("title",), None)))
        (Edit(kind='remove', path=('note',), value=None, to=None),)
        >>> settled({"b": {}}, (Edit("set", ("b", "otherwise", "grade"), "C"),))
        (Edit(kind='set', path=('b', 'otherwise'), value={'grade': 'C'}, to=None),)
    """
    found = []
    for each in edits:
        if each.kind == "set" and each.value is not None:
            found.append(_with_map(content, each))
        elif each.kind != "set":
            found.append(each)
        elif _is_there(content, each.path):
            found.append(Edit("remove", each.path))
    return tuple(found)


def _with_map(content: Mapping[str, Any], edit: Edit) -> Edit:
    """Set the map too that a value stands in, where that one is not there yet."""
    *above, last = edit.path
    is_map = isinstance(last, str) and len(above) > 1 and isinstance(above[-1], str)
    if not is_map or _is_there(content, tuple(above)) or not _is_there(content, tuple(above[:-1])):
        return edit
    return Edit("set", tuple(above), {last: edit.value})


def _is_there(at: Any, path: tuple[str | int, ...]) -> bool:
    for step in path:
        try:
            at = at[step]
        except (LookupError, TypeError):
            return False
    return True


def _answered(act: Callable[[], dict[str, Any]]) -> ResponseReturnValue:
    """Answer the script, in words where something stands in the way."""
    language = tongue()
    try:
        return jsonify(act())
    except DraftMovedOnError as error:
        said = [
            f"{change.by_name}{'：' if language == 'zh' else ': '}{each.in_language(language)}"
            for change in error.changes
            for each in change.said
        ]
        fault = error.faults[0]
        hint = fault.hint(language)
        return jsonify(revision=error.revision, said=said, message=_moved(), hint=hint), 409
    except (AuthorError, CallerError) as error:
        fault = error.faults[0]
        if fault.code == "not-allowed":
            raise
        message, hint = fault.message(language), fault.hint(language)
        return jsonify(code=fault.code, message=message, hint=hint), 400


def _moved() -> str:
    return gettext("This draft was changed elsewhere meanwhile")


def _posted() -> Posted:
    """Read what a script of ours sent.

    Raises:
        BadRequest: it is not what our script sends.
    """
    try:
        found = request.get_json()
    except RecursionError as error:
        raise BadRequest from error
    if not isinstance(found, dict):
        raise BadRequest
    revision, seen = found.get("revision"), found.get("seen")
    at, sample, facts = found.get("at", ""), found.get("sample", ""), found.get("facts")
    post, opens, opened = found.get("post", ""), found.get("opens", ""), found.get("opened") or []
    if not _is_revision(revision) or not (seen is None or _is_revision(seen)):
        raise BadRequest
    if not all(isinstance(each, str) and not forbidden(each) for each in (at, sample, post, opens)):
        raise BadRequest
    if not _are_facts(facts) or not _are_names(opened):
        raise BadRequest
    try:
        edits = edits_from(found["edits"]) if found.get("edits") else ()
    except CallerError as error:
        raise BadRequest(error.faults[0].message(tongue())) from error
    return Posted(
        revision=revision,
        seen=seen,
        edits=edits,
        keep=found.get("keep", True) is True,
        draw=found.get("draw") is True,
        at=at[:_LONGEST],
        asked=Asked(sample[:_LONGEST], facts, frozenset(opened)),
        person=found.get("person") is True,
        brief=found.get("brief") is True,
        opens=opens[:_LONGEST],
        post=post[:_LONGEST_POST],
    )


def _is_revision(given: object) -> TypeGuard[int]:
    return isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= _MOST_REVISION


def _are_facts(facts: object) -> bool:
    if facts is None:
        return True
    return (
        isinstance(facts, dict)
        and len(facts) <= _MOST_FACTS
        and all(isinstance(each, str) for pair in facts.items() for each in pair)
    )


def _are_names(opened: object) -> bool:
    if not isinstance(opened, list) or len(opened) > _MOST_OPENED:
        return False
    return all(isinstance(each, str) for each in opened)
