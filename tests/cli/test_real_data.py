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
    """

    output: str
    query: str
    shown: str
    given: dict[str, int] = field(default_factory=dict)
    source: str = RETAIL


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

QUESTIONS = (
    Question("lifecycle.csv", "lifecycle", "lifecycle", LIFECYCLE),
    Question("own-lifecycle.csv", "lifecycle", "lifecycle", OWN_LIFECYCLE),
    Question("frequency.csv", "frequency", "frequency"),
    Question("names.csv", "geography", "development_level", {"coded": 0}),
    Question("codes.csv", "geography", "development_level", {"coded": 1}),
    Question("value.csv", "value", "value", VALUE | YUAN),
    Question("own-value.csv", "value", "value", OWN_VALUE | POUNDS),
    Question("rfm.csv", "rfm", "rfm_segment", RFM | YUAN),
    Question("own-rfm.csv", "rfm", "rfm_segment", OWN_RFM | POUNDS),
    Question("industry.csv", "wholesale_industry", "industry_class", source=WHOLESALE),
    Question("own-spending.csv", "wholesale_value", "value", source=WHOLESALE),
)
CENTS = "_cents"

pytestmark = [pytest.mark.needs("data"), pytest.mark.slow]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the page in a folder that stands where the project does."""
    above = tmp_path_factory.mktemp("real_data")
    here = above / "fenji"
    here.mkdir()
    (here / "rulesets").symlink_to(ROOT / "rulesets")
    (above / "shared").mkdir()
    (above / "shared" / "data").symlink_to(data_folder().resolve())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here)
        patch.setenv("FENJI_DATABASE_URL", f"sqlite:///{above / 'none.db'}")
        blocks = _BLOCK.findall(PAGE)
        for _, name, text in blocks:
            if name:
                (here / name).write_text(text, "utf-8")
        for kind, _, text in blocks:
            if kind == "sh":
                python = text.replace("python3 ", f"{sys.executable} ")
                subprocess.run(("/bin/sh", "-ec", python), check=True)
            elif kind == "console":
                _type(text)
    return here


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
    query = (HERE / f"{question.query}.sql").read_text("utf-8")
    for row in connection.execute(query, question.given):
        yield dict(_plain(key, row[key]) for key in row.keys())  # noqa: SIM118 - Row yields values
    connection.close()


def _plain(key: str, value: int | str | None) -> tuple[str, str]:
    if key.endswith(CENTS):
        return key.removesuffix(CENTS), str(Decimal(value or 0) / 100 if value is not None else "")
    return key, "" if value is None else str(value)


def _same(ours: str, theirs: str) -> bool:
    return ours == theirs or (bool(theirs) and ours != "" and Decimal(ours) == Decimal(theirs))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.output)
def test_every_conclusion_of_every_customer_is_that_of_sql(
    question: Question, folder: Path
) -> None:
    ours = {row["subject"]: row for row in by_fenji(folder / question.output)}
    theirs = {row["subject"]: row for row in by_sql(question)}
    assert ours.keys() == theirs.keys()
    different = {
        (subject, key): (ours[subject][key], value)
        for subject, row in theirs.items()
        for key, value in row.items()
        if not _same(ours[subject][key], value)
    }
    assert different == {}
    assert {row["problems"] for row in ours.values()} == {""}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.output)
def test_no_conclusion_is_left_uncompared(question: Question, folder: Path) -> None:
    command = next(line for line in PAGE.splitlines() if f" -o {question.output} " in line)
    with (folder / shlex.split(command)[4]).open(encoding="utf-8") as lines:
        carried = len(next(csv.reader(lines)))
    with (folder / question.output).open(encoding="utf-8-sig") as lines:
        added = next(csv.reader(lines))[carried:]
    assert {*added, "subject"} - {"fired", "problems"} == next(by_sql(question)).keys()


def test_the_days_are_those_of_the_file(folder: Path) -> None:
    key = "days_since_last_order"
    rows = list(by_fenji(folder / "lifecycle.csv"))
    assert [row["subject"] for row in rows if row[key] != row[f"{key} (2)"]] == []


@pytest.mark.parametrize("name", ["value", "rfm", "own-value", "own-rfm"])
def test_who_brought_back_more_than_was_bought_is_reported(name: str, folder: Path) -> None:
    with (data_folder() / RETAIL).open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    negative = {
        row["customer_id"] for row in rows if Decimal(row["sales"]) < Decimal(row["returned"])
    }
    told = list(by_fenji(folder / f"{name}.report.csv"))
    assert {row["subject"] for row in told} == negative
    assert (len(rows), len(told), len(negative)) == (CUSTOMERS, NEGATIVE, NEGATIVE)
    assert {row["code"] for row in told} == {"outside-domain-given"}


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
