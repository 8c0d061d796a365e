"""Pages of decisions: a list to search, and one decision with the chain of why."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound

from editor.here import house
from editor.pages.rulesets import read_number
from editor.rights import needs
from editor.speech import tongue
from editor.views.decisions import decision_view, gist
from service.decisions import Wanted, get_decision, list_decisions
from service.keys import list_keys
from service.rulesets import get_ruleset, list_rulesets
from service.step_texts import twin_text

pages = Blueprint("decisions", __name__)
PAGE = 50
_LONGEST_SEARCH = 200


@pages.get("/decisions")
@needs("read decisions")
def every() -> str:
    """Show decisions, newest first, narrowed by subject, ruleset and version."""
    subject = request.args.get("subject", "").strip()[:_LONGEST_SEARCH]
    ruleset = request.args.get("ruleset", "").strip()[:_LONGEST_SEARCH]
    typed = request.args.get("version", "").strip()[:_LONGEST_SEARCH]
    version = read_number(typed)
    before = request.args.get("before", "")
    if not before.isalnum():
        before = ""
    wanted = Wanted(subject=subject, ruleset=ruleset, version=version, before=before)
    # A version that is no number fits no decision.
    found = () if typed and version is None else list_decisions(house(), wanted, PAGE + 1)
    rulesets = list_rulesets(house())
    language = tongue()
    return render_template(
        "decisions.html",
        decisions=[(each, gist(each, language)) for each in found[:PAGE]],
        more=found[PAGE - 1].decision.id if len(found) > PAGE else "",
        rulesets=rulesets,
        titles={each.id: each.title.in_language(language) for each in rulesets},
        subject=subject,
        ruleset=ruleset,
        version=typed,
        before=before,
        area="decisions",
    )


@pages.get("/decisions/<decision>")
@needs("read decisions")
def one(decision: str) -> str:
    """Show one decision: conclusions, the chain with its reasons, the version it stands on."""
    if not decision.isascii():
        raise NotFound
    evaluation = get_decision(house(), decision)
    language = tongue()
    summary = get_ruleset(house(), evaluation.decision.ruleset)
    number = evaluation.decision.version
    head = next(each for each in summary.versions if each.number == number)
    keys = {key.id: key.name for key in list_keys(house())}
    return render_template(
        "decision.html",
        evaluation=evaluation,
        decision=evaluation.decision,
        view=decision_view(evaluation, language),
        summary=summary,
        head=head,
        twin=twin_text(evaluation.decision).in_language(language),
        caller=keys.get(evaluation.api_key or "", ""),
        area="decisions",
    )
