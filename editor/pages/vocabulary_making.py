"""Pages that add and delete a part of a draft, and that take a newer vocabulary."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import AnyOf

from editor.drafting.desk import Desk
from editor.drafting.fact_types import KINDS, kind_titles, type_value
from editor.drafting.facts import list_titles
from editor.drafting.making import key_for, sides, taken_names
from editor.drafting.place_names import title_in
from editor.drafting.using import readers_of_draft
from editor.here import house, person
from editor.pages.acting import on_newest, why
from editor.pages.rulesets import read_number
from editor.rights import needs
from editor.speech import gettext, tongue
from rulesets.drafting import Edit
from rulesets.errors import AuthorError, CallerError
from rulesets.types import Both
from service.drafts import Draft, Edited, edit_draft, get_draft
from service.drafts.taking import take_version

pages = Blueprint("vocabulary_making", __name__)
_PARTS: Final = ("facts", "lists")
_LONGEST: Final = 200


class AddForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What a new fact or code list is called, and what kind of value a fact is."""

    title_zh = StringField()
    title_en = StringField()
    kind = StringField(default="number", validators=[AnyOf(KINDS)])


class TakeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Which vocabulary is taken at which version."""

    vocabulary = StringField()
    number = StringField()


@pages.route("/drafts/<draft>/new/<part>", methods=["GET", "POST"])
@needs("draft")
def add(draft: str, part: str) -> str | tuple[str, int] | Response:
    """Add a fact or a code list; its name for the ERP is made of its title."""
    there, form = _there(draft, part), AddForm()
    if request.method == "GET":
        return _asking_new(there, part, form)
    if not form.validate():
        raise BadRequest
    title = Both(_typed(form.title_zh), _typed(form.title_en))
    if not (title.zh or title.en):
        return _asking_new(
            there, part, form, gettext("Give it a title, in Chinese or English.")
        ), 422
    made: list[str] = []

    def do(now: Draft) -> Edited:
        key, value = _made(now, part, title, _typed(form.kind))
        made[:] = [key]
        items = now.content.get(part)
        edits = [] if isinstance(items, list) else [Edit("set", (part,), [])]
        edits.append(Edit("insert", (part, len(items or ())), value))
        return edit_draft(house(), person(), now.id, now.revision, edits)

    on_newest(draft, do)
    return redirect(
        url_for("pages.drafts.part", draft=draft, at=f"parts/{part}/{made[0]}"), code=303
    )


@pages.route("/drafts/<draft>/<part>/<key>/delete", methods=["GET", "POST"])
@needs("draft")
def drop(draft: str, part: str, key: str) -> str | Response:
    """Ask whether it is really to be deleted, with where it is used; and delete it."""
    there = _there(draft, part)
    item = _item(there, part, key)[1]
    if request.method == "GET":
        readers = readers_of_draft(_desk(there))
        uses = readers.of((part, key), item) if part == "facts" else readers.of_list(key)
        return render_template(
            "part_drop.html",
            draft=there,
            part=part,
            key=key,
            title=title_in(item, tongue()) or key,
            uses=uses,
            area="drafts",
        )

    def do(now: Draft) -> Edited:
        place = _item(now, part, key)[0]
        edits = [Edit("remove", (part, place))]
        return edit_draft(house(), person(), draft, now.revision, edits)

    on_newest(draft, do)
    return redirect(url_for("pages.drafts.part", draft=draft, at=f"parts/{part}"), code=303)


@pages.post("/drafts/<draft>/take")
@needs("draft")
def take(draft: str) -> str | tuple[str, int] | Response:
    """Let a ruleset's draft stand on a newer version of a vocabulary."""
    form = TakeForm()
    number = read_number(_typed(form.number))
    if not form.validate() or number is None:
        raise BadRequest
    vocabulary = _typed(form.vocabulary)
    try:
        on_newest(
            draft,
            lambda now: take_version(house(), person(), draft, now.revision, vocabulary, number),
        )
    except (AuthorError, CallerError) as error:
        there = get_draft(house(), person(), draft)
        return render_template("not_taken.html", draft=there, said=why(error), area="drafts"), 422
    return redirect(url_for("pages.drafts.part", draft=draft, at="parts/facts"), code=303)


def _made(draft: Draft, part: str, title: Both, kind: str) -> tuple[str, dict[str, Any]]:
    """Make a new fact or code list, with a key that nothing else has."""
    desk = _desk(draft)
    if part == "lists":
        taken = frozenset(list_titles(desk))
        key = key_for(title, taken, "list")
        return key, {"key": key, "title": sides(title), "codes": []}
    passed = desk.last_passed
    elsewhere = frozenset(passed.facts) | frozenset(passed.conclusions) if passed else frozenset()
    key = key_for(title, taken_names(draft.content, elsewhere), "fact")
    return key, {"key": key, "title": sides(title), **type_value(kind, list_titles(desk))}


def _asking_new(draft: Draft, part: str, form: AddForm, bad: str = "") -> str:
    titles = kind_titles()
    return render_template(
        "part_new.html",
        draft=draft,
        part=part,
        form=form,
        bad=bad,
        kinds=[(each, titles[each]) for each in KINDS],
        area="drafts",
    )


def _there(draft: str, part: str) -> Draft:
    if part not in _PARTS:
        raise NotFound
    return get_draft(house(), person(), draft)


def _item(draft: Draft, part: str, key: str) -> tuple[int, dict[str, Any]]:
    for place, each in enumerate(draft.content.get(part) or ()):
        if each.get("key") == key:
            return place, each
    raise NotFound


def _desk(draft: Draft) -> Desk:
    return Desk(house(), person(), draft, tongue())


def _typed(field: StringField) -> str:
    return (field.data or "").strip()[:_LONGEST]
