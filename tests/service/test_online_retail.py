"""A ruleset on 4,362 real customers equals an independent computation in SQL.

Data: UCI Machine Learning Repository, Online Retail, D. Chen (2015), doi 10.24432/C5BW33,
CC BY 4.0.
"""

import csv
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from engine.encoding import dumps
from engine.intake import take_facts
from engine.runtimes.reference import Reference
from engine.strict_json import decode
from rulesets.checked import CheckedRuleset
from rulesets.values import Value
from service.check_document import check_document
from tests import parts

HERE = Path(__file__).parent
AS_OF = datetime(2011, 12, 10, 12, tzinfo=UTC)
FACTS = (
    "orders",
    "sales",
    "returned",
    "sales_last_6_months",
    "sales_previous_6_months",
    "last_order",
    "country",
)
ANSWERS = (
    "days_since",
    "net",
    "growth",
    "recency",
    "frequency",
    "money",
    "segment",
    "score",
    "grade",
    "percent_off",
)
CUSTOMERS = 4362

Answer = tuple[Value, ...]


def checked_ruleset() -> CheckedRuleset:
    """Read and check the ruleset of this test."""
    checked = check_document(None, (HERE / "online_retail.yaml").read_text("utf-8"))
    assert isinstance(checked, CheckedRuleset)
    return checked


def facts_text(row: dict[str, str]) -> bytes:
    """Write a customer's facts as an ERP would: JSON with exact numbers, absent where empty."""
    given: dict[str, object] = {
        key: row[key] if key in {"country", "last_order"} else Decimal(row[key])
        for key in FACTS
        if row[key]
    }
    return dumps(given).encode()


def by_fenji(path: Path) -> dict[str, Answer]:
    """Grade every customer with the reference engine."""
    checked = checked_ruleset()
    engine = Reference().load(checked)
    answers = {}
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            facts = take_facts(decode(facts_text(row)), checked)
            answer = engine.infer(facts, AS_OF).conclusions
            answers[row["customer_id"]] = tuple(answer[key] for key in ANSWERS)
    return answers


def exact(value: int | str | None, divisor: int) -> Value:
    """Turn SQL's whole pence, or tenths, into the number they stand for."""
    return Decimal(value) / divisor if isinstance(value, int) else value


def by_sql(path: Path) -> dict[str, Answer]:
    """Grade every customer in SQL, by integers."""
    connection = duckdb.connect()
    connection.execute((HERE / "online_retail_table.sql").read_text("utf-8"), [str(path)])
    rows = connection.execute((HERE / "online_retail.sql").read_text("utf-8")).fetchall()
    divisors = (1, 100, 10, 1, 1, 1, 1, 1, 1, 10)
    return {row[0]: tuple(map(exact, row[1:], divisors)) for row in rows}


@pytest.mark.needs("data")
@pytest.mark.slow
def test_every_customer_is_graded_as_sql_grades() -> None:
    """All conclusions of all customers agree; the test data reaches every segment and grade."""
    path = parts.data_folder() / "online_retail_customers.csv"
    ours, theirs = by_fenji(path), by_sql(path)
    assert len(ours) == CUSTOMERS
    different = {key: (ours[key], theirs[key]) for key in theirs if ours[key] != theirs[key]}
    assert different == {}
    assert ours.keys() == theirs.keys()
    assert len({answer[6] for answer in ours.values()}) == len(
        ("champion", "loyal", "promising", "at_risk", "asleep", "returns_only")
    )
    assert {answer[8] for answer in ours.values()} == {"A", "B", "C", "D"}
