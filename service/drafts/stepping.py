"""Which changes of a draft can be taken back, and done again."""

from __future__ import annotations

from collections.abc import Iterable

from storage.drafts import Step


def stacks(steps: Iterable[Step]) -> tuple[list[int], list[int]]:
    """Find the revisions that can be taken back, and those that can be done again, last first out.

    Example:
        >>> stacks([Step(1, None, None), Step(2, None, None), Step(3, 2, None)])
        ([1], [2])
        >>> stacks([Step(1, None, None), Step(2, 1, None), Step(3, None, None)])
        ([3], [])
    """
    done: list[int] = []
    undone: list[int] = []
    for step in steps:
        if step.undoes is not None:
            undone.append(done.pop())
        elif step.redoes is not None:
            done.append(undone.pop())
        else:
            done.append(step.revision)
            undone.clear()
    return done, undone
