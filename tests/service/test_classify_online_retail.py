"""Real customers through files equal an independent computation in SQL.

Data: UCI Machine Learning Repository, Online Retail, D. Chen (2015), doi 10.24432/C5BW33,
CC BY 4.0.
"""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from service.classify import Files, Options, classify
from service.house import open_house
from tests import parts
from tests.service.test_online_retail import ANSWERS, AS_OF, CUSTOMERS, by_sql, checked_ruleset


@pytest.mark.needs("data")
@pytest.mark.slow
def test_every_customer_of_the_file_is_graded_as_sql_grades(tmp_path: Path) -> None:
    """All conclusions of all customers agree, through two processes and a Parquet file."""
    path = parts.data_folder() / "online_retail_customers.csv"
    house = open_house(f"sqlite:///{tmp_path / 'none.db'}")
    options = Options(as_of=AS_OF, by_keys=True, subject="customer_id")
    files = Files(path, tmp_path / "graded.parquet", tmp_path / "report.csv")
    done = classify(house, checked_ruleset(), files, options)
    house.close()
    counts = done.counts
    assert (counts.read, counts.written, counts.reported) == (CUSTOMERS, CUSTOMERS, 0)
    assert (counts.warned, counts.blank, done.absent) == (0, 0, ())
    table = pq.read_table(files.output)
    answers = zip(*(table[key].to_pylist() for key in ANSWERS), strict=True)
    ours = dict(zip(table["customer_id"].to_pylist(), answers, strict=True))
    theirs = by_sql(path)
    different = {key: (ours[key], theirs[key]) for key in theirs if ours[key] != theirs[key]}
    assert different == {}
    assert ours.keys() == theirs.keys()
