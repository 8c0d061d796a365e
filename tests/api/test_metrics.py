"""What a process counts is told to whoever may operate it, and a wrong answer counts there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from api import open_api
from api.problems import MEDIA_TYPE
from service.disagreements import list_disagreements
from service.house import open_house
from service.keys import MOST_RATE, add_key
from service.twin import twins
from tests.api.conftest import Api
from tests.faulty import engines
from tests.houses import Clock, furnished_house

SHOP = "shop-grade"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """A house whose compiled engine is wrong from 700,000 on, and where the reference twins."""
    monkeypatch.setattr(twins, "is_here", lambda: False)
    url = f"sqlite:///{tmp_path / 'fenji.db'}"
    clock = Clock()
    furnished_house(url, clock).close()
    house = open_house(url, clock=clock, runtimes=engines())
    app = Flask("shop", static_folder=None)
    open_api(app, house, most_refusals=MOST_RATE)
    _, key = add_key(house, "ERP", ("evaluate", "read", "operate"), MOST_RATE)
    yield Api(app, house, clock, key)
    house.close()


def counted(api: Api) -> dict[tuple[str, ...], float]:
    reply = api.get("/api/v1/metrics")
    assert reply.status_code == 200
    assert reply.content_type == "text/plain; version=0.0.4; charset=utf-8"
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
    }


def body(sales: int) -> dict[str, object]:
    return {"subject": "17850", "facts": {"annual_sales": sales}}


def test_decisions_are_counted_by_who_inferred_them_again(shop: Api) -> None:
    before = counted(shop)
    assert before["fenji_decisions_total", "reference"] == 0
    for sales in (1, 600000, 2):
        plain = shop.post(SHOP, body(sales)).get_json()
        assert plain["twin"] == "reference"
        assert "conditions" in plain["inferred_twice"]
    after = counted(shop)
    assert after["fenji_decisions_total", "reference"] == 3
    assert after["fenji_twin_inferences_total", "reference", "absent"] == 3
    assert after["fenji_twin_disagreements_total",] == 0


def test_a_key_without_the_scope_is_refused(shop: Api) -> None:
    key = shop.new_key("evaluate", "read", "simulate")
    reply = shop.client.get("/api/v1/metrics", headers=shop.headers(key))
    assert (reply.status_code, reply.get_json()["code"]) == (403, "scope-needed")
    assert shop.client.get("/api/v1/metrics").status_code == 401


@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_engines_that_disagree_answer_a_problem_in_both_ways(
    shop: Api, warm: bool, language: str
) -> None:
    """The first call goes the exact way, because its key is not known yet; later ones the short."""
    if warm:
        assert shop.post(SHOP, body(1)).status_code == 200
    headers = {"Idempotency-Key": "once", "Accept-Language": language}
    reply = shop.post(SHOP, body(800000), headers=headers)
    assert (reply.status_code, reply.content_type) == (500, MEDIA_TYPE)
    plain = reply.get_json()
    assert plain["code"] == "engines-disagree"
    assert plain["id"] in plain["detail"]
    assert set(plain) == {"type", "title", "status", "detail", "code", "errors", "id"}
    (kept,) = list_disagreements(shop.house)
    assert kept.id == plain["id"]
    assert counted(shop)["fenji_twin_disagreements_total",] == 1
    assert shop.get("/api/v1/decisions").get_json()["decisions"] == [] or warm


def test_a_line_of_a_batch_is_such_a_problem_and_the_others_are_decided(shop: Api) -> None:
    lines = "\n".join(
        f'{{"subject": "c{sales}", "facts": {{"annual_sales": {sales}}}}}'
        for sales in (600000, 800000, 1)
    )
    headers = shop.headers() | {"Content-Type": "application/x-ndjson"}
    reply = shop.client.post(f"/api/v1/rulesets/{SHOP}/evaluate/batch", data=lines, headers=headers)
    first, wrong, last, end = (json.loads(line) for line in reply.text.splitlines())
    assert first["decision"]["twin"] == last["decision"]["twin"] == "reference"
    assert (wrong["problem"]["status"], wrong["problem"]["code"]) == (500, "engines-disagree")
    (kept,) = list_disagreements(shop.house)
    assert wrong["problem"]["id"] == kept.id
    assert (end["done"], end["decided"], end["refused"]) == (True, 2, 1)
