"""Small tables and rules as nested decisions: a test is made once, and only where it matters.

Under `first` and `unique` only this counts of a test: is it true? So the conditions of all rows
become one tree of such tests. What a test tells of the others of its subject is used: below a test
that holds, those that it makes true or false are not made again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.runtimes.compiled.atoms import Atom

MOST_TESTS = 4
"""How many tests a tree may have for each test of its rows; more would be too much source."""
DEEPEST_TREE = 40
COSTLIER = 2
"""How many other tests cost as much as one comparison of numbers."""

Row = tuple[int, tuple[Atom, ...]]
"""The place of a row or rule, and its tests, which must all be true."""
Met = tuple[tuple[Atom, bool], ...]
"""The tests made of one subject, with their answers."""


@dataclass(frozen=True)
class Leaf:
    """The rows that fired, in their order."""

    fired: tuple[int, ...]


@dataclass(frozen=True)
class Ask:
    """A test, what follows when it is true, and when not."""

    test: str
    yes: Tree
    no: Tree


Tree = Leaf | Ask


def tree_of(rows: Sequence[Row], *, first: bool) -> Tree | None:
    """Join the conditions of rows; None: the tree would be too large.

    Args:
        rows: the rows in order.
        first: whether nothing is asked after the first row that fires.
    """
    most = MOST_TESTS * sum(1 + len(atoms) for _, atoms in rows)
    return _Growing(first, most).tree(rows, {}, ())


def usual_leaf(tree: Tree) -> Leaf:
    """Find the leaf that is written once, after the tree: nothing fired, else the most frequent."""
    leaves, trees = list[Leaf](), [tree]
    while trees:
        each = trees.pop()
        if isinstance(each, Leaf):
            leaves.append(each)
        else:
            trees += [each.yes, each.no]
    nothing = Leaf(())
    return nothing if nothing in leaves else Counter(leaves).most_common(1)[0][0]


class _Growing:
    def __init__(self, first: bool, most: int) -> None:
        self._first = first
        self._left = most

    def tree(
        self, rows: Sequence[Row], met: dict[str, Met], fired: tuple[int, ...], depth: int = 0
    ) -> Tree | None:
        while rows and not rows[0][1]:
            fired = (*fired, rows[0][0])
            rows = () if self._first else rows[1:]
        if not rows:
            return Leaf(fired)
        self._left -= 1
        if self._left < 0 or depth > DEEPEST_TREE:
            return None
        atom = _chosen(rows)
        before = met.get(atom.subject, ())
        found = []
        for answer in (True, False):
            now = (*before, (atom, answer))
            left = _left(rows, atom.subject, now)
            branch = self.tree(left, {**met, atom.subject: now}, fired, depth + 1)
            if branch is None:
                return None
            found.append(branch)
        yes, no = found
        return yes if yes == no else Ask(_asked(atom, before), yes, no)


def _chosen(rows: Sequence[Row]) -> Atom:
    """Choose a test of the first row: of a subject that many rows test, for what it costs."""

    def worth(atom: Atom) -> int:
        tested = sum(any(each.subject == atom.subject for each in atoms) for _, atoms in rows)
        return tested if atom.sign in {"above", "below"} else COSTLIER * tested

    return max(rows[0][1], key=worth)


def _left(rows: Sequence[Row], subject: str, met: Met) -> list[Row]:
    """Take out the tests that are true by now, and the rows of which one is not."""
    found = []
    for rule, atoms in rows:
        truths = [_told(each, met) if each.subject == subject else None for each in atoms]
        if False not in truths:
            left = (each for each, truth in zip(atoms, truths, strict=True) if truth is None)
            found.append((rule, tuple(left)))
    return found


def _asked(atom: Atom, met: Met) -> str:
    """Write a test; whether its subject is there is asked only where nobody knows it."""
    if atom.sure or any(truth for _, truth in met):
        return atom.text
    present = f"{atom.subject} is not None"
    return present if _told(atom, met, present=True) else f"{present} and {atom.text}"


def _told(atom: Atom, met: Met, *, present: bool = False) -> bool | None:
    """Tell whether the tests made of its subject make an atom true or false; None: they do not."""
    present = present or atom.sure or any(truth for _, truth in met)
    for other, truth in met:
        told = _told_by(atom, other, truth=truth, present=present)
        if told is not None:
            return told
    return None


def _told_by(atom: Atom, other: Atom, *, truth: bool, present: bool) -> bool | None:
    if other == atom:
        return truth
    if "is" in (atom.sign, other.sign):
        return _told_by_value(atom, other, truth=truth)
    further, nearer = other.at >= atom.at, other.at <= atom.at
    if atom.sign == "below":
        further, nearer = nearer, further
    if other.sign == atom.sign:
        told = further if truth else nearer
        return truth if told else None
    if truth:
        return False if nearer else None
    return True if present and further else None


def _told_by_value(atom: Atom, other: Atom, *, truth: bool) -> bool | None:
    if atom.sign != other.sign:
        return None
    if atom.at == other.at:
        return truth
    return False if truth else None
