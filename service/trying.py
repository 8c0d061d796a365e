"""Try out a ruleset, published or not: an answer for a reader's eyes, recorded nowhere."""

from __future__ import annotations

from datetime import datetime

from engine.intake import take_facts
from rulesets.checked import CheckedRules, CheckedRuleset, CheckedTable
from service.house import DEFAULT_ENGINE, House
from service.judging import By, infer_twice, judged
from service.moments import require_offset
from service.records import Evaluation
from service.rulesets import get_version
from storage.ruleset_versions import VersionHead

MOST_LOADED_ROWS = 300
"""With more rows and rules the compiled engine takes longer to load than one waits for."""


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


def try_passing(
    house: House,
    checked: CheckedRuleset,
    key: str,
    facts: object,
    as_of: datetime | None = None,
    *,
    is_kept: bool = True,
) -> Evaluation:
    """Try what may be another with the next keystroke, so that an answer is there while one types.

    The default engine infers and the reference again, both in this process. That engine takes long
    to load: what is not kept, and what has many rows, the reference infers alone.

    Args:
        house: the house.
        checked: what is tried.
        key: stands for its identity.
        facts: of a customer.
        as_of: the instant; None: now.
        is_kept: whether it is what was saved, not only what would come of typing.

    Raises:
        CallerError: `bad-moment`, and every fault of the facts.
        OperatorError: `engines-disagree`, `not-inferred`.
    """
    head = house.versions.hold(checked, house.clock(), key)
    is_loaded = is_kept and _rows(checked) <= MOST_LOADED_ROWS
    return _tried(house, head, facts, as_of, "" if is_loaded else "reference", is_passing=True)


def _rows(checked: CheckedRuleset) -> int:
    """Count the rows of tables and the rules of a ruleset."""
    blocks = [each.block for each in checked.blocks]
    rows = sum(len(each.rows) for each in blocks if isinstance(each, CheckedTable))
    return rows + sum(len(each.rules) for each in blocks if isinstance(each, CheckedRules))


def _tried(
    house: House,
    head: VersionHead,
    facts: object,
    as_of: datetime | None,
    engine: str,
    *,
    is_passing: bool = False,
) -> Evaluation:
    name = engine or DEFAULT_ENGINE
    checked = house.versions.checked(head)
    loaded = house.versions.engine(head, name)
    moment = house.clock() if as_of is None else require_offset(as_of, "/as_of")
    taken = take_facts(facts, checked)
    sentences = house.versions.sentences(head)
    by = By(head, checked, name, loaded, not engine, sentences, is_passing=is_passing)
    return judged(house, infer_twice(house, by, taken, moment))
