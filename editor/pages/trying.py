"""Try a ruleset with a sample customer: change a fact and see what fires. Nothing is recorded."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest, NotFound
from wtforms import StringField

from editor.forms import facts_from, fault_views, fields
from editor.here import house
from editor.pages.rulesets import asked_version
from editor.speech import tongue
from editor.views.decisions import DecisionView, decision_view
from rulesets.errors import CallerError, Fault
from service.moments import read_moment
from service.rulesets import Version, get_ruleset, get_version
from service.samples import Sample, facts_of, samples_for
from service.trying import try_version

pages = Blueprint("trying", __name__)


class TryForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What stands beside the facts: the moment of the decision, as RFC 3339 or empty for now."""

    as_of = StringField()


@pages.route("/rulesets/<ruleset>/try", methods=["GET", "POST"])
def one(ruleset: str) -> str | tuple[str, int]:
    """Show the facts of a sample customer to change, and what the rules conclude of them."""
    number = asked_version()
    summary = get_ruleset(house(), ruleset)
    if number is None and summary.in_force is None:
        number = summary.versions[-1].number
    version = get_version(house(), ruleset, number)
    samples = samples_for(version.checked)
    sample = _chosen(samples)
    form = TryForm()
    if request.method == "POST":
        if not form.validate():
            raise BadRequest
        given = facts_from(version.checked, request.form)
    else:
        given = facts_of(sample, version.checked) if sample else {}
    # Before anything is filled in there is nothing to find fault with.
    is_blank = request.method == "GET" and sample is None
    as_of = (form.as_of.data or "").strip()
    view, faults = (None, {}) if is_blank else _tried(version, given, as_of)
    language = tongue()
    page = render_template(
        "try.html",
        form=form,
        summary=summary,
        version=version,
        samples=samples,
        sample=sample,
        view=view,
        fields=fields(version.checked, given, faults, language),
        as_of=form.as_of.data or "",
        faults=faults,
        found=fault_views(version.checked, faults, language),
        area="rulesets",
    )
    return (page, 422) if faults and request.method == "POST" else page


def _chosen(samples: tuple[Sample, ...]) -> Sample | None:
    wanted = request.values.get("sample")
    if not wanted:
        return samples[0] if samples else None
    for sample in samples:
        if sample.id == wanted:
            return sample
    raise NotFound


def _tried(
    version: Version, given: Mapping[str, object], as_of: str
) -> tuple[DecisionView | None, dict[str, tuple[str, ...]]]:
    """Try the facts; on faults no view, but messages by JSON Pointer below the facts."""
    language = tongue()
    head, moment, tried = version.head, None, None
    found: list[Fault] = []
    try:
        moment = read_moment(as_of, "/as_of") if as_of else None
    except CallerError as error:
        found += error.faults
    try:
        # Where the moment is wrong the facts are looked at all the same: all faults at once.
        tried = try_version(house(), head.ruleset, dict(given), version=head.number, as_of=moment)
    except CallerError as error:
        found += error.faults
    if tried is not None and not found:
        return decision_view(tried, language), {}
    messages: dict[str, tuple[str, ...]] = {}
    for fault in found:
        path = str(fault.place[0][1]) if fault.place else ""
        below = path.removeprefix("/facts")
        messages[below] = (*messages.get(below, ()), _said(fault, language))
    return None, messages


def _said(fault: Fault, language: str) -> str:
    semicolon = "；" if language == "zh" else "; "
    return semicolon.join(filter(None, (fault.sentence(language), fault.hint(language))))
