"""Try out a ruleset, published or not: an answer for a reader's eyes, recorded nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from engine.decision import Decision, Engine
from engine.intake import take_facts
from rulesets.checked import CheckedRuleset
from rulesets.freezing import identity
from service.house import DEFAULT_ENGINE, House
from service.loading import load_engine
from service.moments import require_offset
from service.records import Evaluation
from service.rulesets import get_version


def try_version(
    house: House,
    ruleset: str,
    facts: object,
    *,
    version: int | None = None,
    as_of: datetime | None = None,
    engine: str = DEFAULT_ENGINE,
) -> Evaluation:
    """Try a published version, in effect or not, at any instant; by default now, the one in force.

    Raises:
        CallerError: `unknown-ruleset`, `unknown-version`, `not-yet-effective`, `unknown-engine`,
            `bad-moment`, and every fault of the facts.
    """
    head = get_version(house, ruleset, version).head
    checked = house.versions.checked(head)
    loaded = house.versions.engine(head, engine)
    moment = house.clock() if as_of is None else require_offset(as_of, "/as_of")
    tried = _tried(checked, loaded, facts, moment, (head.identity, head.number, engine))
    return replace(tried, sentences=house.versions.sentences(head))


def try_checked(
    house: House,
    checked: CheckedRuleset,
    facts: object,
    *,
    as_of: datetime | None = None,
    engine: str = DEFAULT_ENGINE,
) -> Evaluation:
    """Try a checked ruleset that is not published, such as `check_document` gives it.

    Raises:
        CallerError: `unknown-engine`, `bad-moment`, and every fault of the facts.
    """
    loaded = load_engine(house.runtimes, engine, checked)
    moment = house.clock() if as_of is None else require_offset(as_of, "/as_of")
    version = checked.ruleset.version
    return _tried(checked, loaded, facts, moment, (identity(checked), version, engine))


def _tried(
    checked: CheckedRuleset,
    loaded: Engine,
    facts: object,
    as_of: datetime,
    named: tuple[str, int, str],
) -> Evaluation:
    taken = take_facts(facts, checked)
    content, version, engine = named
    decision = Decision(
        id="",
        ruleset=checked.ruleset.id,
        version=version,
        identity=content,
        subject="",
        as_of=as_of,
        facts=taken,
        inference=loaded.infer(taken, as_of),
        engine=engine,
    )
    return Evaluation(decision, checked)
