"""Documents are written, read back and rewritten without loss (clause 1.11)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from rulesets.documents import read, rewrite, write
from rulesets.documents.rewriter import patched
from rulesets.documents.writer import plain
from rulesets.errors import AuthorError
from rulesets.model import Case, Ruleset, Vocabulary
from rulesets.plain import from_plain, to_plain
from rulesets.types import Both
from tests.differential.examples import Property, both
from tests.generators.documents import BOTH, DOCUMENTS, TEXTS, changed, rulesets

LIBRARY = Path(__file__).parents[2] / "rulesets" / "library"
TEXTS_OF_LIBRARY = [
    (LIBRARY / f"{name}.yaml").read_text("utf-8")
    for name in ("customer", "customer-grade", "complaint-sla")
]


def tried(
    *strategies: st.SearchStrategy[Any], few: int = 12, many: int = 150
) -> Callable[[Property], Any]:
    """Try documents; the first that fails is shown whole, as to shrink it takes minutes."""
    return both(few, many, *strategies, shrinks=False)


@tried(DOCUMENTS)
def test_what_is_written_is_read_back_the_same(document: Vocabulary | Ruleset) -> None:
    text = write(document)
    assert read(text) == document
    assert write(read(text)) == text


@tried(DOCUMENTS)
def test_a_document_that_did_not_change_keeps_every_byte(document: Vocabulary | Ruleset) -> None:
    text = commented(write(document))
    assert rewrite(text, document) == text


@tried(rulesets().flatmap(lambda it: st.tuples(st.just(it), changed(it))))
def test_a_changed_document_is_patched_in_place(pair: tuple[Ruleset, Ruleset]) -> None:
    before, after = pair
    result = patched(commented(write(before)), plain(before), plain(after))
    assert result is not None
    assert read(result) == after
    assert result.startswith("# the first line")
    assert result.endswith("# the end\n")


@tried(rulesets(), BOTH, TEXTS)
def test_a_changed_title_or_cell_leaves_every_comment(
    before: Ruleset, title: Both, text: str
) -> None:
    after = replace(
        before, title=title, cases=(*before.cases, Case("a-new-one", (("a", text),), ()))
    )
    written = commented(write(before))
    result = patched(written, plain(before), plain(after))
    assert result is not None
    dropped = title == Both() != before.title
    assert result.count("# why") == written.count("# why") - dropped


def commented(text: str) -> str:
    """Put a comment above and after every line."""
    lines = [f"{_pad(line)}# above\n{line}  # why" for line in text.splitlines() if line]
    return "\n".join(("# the first line", *lines, "# the end", ""))


def _pad(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" ")))


@tried(DOCUMENTS)
def test_a_document_survives_plain_json(document: Vocabulary | Ruleset) -> None:
    stored = json.loads(json.dumps(to_plain(document)))
    assert from_plain(type(document), stored) == document


ODD = (
    *("", "[", "]", "{", "}", ":", ": ", ",", "#", '"', "'", "&a ", "*a", "!a ", "? ", "- "),
    *("\n", "\n  ", "\t", "|", "<<: ", "null", "\\", "\x00", "---\n", "客"),
)
MESS = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 6), st.sampled_from(ODD)), max_size=4
)


@tried(st.sampled_from(TEXTS_OF_LIBRARY), MESS, few=80, many=1000)
def test_whatever_is_typed_is_read_or_refused_with_lines(
    text: str, changes: list[tuple[int, int, str]]
) -> None:
    for place, length, new in changes:
        start = place % len(text)
        text = text[:start] + new + text[start + length :]
    document, lines = read_or_lines(text)
    if document is None:
        assert lines
        assert all(lines)
        return
    assert read(write(document)) == document
    assert rewrite(text, document) == text
    renamed = replace(document, title=Both("新名", "A new name"))
    assert read(rewrite(text, renamed)) == renamed


def read_or_lines(text: str) -> tuple[Vocabulary | Ruleset | None, list[object]]:
    try:
        return read(text), []
    except AuthorError as error:
        return None, [dict(fault.place)["line"] for fault in error.faults]
