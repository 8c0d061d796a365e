"""Source for expressions (sections 4, 6, 7): one small method for each kind of node.

What can fail, and what has a value only at run time, is calculated on a line of its own; the rest
is put together and calculated only where it is looked at, which nobody can tell (4.4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.runtimes.compiled import calls, conditions, numbers
from engine.runtimes.compiled.library import Operation
from engine.runtimes.compiled.making import Known
from engine.runtimes.compiled.source import Source
from engine.runtimes.compiled.terms import (
    Term,
    Truth,
    all_of,
    any_of,
    atom,
    calculated,
    flat,
    joined,
    kept,
    shallow,
    swapped,
    truth_of,
)
from rulesets.expressions import tree
from rulesets.expressions.printer import print_node
from rulesets.expressions.tree import Condition, Node

TESTS = tree.Compare | tree.Between | tree.In | tree.IsMissing | tree.TextOperation
"""Nodes that are true, false or unknown."""
VALUES = tree.Aggregate | tree.Arithmetic | tree.Call | tree.If | tree.Part
"""Nodes whose value is worth keeping where it is read again."""
_KEPT = TESTS | VALUES


class Expressions:
    """Makes source for the expressions of one function.

    Attributes:
        version: what is known of the whole ruleset.
        source: where lines go.
        block: source that names the block's key; zone: its zone.
        local: parameters of a function, and sub-facts of the row, by key.
        known: tests and values kept in variables by now, by canonical text.
    """

    def __init__(
        self,
        version: Known,
        source: Source,
        block: str,
        zone: str,
        local: Mapping[str, Term] | None = None,
    ) -> None:
        self.version = version
        self.source = source
        self.block = block
        self.zone = zone
        self.local: Mapping[str, Term] = local or {}
        self.known: dict[str, Term | Truth] = {}

    def inner(self, local: Mapping[str, Term]) -> Expressions:
        """See more names than here."""
        return Expressions(
            self.version, self.source, self.block, self.zone, {**self.local, **local}
        )

    def term(self, node: Node) -> Term:
        """Make the source of a value."""
        made = self._made(node)
        if isinstance(made, Truth):
            return kept(made, self.source)
        return shallow(made, self.source)

    def truth(self, node: Node) -> Truth:
        """Make the source of a condition."""
        made = self._made(node)
        return flat(made, self.source) if isinstance(made, Truth) else truth_of(made, self.source)

    def kept(self, node: Node | tree.Group) -> Term | Truth | None:
        """Find what has been kept in a variable."""
        if self.known and isinstance(node, _KEPT):
            return self.known.get(print_node(node))
        return None

    def _made(self, node: Node) -> Term | Truth:
        return self.kept(node) or _MAKE[type(node)](self, node)

    def atom(self, node: Node) -> Term:
        """Make the source of a value that is read more than once."""
        return atom(self.term(node), self.source)

    def group(self, condition: Condition) -> Truth:
        """7.3: `all`, `any` and `none` of conditions."""
        if not isinstance(condition, tree.Group):
            return self.truth(condition)
        truths = [self.group(each) for each in condition.conditions]
        if condition.kind == "all":
            return flat(all_of(truths), self.source)
        found = any_of(truths)
        return flat(found if condition.kind == "any" else swapped(found), self.source)

    def attempt(self, term: Term, failed: Node) -> Term:
        """7.6: calculate what can fail on a line of its own; then it is missing, with a problem."""
        name, add = self.source.temporary(), self.source.add
        operation = self.source.objects.name(Operation(failed))
        with self.source.inside("try:"):
            add(f"{name} = {term.whole}")
        with self.source.inside("except FAILURES as error:"):
            add(f"{name} = None")
            add(f"fail(problems, {self.block}, error, {operation})")
        return Term(name, (name,), term.kind, term.codes)


def _literal(self: Expressions, node: tree.Literal) -> Term:
    return numbers.constant(node.value, self.source)


def _null(_: Expressions, __: tree.Null) -> Term:
    """4.8: it stands where it is taken whole; of any kind, and smaller than any number."""
    return Term("None", ("None",), digits=0)


def _name(self: Expressions, node: tree.Name | tree.RowField) -> Term:
    """10.1: sub-facts of the row win over other names."""
    return self.local.get(node.key) or self.version.name(node.key, self.source)


def _previous(self: Expressions, node: tree.Previous) -> Term:
    """4.7: given as a fact under this very name."""
    return self.version.previous(node.key, self.source)


def _part(self: Expressions, node: tree.Part) -> Term:
    """4.5."""
    if isinstance(node.of, tree.Call) and node.of.function in self.version.checked.lookups:
        return calls.column(self, node.of, node.key)
    of = self.term(node.of)
    day = f"{of.text}.astimezone({self.zone})" if of.kind == "datetime" else of.text
    part = f"{day}.isoweekday()" if node.key == "weekday" else f"{day}.{_PARTS[node.key]}"
    return calculated(f"number({part})", "number", of, digits=4)


_PARTS = {each: each for each in ("year", "month", "day", "hour", "minute")}


def _negate(self: Expressions, node: tree.Negate) -> Term:
    of = self.term(node.operand)
    if of.literal is not None:
        return numbers.negated(of, self.source)
    return calculated(f"minus({of.text})", "number", of, digits=of.digits)


def _if(self: Expressions, node: tree.If) -> Term:
    """4.4: only the taken branch; with an unknown condition missing."""
    condition = self.truth(node.condition)
    name, source = self.source.temporary(), self.source
    with source.inside(f"if {condition.true}:"):
        then = self.term(node.then)
        source.add(f"{name} = {then.whole}")
    with source.inside("else:" if condition.total else f"elif {condition.false}:"):
        otherwise = self.term(node.otherwise)
        source.add(f"{name} = {otherwise.whole}")
    sure = condition.total and not then.needs and not otherwise.needs
    if not condition.total:
        with source.inside("else:"):
            source.add(f"{name} = None")
    return Term(
        name,
        () if sure else (name,),
        then.kind or otherwise.kind,
        then.codes or otherwise.codes,
        numbers.larger(then, otherwise),
    )


def _list(self: Expressions, node: tree.ListOf) -> Term:
    """10.5: a list may hold missing items."""
    terms = [self.term(each) for each in node.items]
    codes = next((each.codes for each in terms if each.codes), None)
    text = f"({''.join(f'{each.whole}, ' for each in terms)})"
    level = 1 + max((each.level for each in terms), default=0)
    item = next((each.kind for each in terms if each.kind), "")
    return Term(text, (), "list", codes, level=level, item=item)


def _is_missing(self: Expressions, node: tree.IsMissing) -> Truth:
    """5.5: never unknown."""
    needs = joined(self.term(node.subject))
    missing = " or ".join(f"{each} is None" for each in needs)
    held = " and ".join(f"{each} is not None" for each in needs)
    truth = Truth(f"({missing or 'False'})", f"({held or 'True'})", total=True)
    return swapped(truth) if node.negated else truth


def _and(self: Expressions, node: tree.And) -> Truth:
    """7.2."""
    return all_of([self.truth(each) for each in node.operands])


def _or(self: Expressions, node: tree.Or) -> Truth:
    """7.2."""
    return any_of([self.truth(each) for each in node.operands])


def _not(self: Expressions, node: tree.Not) -> Truth:
    return swapped(self.truth(node.operand))


_MAKE: Mapping[type, Callable[[Expressions, Any], Term | Truth]] = {
    tree.Literal: _literal,
    tree.Null: _null,
    tree.Name: _name,
    tree.RowField: _name,
    tree.Previous: _previous,
    tree.Part: _part,
    tree.Negate: _negate,
    tree.Arithmetic: numbers.arithmetic,
    tree.Compare: conditions.compare,
    tree.Between: conditions.between,
    tree.In: conditions.within_tests,
    tree.IsMissing: _is_missing,
    tree.TextOperation: conditions.text_operation,
    tree.And: _and,
    tree.Or: _or,
    tree.Not: _not,
    tree.If: _if,
    tree.Call: calls.call,
    tree.ListOf: _list,
    tree.Aggregate: calls.aggregate,
}
