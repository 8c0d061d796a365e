"""docs/real-data.md tells the truth: its commands are run, and every class is that of SQL.

The SQL is SQLite's, written from the sentences of the rulesets, and reads the files as they are.
Data: UCI Machine Learning Repository, Online Retail, D. Chen (2015), doi 10.24432/C5BW33, and
Wholesale customers, M. Cardoso (2014), doi 10.24432/C5030X, both CC BY 4.0.
"""

import csv
import re
import shlex
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.examples import run
from tests.parts import ROOT, data_folder

HERE = Path(__file__).parent / "real_data"
PAGE = (ROOT / "docs" / "real-data.md").read_text("utf-8")
_BLOCK = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RETAIL, WHOLESALE = "online_retail_customers.csv", "wholesale_customers.csv"
CUSTOMERS, NEGATIVE = 4362, 30

YUAN = {"rate": 10}
POUNDS = {"rate": 1}

Row = dict[str, str]


@dataclass(frozen=True)
class Question:
    """One run of the page, and what computes the same in SQL.

    Attributes:
        output: the file that the page's command writes.
        query: the file of SQL.
        given: the thresholds, which the SQL does not name.
        source: the file that SQL reads.
        shown: the conclusion whose classes the page counts.
        after: queries whose answers this one reads.
    """

    output: str
    query: str
    shown: str
    given: dict[str, int] = field(default_factory=dict)
    source: str = RETAIL
    after: tuple[str, ...] = ()


def _rfm(days: str, orders: str, amounts: str) -> dict[str, int]:
    """Name the lowest days, orders and amount of each score from 2 to 5."""
    named = (("days", days), ("orders", orders), ("amount", amounts))
    return {
        f"{name}_{score}": int(each)
        for name, steps in named
        for score, each in enumerate(steps.split(), 2)
    }


LIFECYCLE = {"dormant_after": 180, "lost_after": 365, "loyal_years": 3, "loyal_orders": 12}
OWN_LIFECYCLE = {"dormant_after": 90, "lost_after": 180, "loyal_years": 1, "loyal_orders": 6}
VALUE = {"high_sales": 1_000_000, "high_lifetime": 5_000_000, "medium_sales": 200_000}
OWN_VALUE = {"high_sales": 2000, "high_lifetime": 10_000, "medium_sales": 650}
RFM = _rfm("365 180 90 30", "2 6 12 24", "10000 100000 500000 2000000")
OWN_RFM = _rfm("180 70 30 15", "2 3 4 6", "250 450 900 2000")

GRADED = ("lifecycle", "value", "geography")
LIBRARY = LIFECYCLE | VALUE | YUAN
OWN = OWN_LIFECYCLE | OWN_VALUE | POUNDS

QUESTIONS = (
    Question("lifecycle.csv", "lifecycle", "lifecycle", LIFECYCLE),
    Question("own-lifecycle.csv", "lifecycle", "lifecycle", OWN_LIFECYCLE),
    Question("frequency.csv", "frequency", "frequency"),
    Question("codes.csv", "geography", "development_level"),
    Question("value.csv", "value", "value", VALUE | YUAN),
    Question("own-value.csv", "value", "value", OWN_VALUE | POUNDS),
    Question("rfm.csv", "rfm", "rfm_segment", RFM | YUAN),
    Question("own-rfm.csv", "rfm", "rfm_segment", OWN_RFM | POUNDS),
    Question("grade.csv", "customer_grade", "grade", LIBRARY, after=GRADED),
    Question("own-grade.csv", "customer_grade", "grade", OWN, after=GRADED),
    Question("industry.csv", "wholesale_industry", "industry_class", source=WHOLESALE),
    Question("own-spending.csv", "wholesale_value", "value", source=WHOLESALE),
)
CENTS = "_cents"

pytestmark = [pytest.mark.needs("data"), pytest.mark.slow]


def furnish(above: Path) -> Path:
    """Make a folder that stands where the project does, with the files of the page."""
    here = above / "fenji"
    here.mkdir()
    (here / "rulesets").symlink_to(ROOT / "rulesets")
    (above / "shared").mkdir()
    (above / "shared" / "data").symlink_to(data_folder().resolve())
    for _, name, text in _BLOCK.findall(PAGE):
        if name:
            (here / name).write_text(text, "utf-8")
    return here


def type_all() -> None:
    """Type the page's commands in the current folder."""
    for kind, name, text in _BLOCK.findall(PAGE):
        if kind == "sh" and not name:
            python = text.replace("python3 ", f"{sys.executable} ")
            subprocess.run(("/bin/sh", "-ec", python), check=True)
        elif kind == "console":
            _type(text)


def _type(text: str) -> None:
    """Type the commands, and hold that each prints what the page says."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, said = part.replace("\\\n", "").partition("\n")
        program, *arguments = shlex.split(command)
        assert program == "fenji"
        # One process: these files are small, and starting more takes longer than they save.
        printed = run(*arguments, "--processes", "1")
        assert printed.exit_code in {0, 3}, printed.output
        pattern = ".*".join(map(re.escape, said.split("…")))
        assert re.fullmatch(pattern, printed.output, flags=re.DOTALL), printed.output


def by_fenji(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            subject = row.get("customer_id") or row["subject"]
            yield row | {"subject": subject}


def by_sql(question: Question) -> Iterator[Row]:
    """Answer in SQLite from the file as it is; money in hundredths becomes money again."""
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    with (data_folder() / question.source).open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    columns = ", ".join(f'"{each}"' for each in header)
    connection.execute(f"CREATE TABLE customers ({columns})")
    marks = ", ".join("?" * len(header))
    connection.executemany(f"INSERT INTO customers VALUES ({marks})", rows)  # noqa: S608 - marks only
    for each in question.after:
        connection.execute(f"CREATE TABLE {each}_answers AS {_query(each)}", question.given)
    for row in connection.execute(_query(question.query), question.given):
        yield dict(_plain(key, row[key]) for key in row.keys())  # noqa: SIM118 - Row yields values
    connection.close()


def _query(name: str) -> str:
    return (HERE / f"{name}.sql").read_text("utf-8")


def _plain(key: str, value: int | str | None) -> tuple[str, str]:
    """Write a value as a CSV file has it: numbers in their shortest form."""
    if value is None:
        return key.removesuffix(CENTS), ""
    if key.endswith(CENTS):
        return key.removesuffix(CENTS), f"{(Decimal(value) / 100).normalize():f}"
    return key, str(value)


def test_every_conclusion_of_every_customer_is_that_of_sql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All is in one test, so that the page's commands are typed once."""
    folder = furnish(tmp_path)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("FENJI_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    type_all()
    negative = _negative()
    assert len(negative) == NEGATIVE
    for question in QUESTIONS:
        ours = {row["subject"]: row for row in by_fenji(folder / question.output)}
        theirs = {row["subject"]: row for row in by_sql(question)}
        assert ours.keys() == theirs.keys(), question.output
        assert _different(ours, theirs) == {}, question.output
        assert {row["problems"] for row in ours.values()} == {""}
        assert {*_added(folder, question.output), "subject"} == next(by_sql(question)).keys()
        if question.source == RETAIL:
            told = {row["subject"] for row in _reported(folder, question.output)}
            assert told == (negative if len(ours) < CUSTOMERS else set())
    named = Counter(row["message"] for row in _reported(folder, "names.csv"))
    assert named.total() == CUSTOMERS
    assert sum("`GB`" in each and "United Kingdom" in each for each in named) == 1
    key = "days_since_last_order"
    rows = by_fenji(folder / "lifecycle.csv")
    assert [row["subject"] for row in rows if row[key] != row[f"{key} (2)"]] == []


def _different(ours: dict[str, Row], theirs: dict[str, Row]) -> dict[tuple[str, str], str]:
    return {
        (subject, key): f"{ours[subject][key]}, by SQL {value}"
        for subject, row in theirs.items()
        for key, value in row.items()
        if ours[subject][key] != value
    }


def _added(folder: Path, output: str) -> set[str]:
    """Give the conclusions of an output: no one may be left uncompared."""
    command = next(line for line in PAGE.splitlines() if f" -o {output} " in line)
    with (folder / shlex.split(command)[4]).open(encoding="utf-8") as lines:
        carried = len(next(csv.reader(lines)))
    with (folder / output).open(encoding="utf-8-sig") as lines:
        return set(next(csv.reader(lines))[carried:]) - {"fired", "problems"}


def _reported(folder: Path, output: str) -> list[Row]:
    report = list(by_fenji(folder / output.replace(".csv", ".report.csv")))
    assert {row["code"] for row in report} <= {"outside-domain-given"}
    return report


def _negative() -> set[str]:
    """Give who brought back more than was bought: such an amount is no fact."""
    with (data_folder() / RETAIL).open(encoding="utf-8") as lines:
        return {
            row["customer_id"]
            for row in csv.DictReader(lines)
            if Decimal(row["sales"]) < Decimal(row["returned"])
        }


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.output)
def test_the_page_counts_as_sql_counts(question: Question) -> None:
    amounts = _amounts(question.source)
    customers, total = Counter[str](), Counter[str]()
    for row in by_sql(question):
        customers[row[question.shown]] += 1
        total[row[question.shown]] += amounts[row["subject"]]
    counted = {each: (customers[each], f"{total[each] / 100:,.0f}") for each in customers}
    assert counted == _shown(question.output)


def _amounts(source: str) -> dict[str, int]:
    """Give what each customer bought in hundredths, less returns."""
    with (data_folder() / source).open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    if source == WHOLESALE:
        spent = ("Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen")
        return {row["CustomerId"]: 100 * sum(int(row[key]) for key in spent) for row in rows}
    return {
        row["customer_id"]: int(100 * (Decimal(row["sales"]) - Decimal(row["returned"])))
        for row in rows
    }


def _shown(output: str) -> dict[str, tuple[int, str]]:
    """Read the page's table of an output: its count and its amount stand side by side."""
    shown: dict[str, tuple[int, str]] = {}
    place = None
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            place = None
        elif f"`{output}`" in cells:
            place = cells.index(f"`{output}`")
        elif place is not None and cells[place] not in {"", "0", "---:"}:
            count = int(cells[place].replace(",", ""))
            shown[cells[0].strip("`")] = (count, cells[place + 1])
    return shown
