"""The page that gives a conclusion of a draft another name for the ERP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response
from wtforms import StringField

from editor.drafting.desk import Asked, Desk
from editor.drafting.parts import uses_of
from editor.drafting.place_names import title_in
from editor.here import house, person
from editor.rights import needs
from editor.speech import tongue
from rulesets.errors import AuthorError, CallerError
from service.drafts import Draft, get_draft, rename_in_draft

pages = Blueprint("part_making", __name__)


class NameForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The new name for the ERP."""

    name = StringField()


@pages.route("/drafts/<draft>/conclusions/<key>/rename", methods=["GET", "POST"])
@needs("draft")
def rename(draft: str, key: str) -> str | tuple[str, int] | Response:
    """Ask for another name for the ERP; every rule that reads the conclusion follows."""
    there, form = get_draft(house(), person(), draft), NameForm()
    item = _item(there, key)
    if request.method == "GET":
        form.name.data = key
        return _asking(there, item, form)
    if not form.validate():
        raise BadRequest
    name = str(form.name.data or "").strip()
    try:
        if name != key:
            rename_in_draft(house(), person(), draft, there.revision, key, name)
    except (AuthorError, CallerError) as error:
        fault = error.faults[0]
        said = f"{fault.message(tongue())} {fault.hint(tongue())}".strip()
        return _asking(there, item, form, said), 422
    address = url_for("pages.drafts.part", draft=draft, at=f"parts/conclusions/{name}")
    return redirect(address, code=303)


def _item(draft: Draft, key: str) -> Mapping[str, Any]:
    found = (each for each in draft.content.get("conclusions") or () if each.get("key") == key)
    item: Mapping[str, Any] | None = next(found, None)
    if item is None:
        raise NotFound
    return item


def _asking(draft: Draft, item: Mapping[str, Any], form: NameForm, bad: str = "") -> str:
    desk = Desk(house(), person(), draft, tongue(), Asked())
    key = str(item.get("key"))
    return render_template(
        "conclusion_rename.html",
        draft=draft,
        key=key,
        title=title_in(item, tongue()) or key,
        form=form,
        bad=bad,
        uses=uses_of(desk, key),
        area="drafts",
    )
