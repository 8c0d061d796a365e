"""Walks through trees: what lies below a node, the names it reads, the leaves of a condition."""

from __future__ import annotations

from collections.abc import Iterator

from rulesets.expressions.tree import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Call,
    Cell,
    Compare,
    Condition,
    Group,
    If,
    In,
    IsMissing,
    ListOf,
    Name,
    Negate,
    Node,
    Not,
    Null,
    Or,
    Part,
    RangeTest,
    Test,
    TestsCell,
    TextOperation,
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node, in the order of the text.

    Example:
        >>> children(Arithmetic("+", Name("a"), Name("b")))
        (Name(key='a', at=0), Name(key='b', at=0))
    """
    return tuple(
        nested
        for each in _below(node)
        for nested in (operands(each) if isinstance(each, Test) else (each,))
    )


def operands(test: Test) -> tuple[Node, ...]:
    """Return the nodes of a test: its operand, or both ends of its range."""
    return (test.low, test.high) if isinstance(test, RangeTest) else (test.operand,)


def _below(node: Node) -> tuple[Node | Test, ...]:  # noqa: PLR0911 - one way for each shape
    match node:
        case Arithmetic() | Compare() | TextOperation():
            return (node.left, node.right)
        case And() | Or():
            return node.operands
        case Negate() | Not():
            return (node.operand,)
        case Between():
            return (node.subject, node.low, node.high)
        case In():
            return (node.subject, *node.tests)
        case IsMissing():
            return (node.subject,)
        case Part():
            return (node.of,)
        case If():
            return (node.condition, node.then, node.otherwise)
        case Call():
            return node.arguments
        case Aggregate():
            optional = (node.where, node.value)
            return (node.records, *(each for each in optional if each is not None))
        case ListOf():
            return node.items
        case _:
            return ()


def is_null(node: Node) -> bool:
    """Tell whether an expression is `null`, or an `if` between nothing else (clause 4.8).

    Example:
        >>> is_null(If(Name("a"), Null(), Null())), is_null(If(Name("a"), Null(), Name("b")))
        (True, False)
    """
    if isinstance(node, If):
        return is_null(node.then) and is_null(node.otherwise)
    return isinstance(node, Null)


def misplaced_null(of: Node) -> Node | None:
    """Return a `null` that stands neither as the whole nor as a branch of `if`, if there is one.

    Example:
        >>> misplaced_null(Arithmetic("+", Name("a"), Null(3))) == Null()
        True
        >>> misplaced_null(If(Name("a"), Null(), Name("b"))) is None
        True
    """
    for node in within(of):
        branches = (node.then, node.otherwise) if isinstance(node, If) else ()
        for each in children(node):
            if is_null(each) and not any(each is branch for branch in branches):
                return each
    return None


def within(of: Node | Cell | Condition) -> Iterator[Node]:
    """Go through every node of an expression, a cell or a condition, outer before inner."""
    waiting = list(reversed(tops(of)))
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def tops(of: Node | Cell | Condition) -> tuple[Node, ...]:
    """Return the expressions of a cell or a group; an expression is one by itself."""
    if isinstance(of, Group):
        return tuple(node for each in of.conditions for node in tops(each))
    if isinstance(of, TestsCell):
        return tuple(node for test in of.tests for node in operands(test))
    return (of,) if isinstance(of, Node) else ()


def names_read(of: Node | Cell | Condition) -> frozenset[str]:
    """Return the keys of all names that are read; `previous(…)` is no name, nor is a sub-fact.

    Example:
        >>> sorted(names_read(Compare(">", Name("a"), Arithmetic("*", Name("b"), Name("a")))))
        ['a', 'b']
    """
    return frozenset(node.key for node in within(of) if isinstance(node, Name))


def leaves(condition: Condition) -> tuple[Node, ...]:
    """Return the leaf conditions in order: groups, `and`, `or` and `not` are opened (clause 16.4).

    Example:
        >>> leaves(Group("all", (Name("a"), Not(And((Name("b"), Name("c")))))))
        (Name(key='a', at=0), Name(key='b', at=0), Name(key='c', at=0))
    """
    found: list[Node] = []
    waiting: list[Condition] = [condition]
    while waiting:
        match waiting.pop():
            case Group(conditions=inner):
                waiting.extend(reversed(inner))
            case And(operands=inner) | Or(operands=inner):
                waiting.extend(reversed(inner))
            case Not(operand=inner_one):
                waiting.append(inner_one)
            case leaf:
                found.append(leaf)
    return tuple(found)


def depth(of: Node | Test) -> int:
    """Count the levels of a tree: 1 for a node with nothing below it; a test is a level too.

    Example:
        >>> depth(Name("a")), depth(Not(Name("a")))
        (1, 2)
    """
    deepest = 0
    waiting: list[tuple[Node | Test, int]] = [(of, 1)]
    while waiting:
        each, level = waiting.pop()
        deepest = max(deepest, level)
        below = operands(each) if isinstance(each, Test) else _below(each)
        waiting.extend((nested, level + 1) for nested in below)
    return deepest
