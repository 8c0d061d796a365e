"""What stands in any document has its place in the skeleton of edits."""

from pathlib import Path

import pytest

from rulesets.documents.plain import plain_of
from rulesets.drafting import Edit
from rulesets.drafting.skeleton import require_form
from tests.parts import ROOT

DOCUMENTS = [*(ROOT / "rulesets/library").rglob("*.yaml"), ROOT / "tests/browser/every_kind.yaml"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_document_of_the_library_fits(path: Path) -> None:
    content = plain_of(path.read_text("utf-8"))
    if "ruleset" in content or "vocabulary" in content:
        require_form(Edit("set", (key,), value) for key, value in content.items())
        lists = [(key, value) for key, value in content.items() if isinstance(value, list)]
        require_form(Edit("insert", (key, 0), each) for key, items in lists for each in items)
