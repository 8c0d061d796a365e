"""Documents, bodies and texts that were damaged: read, or refused in words, never anything else."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine.cases import run_cases
from engine.runtimes.reference import Reference
from engine.strict_json import decode
from rulesets.assembly import assemble
from rulesets.checking import check
from rulesets.documents import read, write
from rulesets.errors import AuthorError, CallerError
from rulesets.freezing import identity
from rulesets.model import Ruleset, Vocabulary
from rulesets.wording import block_sentences
from service.calendars import packaged_calendars
from tests.generators.rulesets import bundled, documents, sample, seeded
from tests.unit.loading import NOW

LIBRARY = Path(__file__).parents[2] / "rulesets" / "library"
TEXTS = {
    name: (LIBRARY / f"{name}.yaml").read_text("utf-8")
    for name in ("customer", "credit", "complaint-sla")
}
FEW = pytest.param(range(60), id="few")
MANY = pytest.param(range(60, 6000), id="many", marks=pytest.mark.soak)
PIECES = (
    *("", "-", "~", "null", "[]", "{}", "''", '"', "true", "1e400", "-0", "0.0000000000001"),
    *("9" * 40, "1,234", "x" * 5000, "\u2028", "\ud83d", "é", "e\u0301", "客户等级", "“", "(", ")"),
    *("[1 .. 5)", "not(", "if a then", "today", "previous(grade)", "a / 0", "is missing", "50万"),
    *("2026-02-30", "0001-01-01", "9999-12-31", "first", "unique", "collect", "count", "*a", "&a"),
    *("!!int 3", "|", ">", "{a: 1}", "[[[[[[]]]]]]", "key", "\t", ": :", "#", "?", "<<: {}"),
)


class Library:
    """Finds the documents of the library, one of them damaged, and the packaged calendars."""

    def __init__(self, damaged: Vocabulary | Ruleset) -> None:
        read_anew: dict[str, Any] = {name: read(text) for name, text in TEXTS.items()}
        self.documents = read_anew | {damaged.id: damaged}

    def vocabulary(self, id: str, version: int) -> Vocabulary | None:  # noqa: A002 - its name
        found = self.documents.get(id)
        return found if isinstance(found, Vocabulary) else None

    def ruleset(self, id: str, version: int) -> Ruleset | None:  # noqa: A002 - its name
        found = self.documents.get(id)
        return found if isinstance(found, Ruleset) else None

    def calendar(self, id: str) -> Any:  # noqa: A002 - its name
        return packaged_calendars().get(id)


def damaged(text: str, random: Random) -> str:
    """Damage a text of YAML in one to four places."""
    for _ in range(random.randint(1, 4)):
        lines = text.split("\n")
        at, other = random.randrange(len(lines)), random.randrange(len(lines))
        match random.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines[at], lines[other] = lines[other], lines[at]
            case 2:
                lines.insert(at, lines[other])
            case 3:
                lines[at] = _word_replaced(lines[at], random)
            case 4:
                lines[at] = " " * random.randrange(5) + lines[at]
            case _:
                cut = random.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + random.choice(PIECES) + lines[at][cut:]
        text = "\n".join(lines)
    return text


def _word_replaced(line: str, random: Random) -> str:
    words = list(re.finditer(r"[^\s,:{}\[\]]+", line))
    if not words:
        return line
    word = random.choice(words)
    return line[: word.start()] + random.choice(PIECES) + line[word.end() :]


def said(error: AuthorError | CallerError) -> None:
    assert error.faults
    for fault in error.faults:
        for language in ("zh", "en"):
            assert fault.message(language).encode()
            assert fault.hint(language).encode()


@pytest.mark.parametrize("seeds", [FEW, MANY])
def test_damaged_documents_are_read_or_refused(seeds: range) -> None:
    passed = 0
    for seed in seeds:
        random = seeded(seed)
        text = damaged(TEXTS[random.choice(sorted(TEXTS))], random)
        try:
            document = read(text)
            library = Library(document)
            ruleset = document if isinstance(document, Ruleset) else read(TEXTS["credit"])
            assert isinstance(ruleset, Ruleset)
            checked = check(assemble(ruleset, library))
        except AuthorError as error:
            said(error)
            continue
        passed += 1
        assert identity(check(assemble(_again(ruleset), library))) == identity(checked)
        run_cases(checked, Reference().load(checked), NOW)
        for placed in checked.blocks:
            assert block_sentences(checked, placed.key, "zh")
    assert passed > len(seeds) // 20


def _again(ruleset: Ruleset) -> Ruleset:
    again = read(write(ruleset))
    assert isinstance(again, Ruleset)
    return again


@pytest.mark.parametrize("seeds", [FEW, MANY])
def test_rulesets_with_cells_exchanged_are_checked_or_refused(seeds: range) -> None:
    for seed in seeds:
        made, random = sample(seed, 4), seeded(seed)
        written = [write(each) for each in documents(made.bundle)]
        texts = re.findall(r'"(?:[^"\\\n]|\\.)*"', "\n".join(written))
        for _ in range(random.randint(1, 5)):
            if texts:
                old, new = random.choice(texts), random.choice((*texts, *PIECES))
                written[-1] = written[-1].replace(old, new, 1)
        try:
            check(bundled(tuple(map(read, written))))
        except AuthorError as error:
            said(error)


@pytest.mark.parametrize(
    "seeds", [range(1500), pytest.param(range(200_000), marks=pytest.mark.soak)]
)
def test_any_bytes_are_decoded_or_refused(seeds: range) -> None:
    pieces = (
        *(b"{", b"}", b"[", b"]", b",", b":", b'"a"', b'"', b"1", b"-", b"1e999999999", b"-0.0"),
        *(b"NaN", b"Infinity", b"null", b"tru", b"\\", b'"\\ud800"', b"\xff", b"\xef\xbb\xbf"),
        *(b"\x00", b"01", b"1.", b".5", b'"\\u00e9"', '"e\u0301"'.encode(), b"1" * 50, b" \n"),
    )
    for seed in seeds:
        random = seeded(seed)
        body = b"".join(random.choice(pieces) for _ in range(random.randint(0, 12)))
        try:
            decode(body)
        except CallerError as error:
            said(error)
