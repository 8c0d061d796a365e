"""Try out a ruleset, published or not: an answer for a reader's eyes, recorded nowhere."""

from __future__ import annotations

from datetime import datetime

from engine.intake import take_facts
from rulesets.checked import CheckedRuleset
from service.house import DEFAULT_ENGINE, House
from service.judging import By, infer_twice, judged
from service.moments import require_offset
from service.records import Evaluation
from service.rulesets import get_version
from storage.ruleset_versions import VersionHead


def try_version(
    house: House,
    ruleset: str,
    facts: object,
    *,
    version: int | None = None,
    as_of: datetime | None = None,
    engine: str = "",
) -> Evaluation:
    """Try a published version, in effect or not, at any instant; by default now, the one in force.

    Where no engine is named the default one infers and its twin again; a named one infers alone.

    Raises:
        CallerError: `unknown-ruleset`, `unknown-version`, `not-yet-effective`, `unknown-engine`,
            `bad-moment`, and every fault of the facts.
        OperatorError: `engines-disagree`, `not-inferred`.
    """
    return _tried(house, get_version(house, ruleset, version).head, facts, as_of, engine)


def try_checked(
    house: House,
    checked: CheckedRuleset,
    facts: object,
    *,
    as_of: datetime | None = None,
    engine: str = "",
) -> Evaluation:
    """Try a checked ruleset that is not published, such as `check_document` gives it.

    Raises:
        CallerError: `unknown-engine`, `bad-moment`, and every fault of the facts.
        OperatorError: `engines-disagree`, `not-inferred`.
    """
    return _tried(house, house.versions.hold(checked, house.clock()), facts, as_of, engine)


def _tried(
    house: House, head: VersionHead, facts: object, as_of: datetime | None, engine: str
) -> Evaluation:
    name = engine or DEFAULT_ENGINE
    checked = house.versions.checked(head)
    loaded = house.versions.engine(head, name)
    moment = house.clock() if as_of is None else require_offset(as_of, "/as_of")
    taken = take_facts(facts, checked)
    sentences = house.versions.sentences(head)
    by = By(head, checked, name, loaded, is_twinned=not engine, sentences=sentences)
    return judged(house, infer_twice(house, by, taken, moment))
