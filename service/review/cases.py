"""Which cases of a ruleset do not come out as their author expects, for who decides on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.cases import CaseResult, Difference
from engine.cases import run_cases as run
from rulesets.checked import CheckedRuleset
from rulesets.errors import CallerError
from service.drafts import Draft, checked_draft
from service.house import DEFAULT_ENGINE, House
from service.loading import load_engine
from service.review.model import Review
from service.review.reading import review_certification, submitted

__all__ = ["CasesRun", "Difference", "draft_cases", "review_cases"]


@dataclass(frozen=True)
class CasesRun:
    """The cases of a ruleset and what came of them; of one that no engine infers there are none."""

    checked: CheckedRuleset
    results: tuple[CaseResult, ...]

    @property
    def passed(self) -> int:
        """Count those that came out as expected."""
        return sum(each.passed for each in self.results)


def draft_cases(house: House, draft: Draft) -> CasesRun:
    """Run the cases of a draft, before it is submitted.

    Raises:
        AuthorError: the draft is not right: all faults.
    """
    return _run(house, checked_draft(house, draft), house.clock())


def review_cases(house: House, review: Review) -> CasesRun | None:
    """Run the cases of what was submitted, at the moment when it was certified; None: it was not.

    Raises:
        AuthorError: it can no longer be checked: all faults.
    """
    certification = review_certification(house, review)
    if certification is None:
        return None
    return _run(house, submitted(house, review), certification.began)


def _run(house: House, checked: CheckedRuleset, now: datetime) -> CasesRun:
    if not checked.ruleset.cases:
        return CasesRun(checked, ())
    try:
        engine = load_engine(house.runtimes, DEFAULT_ENGINE, checked)
    except CallerError:
        # What it declines is said by the certification, which compares all engines.
        return CasesRun(checked, ())
    return CasesRun(checked, run(checked, engine, now))
