"""The page that gives a fact, a sub-fact, a conclusion or a code another name for the ERP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response
from wtforms import StringField

from editor.drafting.desk import Desk
from editor.drafting.place_names import title_in
from editor.drafting.using import readers_of_draft
from editor.here import house, person
from editor.pages.acting import on_newest, why
from editor.rights import needs
from editor.speech import tongue
from rulesets.drafting.named import Name, is_code, item_of
from rulesets.errors import AuthorError, CallerError
from service.drafts import Draft, get_draft, rename_in_draft
from service.drafts.following import followers_of_draft
from service.drafts.used import including

pages = Blueprint("renaming", __name__)
_CODES_IN: Final = {"facts": "one_of", "conclusions": "one_of", "lists": "codes"}


class RenameForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The new name for the ERP."""

    name = StringField()


@pages.route("/drafts/<draft>/rename/<part>/<key>", methods=["GET", "POST"])
@needs("draft")
def rename(draft: str, part: str, key: str) -> str | tuple[str, int] | Response:
    """Ask for another name for the ERP; all rules that mean it follow.

    `?field=` asks for a sub-fact, `?code=` for a code of the list, the fact or the sub-fact.
    """
    there, form, name = get_draft(house(), person(), draft), RenameForm(), _name(part, key)
    if item_of(there.content, name) is None:
        raise NotFound
    if request.method == "GET":
        form.name.data = name[-1]
        return _asking(there, name, form)
    if not form.validate():
        raise BadRequest
    new = str(form.name.data or "").strip()
    try:
        if new != name[-1]:
            on_newest(
                draft,
                lambda now: rename_in_draft(house(), person(), draft, now.revision, name, new),
            )
    except (AuthorError, CallerError) as error:
        return _asking(there, name, form, why(error)), 422
    owner = new if name == (part, key) else key
    return redirect(url_for("pages.drafts.part", draft=draft, at=f"parts/{part}/{owner}"), code=303)


def _name(part: str, key: str) -> Name:
    """Give the name that the address asks for."""
    field, code = request.args.get("field"), request.args.get("code")
    if part not in _CODES_IN or (part == "lists" and code is None):
        raise NotFound
    name: Name = (part, key)
    name = name if field is None else (*name, "fields", field)
    return name if code is None else (*name, _CODES_IN[part], code)


def _asking(draft: Draft, name: Name, form: RenameForm, bad: str = "") -> str:
    desk = Desk(house(), person(), draft, tongue())
    readers = readers_of_draft(desk)
    item, owner = item_of(draft.content, name), item_of(draft.content, name[:2])
    codes = name[:-1] if is_code(name) else None
    return render_template(
        "rename.html",
        draft=draft,
        kind="code" if codes else "field" if "fields" in name else name[0],
        title=_title(item, name),
        owner=_title(owner, name[:2]),
        back=url_for("pages.drafts.part", draft=draft.id, at=f"parts/{name[0]}/{name[1]}"),
        form=form,
        bad=bad,
        uses=readers.of(name, item),
        loose=readers.loosely(codes) if codes else (),
        following=followers_of_draft(house(), draft),
        including=_including(draft),
        is_faulty=bool(desk.faults),
        area="drafts",
    )


def _including(draft: Draft) -> list[str]:
    """Name what includes a ruleset and stays on its version of it."""
    found = including(house(), person(), draft.document) if draft.kind == "ruleset" else ()
    return [each.in_language(tongue()) for each in found]


def _title(item: Any, name: Name) -> str:
    """Say what something is called."""
    return (title_in(item, tongue()) if isinstance(item, Mapping) else "") or name[-1]
