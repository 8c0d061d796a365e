"""The library publishes itself, and its sample customers fit it."""

from pathlib import Path

import pytest

from rulesets.errors import AuthorError
from rulesets.model import Vocabulary
from service.answers import answer
from service.check_document import check_document, run_cases
from service.evaluate import EvaluationRequest, evaluate
from service.house import House
from service.library import library_texts, publish_library
from service.publish import publish
from service.rulesets import get_ruleset, get_version, list_rulesets
from service.samples import facts_of, samples_for
from tests.houses import RULESET, VOCABULARY, new_house
from tests.published import library_house


def published_once(house: House) -> None:
    assert publish_library(house) == ()
    ids = [each.id for each in list_rulesets(house)]
    assert ids == sorted(ids)
    assert {"customer-grade", "complaint-sla"} <= set(ids)
    assert all(each.in_force and each.in_force.number == 1 for each in list_rulesets(house))


def test_it_is_published_once(library_file: Path, tmp_path: Path) -> None:
    published_once(library_house(library_file, tmp_path / "fenji.db"))


@pytest.mark.soak
def test_it_is_published_whole(database_url: str) -> None:
    # It takes long; what publishes on both databases is tested elsewhere, with small rulesets.
    house = new_house(database_url)
    published = publish_library(house)
    assert {each.id for each in published} >= {"customer", "customer-grade", "complaint-sla"}
    assert published[0].kind == "vocabulary"
    published_once(house)


@pytest.fixture
def house(library_file: Path, tmp_path: Path) -> House:
    """Open a house with the library: to publish it takes seconds."""
    return library_house(library_file, tmp_path / "fenji.db")


def test_somebody_elses_version_is_left_alone(house: House) -> None:
    changed = library_texts()["complaint-sla.yaml"].replace("投诉时限", "我们的投诉时限")
    publish(house, changed, published_by="ann")
    assert publish_library(house) == ()
    assert len(get_ruleset(house, "complaint-sla").versions) == 2


def test_its_cases_pass(house: House) -> None:
    for ruleset in list_rulesets(house):
        results = run_cases(house, get_version(house, ruleset.id).checked)
        assert [each for each in results if not each.passed] == []


def test_sample_customers_are_decided(house: House) -> None:
    for ruleset in list_rulesets(house):
        checked = get_version(house, ruleset.id).checked
        for sample in samples_for(checked)[::60]:
            request = EvaluationRequest(ruleset.id, sample.id, facts_of(sample, checked))
            assert answer(evaluate(house, request))["fired"], (sample.id, ruleset.id)


def test_a_document_is_checked_beside_others(database_url: str) -> None:
    beside = {"shop.yaml": VOCABULARY, "broken.yaml": "a: [", "notes.yaml": "x: 1"}
    for house in (None, new_house(database_url)):
        assert isinstance(check_document(house, VOCABULARY), Vocabulary)
        with pytest.raises(AuthorError, match="unknown-vocabulary"):
            check_document(house, RULESET)
        checked = check_document(house, RULESET, beside)
        assert not isinstance(checked, Vocabulary)
        assert checked.ruleset.id == "shop-grade"
        including = "ruleset: whole\nzone: UTC\ninclude: [shop-grade@7]\n"
        whole = check_document(house, including, beside | {"grade.yaml": RULESET})
        assert not isinstance(whole, Vocabulary)
        assert "grade" in whole.conclusions


def test_what_is_published_wins_over_what_lies_beside(database_url: str) -> None:
    house = new_house(database_url)
    publish(house, VOCABULARY)
    other = VOCABULARY.replace("annual_sales", "yearly_sales")
    checked = check_document(house, RULESET, {"shop.yaml": other})
    assert not isinstance(checked, Vocabulary)
    assert "annual_sales" in checked.facts
