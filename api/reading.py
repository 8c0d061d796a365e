"""Reading: decisions that were made, and rulesets that are published."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from flask import Blueprint, Response, request

from api.description.facts import facts_schema
from api.description.operations import MOST_VERSION
from api.door import door
from api.replies import json_reply
from rulesets.errors import CallerError, Fault, Word
from rulesets.types import Both
from service.answers import answer, written_answer
from service.bodies import shown
from service.certification import certification_of, plain
from service.decisions import MOST, Wanted, get_decision, list_decisions
from service.moments import moment_text
from service.records import Evaluation
from service.rulesets import (
    RulesetSummary,
    Version,
    VersionHead,
    get_ruleset,
    get_version,
    is_id,
    list_rulesets,
)
from service.subjects import is_subject

DEFAULT_LIMIT: Final = 50
_NUMBER = re.compile(r"[1-9][0-9]{0,9}", flags=re.ASCII)
_DECISION = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}", flags=re.ASCII)
_SHOWN: Final = 60


def _is_limit(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and int(text) <= MOST


PARAMETERS: Final[Mapping[str, tuple[Callable[[str], bool], Both]]] = {
    "subject": (is_subject, Both("1 至 200 个字符的客户编号", "a subject of 1 to 200 characters")),
    "ruleset": (is_id, Both("规则集的编号", "the id of a ruleset")),
    "before": (
        lambda text: _DECISION.fullmatch(text) is not None,
        Both("决策编号", "the id of a decision"),
    ),
    "limit": (_is_limit, Both(f"1 至 {MOST} 的整数", f"a whole number from 1 to {MOST}")),
}
"""What the list of decisions can be asked, and what each value must be; once each."""

blueprint = Blueprint("reading", __name__)


@blueprint.get("/decisions/<decision>", provide_automatic_options=False)
def one_decision(decision: str) -> Response:
    """Show a decision as it was answered, with the facts it was made from."""
    door().access.enter("read")
    return json_reply(written_answer(get_decision(door().house, decision), "full"))


@blueprint.get("/decisions", provide_automatic_options=False)
def some_decisions() -> Response:
    """List decisions, the newest first, page by page."""
    door().access.enter("read")
    wanted, limit = _query()
    found = list_decisions(door().house, wanted, limit)
    following = found[-1].decision.id if len(found) == limit else None
    return json_reply({"decisions": [_line(each) for each in found], "before": following})


@blueprint.get("/rulesets", provide_automatic_options=False)
def all_rulesets() -> Response:
    """List the published rulesets."""
    door().access.enter("read")
    return json_reply({"rulesets": [_summary(each) for each in list_rulesets(door().house)]})


@blueprint.get("/rulesets/<ruleset>", provide_automatic_options=False)
def one_ruleset(ruleset: str) -> Response:
    """Show one ruleset with its versions."""
    door().access.enter("read")
    found = get_ruleset(door().house, ruleset)
    return json_reply(_summary(found) | {"versions": [_head(each) for each in found.versions]})


@blueprint.get("/rulesets/<ruleset>/versions", provide_automatic_options=False)
def all_versions(ruleset: str) -> Response:
    """List the versions of a ruleset by number."""
    door().access.enter("read")
    found = get_ruleset(door().house, ruleset)
    return json_reply({"ruleset": found.id, "versions": [_head(each) for each in found.versions]})


@blueprint.get("/rulesets/<ruleset>/versions/<number>", provide_automatic_options=False)
def one_version(ruleset: str, number: str) -> Response:
    """Show one version: what it concludes, the schema of its facts, its text."""
    door().access.enter("read")
    if not _NUMBER.fullmatch(number) or int(number) > MOST_VERSION:
        get_ruleset(door().house, ruleset)
        words = {"ruleset": ruleset, "version": number[:_SHOWN]}
        raise CallerError((Fault("unknown-version", words=words),))
    return json_reply(_version(get_version(door().house, ruleset, int(number))))


def _query() -> tuple[Wanted, int]:
    """Read the query of the list of decisions, all faults at once."""
    faults: list[Fault] = []
    given: dict[str, str] = {}
    for name, values in request.args.lists():
        if name not in PARAMETERS:
            known = ", ".join(PARAMETERS)
            faults.append(_fault("unknown-parameter", name, found=name, known=known))
            continue
        given[name] = unicodedata.normalize("NFC", values[0])
        fits, expected = PARAMETERS[name]
        if len(values) > 1 or not fits(given[name]):
            found = ", ".join(values)
            faults.append(_fault("bad-parameter", name, found=found, expected=expected))
    if faults:
        raise CallerError(tuple(faults))
    wanted = Wanted(
        subject=given.get("subject", ""),
        ruleset=given.get("ruleset", ""),
        before=given.get("before", ""),
    )
    return wanted, int(given.get("limit", DEFAULT_LIMIT))


def _fault(code: str, name: str, *, found: str, **words: Word) -> Fault:
    place = (("path", shown(name)[:_SHOWN]),)
    return Fault(code, place, {**words, "found": shown(found)[:_SHOWN]})


def _line(evaluation: Evaluation) -> dict[str, object]:
    plain = answer(evaluation, "none")
    del plain["fired"]
    at = evaluation.recorded_at
    return plain | {"recorded_at": None if at is None else moment_text(at)}


def _summary(found: RulesetSummary) -> dict[str, object]:
    return {
        "ruleset": found.id,
        "title": _both(found.title),
        "in_force": None if found.in_force is None else _head(found.in_force),
    }


def _head(head: VersionHead) -> dict[str, object]:
    return {
        "version": head.number,
        "identity": head.identity,
        "title": _both(head.title),
        "published_at": moment_text(head.published_at),
        "effective_from": moment_text(head.effective_from),
    }


def _version(version: Version) -> dict[str, object]:
    found = certification_of(door().house, version.head)
    return {
        "ruleset": version.head.ruleset,
        **_head(version.head),
        "zone": version.checked.zone,
        "facts": facts_schema(version.checked),
        "conclusions": [
            {"key": each.key, "title": _both(each.title), "help": _both(each.help)}
            for each in version.checked.conclusions.values()
        ],
        "source": version.source,
        "certification": None if found is None else plain(found),
    }


def _both(text: Both) -> dict[str, str]:
    return {"zh": text.in_language("zh"), "en": text.in_language("en")}
