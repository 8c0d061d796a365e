"""A draft as a page works with it: checked, and tried with a sample customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from werkzeug.datastructures import MultiDict

from editor.forms import facts_from
from rulesets.checked import CheckedRuleset
from rulesets.drafting.showing import Showing
from rulesets.errors import AuthorError, CallerError, Fault, OperatorError
from service.drafts import Draft, checked_draft, showing_of, try_draft
from service.house import House
from service.people import Person, may
from service.records import Evaluation
from service.samples import Sample, facts_of, samples_as_of, samples_for


@dataclass(frozen=True)
class Asked:
    """What a page is asked for with.

    Attributes:
        sample: which sample customer is tried.
        facts: its facts as changed on the page; None: as they are.
        opened: what stands open on the page of all that could, such as rules by their ids.
    """

    sample: str = ""
    facts: Mapping[str, str] | None = None
    opened: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Desk:
    """A draft, what is wrong with it, and what comes of it.

    `waits`: a page that comes before its checks, which the page asks for once it is drawn.
    """

    house: House
    who: Person
    draft: Draft
    language: str
    asked: Asked = Asked()
    waits: bool = False

    @property
    def content(self) -> Mapping[str, Any]:
        """The plain data of the draft."""
        return self.draft.content

    @property
    def writes(self) -> bool:
        """Whether who works with it may change it as it is now."""
        return self.draft.state == "open" and may(self.who, "draft")

    @cached_property
    def _passed(self) -> CheckedRuleset | tuple[Fault, ...]:
        if self.waits:
            return ()
        try:
            return checked_draft(self.house, self.draft)
        except AuthorError as error:
            return error.faults

    @property
    def checked(self) -> CheckedRuleset | None:
        """The draft checked; None where there are faults."""
        return self._passed if isinstance(self._passed, CheckedRuleset) else None

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What has to be mended before anything can be tried or submitted."""
        return () if isinstance(self._passed, CheckedRuleset) else self._passed

    @cached_property
    def last_passed(self) -> CheckedRuleset | None:
        """The draft checked, or as it was when it last passed here; None: it never did."""
        return self.checked or self.house.drafts.latest.find(self.draft.id)

    @cached_property
    def showing(self) -> Showing:
        """What shows the texts of the draft with titles."""
        return showing_of(self.house, self.draft)

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """The sample customers that the draft can be tried with."""
        of = self.last_passed
        if of is None or self.draft.kind == "vocabulary":
            return ()
        return samples_for(of)

    @cached_property
    def sample(self) -> Sample | None:
        """The one that was asked for, else the first."""
        named = (each for each in self.samples if each.id == self.asked.sample)
        return next(named, next(iter(self.samples), None))

    @cached_property
    def facts(self) -> dict[str, object]:
        """What is known of the customer: what was typed, else what the sample says."""
        if self.last_passed is None:
            return {}
        if self.asked.facts is not None:
            return facts_from(self.last_passed, MultiDict(self.asked.facts))
        return facts_of(self.sample, self.last_passed) if self.sample else {}

    @property
    def is_blank(self) -> bool:
        """Whether nothing is known of a customer yet: no sample fits, and nothing was typed."""
        return self.sample is None and not self.facts

    @cached_property
    def _tried(self) -> Evaluation | tuple[Fault, ...]:
        if self.checked is None or self.draft.kind == "vocabulary":
            return ()
        if self.is_blank and self.checked.required:
            # Before anything is filled in there is nothing to find fault with.
            return ()
        as_of = samples_as_of() if self.sample else None
        try:
            return try_draft(self.house, self.who, self.draft, dict(self.facts), as_of)
        except (CallerError, OperatorError) as error:
            return error.faults

    @property
    def evaluation(self) -> Evaluation | None:
        """What came of trying; None where it could not be tried."""
        return self._tried if isinstance(self._tried, Evaluation) else None

    @property
    def refused(self) -> tuple[Fault, ...]:
        """Why the facts could not be taken."""
        return () if isinstance(self._tried, Evaluation) else self._tried

    def block(self, key: str) -> int | None:
        """Find a block by its key; gives its index."""
        blocks = self.content.get("blocks") or ()
        return next((at for at, each in enumerate(blocks) if each.get("key") == key), None)
