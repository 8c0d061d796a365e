"""Source for lookups, functions and aggregates (1.9, 1.10, sections 10 and 18)."""

from __future__ import annotations

from dataclasses import replace

from engine.runtimes.compiled.functions import CALENDARS, FUNCTIONS
from engine.runtimes.compiled.making import Making
from engine.runtimes.compiled.numbers import larger
from engine.runtimes.compiled.terms import Term, calculated, joined, of_type, present
from rulesets.expressions import tree
from rulesets.expressions.walk import within
from rulesets.types import Type

_SIZED = frozenset({"abs", "floor", "ceiling", "minimum", "maximum"})
_SMALL = frozenset({"length", "days between", "months between", "years between"})
_SMALL_DIGITS = 8


def call(self: Making, node: tree.Call) -> Term:
    """Find out what is called."""
    checked, key = self.version.checked, node.function
    if key in checked.lookups:
        return column(self, node, checked.lookups[key].columns[0][0])
    if key in checked.functions:
        return _own_function(self, key, [self.term(each) for each in node.arguments])
    if key in {"today", "as_of"}:
        return self.version.moment(key, self.source)
    if key == "coalesce":
        return _coalesce(self, [self.term(each) for each in node.arguments])
    return _builtin(self, node)


def kept(self: Making, text: str, of: Type | None) -> Term:
    """Calculate on a line of its own what may be missing."""
    name = self.source.temporary()
    self.source.add(f"{name} = {text}")
    return replace(of_type(name, of), digits=None)


def column(self: Making, node: tree.Call, key: str) -> Term:
    """1.9: a value column of a lookup; missing for a key that is missing or not there."""
    terms = [self.term(each) for each in node.arguments]
    values, of = self.version.column(node.function, key)
    keys = "".join(f"{each.text}, " for each in terms)
    found = f"{self.source.objects.name(values)}.get(({keys}))"
    needs = joined(*terms)
    return kept(self, f"{found} if {present(needs)} else None" if needs else found, of)


def _own_function(self: Making, key: str, terms: list[Term]) -> Term:
    """1.10, 7.1: its expression says what it makes of a missing argument."""
    function = self.version.function(key)
    for each in function.used:
        self.source.used[each] = None
    arguments = ["problems", self.block, self.zone, *function.used, *(t.whole for t in terms)]
    return kept(self, f"{function.name}({', '.join(arguments)})", function.returns)


def _coalesce(self: Making, terms: list[Term]) -> Term:
    """7.4: every argument is evaluated (4.4)."""
    name, add = self.source.temporary(), self.source.add
    add(f"{name} = first_present({', '.join(each.whole for each in terms)})")
    codes = next((each.codes for each in terms if each.codes), None)
    sure = any(not each.needs for each in terms)
    kind = next((each.kind for each in terms if each.kind), "")
    return Term(name, () if sure else (name,), kind, codes, larger(*terms))


def _builtin(self: Making, node: tree.Call) -> Term:
    key = node.function
    function = FUNCTIONS[key]
    terms = [
        self.term(each)
        for place, each in enumerate(node.arguments)
        if place != CALENDARS.get(key, -1)
    ]
    texts = [self.zone] if function.zoned else []
    texts += [each.text for each in terms]
    if key in CALENDARS:
        literal = node.arguments[CALENDARS[key]]
        assert isinstance(literal, tree.Literal)  # noqa: S101 - the checker lets no other node here
        calendar = self.version.checked.calendars[str(literal.value)]
        texts.insert(CALENDARS[key], self.source.objects.name(calendar))
    name = self.source.objects.name(function.call)
    made = calculated(
        f"{name}({', '.join(texts)})", function.kind, *terms, digits=_digits(key, terms)
    )
    if key == "list contains":  # 10.6: it may be unknown
        return replace(kept(self, made.whole, None), kind="boolean")
    return self.attempt(made, node) if function.fails else made


def _digits(key: str, terms: list[Term]) -> int | None:
    if key in _SIZED:
        size = larger(*terms)
        return None if size is None else size + 1
    return _SMALL_DIGITS if key in _SMALL else None


def aggregate(self: Making, node: tree.Aggregate) -> Term:
    """Section 10, in the order of the rows."""
    source = self.source
    records = self.atom(node.records)
    name, values = source.temporary(), source.temporary()
    with source.inside(f"if {records.text} is None:"):  # 10.3
        source.add(f"{name} = None")
    with source.inside("else:"):
        source.add(f"{values} = []")
        kind = _gathered(self, node, records, values)
        result = Term(_total(node, values), (), kind)
        if node.function in {"sum", "average"}:  # 6.4
            result = self.attempt(result, node)
        source.add(f"{name} = {result.whole}")
    codes = records.codes if node.value is None else None
    return Term(name, (name,), kind, codes)


def _total(node: tree.Aggregate, values: str) -> str:
    if node.function == "count":
        return f"number(length({values}))"
    return f"aggregate_{node.function}({values})"


def _gathered(self: Making, node: tree.Aggregate, records: Term, values: str) -> str:
    """10.2: the values of the rows left; of a list its items. Gives the kind of the aggregate."""
    source, row = self.source, self.source.temporary()
    kind = records.item
    with source.inside(f"for {row} in {records.text}:"):
        if records.kind == "list":
            with source.inside(f"if {row} is not None:"):
                source.add(f"{values}.append({row})")
        else:
            inner = self.inner(_fields(self, node, records, row))
            if node.where is None:
                kind = _appended(inner, node, row, values)
            else:
                with source.inside(f"if {inner.truth(node.where).true}:"):
                    kind = _appended(inner, node, row, values)
    return _KINDS.get(node.function, kind)


_KINDS = {
    "count": "number",
    "sum": "number",
    "average": "number",
    "any": "boolean",
    "all": "boolean",
}


def _appended(inner: Making, node: tree.Aggregate, row: str, values: str) -> str:
    add = inner.source.add
    if node.value is None:
        add(f"{values}.append({row})")
        return ""
    value = inner.atom(node.value)
    if value.needs:
        with inner.source.inside(f"if {value.text} is not None:"):
            add(f"{values}.append({value.text})")
    else:
        add(f"{values}.append({value.text})")
    return value.kind


def _fields(self: Making, node: tree.Aggregate, records: Term, row: str) -> dict[str, Term]:
    """10.1: the sub-facts that are read, each taken from its row once."""
    types = {each.key: each.type for each in records.fields.fields} if records.fields else {}
    inside = [each for each in (node.where, node.value) if each is not None]
    read = {
        each.key
        for root in inside
        for each in within(root)
        if isinstance(each, tree.Name | tree.RowField)
    }
    terms = {}
    for key in sorted(read & types.keys()):
        terms[key] = kept(self, f"{row}.get({self.source.objects.name(key)})", types[key])
        terms[key] = of_type(terms[key].text, types[key])
    return terms
