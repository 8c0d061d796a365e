"""Titles: the names of DMN, where they cannot be taken for anything else in an expression."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from rulesets import model
from rulesets.expressions.spelling import composed
from rulesets.expressions.words import RESERVED_FUNCTIONS, reserved
from rulesets.types import Both, Field, RecordsType

_TITLED = TypeVar(
    "_TITLED", bound=model.Fact | model.Conclusion | model.Function | model.Column | Field
)
_FIRST = re.compile(r"\w+")
_OPENERS = frozenset({"if", "not", "true", "false", "null", "today", "as_of"})
_BRACKETS = frozenset('()[]{}（）【】"“”「」＂')
MOST = 200


def with_titles(ruleset: model.Ruleset) -> model.Ruleset:
    """Keep each title that is a name of one thing only; others go to the help, or are left out."""
    keys = {
        each.key
        for part in (ruleset.facts, ruleset.conclusions, ruleset.functions)
        for each in part
    }
    taken: set[str] = set()
    facts = tuple(_fields(each) for each in _all(ruleset.facts, keys, taken))
    conclusions = _all(ruleset.conclusions, keys, taken)
    functions = tuple(
        replace(
            each,
            parameters=_all(each.parameters, {one.key for one in each.parameters} | keys, set()),
        )
        for each in _all(ruleset.functions, keys, taken)
    )
    return replace(ruleset, facts=facts, conclusions=conclusions, functions=functions)


def _fields(fact: model.Fact) -> model.Fact:
    if not isinstance(fact.type, RecordsType):
        return fact
    keys = {each.key for each in fact.type.fields}
    return replace(fact, type=RecordsType(_all(fact.type.fields, keys, set())))


def _all(parts: Iterable[_TITLED], keys: set[str], taken: set[str]) -> tuple[_TITLED, ...]:
    return tuple(_one(each, keys, taken) for each in parts)


def _one(each: _TITLED, keys: set[str], taken: set[str]) -> _TITLED:
    title = composed(each.title.zh or each.title.en)
    if not title or title == each.key:
        return replace(each, title=Both())
    if title not in taken and title not in keys and not _misleads(title, keys):
        taken.add(title)
        return each
    if getattr(each, "help", None) == Both():
        # Of those it is generic over, facts, conclusions and fields have a help.
        return replace(each, title=Both(), help=each.title)  # type: ignore[arg-type]  # as said
    return replace(each, title=Both())


def _misleads(title: str, keys: set[str]) -> bool:
    """Tell whether a text of keys could be read as this title, or the title as something else."""
    if reserved(title, RESERVED_FUNCTIONS) or len(title) > MOST or "\n" in title:
        return True
    first = _FIRST.match(title)
    begins = first is not None and (first[0] in keys or first[0] in _OPENERS)
    # Texts of keys are ASCII outside their quotes, so none begins as a Chinese title does.
    sure = title[0].isalpha() and not title[0].isascii()
    return begins or not (sure or _BRACKETS.isdisjoint(title))
