"""Choosing among the sample customers, and the page on which they are tried."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from engine.intake import take_facts
from engine.runtimes.reference import Reference
from service.choosing_samples import classes_of, find_samples
from service.house import House
from service.library import library_texts
from service.publish import publish
from service.rulesets import get_version
from service.samples import facts_of, list_samples, samples_as_of, samples_for
from tests.houses import new_house
from tests.signing_in import entered
from wsgi import create_app


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder: Path = tmp_path_factory.mktemp("samples")
    opened = new_house(f"sqlite:///{folder}/fenji.db")
    for name in ("customer", "lifecycle", "complaint-sla"):
        publish(opened, library_texts()[f"{name}.yaml"])
    return opened


@pytest.fixture
def client(house: House) -> FlaskClient:
    return entered(create_app(house))


def test_classes_are_codes_and_few_numbers_but_no_advice(house: House) -> None:
    stages, *rest = classes_of(get_version(house, "lifecycle").checked)
    assert stages.key == "lifecycle"
    assert [each.value for each in stages.codes][:2] == ["potential", "new"]
    assert rest == []
    found = classes_of(get_version(house, "complaint-sla").checked)
    assert [each.key for each in found] == ["queue"]
    assert [each.value for each in found[0].codes] == [str(number) for number in range(1, 10)]


@pytest.mark.parametrize("stage", ["potential", "new", "active", "loyal", "dormant", "lost"])
def test_samples_are_found_by_the_class_that_they_reach(house: House, stage: str) -> None:
    version = get_version(house, "lifecycle")
    engine = Reference().load(version.checked)

    def reached(facts: dict[str, object]) -> object:
        taken = take_facts(facts, version.checked)
        return engine.infer(taken, samples_as_of()).conclusions["lifecycle"]

    every = samples_for(version.checked)
    expected = [each for each in every if reached(facts_of(each, version.checked)) == stage]
    assert list(find_samples(house, version, reaching=("lifecycle", stage))) == expected
    assert 0 < len(expected) < len(every)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("s-1002", {"S-1002"}),
        ("宁波样例 商贸", {"S-1002"}),
        ("TRADING ningbo example", {"S-1002"}),
        ("nobody at all", set()),
    ],
)
def test_samples_are_found_by_words(house: House, words: str, expected: set[str]) -> None:
    found = find_samples(house, get_version(house, "lifecycle"), words)
    assert {each.id for each in found} == expected
    everything = find_samples(house, get_version(house, "lifecycle"), "  ")
    assert everything == list_samples()


def test_a_search_takes_the_first_that_is_found(client: FlaskClient) -> None:
    page = client.get("/rulesets/lifecycle/try?reaching=lifecycle=lost&sample=S-1001").text
    # Bought nothing since March 2025.
    assert '<option value="S-1008" selected>' in page
    assert 'value="S-1001"' not in page
    kept = client.get("/rulesets/lifecycle/try?reaching=lifecycle=loyal&sample=S-1003").text
    assert '<option value="S-1003" selected>' in kept
    nobody = client.get("/rulesets/lifecycle/try?find=nobody&sample=S-1003").text
    assert 'role="status"' in nobody
    assert '<input type="hidden" name="sample" value="S-1003">' in nobody


def test_samples_are_tried_at_their_own_moment(client: FlaskClient) -> None:
    page = client.get("/rulesets/lifecycle/try").text
    assert 'name="as_of" value="2026-11-20T10:00:00+08:00"' in page


@pytest.mark.parametrize("asked", ["reaching=lifecycle=nothing", "reaching=x", "sample=S-9999"])
def test_what_nobody_offers_is_not_found(client: FlaskClient, asked: str) -> None:
    assert client.get(f"/rulesets/lifecycle/try?{asked}").status_code == 404
