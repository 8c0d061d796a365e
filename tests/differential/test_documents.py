"""Documents are written, read back and rewritten without loss (clause 1.11)."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulesets.documents import read, rewrite, write
from rulesets.documents.rewriter import patched
from rulesets.documents.writer import plain
from rulesets.model import Ruleset, Vocabulary
from tests.generators.documents import DOCUMENTS, changed, rulesets

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(suppress_health_check=SLOW, deadline=None)
@given(DOCUMENTS)
def test_what_is_written_is_read_back_the_same(document: Vocabulary | Ruleset) -> None:
    text = write(document)
    assert read(text) == document
    assert write(read(text)) == text


@settings(suppress_health_check=SLOW, deadline=None)
@given(DOCUMENTS, st.sampled_from(("# end\n", "\n\n", "")))
def test_a_document_that_did_not_change_keeps_every_byte(
    document: Vocabulary | Ruleset, tail: str
) -> None:
    text = "# ours\n" + write(document).replace("\n", "  # why\n", 1) + tail
    assert rewrite(text, document) == text


@settings(suppress_health_check=SLOW, deadline=None, max_examples=200)
@given(rulesets().flatmap(lambda it: st.tuples(st.just(it), changed(it))))
def test_a_changed_document_is_patched_in_place(pair: tuple[Ruleset, Ruleset]) -> None:
    before, after = pair
    text = "# ours\n" + write(before) + "# the end\n"
    result = patched(text, plain(before), plain(after))
    assert result is not None
    assert read(result) == after
    assert result.startswith("# ours\n")
    assert result.endswith("# the end\n")
