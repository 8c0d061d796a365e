"""Documents as plain data: read as their YAML is, with the same faults, and written back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from rulesets.documents import read, write
from rulesets.documents.nodes import MOST_DEPTH
from rulesets.documents.plain import plain_of, read_plain, text_of
from rulesets.errors import AuthorError, Fault
from rulesets.model import Ruleset
from tests.generators.documents import DOCUMENTS

LIBRARY = sorted((Path(__file__).parents[2] / "rulesets" / "library").glob("*.yaml"))
DOCUMENT_FILES = [path for path in LIBRARY if path.name not in {"catalogue.yaml", "samples.yaml"}]
HEAD: dict[str, Any] = {"ruleset": "r", "zone": "UTC"}


def row(name: str, *cells: str) -> dict[str, Any]:
    return {"id": name, "when": list(cells), "then": ["1"]}


def table(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    block = {"key": "t", "kind": "table", "hit": "first", "inputs": ["a"], "outputs": ["c"]}
    return HEAD | {"blocks": [block | {"rows": list(rows)} | more]}


def refused(plain: dict[str, Any]) -> tuple[Fault, ...]:
    with pytest.raises(AuthorError) as caught:
        read_plain(plain)
    return caught.value.faults


def codes(plain: dict[str, Any]) -> list[str]:
    return [fault.code for fault in refused(plain)]


@pytest.mark.parametrize("path", DOCUMENT_FILES, ids=lambda path: path.stem)
def test_the_library_reads_alike(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    plain = plain_of(text)
    assert read_plain(plain) == read(text)
    assert text_of(plain, text) == text
    assert read(text_of(plain)) == read(text)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(DOCUMENTS)
def test_any_document_reads_alike(document: Any) -> None:
    text = write(document)
    plain = plain_of(text)
    assert read_plain(plain) == document
    assert read(text_of(plain)) == document
    assert plain_of(text_of(plain)) == plain


@pytest.mark.parametrize(
    "text",
    [
        "ruleset: R\nzone: Nowhere\nversion: x\n",
        "ruleset: r\nzone: UTC\nfacts: [{key: a, type: numbr}, {key: B, type: text, scale: 2}]\n",
        "ruleset: r\nzone: UTC\nblocks:\n  - {key: t, kind: tabel}\n  - {key: u, kind: formula}\n",
        "ruleset: r\nzone: UTC\nblocks: {a: b}\ncases: [{id: c, given: [x]}]\n",
        "ruleset: r\nzone: UTC\nlists: [{key: l, codes: [a]}, {key: l, codes: [b]}]\n",
        "vocabulary: v\nversion: 1\nfacts: [{key: a, type: text, one_of: nowhere}]\n",
        "title: x\n",
        "ruleset: r\nzone:\nuses: customer\nextra: 1\n",
    ],
)
def test_faults_are_those_of_the_yaml_without_lines(text: str) -> None:
    with pytest.raises(AuthorError) as of_text:
        read(text)
    faults = refused(plain_of(text))
    assert not [step for fault in faults for step in fault.place if step[0] == "line"]

    def shown(fault: Fault) -> tuple[Any, ...]:
        words = {name: word for name, word in fault.words.items() if name != "first"}
        return fault.code, tuple(s for s in fault.place if s[0] != "line"), words

    key = str
    assert sorted(map(shown, faults), key=key) == sorted(map(shown, of_text.value.faults), key=key)


def test_what_stands_twice_is_named_without_a_line() -> None:
    (fault,) = refused(table(row("r1", "1"), row("r2", "2"), row("r1", "3")))
    assert fault.code == "duplicate-id"
    assert fault.message("zh") == "决策表 `t`：`r1` 在这里出现了两次，第一次在第 1 项"
    assert fault.message("en") == "table `t`: `r1` stands twice here, first in item 1"


def test_a_bad_character_is_refused_in_its_cell() -> None:
    (fault,) = refused(table(row("r1", "1"), row("r2", "a\x00")))
    assert fault.code == "bad-character"
    assert fault.place == (("table", "t"), ("row", 2), ("column", "a"))
    (fault,) = refused(table(row("r1", "\ud800")))
    assert fault.code == "bad-character"


def test_texts_are_composed_as_those_of_yaml() -> None:
    document = read_plain(HEAD | {"title": "e\u0301"})
    assert document.title.zh == "\u00e9"


def test_nothing_and_an_empty_text_differ() -> None:
    formula = {"key": "f", "kind": "formula", "concludes": "c"}
    assert codes(HEAD | {"blocks": [formula | {"expression": None}]}) == ["key-required"]
    read_plain(HEAD | {"blocks": [formula | {"expression": ""}]})
    case = {"id": "a", "expect": {"c": None, "d": "null"}}
    document = read_plain(HEAD | {"cases": [case]})
    assert isinstance(document, Ruleset)
    assert document.cases[0].expect == (("c", None), ("d", "null"))


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    deep: Any = "x"
    for _ in range(MOST_DEPTH + 1):
        deep = [deep]
    assert codes(HEAD | {"cases": [{"id": "a", "given": {"b": deep}}]}) == ["document-too-large"]
    large = table(*(row(f"r{number}", "1") for number in range(11)))
    for limit, most in (("MOST_ROWS", 10), ("MOST_VALUES", 40), ("MOST_BYTES", 60)):
        with monkeypatch.context() as patched:
            patched.setattr(f"rulesets.documents.plain.{limit}", most)
            assert codes(large) == ["document-too-large"], limit
    read_plain(large)


@pytest.mark.parametrize("text", ["a: [", "- a\n", "", "ruleset: r\nruleset: s\n", "a: *b\n"])
def test_what_is_no_plain_yaml_is_refused(text: str) -> None:
    with pytest.raises(AuthorError):
        plain_of(text)


def test_comments_stay_where_a_value_changes() -> None:
    before = "# ours\nruleset: r\nzone: UTC # always\ntitle: x\n"
    plain = plain_of(before) | {"title": "y"}
    assert text_of(plain, before) == before.replace("title: x", "title: y")


def test_a_document_with_faults_is_written_all_the_same() -> None:
    plain = HEAD | {"facts": [{"key": "A", "type": None}], "blocks": [], "cases": {"x": [[], {}]}}
    assert plain_of(text_of(plain, "ruleset: r\nzone: UTC\n")) == plain
