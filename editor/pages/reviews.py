"""Reviews: what waits for approval, one of them change by change, and deciding on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField

from editor.here import house, person, signed_in_if_known
from editor.moments import clock_time, read_effect
from editor.rights import needs
from editor.speech import tongue
from editor.views.cases import cases_view
from editor.views.reviews import changed_views
from editor.views.submitting import said
from rulesets.differences import Changed, tally
from rulesets.errors import AuthorError, CallerError, Fault, FenjiError, OperatorError
from service import review as use
from service.certification import why_absent
from service.people import may
from service.review import WAITING, CasesRun, Review

pages = Blueprint("reviews", __name__)
_GONE: Final = frozenset({"not-allowed", "unknown-review"})
_LISTS: Final = ("waiting", "mine", "all")


class DecisionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What an approver says, and from when it is to decide: `now`, or `at` a moment."""

    comment = StringField()
    when = StringField(default="now")
    at = StringField()


@pages.get("/reviews")
@needs("read drafts")
def every() -> str:
    """Show what waits, what one submitted, or all of it."""
    chosen = request.args.get("show", "")
    waiting = use.list_reviews(house(), person(), waiting=True)
    may_decide = [each for each in waiting if not use.why_not_decide(person(), each)]
    default = "waiting" if may(person(), "approve") else "all"
    show = chosen if chosen in _LISTS else default
    if show == "waiting":
        listed = tuple(may_decide)
    else:
        listed = use.list_reviews(house(), person())
        if show == "mine":
            listed = tuple(each for each in listed if each.is_of(person().id))
    return render_template(
        "reviews.html",
        reviews=listed,
        show=show,
        waiting=len(may_decide),
        states=use.STATES,
        area="reviews",
    )


@pages.get("/reviews/<review>")
@needs("read drafts")
def one(review: str) -> str:
    """Show one review: why, by whom, what differs, what certifies it."""
    return _page(use.get_review(house(), person(), review), DecisionForm())


@pages.post("/reviews/<review>/approve")
@needs("approve")
def approve(review: str) -> str | Response | tuple[str, int]:
    """Approve and publish."""
    form = DecisionForm()
    there = use.get_review(house(), person(), review)
    try:
        moment = None
        if there.kind == "ruleset":
            moment = read_effect(form.when.data or "", form.at.data or "", zone_of(there))
        use.approve(house(), person(), review, moment, form.comment.data or "")
    except (CallerError, AuthorError, OperatorError) as error:
        return _refused(review, form, error)
    return _back(review)


@pages.post("/reviews/<review>/send-back")
@needs("approve")
def send_back(review: str) -> str | Response | tuple[str, int]:
    """Send back with a reason."""
    form = DecisionForm()
    try:
        use.send_back(house(), person(), review, form.comment.data or "")
    except CallerError as error:
        return _refused(review, form, error)
    return _back(review)


@pages.post("/reviews/<review>/withdraw")
@needs("submit")
def withdraw(review: str) -> str | Response | tuple[str, int]:
    """Take back what one submitted; one writes on."""
    try:
        ended = use.withdraw(house(), person(), review)
    except CallerError as error:
        return _refused(review, DecisionForm(), error)
    return redirect(url_for("pages.drafts.one", draft=ended.draft), code=303)


@pages.app_template_global("reviews_waiting")
def reviews_waiting() -> int:
    """Count what waits for who is signed in, for the number in the navigation."""
    who = signed_in_if_known()
    try:
        return use.waiting_for(house(), who.person) if who else 0
    except OperatorError:
        return 0  # the page itself says that the database cannot be asked


@dataclass(frozen=True)
class Shown:
    """What differs and which cases fail, or what is wrong where it can no longer be checked."""

    changed: tuple[Changed, ...]
    cases: CasesRun | None = None
    faults: tuple[Fault, ...] = ()


def zone_of(review: Review) -> str:
    """Give the zone in which the moment of effect is chosen."""
    try:
        return use.submitted(house(), review).zone
    except AuthorError:
        return "UTC"


def _differences(review: Review) -> Shown:
    try:
        changed = use.review_differences(house(), review, tongue())
        return Shown(changed, use.review_cases(house(), review))
    except AuthorError as error:
        return Shown((), faults=error.faults)


def _page(review: Review, form: DecisionForm, faults: tuple[Fault, ...] = ()) -> str:
    shown = _differences(review)
    zone = zone_of(review)
    others = use.list_reviews(house(), person(), draft=review.draft) if review.draft else ()
    return render_template(
        "review.html",
        review=review,
        states=use.STATES,
        is_waiting=review.state == WAITING,
        changed=changed_views(shown.changed, request.args.get("all", "")),
        counts=tally(shown.changed),
        wrong=said(shown.faults),
        cases=cases_view(shown.cases),
        certification=use.review_certification(house(), review),
        why_absent=why_absent,
        why_not=said(use.why_not_decide(person(), review)),
        is_mine=review.submitted_by == person().id,
        earlier=[each for each in others if each.id < review.id and each.end],
        form=form,
        faults=said(faults),
        zone=zone,
        least=clock_time(house().clock(), zone),
        area="reviews",
    )


def _refused(review: str, form: DecisionForm, error: FenjiError) -> tuple[str, int]:
    """Show the page again with what was typed, and why it was refused."""
    if error.faults[0].code in _GONE:
        raise error
    return _page(use.get_review(house(), person(), review), form, error.faults), 422


def _back(review: str) -> Response:
    return redirect(url_for("pages.reviews.one", review=review), code=303)
