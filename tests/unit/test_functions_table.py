"""Section 18 of docs/language.md and the declarations of functions agree."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from rulesets.dmn.exporting.calls import OTHERS, SAME
from rulesets.expressions.functions import AGGREGATES, FUNCTIONS, PREVIOUS, FunctionSpec
from rulesets.expressions.parser import parse_expression
from rulesets.expressions.scope import Scope

LANGUAGE = Path(__file__).parents[2] / "docs" / "language.md"
LETTERS = {"n": "number", "t": "text", "d": "date", "m": "datetime", "l": "list"}
NAMES = ("orders", "amount", "discount", "grade")
SCOPE = Scope(
    names={name: name for name in NAMES},
    record_fields={"orders": {"amount": "amount"}},
    conclusions={"grade": "grade"},
)


@dataclass(frozen=True)
class Row:
    clause: str
    signatures: tuple[str, ...]
    chinese: tuple[str, ...]
    can_fail: bool
    example: str

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.partition("(")[0] for each in self.signatures))


def rows() -> dict[str, Row]:
    section = LANGUAGE.read_text(encoding="utf-8").partition("## 18 Functions\n")[2]
    found = {}
    for line in section.splitlines():
        if not line.startswith("| **18."):
            continue
        clause, function, chinese, _, example, *_ = (
            cell.strip() for cell in line.strip("|").split("|")
        )
        row = Row(
            clause.strip("*"),
            tuple(re.findall(r"`([^`]+)`", function)),
            tuple(re.split(r",? +(?!\()|, ", chinese)),
            "*can fail*" in function,
            "".join(re.findall(r"`([^`]+)`", example)[:1]),
        )
        found[row.clause] = row
    return found


ROWS = rows()
SPECS = {**FUNCTIONS, PREVIOUS.key: PREVIOUS}
CALLS = [(key, row) for row in ROWS.values() for key in row.keys if row.clause != "18.24"]


def test_the_table_is_found_whole() -> None:
    assert list(ROWS) == [f"18.{number}" for number in range(1, 26)]


def test_the_table_and_the_declarations_name_the_same_functions() -> None:
    assert sorted(key for key, _ in CALLS) == sorted(SPECS)
    assert ROWS["18.24"].signatures == (" ".join(AGGREGATES),)
    assert ROWS["18.24"].chinese == tuple(spec.title.zh for spec in AGGREGATES.values())


@pytest.mark.parametrize(("key", "row"), CALLS)
def test_clause_title_and_failing_agree(key: str, row: Row) -> None:
    spec = SPECS[key]
    assert spec.clause == row.clause
    assert spec.can_fail is row.can_fail
    assert spec.title.zh == row.chinese[row.keys.index(key)]
    assert spec.title.en == key
    assert spec.help.zh
    assert spec.help.en


@pytest.mark.parametrize(("key", "row"), CALLS)
def test_arguments_agree(key: str, row: Row) -> None:
    spec = SPECS[key]
    signature = next(each for each in row.signatures if each.startswith(f"{key}("))
    written = [each for each in signature[len(key) + 1 : -1].split(", ") if each]
    assert spec.repeats is ("…" in written)
    written = [each for each in written if each != "…"]
    assert len(spec.parameters) == len(written)
    for letter, kind in zip(written, spec.parameters, strict=True):
        if letter in LETTERS and key != "text":
            assert kind == LETTERS[letter]
        if letter == "calendar":
            assert kind == "calendar"


@pytest.mark.parametrize("spec", [*SPECS.values(), *AGGREGATES.values()], ids=lambda spec: spec.key)
def test_examples_are_read_by_either_name(spec: FunctionSpec) -> None:
    assert spec.key in spec.example
    by_key = parse_expression(spec.example, SCOPE)
    word = rf"(?<!\w){re.escape(spec.key)}(?= *\(|(?= )|\)|$)"
    in_chinese, changed = re.subn(word, spec.title.zh, spec.example)
    assert changed
    assert parse_expression(in_chinese, SCOPE) == by_key


@pytest.mark.parametrize(
    "row", [row for row in ROWS.values() if row.example], ids=lambda row: row.clause
)
def test_examples_of_the_page_are_read(row: Row) -> None:
    parse_expression(row.example, SCOPE)


def test_every_function_can_be_exported() -> None:
    assert sorted([*SAME, *OTHERS]) == sorted(FUNCTIONS)


def test_names_are_told_apart() -> None:
    titles = {key: spec.title for key, spec in SPECS.items()}
    titles |= {key: spec.title for key, spec in AGGREGATES.items()}
    names = [name for key, title in titles.items() for name in (key, title.zh)]
    assert len(names) == len(set(names))
