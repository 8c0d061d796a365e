"""What random rulesets hold, counted: `python -m tests.generators.shares 500`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping

from engine.intake import take_facts
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.errors import AuthorError
from rulesets.expressions.tree import (
    Aggregate,
    AnyCell,
    Arithmetic,
    Call,
    Cell,
    Compare,
    Condition,
    Node,
    TestsCell,
    TextOperation,
)
from rulesets.expressions.walk import within
from tests.generators.rulesets import facts, sample
from tests.generators.worlds import AS_OF, NUMBERS

_COUNTED = (
    *("checks", "kinds", "hits", "strata", "operators"),
    *("cells", "firings", "problems", "facts"),
)
Shares = Mapping[str, Counter[str]]


def shares(count: int, first: int = 0) -> Shares:
    """Count what the samples of so many seeds hold, and what comes of facts for them."""
    found: dict[str, Counter[str]] = {name: Counter() for name in _COUNTED}
    for seed in range(first, first + count):
        made = sample(seed, 3 + seed % 6)
        try:
            checked = check(made.bundle)
        except AuthorError as error:
            found["checks"].update(fault.code for fault in error.faults[:1])
            continue
        found["checks"]["passed"] += 1
        _count_blocks(checked, found)
        _count_inference(checked, made.random, found)
    return found


def _count_blocks(checked: CheckedRuleset, found: Shares) -> None:
    deepest = max((placed.stratum for placed in checked.blocks), default=0)
    found["strata"][str(deepest)] += 1
    for placed in checked.blocks:
        block = placed.block.block
        found["kinds"][type(block).__name__.lower()] += 1
        if hasattr(block, "hit"):
            found["hits"][block.hit] += 1
        for each in _expressions(placed.block):
            found["operators"].update(filter(None, map(_operator, within(each))))
            found["cells"].update(_tests(each))


def _expressions(block: object) -> list[Node | Cell | Condition]:
    """Gather all trees of a checked block, wherever they stand."""
    if isinstance(block, Node | Cell | Condition):
        return [block]
    if isinstance(block, tuple):
        return [tree for each in block for tree in _expressions(each)]
    fields = getattr(block, "__dataclass_fields__", {})
    return [
        tree for name in fields if name != "block" for tree in _expressions(getattr(block, name))
    ]


def _tests(of: Node | Cell | Condition) -> list[str]:
    if not isinstance(of, TestsCell):
        return ["-"] if isinstance(of, AnyCell) else []
    words = [getattr(test, "op", type(test).__name__.lower()) for test in of.tests]
    return [f"not({word})" if of.negated else word for word in words]


def _operator(node: Node) -> str:
    if isinstance(node, Arithmetic | Compare | TextOperation):
        return node.op
    if isinstance(node, Call | Aggregate):
        return f"{node.function}(…)"
    return type(node).__name__.lower()


def _count_inference(checked: CheckedRuleset, random: object, found: Shares) -> None:
    engine = Reference().load(checked)
    for as_of in AS_OF[:2]:
        given = facts(checked, random)  # type: ignore[arg-type]  # a sample's own
        values = take_facts(given, checked)
        found["facts"]["missing"] += len(checked.facts) - len(values)
        found["facts"]["on a border"] += sum(each in NUMBERS for each in values.values())
        found["facts"]["all"] += len(checked.facts)
        inference = engine.infer(values, as_of)
        found["firings"].update(firing.kind for firing in inference.firings)
        found["problems"].update(problem.code for problem in inference.problems)


def printed(found: Shares) -> str:
    """Write shares in lines, the most frequent first."""
    lines = []
    for name, counts in found.items():
        total = sum(counts.values())
        parts = [f"{key} {100 * count / total:.1f}%" for key, count in counts.most_common()]
        lines.append(f"{name} ({total}): {', '.join(parts)}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(printed(shares(int(sys.argv[1]))) + "\n")
