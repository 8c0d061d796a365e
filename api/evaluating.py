"""The main call: an ERP gives facts and gets a decision."""

from __future__ import annotations

from flask import Blueprint, Response, request

from api.door import door
from api.envelope import read_call
from api.front import FAILED
from api.replies import json_reply
from service.answers import written_answer
from service.evaluate import evaluate

blueprint = Blueprint("evaluating", __name__)


@blueprint.post("/rulesets/<ruleset>/evaluate", provide_automatic_options=False)
def evaluate_facts(ruleset: str) -> Response:
    """Decide by a ruleset; what is answered is recorded. Most calls `api.front` has answered."""
    if FAILED in request.environ:
        raise request.environ[FAILED]
    key = door().access.enter("evaluate")
    asked = read_call(request, ruleset, key)
    evaluation = evaluate(door().house, asked.request, asked.faults)
    return json_reply(written_answer(evaluation, asked.request.explain))
