"""Source for constants and arithmetic (section 6, 8.4, 9.3)."""

from __future__ import annotations

from decimal import Decimal

from engine.runtimes.compiled.making import Making
from engine.runtimes.compiled.source import Source
from engine.runtimes.compiled.terms import Term, calculated
from rulesets.expressions import tree
from rulesets.values import ARITHMETIC, Value, kind

MOST_DIGITS = 6000
"""Below 10 to this power nothing overflows (6.4)."""
_OPERATIONS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divided", "**": "raised"}


def constant(value: Value, source: Source) -> Term:
    """Make the term of a value that is known at load."""
    digits = max(value.adjusted() + 1, 1) if isinstance(value, Decimal) else None
    name = source.objects.name(value)
    return Term(name, (), kind(value), digits=digits, literal=value)


def negated(literal: Term, source: Source) -> Term:
    """Take the sign of a literal at load."""
    assert isinstance(literal.literal, Decimal)  # noqa: S101 - the checker lets no other type here
    return constant(ARITHMETIC.minus(literal.literal), source)


def larger(*terms: Term) -> int | None:
    """Bound what has the size of any of several terms."""
    sizes = [term.digits for term in terms]
    return None if None in sizes else max(size for size in sizes if size is not None)


def arithmetic(self: Making, node: tree.Arithmetic) -> Term:
    """6.1: missing when an operand is; what may fail becomes a line of its own."""
    left, right = self.term(node.left), self.term(node.right)
    kinds = {left.kind, right.kind}
    if kinds == {"text"}:
        return calculated(f"texts_joined({left.text}, {right.text})", "text", left, right)
    if kinds == {"date"}:
        text = f"number(({left.text} - {right.text}).days)"
        return calculated(text, "number", left, right, digits=7)
    digits = _bound(node.op, left, right)
    operation = _OPERATIONS[node.op]
    if node.op == "/" and digits is not None:
        operation = "exact_divide"
    text = f"{operation}({left.text}, {right.text})"
    made = calculated(text, "number", left, right, digits=digits)
    return made if digits is not None else self.attempt(made, node)


def _bound(op: str, left: Term, right: Term) -> int | None:
    """Bound the size of a result that cannot fail; None: it may, or its size is not known."""
    if left.digits is None or right.digits is None or op == "**":
        return None
    if op == "/":
        divisor = right.literal
        if not isinstance(divisor, Decimal) or not divisor:
            return None
        size = left.digits - divisor.adjusted() + 1
    elif op == "*":
        size = left.digits + right.digits
    else:
        size = 1 + max(left.digits, right.digits)
    return max(size, 1) if size < MOST_DIGITS else None
