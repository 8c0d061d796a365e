"""The cases of a ruleset: they give facts that there are and expect conclusions that there are."""

from __future__ import annotations

from rulesets import model
from rulesets.checking.naming import Names
from rulesets.checking.reads import previous_name
from rulesets.checking.report import Report
from rulesets.types import Both

_FACT = Both("事实", "fact")
_DECLARE = Both("先定义它，或改正名称", "declare it first, or mend the name")


def check_cases(ruleset: model.Ruleset, names: Names, report: Report) -> None:
    """Check what the cases of a ruleset name; their values are read when they are run."""
    given = {*names.facts, *map(previous_name, names.conclusions)}
    known = ", ".join(f"`{key}`" for key in names.conclusions) or "-"
    for case in ruleset.cases:
        inner = report.at(("case", case.id))
        for key, _ in case.given:
            if key not in given:
                inner.add("unknown-name", name=key, kind=_FACT, nearest=_DECLARE)
        for key, _ in case.expect:
            if key not in names.conclusions:
                inner.add("unknown-conclusion", conclusion=key, known=known)
