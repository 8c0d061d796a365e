"""A ruleset of tables, written once in cells of the language; each engine has its form of it."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rulesets.checked import CheckedRuleset
from rulesets.model import Vocabulary
from service.check_document import check_document

Given = Mapping[str, Any]
"""The facts of one customer: whole numbers and texts."""
Test = tuple[str, Any, int]
"""A test: `=`, a text or number; `>=` or `<`, a number; `[)`, from a number to below another."""


@dataclass(frozen=True)
class Table:
    """A table with hit policy `first` and one output, of which the last row is blank.

    Attributes:
        key: the conclusion's key.
        stratum: its stratum, from 1.
        inputs: the facts and conclusions it reads.
        rows: its cells, and what a row concludes, a word or a number, as the last of each.
    """

    key: str
    stratum: int
    inputs: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def has_numbers(self) -> bool:
        """Tell whether it concludes numbers."""
        return self.rows[0][-1].isdigit()

    @property
    def concluded(self) -> tuple[str, ...]:
        """List what its rows conclude, each value once."""
        return tuple(sorted({row[-1] for row in self.rows}))


@dataclass(frozen=True)
class Measured:
    """A ruleset.

    Attributes:
        numbers: the facts that are numbers: each from 0 to below this.
        texts: the facts that are texts, with their values.
        tables: its tables, by stratum.
    """

    numbers: Mapping[str, int]
    texts: Mapping[str, tuple[str, ...]]
    tables: tuple[Table, ...]

    def customers(self, count: int) -> list[dict[str, int | str]]:
        """Make up customers, the same ones each time."""
        chance = random.Random(53)  # noqa: S311 - no secret: the same customers each time
        return [
            {key: chance.randrange(most) for key, most in self.numbers.items()}
            | {key: chance.choice(texts) for key, texts in self.texts.items()}
            for _ in range(count)
        ]

    def document(self) -> str:
        """Write it as a document of the rules language."""
        lines = ["ruleset: measured", "title: {zh: 测速, en: Measured}", "zone: UTC", "facts:"]
        types = dict.fromkeys(self.numbers, "type: number, scale: 0")
        types |= {key: f"type: text, one_of: {_codes(each)}" for key, each in self.texts.items()}
        lines += [f"  - {{key: {key}, required: true, {each}}}" for key, each in types.items()]
        lines.append("conclusions:")
        for each in self.tables:
            text = f"type: text, one_of: {_codes(each.concluded)}"
            type_ = "type: number, scale: 0" if each.has_numbers else text
            lines.append(f"  - {{key: {each.key}, {type_}}}")
        return "\n".join([*lines, "blocks:", *map(_block, self.tables), ""])

    def checked(self) -> CheckedRuleset:
        """Read and check the document."""
        checked = check_document(None, self.document())
        assert not isinstance(checked, Vocabulary)
        return checked


def _codes(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(f"{{value: {each}}}" for each in values) + "]"


def _block(table: Table) -> str:
    head = (
        f"  - key: {table.key}_table\n    kind: table\n    hit: first\n"
        f"    inputs: [{', '.join(table.inputs)}]\n    outputs: [{table.key}]\n    rows:"
    )
    rows = (
        f"      - {{id: r{number}, when: [{_cells(row)}], then: ['{row[-1]}']}}"
        for number, row in enumerate(table.rows, 1)
    )
    return "\n".join([head, *rows])


def _cells(row: tuple[str, ...]) -> str:
    return ", ".join(f"'{cell}'" for cell in row[:-1])


def read_cell(cell: str) -> Test | None:
    """Read a cell; None is a blank one.

    Example:
        >>> read_cell(">= 20"), read_cell('"east"'), read_cell("[3 .. 7)"), read_cell("-")
        (('>=', 20, 0), ('=', 'east', 0), ('[)', 3, 7), None)
    """
    if cell == "-":
        return None
    if cell.startswith('"'):
        return "=", cell.strip('"'), 0
    if cell.startswith("["):
        low, high = cell.strip("[)").split(" .. ")
        return "[)", int(low), int(high)
    operator, _, number = cell.rpartition(" ")
    return operator or "=", int(number), 0
