"""On the way to publication: a draft is submitted, an old version is published anew."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import StringField

from editor.drafting.desk import Desk
from editor.drafting.faults import fault_lines
from editor.here import house, person
from editor.moments import clock_time, read_effect
from editor.pages.rulesets import read_number
from editor.rights import needs
from editor.speech import tongue
from editor.views.cases import cases_view
from editor.views.reviews import changed_views
from editor.views.submitting import Said, said
from rulesets.differences import changed_blocks, tally
from rulesets.errors import AuthorError, CallerError, Fault, FenjiError, OperatorError
from service import review as use
from service.drafts import Draft, get_draft
from service.rulesets import get_ruleset, get_version

pages = Blueprint("publishing", __name__)
_GONE: Final = frozenset({"not-allowed", "unknown-draft", "unknown-ruleset", "unknown-version"})


class SubmitForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Why, and the revision that its author saw."""

    comment = StringField()
    revision = StringField()


class RollBackForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Why, and from when."""

    comment = StringField()
    when = StringField(default="now")
    at = StringField()


@pages.get("/drafts/<draft>/submit")
@needs("submit")
def ask(draft: str) -> str | Response:
    """Show what would be submitted, and ask why."""
    there = get_draft(house(), person(), draft)
    if there.state == "submitted" and (last := use.last_review(house(), person(), draft)):
        return redirect(url_for("pages.reviews.one", review=last.id), code=303)
    return _submitting(there, SubmitForm())


@pages.post("/drafts/<draft>/submit")
@needs("submit")
def submit(draft: str) -> str | Response | tuple[str, int]:
    """Submit a draft for approval."""
    form = SubmitForm()
    seen = read_number(form.revision.data or "") or 0
    try:
        made = use.submit(house(), person(), draft, seen, form.comment.data or "")
    except (CallerError, AuthorError, OperatorError) as error:
        if error.faults[0].code in _GONE:
            raise
        return _submitting(get_draft(house(), person(), draft), form, error.faults), 422
    return redirect(url_for("pages.reviews.one", review=made.id), code=303)


@pages.route("/rulesets/<ruleset>/versions/<number>/roll-back", methods=["GET", "POST"])
@needs("roll back")
def roll_back(ruleset: str, number: str) -> str | Response | tuple[str, int]:
    """Show what would differ, ask why, and publish an old version anew."""
    chosen = read_number(number)
    if chosen is None:
        raise NotFound
    form = RollBackForm()
    if request.method == "GET":
        return _rolling_back(ruleset, chosen, form)
    try:
        zone = get_version(house(), ruleset, chosen).checked.zone
        moment = read_effect(form.when.data or "", form.at.data or "", zone)
        made = use.roll_back(house(), person(), ruleset, chosen, form.comment.data or "", moment)
    except (CallerError, AuthorError, OperatorError) as error:
        return _refused(ruleset, chosen, form, error)
    return redirect(url_for("pages.reviews.one", review=made.id), code=303)


@pages.app_template_global("why_not_submit")
def why_not_submit(draft: Draft) -> tuple[Said, ...]:
    """Say why a draft cannot be submitted, beside its button; nothing: it can."""
    return said(use.why_not_submit(house(), person(), draft))


@pages.app_template_global("last_review")
def last_review(draft: Draft) -> use.Review | None:
    """Give the last review of a draft: its author reads there why it was sent back."""
    return use.last_review(house(), person(), draft.id)


@pages.app_template_global("reviews_of_draft")
def reviews_of_draft(draft: Draft) -> tuple[use.Review, ...]:
    """Give all reviews of a draft, the newest first, for its history."""
    return use.list_reviews(house(), person(), draft=draft.id)


@pages.app_context_processor
def states() -> dict[str, object]:
    """Give every template what the states of reviews are called."""
    return {"review_states": use.STATES}


def _submitting(draft: Draft, form: SubmitForm, faults: tuple[Fault, ...] = ()) -> str:
    why_not = use.why_not_submit(house(), person(), draft)
    told, cases = said(faults), None
    try:
        changed = use.draft_differences(house(), draft, tongue())
        cases = use.draft_cases(house(), draft)
    except AuthorError:
        changed = ()
        desk = Desk(house(), person(), draft, tongue())
        lines = (
            Said("", each.where, each.text, each.hint, each.code, each.at, each.place)
            for each in fault_lines(desk)
        )
        told = (*(each for each in told if each.field), *lines)
    return render_template(
        "submit.html",
        draft=draft,
        changed=changed_views(changed, request.args.get("all", "")),
        counts=tally(changed),
        why_not=said(why_not),
        cases=cases_view(cases),
        form=form,
        faults=told,
        area="drafts",
    )


def _rolling_back(
    ruleset: str, number: int, form: RollBackForm, faults: tuple[Fault, ...] = ()
) -> str:
    old = get_version(house(), ruleset, number)
    summary = get_ruleset(house(), ruleset)
    newest = get_version(house(), ruleset, summary.versions[-1].number)
    changed = changed_blocks(newest.checked, old.checked, tongue())
    fault = use.why_not_roll_back(old.head, newest.head)
    zone = old.checked.zone
    return render_template(
        "roll_back.html",
        summary=summary,
        old=old,
        newest=newest,
        changed=changed_views(changed, request.args.get("all", "")),
        counts=tally(changed),
        why_not=said((fault,) if fault else ()),
        form=form,
        faults=said(faults),
        zone=zone,
        least=clock_time(max(house().clock(), newest.head.effective_from), zone),
        area="rulesets",
    )


def _refused(ruleset: str, number: int, form: RollBackForm, error: FenjiError) -> tuple[str, int]:
    if error.faults[0].code in _GONE:
        raise error
    return _rolling_back(ruleset, number, form, error.faults), 422
