"""Real customers through a batch equal an independent computation in SQL.

Data: UCI Machine Learning Repository, Online Retail, D. Chen (2015), doi 10.24432/C5BW33,
CC BY 4.0.
"""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask

from api import open_api
from service.keys import add_key
from service.publish import publish
from tests import parts
from tests.houses import Clock, new_house
from tests.service.test_online_retail import ANSWERS, AS_OF, CUSTOMERS, HERE, by_sql, facts_text


@pytest.mark.needs("data")
@pytest.mark.slow
def test_every_customer_of_a_batch_is_graded_as_sql_grades(tmp_path: Path) -> None:
    """All conclusions of all customers agree, sent as one body and recorded."""
    path = parts.data_folder() / "online_retail_customers.csv"
    house = new_house(f"sqlite:///{tmp_path / 'fenji.db'}", Clock(AS_OF))
    published = publish(house, (HERE / "online_retail.yaml").read_text("utf-8"))
    _, key = add_key(house, "ERP", ("evaluate",))
    app = Flask("api_alone", static_folder=None)
    open_api(app, house)
    with path.open(encoding="utf-8") as rows:
        body = b"".join(
            b'{"subject": "%s", "facts": %s}\n' % (row["customer_id"].encode(), facts_text(row))
            for row in csv.DictReader(rows)
        )
    reply = app.test_client().post(
        f"/api/v1/rulesets/{published.id}/evaluate/batch",
        data=body,
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/x-ndjson"},
    )
    *made, end = (
        json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in reply.data.splitlines()
    )
    assert end == {"done": True, "lines": CUSTOMERS, "decided": CUSTOMERS, "refused": 0}
    ours = {
        each["decision"]["subject"]: tuple(each["decision"]["conclusions"][key] for key in ANSWERS)
        for each in made
    }
    theirs = by_sql(path)
    different = {key: (ours[key], theirs[key]) for key in theirs if ours[key] != theirs[key]}
    assert different == {}
    assert ours.keys() == theirs.keys()
    house.close()
