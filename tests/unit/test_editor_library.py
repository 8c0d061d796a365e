"""The pages of the library: the shelf, one ruleset to choose, a copy of one's own."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from editor.chain_map import chain_map
from editor.views.library import group_views, outline, shelved_view
from editor.views.names import MOST_VALUES
from service.catalogue import Shelved, catalogue, shelved
from service.house import House
from service.publish import publish
from service.rulesets import get_ruleset, list_rulesets
from tests.houses import RULESET, VOCABULARY, new_house
from tests.signing_in import entered
from tests.unit.test_editor_shell import HERE, token
from wsgi import create_app

SHELF: Final = tuple(each for group in catalogue() for each in group.shelved)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return new_house(f"sqlite:///{tmp_path / 'fenji.db'}")


@pytest.fixture
def app(house: House) -> Flask:
    app = create_app(house)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with entered(app) as client:
        yield client


def get(client: FlaskClient, address: str, language: str = "zh") -> TestResponse:
    return client.get(address, base_url=HERE, headers={"Accept-Language": language})


def copy(client: FlaskClient, ruleset: str, **fields: str) -> TestResponse:
    address = f"/library/{ruleset}/copy"
    typed = {"id": "", "title_zh": "", "title_en": ""} | fields
    typed["csrf_token"] = token(client.get(address, base_url=HERE))
    headers = {"Accept-Language": "zh"}
    return client.post(address, data=typed, base_url=HERE, headers=headers)


def on_the_shelf(ruleset: str) -> Shelved:
    one = shelved(ruleset)
    assert one
    return one


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_shelf_asks_every_question_in_its_order(client: FlaskClient, language: str) -> None:
    page = get(client, "/library", language)
    assert page.status_code == 200
    places = [page.text.index(each.question.in_language(language)) for each in SHELF]
    assert places == sorted(places)
    assert page.text.count('class="small-chain"') == len(SHELF)


def test_a_search_leaves_what_fits_and_says_when_nothing_does(client: FlaskClient) -> None:
    page = get(client, "/library?q=高价值客户")
    assert page.text.count('class="card volume"') == 1
    assert "谁是高价值客户？" in page.text
    assert 'value="高价值客户"' in page.text
    nothing = get(client, "/library?q=<script>")
    assert nothing.status_code == 200
    assert "规则库里没有谈到「&lt;script&gt;」的规则集" in nothing.text


@pytest.mark.parametrize("one", SHELF, ids=lambda one: one.id)
def test_each_can_be_read_and_tried_with_nothing_published(
    client: FlaskClient, one: Shelved
) -> None:
    for language in ("zh", "en"):
        page = get(client, f"/library/{one.id}", language)
        assert page.status_code == 200
        assert f"<h1>{one.question.in_language(language)}</h1>" in page.text
        for each in one.classes:
            assert each.title.in_language(language) in page.text
            for strategy in each.strategies:
                assert strategy.text.in_language(language) in page.text
        for key in one.facts:
            assert f'id="fact-{key}"' in page.text
        assert 'class="card out"' in page.text
        # Every link on the page leads to something on it.
        ids = set(re.findall(r'\bid="([^"]+)"', page.text))
        assert set(re.findall(r'href="#([^"]+)"', page.text)) <= ids


def test_a_sample_can_be_taken_and_an_unknown_one_is_none(client: FlaskClient) -> None:
    page = get(client, "/library/value")
    first, second = re.findall(r'<option value="([^"]+)"', page.text)[:2]
    assert f'value="{first}" selected' in page.text
    taken = get(client, f"/library/value?sample={second}")
    assert f'value="{second}" selected' in taken.text
    assert get(client, "/library/value?sample=nobody").status_code == 404


def test_links_of_a_draft_lead_on_with_the_customer_who_was_chosen(client: FlaskClient) -> None:
    made = copy(client, "value", id="ours", title_zh="我们的", title_en="Ours")
    draft = str(made.headers["Location"]).partition("?")[0]
    first, second = re.findall(r'<option value="(S-[^"]+)"', get(client, draft).text)[:2]
    for chosen, kept in ((first, ""), (second, f"sample={second}")):
        page = get(client, f"{draft}?sample={chosen}").text
        linked = re.findall(rf'href="{draft}/((?:blocks|parts)/[^"#]+)', page)
        assert {each.partition("?")[2] for each in linked if each != "blocks/new"} == {kept}


@pytest.mark.parametrize("address", ["/library/nothing", "/library/nothing/copy", "/library/客户"])
def test_what_is_not_on_the_shelf_is_no_page(client: FlaskClient, address: str) -> None:
    assert get(client, address).status_code == 404


def test_a_ruleset_built_of_others_shows_their_conclusions_as_given(app: Flask) -> None:
    grade = on_the_shelf("customer-grade")
    own = {placed.key for placed in grade.checked.blocks if placed.ruleset == grade.id}
    boxes = chain_map(outline(grade.checked), "zh").boxes
    assert {box.key for box in boxes if box.is_block} == own
    assert {"value", "credit", "lifecycle"} <= {box.key for box in boxes if not box.is_block}
    # No column is empty: the boxes stand side by side from the left.
    across = sorted({box.x for box in boxes})
    assert len({right - left for left, right in pairwise(across)}) == 1
    with app.test_request_context("/"):
        view = shelved_view(grade, "zh")
    taken = {key for each in view.built_from for key, _ in each.taken}
    assert taken == {box.key for box in boxes if not box.is_block} - set(grade.facts)


def test_a_long_code_list_is_cut_short(app: Flask) -> None:
    with app.test_request_context("/"):
        facts = shelved_view(on_the_shelf("geography"), "zh").facts
    province = next(each for each in facts if each.key == "province")
    assert province.domain.count("、") == MOST_VALUES - 1
    assert province.domain.endswith(" …")


def test_a_card_counts_what_is_needed() -> None:
    cards = {each.id: each for group in group_views(catalogue(), "en") for each in group.cards}
    assert (cards["lifecycle"].facts, cards["lifecycle"].required) == (4, 1)
    assert cards["value"].classes == ("High", "Medium", "Low")


def test_the_form_of_a_copy_is_filled_in(client: FlaskClient) -> None:
    page = get(client, "/library/value/copy")
    assert 'value="my-value"' in page.text
    assert f'value="{on_the_shelf("value").title.zh}（本公司）"' in page.text
    assert f'value="{on_the_shelf("value").title.en} (ours)"' in page.text


def test_a_copy_leads_to_a_draft_and_says_what_next(client: FlaskClient, house: House) -> None:
    made = copy(client, "value", id=" our-value ", title_zh="本公司客户价值", title_en="Our value")
    assert made.status_code == 303
    assert made.location.startswith("/drafts/")
    page = get(client, made.location)
    assert page.status_code == 200
    assert "「本公司客户价值」已是您的规则集" in page.text
    assert list_rulesets(house) == ()
    assert "本公司客户价值" in get(client, "/drafts").text
    # The message stands only where one comes from the library.
    assert "已是您的规则集" not in get(client, made.location.partition("?")[0]).text
    # The next copy gets an id of its own, and the draft keeps this one.
    assert 'value="our-value"' in copy(client, "value", id="our-value", title_zh="又一份").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"id": "Our Value", "title_zh": "价值甲"}, "应为小写字母、数字与短横"),
        ({"id": "shop-grade", "title_zh": "价值甲"}, "已有规则集以"),
        ({"id": "our-value", "title_zh": " ", "title_en": ""}, "规则集还没有名称"),
    ],
)
def test_what_is_refused_is_said_beside_the_field_and_nothing_typed_is_lost(
    client: FlaskClient, house: House, typed: dict[str, str], said: str
) -> None:
    publish(house, VOCABULARY)
    publish(house, RULESET)
    page = copy(client, "value", **typed)
    assert page.status_code == 422
    assert said in page.text
    assert 'aria-invalid="true"' in page.text
    for text in typed.values():
        assert f'value="{text}"' in page.text
    assert len(get_ruleset(house, "shop-grade").versions) == 1
    assert [each.id for each in list_rulesets(house)] == ["shop-grade"]


def test_a_forged_form_copies_nothing(client: FlaskClient, house: House) -> None:
    answer = client.post("/library/value/copy", data={"id": "our-value"}, base_url=HERE)
    assert answer.status_code == 400
    assert list_rulesets(house) == ()


def test_an_empty_house_points_to_the_library(client: FlaskClient) -> None:
    page = get(client, "/rulesets")
    assert "还没有发布规则集" in page.text
    assert page.text.count('href="/library"') == 2
