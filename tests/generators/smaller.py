"""Makes what fails smaller: a ruleset loses blocks, rows and more for as long as it still fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

from rulesets import model
from tests.generators.rulesets import Document

Documents = tuple[Document, ...]
_SECONDS = 20
"""A failure is shown after so long, however small it has become."""
_PARTS = ("rows", "rules", "inputs", "bands", "otherwise", "when_unknown")
_DECLARED = ("constants", "lookups", "functions", "facts")


def smallest(documents: Documents, fails: Callable[[Documents], object]) -> Documents:
    """Take parts away, one after another, until nothing more can go.

    Args:
        documents: vocabularies, then rulesets, each after those that it includes.
        fails: tells whether documents still fail; not for those that are refused.

    Example:
        >>> blocks = [model.Formula(key, f"of_{key}", "1") for key in "abc"]
        >>> written = (model.Ruleset("r", "UTC", blocks=tuple(blocks)),)
        >>> [left] = smallest(written, lambda them: "of_b" in str(them))
        >>> [each.key for each in left.blocks]
        ['b']
    """
    end = monotonic() + _SECONDS
    found = True
    while found:
        found = False
        for fewer in _fewer(documents):
            if monotonic() > end:
                return documents
            if fails(fewer):
                documents, found = fewer, True
                break
    return documents


def _fewer(documents: Documents) -> Iterator[Documents]:
    """Give the same documents with something less, large things first."""
    for at, document in enumerate(documents):
        for less in _less(document):
            yield (*documents[:at], less, *documents[at + 1 :])


def _less(document: Document) -> Iterator[Document]:
    if isinstance(document, model.Vocabulary):
        yield from (replace(document, facts=left) for left in _without(document.facts))
        return
    for at, block in reversed(list(enumerate(document.blocks))):
        gone = _concluded(block)
        conclusions = tuple(each for each in document.conclusions if each.key not in gone)
        blocks = (*document.blocks[:at], *document.blocks[at + 1 :])
        yield replace(document, blocks=blocks, conclusions=conclusions)
    for at, block in enumerate(document.blocks):
        for smaller in _less_of(block):
            blocks = (*document.blocks[:at], smaller, *document.blocks[at + 1 :])
            yield replace(document, blocks=blocks)
    for name in _DECLARED:
        for left in _without(getattr(document, name)):
            named: dict[str, Any] = {name: left}
            yield replace(document, **named)


def _concluded(block: model.Block) -> tuple[str, ...]:
    found: Any = getattr(block, "outputs", None) or getattr(block, "concludes", ())
    return (found,) if isinstance(found, str) else tuple(found)


def _less_of(block: Any) -> Iterator[Any]:
    for name in _PARTS:
        # A table's inputs go together with a cell of each row.
        if hasattr(block, name) and not (name == "inputs" and isinstance(block, model.Table)):
            for left in _without(getattr(block, name)):
                yield replace(block, **{name: left})
    if isinstance(block, model.Table):
        for at in range(len(block.inputs)):
            rows = tuple(replace(each, when=_but(each.when, at)) for each in block.rows)
            yield replace(block, inputs=_but(block.inputs, at), rows=rows)


def _but(items: Sequence[Any], at: int) -> tuple[Any, ...]:
    return (*items[:at], *items[at + 1 :])


def _without(items: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Take half of the items away, then a quarter, and so on down to each of them."""
    size = len(items)
    while size > 1:
        size = (size + 1) // 2
        for first in range(0, len(items), size):
            yield (*items[:first], *items[first + size :])
    if len(items) == 1:
        yield ()
