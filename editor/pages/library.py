"""The library: rulesets to choose by the question they answer, to try, and to copy."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response
from wtforms import StringField

from editor.here import house, person
from editor.rights import needs
from editor.speech import tongue
from editor.views.blocks import block_view
from editor.views.decisions import DecisionView, decision_view
from editor.views.declared import declared_view
from editor.views.faults import faults_view
from editor.views.library import group_views, shelved_view
from rulesets.errors import AuthorError, Fault
from rulesets.types import Both
from service.catalogue import Shelved, search, shelved
from service.copy_ruleset import copy_ruleset, free_id
from service.rulesets import list_rulesets
from service.samples import Sample, facts_of, samples_as_of, samples_for
from service.trying import try_checked

pages = Blueprint("library", __name__)
_LONGEST_SEARCH = 200
_OURS = Both("（本公司）", " (ours)")
_FIELDS = {"bad-name": "id", "id-taken": "id", "title-needed": "title"}


class CopyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the copy is to be called."""

    id = StringField()
    title_zh = StringField()
    title_en = StringField()


@pages.get("/library")
@needs("read rulesets")
def every() -> str:
    """Show the shelf, or what of it fits a search."""
    wanted = request.args.get("q", "").strip()[:_LONGEST_SEARCH]
    groups = group_views(search(wanted), tongue())
    return render_template(
        "library.html",
        groups=groups,
        wanted=wanted,
        found=sum(len(group.cards) for group in groups),
        area="library",
    )


@pages.get("/library/<ruleset>")
@needs("read rulesets")
def one(ruleset: str) -> str:
    """Show what one ruleset decides, what it needs and does, and try it with a sample customer."""
    chosen = _chosen(ruleset)
    language = tongue()
    checked = chosen.checked
    samples = samples_for(checked)
    sample = _sample(samples)
    own = {each.key for each in checked.ruleset.constants}
    return render_template(
        "shelved.html",
        id=chosen.id,
        shelved=shelved_view(chosen, language),
        blocks=[
            block_view(checked, placed, language)
            for placed in checked.blocks
            if placed.ruleset == chosen.id
        ],
        constants=[each for each in declared_view(checked, language).constants if each.key in own],
        cases=len(checked.ruleset.cases),
        kinds=_by_kind(samples, language),
        sample=sample,
        sorts_by=chosen.sorts_by,
        tried=_tried(chosen, sample, language) if sample else None,
        is_published=chosen.id in {each.id for each in list_rulesets(house())},
        area="library",
    )


@pages.route("/library/<ruleset>/copy", methods=["GET", "POST"])
@needs("draft")
def copy(ruleset: str) -> str | tuple[str, int] | Response:
    """Ask how the copy is to be called, and open a draft of it."""
    chosen = _chosen(ruleset)
    form = CopyForm()
    if request.method == "GET":
        form.id.data = free_id(house(), chosen.id)
        form.title_zh.data = f"{chosen.title.zh}{_OURS.zh}"
        form.title_en.data = f"{chosen.title.en}{_OURS.en}"
        return _asking(chosen, form)
    if not form.validate():
        raise BadRequest
    title = Both((form.title_zh.data or "").strip(), (form.title_en.data or "").strip())
    try:
        made = copy_ruleset(house(), person(), chosen, (form.id.data or "").strip(), title)
    except AuthorError as error:
        return _asking(chosen, form, error.faults), 422
    return redirect(url_for("pages.drafts.one", draft=made.id, copied=chosen.id), code=303)


def _asking(chosen: Shelved, form: CopyForm, faults: tuple[Fault, ...] = ()) -> str:
    language = tongue()
    beside: dict[str, str] = {}
    others = []
    for fault in faults:
        if fault.code in _FIELDS:
            hint = fault.hint(language)
            join = "；" if language == "zh" else "; "
            beside[_FIELDS[fault.code]] = join.join((fault.sentence(language), hint))
        else:
            others.append(fault)
    return render_template(
        "copy.html",
        id=chosen.id,
        title=chosen.title.in_language(language),
        question=chosen.question.in_language(language),
        cases=len(chosen.checked.ruleset.cases),
        form=form,
        beside=beside,
        others=faults_view(others, language),
        area="library",
    )


def _chosen(ruleset: str) -> Shelved:
    chosen = shelved(ruleset)
    if chosen is None:
        raise NotFound
    return chosen


def _sample(samples: tuple[Sample, ...]) -> Sample | None:
    wanted = request.args.get("sample")
    if not wanted:
        return samples[0] if samples else None
    for sample in samples:
        if sample.id == wanted:
            return sample
    raise NotFound


def _by_kind(samples: tuple[Sample, ...], language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Group the samples by what kind of customer they are, for the list to choose from."""
    return [
        (kind.in_language(language), [(each.id, each.title.in_language(language)) for each in of])
        for kind, of in groupby(samples, key=lambda each: each.kind)
    ]


def _tried(chosen: Shelved, sample: Sample, language: str) -> DecisionView:
    given = facts_of(sample, chosen.checked)
    tried = try_checked(house(), chosen.checked, given, as_of=samples_as_of())
    return decision_view(tried, language)
