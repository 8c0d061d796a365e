"""Pages that make something new: a draft, or a block of one."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import AnyOf

from editor.drafting.block_head import conclusion_choices
from editor.drafting.desk import Desk
from editor.drafting.making import (
    NEW_BLOCKS,
    VALUE_KINDS,
    block_edit,
    block_keys,
    conclusion_edit,
    key_for,
    taken_names,
)
from editor.here import house, person
from editor.rights import needs
from editor.speech import gettext, tongue
from editor.views.faults import faults_view
from rulesets.drafting import Edit, applied
from rulesets.errors import AuthorError, CallerError, Fault
from rulesets.types import Both
from rulesets.wording import kind_title
from service.drafts import Draft, Empty, FromVersion, edit_draft, get_draft, open_draft
from service.drafts.opening import Kind
from service.rulesets import list_rulesets
from service.vocabularies import list_vocabularies

pages = Blueprint("draft_making", __name__)


class NewForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What a new document is to be called, and on which vocabulary a ruleset stands."""

    kind = StringField(default="ruleset", validators=[AnyOf(("ruleset", "vocabulary"))])
    title_zh = StringField()
    title_en = StringField()
    id = StringField()
    uses = StringField()


class FromForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Which published document a draft begins as: `ruleset/ID` or `vocabulary/ID`."""

    begins = StringField()


class BlockForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A new block: what kind it is, what it is called, what it concludes."""

    kind = StringField(default="table", validators=[AnyOf(NEW_BLOCKS)])
    title_zh = StringField()
    title_en = StringField()
    concludes = StringField()
    name_zh = StringField()
    name_en = StringField()
    value = StringField(default="classes", validators=[AnyOf(VALUE_KINDS)])
    classes = StringField()
    unit = StringField()


@pages.route("/drafts/new", methods=["GET", "POST"])
@needs("draft")
def new() -> str | tuple[str, int] | Response:
    """Begin a draft: an empty ruleset or vocabulary."""
    form = NewForm()
    if request.method == "GET":
        return _asking_new(form)
    if not form.validate():
        raise BadRequest
    title = Both(_typed(form.title_zh), _typed(form.title_en))
    uses = (_typed(form.uses),) if _typed(form.uses) else ()
    kind: Kind = "vocabulary" if form.kind.data == "vocabulary" else "ruleset"
    start = Empty(kind, _typed(form.id), title, uses)
    try:
        draft = open_draft(house(), person(), start)
    except AuthorError as error:
        return _asking_new(form, error.faults), 422
    return redirect(url_for("pages.drafts.one", draft=draft.id), code=303)


@pages.post("/drafts/from")
@needs("draft")
def begin() -> Response:
    """Begin a draft with a published ruleset or vocabulary, at its newest version."""
    form = FromForm()
    if not form.validate():
        raise BadRequest
    kind, _, document = _typed(form.begins).partition("/")
    if kind not in {"ruleset", "vocabulary"}:
        raise BadRequest
    start = FromVersion("vocabulary" if kind == "vocabulary" else "ruleset", document)
    draft = open_draft(house(), person(), start)
    return redirect(url_for("pages.drafts.one", draft=draft.id), code=303)


@pages.route("/drafts/<draft>/blocks/new", methods=["GET", "POST"])
@needs("draft")
def add_block(draft: str) -> str | tuple[str, int] | Response:
    """Add a block, with what it concludes where that is new too."""
    form = BlockForm()
    there = get_draft(house(), person(), draft)
    if request.method == "GET":
        return _asking_block(there, form)
    if not form.validate():
        raise BadRequest
    missing = _missing(there, form)
    if missing:
        return _asking_block(there, form, missing), 422
    key, edits = _block(there, form)
    try:
        edit_draft(house(), person(), draft, there.revision, edits)
    except CallerError as error:
        said = error.faults[0].message(tongue())
        return _asking_block(there, form, {"": said}), 409
    return redirect(url_for("pages.drafts.part", draft=draft, at=f"blocks/{key}"), code=303)


def _block(draft: Draft, form: BlockForm) -> tuple[str, tuple[Edit, ...]]:
    content = draft.content
    title = Both(_typed(form.title_zh), _typed(form.title_en))
    edits: list[Edit] = []
    concludes = _typed(form.concludes)
    if not concludes:
        name = Both(_typed(form.name_zh), _typed(form.name_en))
        known = _desk(draft).last_passed
        elsewhere = frozenset(known.facts) | frozenset(known.conclusions) if known else frozenset()
        concludes = key_for(name, taken_names(content, elsewhere), "conclusion")
        edits.append(
            conclusion_edit(
                content,
                concludes,
                name,
                _typed(form.value),
                _typed(form.classes),
                _typed(form.unit),
            )
        )
    key = key_for(title, block_keys(content), _typed(form.kind))
    after = applied(content, edits)[0]
    edits += block_edit(after, key, _typed(form.kind), title, concludes)
    return key, tuple(edits)


def _missing(draft: Draft, form: BlockForm) -> dict[str, str]:
    """Say what is not filled in, beside each field."""
    found = {}
    if not (_typed(form.title_zh) or _typed(form.title_en)):
        found["title"] = gettext("Give it a title, in Chinese or English.")
    free = {key for key, _ in conclusion_choices(_desk(draft))}
    if not _typed(form.concludes):
        if not (_typed(form.name_zh) or _typed(form.name_en)):
            found["name"] = gettext("Name what it concludes, in Chinese or English.")
        if form.value.data == "classes" and not _typed(form.classes):
            found["classes"] = gettext("Write the classes, separated by commas: A, B, C.")
    elif _typed(form.concludes) not in free:
        found["concludes"] = gettext("Another block concludes it already.")
    return found


def _desk(draft: Draft) -> Desk:
    return Desk(house(), person(), draft, tongue())


def _asking_new(form: NewForm, faults: tuple[Fault, ...] = ()) -> str:
    language = tongue()
    vocabularies = list_vocabularies(house(), person())
    choices = [
        (f"{each.id}@{each.number}", each.title.in_language(language) or each.id)
        for each in vocabularies
    ]
    if request.method == "GET" and choices:
        form.uses.data = choices[0][0]
    published = [(f"ruleset/{each.id}", each.title) for each in list_rulesets(house())]
    published += [(f"vocabulary/{each.id}", each.title) for each in vocabularies]
    return render_template(
        "draft_new.html",
        form=form,
        faults=faults_view(faults, language),
        uses=choices,
        begins=[(value, title.in_language(language)) for value, title in published],
        area="drafts",
    )


def _asking_block(draft: Draft, form: BlockForm, beside: dict[str, str] | None = None) -> str:
    language = tongue()
    return render_template(
        "block_new.html",
        draft=draft,
        form=form,
        beside=beside or {},
        kinds=[(each, kind_title(each, language), _what(each)) for each in NEW_BLOCKS],
        values=_values(),
        free=conclusion_choices(_desk(draft)),
        area="drafts",
    )


def _what(kind: str) -> str:
    return {
        "table": gettext("Rows of conditions, each with what it concludes; like a spreadsheet."),
        "rules": gettext("Sentences: when this and that, then so."),
        "scorecard": gettext("Points for each input, added up."),
        "formula": gettext("One calculation."),
        "deadline": gettext("A moment so many working days or hours after another moment."),
    }[kind]


def _values() -> list[tuple[str, str]]:
    return [
        ("classes", gettext("one of some classes")),
        ("number", gettext("number")),
        ("text", gettext("text")),
        ("boolean", gettext("yes or no")),
        ("date", gettext("date")),
        ("datetime", gettext("date and time")),
    ]


def _typed(field: StringField) -> str:
    return (field.data or "").strip()
