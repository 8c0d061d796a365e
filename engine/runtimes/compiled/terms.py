"""Pieces of generated source: terms, which have a value, and truths, which are Kleene's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from engine.runtimes.compiled.source import Source
from rulesets.types import (
    BooleanType,
    CodeList,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from rulesets.values import Value

DEEPEST = 12
"""Beyond it a piece is kept in a variable: Python reads only so many brackets in one another."""
SCALARS = frozenset({"number", "text", "boolean", "date", "datetime"})
_KINDS: dict[type, str] = {
    NumberType: "number",
    TextType: "text",
    BooleanType: "boolean",
    DateType: "date",
    DateTimeType: "datetime",
    ListType: "list",
    RecordsType: "records",
}
MOST_DIGITS = 18


@dataclass(frozen=True)
class Term:
    """Source that gives a value.

    Attributes:
        text: the source; it has a value where none of `needs` is missing.
        needs: variables of which each must not be None; else the term is missing.
        kind: of the value, as `values.kind` names it; empty when it is not known.
        codes: the list of a text, or of the items of a list (2.2).
        digits: the value is smaller than ten to this power; None when that is not known.
        fields: the types of sub-facts, of records.
        literal: the value itself, when it is a literal.
        item: the kind of the items, of a list.
        level: how deep the source is nested.
    """

    text: str
    needs: tuple[str, ...] = ()
    kind: str = ""
    codes: CodeList | None = None
    digits: int | None = None
    fields: RecordsType | None = None
    literal: Value = None
    item: str = ""
    level: int = 0

    @property
    def plain(self) -> bool:
        """Tell whether the source is a mere name."""
        return self.text.isidentifier()

    @property
    def whole(self) -> str:
        """Give the source whose value is None when the term is missing."""
        if not self.needs or self.needs == (self.text,):
            return self.text
        return f"({self.text} if {present(self.needs)} else None)"


@dataclass(frozen=True)
class Truth:
    """Source of two tests without effect: is it true, is it false? Neither: unknown.

    `total`: it is never unknown.
    """

    true: str
    false: str
    total: bool = False
    level: int = 0


ALWAYS = Truth("True", "False", total=True)


def present(needs: Iterable[str]) -> str:
    """Write that none of some variables is missing."""
    return " and ".join(f"{each} is not None" for each in needs) or "True"


def joined(*terms: Term) -> tuple[str, ...]:
    """Give the needs of several terms, each once."""
    return tuple(dict.fromkeys(need for term in terms for need in term.needs))


def of_type(text: str, of: Type | None) -> Term:
    """Make the term of a variable that may be missing."""
    item = of.item if isinstance(of, ListType) else of
    return Term(
        text,
        (text,),
        _KINDS.get(type(of), ""),
        codes=item.one_of if isinstance(item, TextType) else None,
        digits=MOST_DIGITS if isinstance(of, NumberType) and of.scale is not None else None,
        fields=of if isinstance(of, RecordsType) else None,
        item=_KINDS.get(type(of.item), "") if isinstance(of, ListType) else "",
    )


def atom(term: Term, source: Source) -> Term:
    """Keep a term in a variable, unless it is one."""
    if term.plain:
        return term
    name = source.temporary()
    source.add(f"{name} = {term.whole}")
    return replace(term, text=name, needs=(name,) if term.needs else (), level=0)


def shallow(term: Term, source: Source) -> Term:
    """Keep a term in a variable when it is nested too deep."""
    return term if term.level < DEEPEST else atom(term, source)


def calculated(text: str, kind: str, *terms: Term, digits: int | None = None) -> Term:
    """Make a term that is missing when one of its operands is (7.1)."""
    level = 1 + max((term.level for term in terms), default=0)
    return Term(text, joined(*terms), kind, digits=digits, level=level)


def compared(true: str, false: str, *terms: Term) -> Truth:
    """Make a truth that is unknown when one of its operands is missing (7.1)."""
    needs = joined(*terms)
    level = 1 + max((term.level for term in terms), default=0)
    if not needs:
        return Truth(f"({true})", f"({false})", total=True, level=level)
    check = present(needs)
    return Truth(f"({check} and {true})", f"({check} and {false})", level=level)


def answered(text: str, level: int = 0) -> Truth:
    """Make a truth of source that gives True, False or None."""
    return Truth(f"({text} is True)", f"({text} is False)", level=level + 1)


def swapped(truth: Truth) -> Truth:
    """7.2: not."""
    return replace(truth, true=truth.false, false=truth.true)


def all_of(truths: Iterable[Truth]) -> Truth:
    """7.2: true when all are, false when one is."""
    parts = [each for each in truths if each is not ALWAYS]
    if len(parts) < 2:  # noqa: PLR2004 - none or one
        return parts[0] if parts else ALWAYS
    return Truth(
        f"({' and '.join(each.true for each in parts)})",
        f"({' or '.join(each.false for each in parts)})",
        all(each.total for each in parts),
        1 + max(each.level for each in parts),
    )


def any_of(truths: Iterable[Truth]) -> Truth:
    """7.2: true when one is, false when all are."""
    return swapped(all_of(swapped(each) for each in truths))


def kept(truth: Truth, source: Source) -> Term:
    """Keep a truth in a variable: True, False, or None for unknown."""
    name = source.temporary()
    if truth.total:
        source.add(f"{name} = True if {truth.true} else False")
        return Term(name, (), "boolean")
    source.add(f"{name} = True if {truth.true} else False if {truth.false} else None")
    return Term(name, (name,), "boolean")


def truth_of(term: Term, source: Source) -> Truth:
    """7.2: a missing boolean is unknown."""
    name = atom(term, source).text
    return Truth(f"({name} is True)", f"({name} is False)", total=not term.needs)


def flat(truth: Truth, source: Source) -> Truth:
    """Keep a truth in a variable when it is nested too deep."""
    return truth if truth.level < DEEPEST else truth_of(kept(truth, source), source)
