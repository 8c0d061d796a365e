"""Source for small tables and rules as decisions nested within one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext

from engine.runtimes.compiled.atoms import Atom
from engine.runtimes.compiled.concluding import (
    Condition,
    Rule,
    concluded,
    fired_text,
    guard_of,
    nothing_fired,
    policy_of,
    unknown_text,
)
from engine.runtimes.compiled.large_source import MOST_STRAIGHT_ROWS
from engine.runtimes.compiled.nested import Ask, Leaf, Tree, tree_of, usual_leaf
from engine.runtimes.compiled.outputs import Outcomes
from engine.runtimes.compiled.terms import Truth
from rulesets.checked import CheckedRules, CheckedTable

NESTED = frozenset({"first", "unique"})
"""The hit policies whose small blocks are nested decisions."""
Opened = tuple[tuple[Atom, ...], Truth]
"""The tests of a row or rule that must all be true, and its whole condition."""


def nested_source(
    made: Outcomes,
    block: CheckedTable | CheckedRules,
    rules: Sequence[Rule],
    opened: Callable[[Outcomes, Sequence[Rule]], Iterator[Opened]],
) -> bool:
    """Write nested decisions, if outputs are literals, tests write no line, and all is small.

    Args:
        made: the block in the making.
        block: the block.
        rules: its rows or rules.
        opened: opens them, in their order; lines that keep what is repeated are no hindrance.
    """
    hit, own = block.block.hit, made.inside(made.source.beside())
    rules = [each for each in rules if not each.disabled]
    if hit not in NESTED or len(rules) > MOST_STRAIGHT_ROWS:
        return False
    outputs = [term for each in rules for _, term in own.outputs(each.outputs)]
    if any(term.literal is None for term in outputs):
        return False
    seen, rows = [], []
    for place, (each, (atoms, truth)) in enumerate(zip(rules, opened(own, rules), strict=True)):
        guard = guard_of(own, each)
        seen.append(Condition(each, truth, guard))
        rows.append((place, (*(Atom(text, text) for text in guard), *atoms)))
    if len(own.source.lines) > len(own.expressions.known):
        return False
    found = tree_of(rows, first=hit == "first")
    if found is None:
        return False
    made.source.take(own.source)
    usual = usual_leaf(found)
    with made.source.inside("while True:"):
        _branches(made, block, rules, found, usual)
        if usual.fired:
            _leaf(made, block, rules, usual)
        else:
            nothing_fired(made, block, unknown_text(seen))
        made.source.add("break")
    return True


def _branches(
    made: Outcomes,
    block: CheckedTable | CheckedRules,
    rules: Sequence[Rule],
    tree: Tree,
    usual: Leaf,
) -> None:
    """Write a tree; where it comes to the usual leaf, what follows the tree is done."""
    word = "if"
    while isinstance(tree, Ask):
        with made.source.inside(f"{word} {tree.test}:"):
            _branches(made, block, rules, tree.yes, usual)
        word, tree = "elif", tree.no
    if tree == usual:
        return
    with made.source.inside("else:") if word == "elif" else nullcontext():
        _leaf(made, block, rules, tree)
        made.source.add("break")


def _leaf(
    made: Outcomes, block: CheckedTable | CheckedRules, rules: Sequence[Rule], leaf: Leaf
) -> None:
    fired = [rules[place] for place in leaf.fired]
    if len(fired) == 1:
        made.give("rule", fired[0].outputs, fired[0].id, fired[0].number)
    else:
        policy = policy_of(made, block)
        concluded(made, block, f"({', '.join(fired_text(made, policy, e) for e in fired)})")
