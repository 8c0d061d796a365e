"""Cases that did not come out as their author expects, as an approver reads them."""

from __future__ import annotations

from dataclasses import dataclass

from editor.speech import gettext, tongue
from rulesets.checked import CheckedRuleset
from rulesets.wording import fired_title, name_title, problem_title, value_text
from rulesets.wording.joining import listed
from service.review import CasesRun, Difference


@dataclass(frozen=True)
class CameOut:
    """What a case expects of something and what came of it; `text` where it cannot be read."""

    of: str
    expected: str = ""
    found: str = ""
    text: str = ""


@dataclass(frozen=True)
class FailedCase:
    """A case by its title, and all that came out otherwise."""

    title: str
    lines: tuple[CameOut, ...]


@dataclass(frozen=True)
class RunCases:
    """How many cases there are, how many passed, and those that did not."""

    of: int
    passed: int
    failed: tuple[FailedCase, ...]


def cases_view(run: CasesRun | None) -> RunCases:
    """Say which cases did not pass, and why, in the reader's language; of None there are none."""
    if run is None:
        return RunCases(0, 0, ())
    titles = {each.id: each.title.in_language(tongue()) for each in run.checked.ruleset.cases}
    failed = tuple(
        FailedCase(
            titles.get(each.id) or each.id,
            tuple(_line(run.checked, of) for of in each.differences),
        )
        for each in run.results
        if not each.passed
    )
    return RunCases(len(run.results), run.passed, failed)


def _line(checked: CheckedRuleset, of: Difference) -> CameOut:
    language = tongue()
    if of.of.startswith("/"):
        return CameOut("", text=of.message.in_language(language))
    if of.of == "problems":
        return CameOut(gettext("Problems"), *(_problems(each) for each in (of.expected, of.found)))
    if of.of == "fired":
        sides = (_fired(checked, each) for each in (of.expected, of.found))
        return CameOut(gettext("Rules that fire"), *sides)
    kind = checked.conclusions[of.of].type
    expected, found = (value_text(each, kind, language) for each in (of.expected, of.found))
    return CameOut(name_title(checked, of.of, language), expected, found)


def _problems(codes: object) -> str:
    assert isinstance(codes, tuple)  # noqa: S101 - as a difference of problems has it
    return _listed([problem_title(str(each), tongue()) for each in codes])


def _fired(checked: CheckedRuleset, names: object) -> str:
    assert isinstance(names, tuple)  # noqa: S101 - as a difference of firings has it
    return _listed([fired_title(checked, str(each), tongue()) for each in names])


def _listed(names: list[str]) -> str:
    if not names:
        return gettext("none")
    return listed(names, tongue())
