"""Try a ruleset with a sample customer: change a fact and see what fires. Nothing is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from flask import Blueprint, render_template, request
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest, NotFound
from wtforms import StringField

from editor.forms import facts_from, fault_views, fields
from editor.here import house
from editor.pages.rulesets import asked_version
from editor.rights import needs
from editor.speech import tongue
from editor.views.decisions import DecisionView, decision_view
from rulesets.errors import CallerError, Fault
from rulesets.types import Both
from service.choosing_samples import Classes, classes_of, find_samples
from service.moments import read_moment
from service.rulesets import Version, get_ruleset, get_version
from service.samples import Sample, facts_of, samples_as_of, samples_for
from service.trying import try_version

pages = Blueprint("trying", __name__)
_LONGEST_SEARCH: Final = 200


class TryForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What stands beside the facts: the moment of the decision, as RFC 3339 or empty for now."""

    as_of = StringField()


@pages.route("/rulesets/<ruleset>/try", methods=["GET", "POST"])
@needs("try rulesets")
def one(ruleset: str) -> str | tuple[str, int]:
    """Show the facts of a sample customer to change, and what the rules conclude of them."""
    number = asked_version()
    summary = get_ruleset(house(), ruleset)
    if number is None and summary.in_force is None:
        number = summary.versions[-1].number
    version = get_version(house(), ruleset, number)
    picker = _picker(version)
    sample = picker.sample
    form = TryForm()
    if request.method == "POST":
        if not form.validate():
            raise BadRequest
        given = facts_from(version.checked, request.form)
    else:
        given = facts_of(sample, version.checked) if sample else {}
    # Before anything is filled in there is nothing to find fault with.
    is_blank = request.method == "GET" and sample is None
    as_of = _moment(form, sample)
    view, faults = (None, {}) if is_blank else _tried(version, given, as_of)
    language = tongue()
    page = render_template(
        "try.html",
        form=form,
        summary=summary,
        version=version,
        picker=picker,
        sample=sample,
        view=view,
        fields=fields(version.checked, given, faults, language),
        as_of=as_of,
        faults=faults,
        found=fault_views(version.checked, faults, language),
        area="rulesets",
    )
    return (page, 422) if faults and request.method == "POST" else page


@dataclass(frozen=True)
class Picker:
    """The samples to choose from: what was searched for, what was found by kind, what is taken.

    `sample` is None only where a ruleset can be tried with no sample at all.
    """

    find: str
    reaching: str
    classes: tuple[Classes, ...]
    kinds: tuple[tuple[Both, tuple[Sample, ...]], ...]
    many: int
    sample: Sample | None


def _picker(version: Version) -> Picker:
    """Find the samples that were asked for; of a search take the first where none was named."""
    every = samples_for(version.checked)
    find = request.values.get("find", "").strip()[:_LONGEST_SEARCH]
    reaching = request.values.get("reaching", "")
    classes = classes_of(version.checked)
    wanted = _reaching(classes, reaching)
    found = find_samples(house(), version, find, wanted) if find or wanted else every
    named = request.values.get("sample")
    sample = next((each for each in every if each.id == named), None)
    if named and sample is None:
        raise NotFound
    if found and sample not in found:
        sample = found[0]
    kinds = tuple((kind, tuple(of)) for kind, of in groupby(found, key=lambda each: each.kind))
    sample = sample or next(iter(every), None)
    return Picker(find, reaching, classes, kinds, len(found), sample)


def _reaching(classes: tuple[Classes, ...], asked: str) -> tuple[str, str] | None:
    """Read a class as the form sends it, `CONCLUSION=VALUE`; empty: none in particular."""
    if not asked:
        return None
    key, _, value = asked.partition("=")
    known = {(each.key, code.value) for each in classes for code in each.codes}
    if (key, value) not in known:
        raise NotFound
    return key, value


def _moment(form: TryForm, sample: Sample | None) -> str:
    """Give what is typed; before anything is, the moment at which the samples are as told."""
    if request.method == "GET" and sample:
        return samples_as_of().isoformat()
    return (form.as_of.data or "").strip()


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
