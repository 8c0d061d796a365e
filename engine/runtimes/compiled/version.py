"""What is known of a whole ruleset while source is made of it: names, lookups, functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.runtimes.compiled.expressions import Expressions
from engine.runtimes.compiled.making import OwnFunction
from engine.runtimes.compiled.numbers import constant
from engine.runtimes.compiled.source import Objects, Source
from engine.runtimes.compiled.terms import Term, of_type
from rulesets.checked import CheckedConstant, CheckedRuleset
from rulesets.types import Type
from rulesets.values import Value


class Version:
    """One ruleset in the making.

    `texts` gathers the functions that stand beside the main one; `late` lists whose places are
    filled with functions once these are made; `firings_known`: no block fires what it calculates.
    """

    def __init__(self, checked: CheckedRuleset) -> None:
        self.checked = checked
        self.objects = Objects()
        self.texts: list[str] = []
        self.facts: dict[str, str] = {}
        self.timed: dict[str, str] = {}
        self.conclusions = {key: f"v{place}" for place, key in enumerate(checked.conclusions)}
        self.late: list[tuple[list[Any], int, str]] = []
        self.firings_known = True
        self._zones: dict[str, ZoneInfo] = {}
        self._count = 0
        self._functions: dict[str, OwnFunction] = {}
        self._columns: dict[tuple[str, str], Mapping[tuple[Value, ...], Value]] = {}

    def function_name(self) -> str:
        """Name one more function."""
        self._count += 1
        return f"g{self._count}"

    def zone(self, name: str) -> ZoneInfo:
        """Find the rules of a zone, as this version keeps them."""
        if name not in self._zones:
            self._zones[name] = self.checked.zone_rules(name)
        return self._zones[name]

    def name(self, key: str, source: Source) -> Term:
        """Find what a name stands for: a constant, a conclusion or a fact."""
        found = self.checked.constants.get(key)
        if found is not None:
            return self._constant(found, source)
        named = self.checked.conclusions.get(key) or self.checked.facts.get(key)
        text = self.conclusions.get(key) or self.fact(key)
        source.used[text] = None
        return of_type(text, named.type if named else None)

    def fact(self, key: str) -> str:
        """Name the variable of a fact."""
        return self.facts.setdefault(key, f"f{len(self.facts)}")

    def previous(self, key: str, source: Source) -> Term:
        """4.7: given as a fact."""
        text = self.fact(f"previous({key})")
        source.used[text] = None
        return of_type(text, self.checked.conclusions[key].type)

    def moment(self, key: str, source: Source) -> Term:
        """9.1: `today` and `as_of`."""
        text, kind = ("today", "date") if key == "today" else ("now", "datetime")
        source.used[text] = None
        return Term(text, (), kind)

    def column(self, lookup: str, key: str) -> tuple[Mapping[tuple[Value, ...], Value], Type]:
        """1.9: the values of one value column by their keys."""
        found = self.checked.lookups[lookup]
        place = [name for name, _ in found.columns].index(key)
        if (lookup, key) not in self._columns:
            self._columns[lookup, key] = {keys: row[place] for keys, row in found.rows.items()}
        return self._columns[lookup, key], found.columns[place][1]

    def function(self, key: str) -> OwnFunction:
        """1.10: make a function of the ruleset once, when it is first called."""
        if key in self._functions:
            return self._functions[key]
        function = self.checked.functions[key]
        source = Source(self.objects)
        local = {
            name: replace(of_type(f"p{place}", of), digits=None)
            for place, (name, of) in enumerate(function.parameters)
        }
        made = Expressions(self, source, "block", "zone", local).term(function.body)
        source.add(f"return {made.whole}")
        name = self.function_name()
        parameters = [*source.used, *(each.text for each in local.values())]
        self.texts.append(
            source.text(f"def {name}({', '.join(['problems', 'block', 'zone', *parameters])}):")
        )
        self._functions[key] = OwnFunction(name, tuple(source.used), function.returns)
        return self._functions[key]

    def _constant(self, found: CheckedConstant, source: Source) -> Term:
        """1.8: known at load, unless its value depends on the day."""
        known = of_type("", found.type)
        if len(found.values) == 1 and found.values[0][0] is None:
            made = constant(found.values[0][1], source)
            return replace(made, codes=known.codes, item=known.item)
        text = self.timed.setdefault(found.key, f"k{len(self.timed)}")
        source.used["today"] = source.used[text] = None
        sizes = [value.adjusted() + 1 for _, value in found.values if isinstance(value, Decimal)]
        return replace(of_type(text, found.type), digits=max([1, *sizes]))
