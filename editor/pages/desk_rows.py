"""The sentence of one row of a table, for the page on which it is edited."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from editor.drafting.desk import Desk
from editor.here import house, person
from editor.rights import needs
from editor.speech import tongue
from rulesets.checked import CheckedRuleset, CheckedTable
from rulesets.wording import rule_sentence
from service.drafts import get_draft

pages = Blueprint("desk_rows", __name__)
_LONGEST = 200


@pages.get("/drafts/<draft>/sentence")
@needs("read drafts")
def sentence(draft: str) -> ResponseReturnValue:
    """Say a row; nothing while it is not known what it says."""
    there = get_draft(house(), person(), draft)
    desk = Desk(house(), person(), there, tongue())
    key = request.args.get("at", "")[:_LONGEST].removeprefix("blocks/")
    row = request.args.get("row", "")[:_LONGEST]
    return jsonify(sentence=row_sentence(desk, key, row))


def row_sentence(desk: Desk, key: str, row: str) -> str:
    """Say a row of a table; as it was when the draft last passed, if it is the same still."""
    passed = desk.last_passed
    if passed is None or (desk.checked is None and not _is_same(desk, passed, key, row)):
        return ""
    try:
        return rule_sentence(passed, key, row, desk.language)
    except KeyError:
        return ""


def _is_same(desk: Desk, passed: CheckedRuleset, key: str, row: str) -> bool:
    placed, index = passed.placed.get(key), desk.block(key)
    if placed is None or index is None or not isinstance(placed.block, CheckedTable):
        return False
    before: Any = next((each for each in placed.block.block.rows if each.id == row), None)
    rows = desk.content["blocks"][index].get("rows") or ()
    now = next((each for each in rows if each.get("id") == row), None)
    if before is None or now is None:
        return False
    return [list(before.when), list(before.then)] == [now.get("when"), now.get("then")]
