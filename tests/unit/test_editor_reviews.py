"""The pages on the way to publication: submit, review, approve, send back, roll back."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.runtimes.compiled import Compiled
from engine.runtimes.reference import Reference
from rulesets.differences.pieces import Piece, pieces
from rulesets.drafting import Edit
from service.drafts import FromVersion, edit_draft, open_draft
from service.house import House, open_house
from service.people import Person, list_people
from service.people.model import OPERATOR
from service.publish import publish
from service.review import list_reviews
from service.rulesets import get_ruleset
from service.settings import Settings
from tests.houses import NOON, QUICK, RULESET_2, Clock
from tests.service.reviewing import furnished
from tests.signing_in import HERE, entered
from wsgi import create_app

__all__ = ["furnished"]

CELL: Final = ("blocks", 0, "rows", 0, "when", 0)
WHY: Final = "提高 A 级门槛\n与财务商定"
EVE: Final = Person("e" * 26, "eve", frozenset({"auditor"}))


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    url = f"sqlite:///{shutil.copyfile(furnished, tmp_path / 'fenji.db')}"
    engines = {each.name: each for each in (Compiled(), Reference())}
    clock = Clock(NOON + timedelta(minutes=1))
    settings = Settings(database_url=url, twin="off")
    opened = open_house(settings, clock=clock, runtimes=engines, passwords=QUICK)
    yield opened
    opened.close()


@pytest.fixture
def app(house: House) -> Flask:
    app = create_app(house)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def ann(app: Flask) -> FlaskClient:
    return entered(app, "analyst", name="ann")


@pytest.fixture
def cat(app: Flask) -> FlaskClient:
    return entered(app, "approver", name="cat")


def get(client: FlaskClient, address: str, language: str = "zh") -> TestResponse:
    return client.get(address, base_url=HERE, headers={"Accept-Language": language})


def post(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    found = re.search(r'name="csrf_token" value="([^"]+)"', get(client, "/rulesets").text)
    assert found
    data = {**fields, "csrf_token": found[1]}
    return client.post(address, data=data, base_url=HERE, headers={"Accept-Language": "zh"})


def draft_of(house: House, name: str = "ann", value: str = ">= 60万") -> str:
    (who,) = (each.person for each in list_people(house, OPERATOR) if each.person.name == name)
    draft = open_draft(house, who, FromVersion("ruleset", "shop-grade"))
    edit_draft(house, who, draft.id, 0, [Edit("set", CELL, value)])
    return draft.id


@pytest.fixture
def review(ann: FlaskClient, house: House) -> str:
    """Submit a draft by its page, and give the address of the review."""
    sent = post(ann, f"/drafts/{draft_of(house)}/submit", comment=WHY, revision="1")
    assert sent.status_code == 303
    return sent.location


def text(answer: TestResponse) -> str:
    """Give what is read of a page, without its markup."""
    assert answer.status_code in {200, 422}, answer.status_code
    body = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


# -------------------------------------------------------------------------------------- submitting


def test_what_will_be_submitted_is_read_before_it_is(ann: FlaskClient, house: House) -> None:
    draft = draft_of(house)
    page = get(ann, f"/drafts/{draft}/submit")
    assert "<del>50 万元</del><ins>60 万元</ins>" in page.text
    assert "相对第 1 版 1 处修改" in text(page)
    assert "Compared with version 1" in text(get(ann, f"/drafts/{draft}/submit", "en"))
    assert f'href="/drafts/{draft}/submit"' in get(ann, f"/drafts/{draft}").text


def test_without_a_reason_nothing_is_submitted_and_nothing_typed_is_lost(
    ann: FlaskClient, house: House
) -> None:
    address = f"/drafts/{draft_of(house)}/submit"
    page = post(ann, address, comment="  ", revision="1")
    assert page.status_code == 422
    assert "没有写明理由" in text(page)
    page = post(ann, address, comment="长" * 2001, revision="1")
    assert "长" * 2001 in page.text
    assert list_reviews(house, EVE) == ()
    stale = post(ann, address, comment=WHY, revision="0")
    assert stale.status_code == 422
    assert "由 &gt;= 50万 改为 &gt;= 60万" in stale.text.replace("「", "").replace("」", "")
    assert "与财务商定" in stale.text
    assert 'name="revision" value="1"' in stale.text
    assert list_reviews(house, EVE) == ()


def test_with_an_error_submitting_is_off_and_says_why(ann: FlaskClient, house: House) -> None:
    draft = draft_of(house, value=">= 很多")
    page = get(ann, f"/drafts/{draft}/submit")
    assert "草稿还有 1 处错误，不能提交" in text(page)
    assert '<form method="post" class="stack">' not in page.text
    at_the_desk = get(ann, f"/drafts/{draft}").text
    assert f'href="/drafts/{draft}/submit"' not in at_the_desk
    assert "草稿还有 1 处错误，不能提交" in at_the_desk
    assert post(ann, f"/drafts/{draft}/submit", comment=WHY, revision="1").status_code == 422


def test_what_was_submitted_leads_to_its_review_and_can_be_withdrawn(
    ann: FlaskClient, review: str, house: House
) -> None:
    page = get(ann, review)
    assert "<h1>提高 A 级门槛</h1>" in page.text
    assert "与财务商定" in text(page)
    assert "待审批" in text(page)
    (kept,) = list_reviews(house, EVE)
    assert get(ann, f"/drafts/{kept.draft}/submit").location == review
    assert review in get(ann, f"/drafts/{kept.draft}").text
    back = post(ann, f"{review}/withdraw")
    assert back.location == f"/drafts/{kept.draft}"
    assert "已收回" in text(get(ann, review))


CASES: Final = [
    {"id": "rich", "title": {"zh": "六十万", "en": "600,000"}, "given": {"annual_sales": "600000"},
     "expect": {"grade": "A"}},
    {"id": "old", "title": {"zh": "五十万", "en": "500,000"}, "given": {"annual_sales": "500000"},
     "expect": {"grade": "A", "percent_off": "12.5"}},
    {"id": "odd", "title": {"zh": "按行", "en": "By rows"}, "given": {"annual_sales": "600000"},
     "problems": ["not-whole"], "fired": ["grading/low"]},
]  # fmt: skip


def test_cases_that_do_not_pass_are_read_before_and_after_it_is_submitted(
    ann: FlaskClient, cat: FlaskClient, house: House
) -> None:
    draft = draft_of(house)
    (who,) = (each.person for each in list_people(house, OPERATOR) if each.person.name == "ann")
    edit_draft(house, who, draft, 1, [Edit("set", ("cases",), CASES)])
    page = get(ann, f"/drafts/{draft}/submit")
    sent = post(ann, f"/drafts/{draft}/submit", comment=WHY, revision="2")
    assert sent.status_code == 303, text(sent)
    for read in (text(page), text(get(cat, sent.location))):
        assert "案例：通过 1 / 3 个" in read
        assert "五十万 等级 应得出 A 实际得出 B 优惠比例 应得出 12.5% 实际得出 0%" in read
        assert "按行 推理中的问题 应得出 不是整数 实际得出 无" in read
        assert "命中的规则 应得出 「grading」第 2 行 实际得出 「grading」第 1 行" in read
        assert "六十万" not in read.partition("未通过的案例")[2]
    english = text(get(cat, sent.location, "en"))
    assert "500,000 Grade Expected A Came out B Percent off Expected 12.5% Came out 0%" in english
    assert "Problems Expected not a whole number Came out none" in english
    assert "Rules that fire Expected “grading” row 2 Came out “grading” row 1" in english


# --------------------------------------------------------------------------------------- reviewing


def test_the_approver_sees_the_change_and_approves(
    cat: FlaskClient, review: str, house: House
) -> None:
    assert '<b class="count"' in get(cat, "/rulesets").text
    assert "提高 A 级门槛" in text(get(cat, "/reviews"))
    page = get(cat, review)
    assert "<del>50 万元</del><ins>60 万元</ins>" in page.text
    assert "检查：无错误" in text(page)
    assert "组事实推理一致" in text(page)
    assert "您不是起草人，可以审批" in text(page)
    done = post(cat, f"{review}/approve", comment="同意", when="now")
    assert (done.status_code, done.location) == (303, review)
    after = text(get(cat, review))
    assert "cat已批准，发布为第 2 版" in after
    assert "同意" in after
    assert "ann起草" in text(get(cat, "/rulesets/shop-grade"))
    assert '<b class="count"' not in get(cat, "/rulesets").text
    assert "没有等您审批的" in text(get(cat, "/reviews"))
    assert "approved and published" in text(get(cat, "/reviews?show=all", "en"))
    assert len(get_ruleset(house, "shop-grade").versions) == 2


def test_a_moment_of_effect_is_chosen_on_the_clocks_of_the_ruleset(
    cat: FlaskClient, review: str, house: House
) -> None:
    approve = partial(post, cat, f"{review}/approve", comment="等到月初", when="at")
    for at in ("", "2026-13-01T00:00", "tomorrow", "2026-03-03T12:00", "2026-03-03T12:00+08:00"):
        page = approve(at=at)
        assert page.status_code == 422
        assert 'aria-invalid="true"' in page.text
        assert "等到月初" in page.text
    # A moment that is typed beside `at once` does not publish at once.
    for when in ("now", "", "soon"):
        page = approve(at="2026-04-01T00:00", when=when)
        assert page.status_code == 422
        assert "没有选择定时生效" in page.text
        assert 'value="2026-04-01T00:00"' in page.text
    assert len(get_ruleset(house, "shop-grade").versions) == 1
    assert approve(at="2026-04-01T00:00").status_code == 303
    head = get_ruleset(house, "shop-grade").versions[-1]
    assert head.effective_from.isoformat() == "2026-03-31T16:00:00+00:00"
    assert "2026-04-01 00:00 +08:00" in text(get(cat, review))


def test_sent_back_the_author_reads_why(
    cat: FlaskClient, ann: FlaskClient, review: str, house: House
) -> None:
    assert "没有写明理由" in text(post(cat, f"{review}/send-back", comment=""))
    assert post(cat, f"{review}/send-back", comment="80 万更合适").location == review
    (kept,) = list_reviews(house, EVE)
    assert "80 万更合适" in get(ann, f"/drafts/{kept.draft}").text
    past = text(get(ann, f"/drafts/{kept.draft}/history"))
    assert "cat 已退回 ：80 万更合适" in past
    assert "ann 提交审批 ：提高 A 级门槛" in past
    again = post(cat, f"{review}/approve", when="now")
    assert again.status_code == 422
    assert "这次审批已经结束：已退回" in text(again)


def test_nobody_approves_what_is_ones_own_and_reads_why_not(app: Flask, house: House) -> None:
    both = entered(app, "analyst", "approver", name="ben")
    sent = post(both, f"/drafts/{draft_of(house, 'ben')}/submit", comment=WHY, revision="1")
    page = get(both, sent.location)
    assert "不能审批自己的修改" in text(page)
    assert f"{sent.location}/approve" not in page.text
    assert post(both, f"{sent.location}/approve", when="now").status_code == 422
    assert '<b class="count"' not in get(both, "/rulesets").text
    assert len(get_ruleset(house, "shop-grade").versions) == 1


@pytest.mark.parametrize("role", ["analyst", "auditor"])
def test_readers_read_and_are_told_who_decides(app: Flask, review: str, role: str) -> None:
    reader = entered(app, role)
    page = get(reader, review)
    assert "由审批人审批" in text(page)
    assert f"{review}/approve" not in page.text
    assert post(reader, f"{review}/approve", when="now").status_code == 403


def test_a_draft_that_came_second_is_refused_with_what_to_do(
    cat: FlaskClient, review: str, house: House
) -> None:
    publish(house, RULESET_2)
    page = post(cat, f"{review}/approve", when="now", comment="可以")
    assert page.status_code == 422
    assert "草稿基于第 1 版，此后已发布第 2 版" in text(page)
    assert "从第 2 版新建草稿" in text(page)
    assert "可以" in page.text


# ------------------------------------------------------------------------------------ rolling back


def test_a_version_is_rolled_back_from_the_list_of_versions(
    cat: FlaskClient, ann: FlaskClient, house: House
) -> None:
    publish(house, RULESET_2)
    address = "/rulesets/shop-grade/versions/1/roll-back"
    page = get(cat, "/rulesets/shop-grade").text
    assert address in page
    assert "/versions/2/roll-back" not in page
    assert address not in get(ann, "/rulesets/shop-grade").text
    asked = get(cat, address)
    assert "<del>60 万元</del><ins>50 万元</ins>" in asked.text
    assert "没有写明理由" in text(post(cat, address, comment="", when="now"))
    done = post(cat, address, comment="客户投诉", when="now")
    assert done.status_code == 303
    assert "cat已回退，发布为第 3 版" in text(get(cat, done.location))
    assert "客户投诉" in text(get(cat, done.location))
    nothing = get(cat, "/rulesets/shop-grade/versions/1/roll-back")
    assert "第 1 版与最新的第 3 版内容相同" in text(nothing)


@pytest.mark.parametrize(
    "address",
    [
        "/reviews/nothing",
        "/rulesets/shop-grade/versions/9/roll-back",
        "/rulesets/shop-grade/versions/x/roll-back",
        "/rulesets/nothing/versions/1/roll-back",
    ],
)
def test_what_is_not_there_is_404(cat: FlaskClient, address: str) -> None:
    assert get(cat, address).status_code == 404


def test_forged_forms_do_nothing(cat: FlaskClient, review: str, house: House) -> None:
    for act in ("approve", "send-back"):
        answer = cat.post(f"{review}/{act}", data={"comment": "x"}, base_url=HERE)
        assert answer.status_code == 400
    (kept,) = list_reviews(house, EVE)
    assert kept.state == "waiting"


# ----------------------------------------------------------------------------------------- wording


Cut = Callable[[str, str], tuple[Piece, ...]]


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("是 A。", "是 A。", "是 A。"),
        ("", "新的", "{+新的+}"),
        ("旧的", "", "[-旧的-]"),
        ("不低于 100 万元，则高。", "不低于 120 万元，则高。",
         "不低于 [-100 万元-]{+120 万元+}，则高。"),
        ("discount is 4%.", "discount is 5.5%.", "discount is [-4%-]{+5.5%+}."),
        ("若客户等级为 B，则 折扣为 4%。", "若客户等级为 B，且 渠道为线上，则 折扣为 4%。",
         "若客户等级为 B，{+且 渠道为线上，+}则 折扣为 4%。"),
        ("完全不同的句子", "abc", "[-完全不同的句子-]{+abc+}"),
    ],
)  # fmt: skip
def test_sentences_are_cut_where_they_differ(old: str, new: str, marked: str) -> None:
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    found = pieces(old, new)
    assert "".join(marks[each.kind].format(each.text) for each in found) == marked
    assert "".join(each.text for each in found if each.kind != "new") == old
    assert "".join(each.text for each in found if each.kind != "old") == new
