"""The cases of a ruleset: what they give and expect can be, and what they name is there (1.12)."""

from __future__ import annotations

from rulesets import model
from rulesets.checking.given_values import check_given, without_bounds
from rulesets.checking.naming import Names, Source
from rulesets.checking.reads import previous_name
from rulesets.checking.report import Report
from rulesets.codes import problems
from rulesets.types import Both, DateTimeType

_FACT = Both("事实", "fact")
_DECLARE = Both("先定义它，或改正名称", "declare it first, or mend the name")
_CODE = "bad-case-value"
_PROBLEMS = frozenset(each.code for each in problems.CODES)


def check_cases(
    ruleset: model.Ruleset, names: Names, sources: tuple[Source, ...], report: Report
) -> None:
    """Check the cases of a ruleset, short of running them."""
    given = {key: each.type for key, each in names.facts.items()}
    given |= {previous_name(key): each.type for key, each in names.conclusions.items()}
    known = ", ".join(f"`{key}`" for key in names.conclusions) or "-"
    rules = _rules(sources) if ruleset.cases else frozenset()
    for case in ruleset.cases:
        inner = report.at(("case", case.id))
        if case.as_of:
            check_given(case.as_of, DateTimeType(), _CODE, inner)
        for key, value in case.given:
            if key not in given:
                inner.add("unknown-name", name=key, kind=_FACT, nearest=_DECLARE)
            else:
                check_given(value, given[key], _CODE, inner.at(("fact", key)))
        for key, value in case.expect:
            if key not in names.conclusions:
                inner.add("unknown-conclusion", conclusion=key, known=known)
            else:
                of = without_bounds(names.conclusions[key].type)
                check_given(value, of, _CODE, inner.at(("conclusion", key)))
        for code in case.problems:
            if code not in _PROBLEMS:
                inner.add("unknown-problem", problem=code)
        for rule in case.fired or ():
            if rule not in rules:
                inner.add("unknown-rule", rule=rule)


def _rules(sources: tuple[Source, ...]) -> frozenset[str]:
    """Return `block/rule` for all that can fire as a rule: rows of tables, and rules."""
    found: set[str] = set()
    for source in sources:
        if isinstance(source.document, model.Ruleset):
            for block in source.document.blocks:
                if isinstance(block, model.Table):
                    found.update(f"{block.key}/{row.id}" for row in block.rows)
                elif isinstance(block, model.Rules):
                    found.update(f"{block.key}/{rule.id}" for rule in block.rules)
    return frozenset(found)
