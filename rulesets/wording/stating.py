"""Yes-or-no as people say it: by its title alone, `加急`, or denied, `并非加急`, `not urgent`."""

from __future__ import annotations

from rulesets.expressions import tree


def truth_wanted(cell: tree.Cell) -> bool | None:
    """Tell whether a cell asks for yes or for no; None when it asks for anything else."""
    if not isinstance(cell, tree.TestsCell) or len(cell.tests) != 1:
        return None
    test = cell.tests[0]
    wanted = truth(test.operand) if isinstance(test, tree.ValueTest) else None
    return wanted if wanted is None else wanted is not cell.negated


def truth(node: tree.Node) -> bool | None:
    """Give the value of `true` or `false`; None for any other expression."""
    value = node.value if isinstance(node, tree.Literal) else None
    return value if isinstance(value, bool) else None


def states(title: str) -> bool:
    """Tell whether a title says something that may hold; one that asks is answered instead.

    Example:
        >>> states("签有框架协议"), states("是否签有框架协议"), states("Urgent?")
        (True, False, False)
    """
    return bool(title) and not title.startswith("是否") and not title.endswith(("?", "？"))
