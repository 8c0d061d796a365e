"""What random rulesets hold, counted: `python -m tests.generators.shares 500`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping

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
    MissingCell,
    Name,
    Node,
    TestsCell,
    TextOperation,
)
from rulesets.expressions.walk import within
from rulesets.types import DateType
from tests.generators.rulesets import facts, sample
from tests.generators.worlds import AS_OF, DAYS, NUMBERS, REGION

_COUNTED = (
    *("checks", "kinds", "hits", "strata", "operators"),
    *("cells", "firings", "problems", "facts", "subjects", "rulesets"),
)
LARGE = 32
"""A table of more rows than this is large."""
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
        found["rulesets"].update(("all", *_held(checked)))
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


def _held(checked: CheckedRuleset) -> Iterator[str]:
    """Name what a ruleset holds besides its blocks, each once."""
    bundle = checked.bundle
    written = (bundle.ruleset, *bundle.included)
    rows = [row for placed in checked.blocks for row in getattr(placed.block, "rows", ())]
    rules = [rule for placed in checked.blocks for rule in getattr(placed.block, "rules", ())]
    holds = {
        "an include": bool(bundle.included),
        "an include in an include": any(each.include for each in bundle.included),
        "a lookup": bool(checked.lookups),
        "a lookup without some keys": any(
            len(each.rows) < len(REGION.codes) for each in checked.lookups.values()
        ),
        "a function": bool(checked.functions),
        "a constant by day": any(len(each.values) > 1 for each in checked.constants.values()),
        "a constant that is a day": any(
            isinstance(each.type, DateType) for each in checked.constants.values()
        ),
        "previous": bool(checked.previous),
        "a personal fact": bool(checked.personal & checked.facts.keys()),
        "a required fact": bool(checked.required),
        "from or to": any(each.valid_from or each.valid_to for each in (*rows, *rules)),
        "a disabled row": any(each.disabled for each in (*rows, *rules)),
        "a large table": any(
            len(getattr(placed.block, "rows", ())) > LARGE for placed in checked.blocks
        ),
        "several zones": len({each.zone for each in written}) > 1,
    }
    return (name for name, held in holds.items() if held)


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
    if isinstance(of, MissingCell):
        return ["is present" if of.negated else "is missing"]
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
        borders = [each in (*NUMBERS, *DAYS) for each in values.values() if each is not True]
        found["facts"]["on a border"] += sum(borders)
        found["facts"]["all"] += len(checked.facts)
        inference = engine.infer(values, as_of)
        known = {**values, **inference.conclusions}
        for subject in _subjects(checked):
            missing = known.get(subject.key) is None
            found["subjects"].update(("all", "missing") if missing else ("all",))
        found["firings"].update(firing.kind for firing in inference.firings)
        found["problems"].update(problem.code for problem in inference.problems)


def _subjects(checked: CheckedRuleset) -> list[Name]:
    """List the columns of tables that are a name: of these it is known whether they are missing."""
    subjects = [getattr(placed.block, "subjects", ()) for placed in checked.blocks]
    names = [node for each in subjects for node in each if isinstance(node, Name)]
    return [node for node in names if node.key not in checked.constants]


def printed(found: Shares) -> str:
    """Write shares in lines, the most frequent first."""
    lines = []
    for name, counts in found.items():
        total = counts["all"] or sum(counts.values())
        parts = [f"{key} {100 * count / total:.1f}%" for key, count in counts.most_common()]
        lines.append(f"{name} ({total}): {', '.join(parts)}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(printed(shares(int(sys.argv[1]))) + "\n")
