"""Which column is which fact: by key, by title in either language, or as a map says."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from rulesets.checked import CheckedRuleset
from rulesets.errors import CallerError, Fault
from rulesets.types import Both, Type
from service.files.table import Heading

SUBJECTS = ("subject", "客户编号")
"""The names of a column that holds the customers' ids."""

_NO_YAML = Both("无法读取", "it cannot be read")
_NO_PAIRS = Both("不是“列名: 事实”", "it is not `column: fact`")


@dataclass(frozen=True)
class Columns:
    """What the columns of a file are.

    Attributes:
        facts: the place of the column of each fact that has one.
        subject: the place of the column of the customers' ids, if there is one.
        absent: the facts that a block reads and that have no column.
    """

    facts: Mapping[str, int]
    subject: int | None
    absent: tuple[str, ...]


def fact_types(checked: CheckedRuleset) -> dict[str, Type]:
    """Give the types of all that may be given of a customer, by key."""
    types: dict[str, Type] = {key: fact.type for key, fact in checked.facts.items()}
    for key in sorted(checked.previous):
        types[f"previous({key})"] = checked.conclusions[key].type
    return types


def read_map(text: str) -> dict[str, str]:
    """Read a map: a column to a fact's key or title; empty: the column is no fact.

    Raises:
        CallerError: `bad-map`.

    Example:
        >>> read_map("Sales 2025: annual_sales")
        {'Sales 2025': 'annual_sales'}
    """
    try:
        found = YAML(typ="base").load(text)
    except (YAMLError, ValueError, RecursionError) as error:
        raise _bad_map(_NO_YAML) from error
    pairs = {} if found in (None, "") else found
    if not isinstance(pairs, dict) or not all(
        isinstance(each, str | None) for pair in pairs.items() for each in pair
    ):
        raise _bad_map(_NO_PAIRS)
    return {_name(column or ""): _name(fact or "") for column, fact in pairs.items()}


def match_columns(
    columns: tuple[str, ...],
    checked: CheckedRuleset,
    mapped: Mapping[str, str],
    subject: str | None = None,
) -> Columns:
    """Find the column of each fact.

    Raises:
        CallerError: all of `no-such-column`, `unknown-mapped-fact`, `column-ambiguous`,
            `column-twice`, `column-missing`, `no-column-fits`.
    """
    matching = _Matching(tuple(map(_name, columns)), checked)
    matching.match(mapped)
    place = matching.subject(subject)
    matching.finish()
    read = frozenset[str]().union(*(placed.reads for placed in checked.blocks))
    absent = tuple(key for key in checked.facts if key in read and key not in matching.facts)
    return Columns(matching.facts, place, absent)


@dataclass
class _Matching:
    """Matches names, and gathers what is wrong with them."""

    names: tuple[str, ...]
    checked: CheckedRuleset
    facts: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def match(self, mapped: Mapping[str, str]) -> None:
        """Give each column its fact: as the map says, else by key, else by title."""
        known = _Known(self.checked)
        for name in mapped:
            if name not in self.names:
                self._refuse("no-such-column", column=name)
        for place, name in enumerate(self.names):
            wanted = mapped.get(name, name)
            keys = known.meant(wanted) if wanted else ()
            if len(keys) == 1:
                self._take(keys[0], place)
            elif keys:
                self._refuse("column-ambiguous", column=wanted, facts=", ".join(keys))
            elif wanted and name in mapped:
                self._refuse("unknown-mapped-fact", fact=wanted)

    def subject(self, named: str | None) -> int | None:
        """Find the column of the customers' ids."""
        if named is not None and _name(named) not in self.names:
            self._refuse("no-such-column", column=named)
        wanted = SUBJECTS if named is None else (_name(named),)
        fitting = (place for place, name in enumerate(self.names) if name in wanted)
        return next(fitting, None)

    def finish(self) -> None:
        """Refuse everything when anything is wrong."""
        for key in sorted(self.checked.required - self.facts.keys()):
            self._refuse("column-missing", fact=key)
        if not self.facts and not self.faults:
            self._refuse("no-column-fits")
        if self.faults:
            raise CallerError(tuple(self.faults))

    def _take(self, key: str, place: int) -> None:
        before = self.facts.setdefault(key, place)
        if before != place:
            first, second = self.names[before], self.names[place]
            self._refuse("column-twice", first=first, second=second, fact=key)

    def _refuse(self, code: str, **words: str) -> None:
        self.faults.append(Fault(code, words=words))


class _Known:
    """The names of facts."""

    def __init__(self, checked: CheckedRuleset) -> None:
        self._keys = {key.casefold(): key for key in fact_types(checked)}
        self._titles = defaultdict[str, list[str]](list)
        for key, fact in checked.facts.items():
            for title in sorted({_name(fact.title.zh), _name(fact.title.en)} - {""}):
                self._titles[title].append(key)

    def meant(self, name: str) -> tuple[str, ...]:
        """Tell which facts a name may mean: one by its key, or all of that title."""
        key = self._keys.get(name.casefold())
        return (key,) if key is not None else tuple(self._titles.get(name, ()))


def unlike(taken: tuple[str, ...], headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """Number the headings that are added where the name is a column's already.

    Example:
        >>> [each.title for each in unlike(("grade",), (Heading("grade"), Heading("score")))]
        ['grade (2)', 'score']
    """
    names, made = set(taken), []
    for each in headings:
        title, number = each.title, 2
        while title in names:
            title, number = f"{each.title} ({number})", number + 1
        names.add(title)
        made.append(Heading(title, each.type, each.arrow))
    return tuple(made)


def _name(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _bad_map(reason: Both) -> CallerError:
    return CallerError((Fault("bad-map", words={"reason": reason}),))
