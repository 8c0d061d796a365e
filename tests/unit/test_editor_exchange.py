"""The pages of DMN: a file shown as sentences or refused whole, its YAML, a ruleset as a file."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from editor.pages.exchange import MOST_UPLOADED
from editor.speech import quoted
from editor.views.faults import MOST_FAULTS, faults_view, note_lines
from rulesets.dmn.note import Note
from rulesets.documents import read
from rulesets.errors import Fault
from rulesets.model import Ruleset
from rulesets.types import Both
from service.export_dmn import export_ruleset
from service.import_dmn import import_document
from service.rulesets import get_version
from tests.dmn_files import DOCTYPE, FAULTY, FAULTY_PLACES, GOOD, TOO_LARGE, document
from tests.signing_in import entered
from tests.site import Site, open_site
from tests.unit.test_editor_shell import HERE, token
from wsgi import create_app

YAML: Final = re.compile(r'<textarea name="yaml"[^>]*>\n(.*?)</textarea>', re.DOTALL)
LONG: Final = "客户授信额度审批模型第三版" * 30 + ".dmn"


@pytest.fixture(scope="module")
def site(library_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return open_site(library_file, tmp_path_factory.mktemp("exchange"))


@pytest.fixture(scope="module")
def app(site: Site) -> Flask:
    app = create_app(site.house)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with entered(app) as client:
        yield client


def upload(
    client: FlaskClient, content: bytes | None, name: str = "model.dmn", **fields: Any
) -> TestResponse:
    data = {"csrf_token": token(client.get("/dmn", base_url=HERE))} | fields
    if content is not None:
        data["file"] = (io.BytesIO(content), name)
    headers = {"Accept-Language": fields.pop("language", "zh")}
    return client.post("/dmn", data=data, base_url=HERE, headers=headers)


def unescaped(text: str) -> str:
    for said, sign in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#34;", '"'),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ):
        text = text.replace(said, sign)
    return text


def test_a_model_is_shown_as_the_page_of_a_ruleset(client: FlaskClient) -> None:
    answer = upload(client, GOOD.read_bytes(), "客户优惠.dmn", id="discount", zone="Asia/Shanghai")
    assert answer.status_code == 200
    for said in ("客户优惠.dmn", "优惠比例", "年采购额", "≥ 50 万", "12.5"):
        assert said in answer.text
    assert 'id="block-' in answer.text
    assert "<svg" in answer.text
    shown = YAML.search(answer.text)
    assert shown
    model = import_document(GOOD.read_bytes(), id="discount", zone="Asia/Shanghai")
    assert unescaped(shown[1]) == model.yaml
    for note in model.notes:
        assert note.text.zh in answer.text
    # Nothing is stored: the list of rulesets is what it was.
    assert "discount" not in client.get("/rulesets", base_url=HERE).text
    assert upload(client, GOOD.read_bytes(), id="discount").status_code == 200, "as often as wanted"


def test_the_yaml_of_a_preview_comes_back_as_a_file(client: FlaskClient) -> None:
    shown = upload(client, GOOD.read_bytes(), id="discount")
    yaml = import_document(GOOD.read_bytes(), id="discount").yaml
    typed = {"csrf_token": token(shown), "id": "discount", "yaml": yaml.replace("\n", "\r\n")}
    answer = client.post("/dmn/yaml", data=typed, base_url=HERE)
    assert answer.status_code == 200
    assert answer.data.decode() == yaml
    assert answer.headers["Content-Disposition"] == 'attachment; filename="discount.yaml"'
    assert answer.headers["Content-Type"] == "application/yaml; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert isinstance(read(answer.data.decode()), Ruleset)


@pytest.mark.parametrize("odd", ["", "../x", 'a"b', "a\r\nX: y", "客户", "A" * 100])
def test_a_file_has_a_plain_name(client: FlaskClient, odd: str) -> None:
    typed = {"csrf_token": token(client.get("/dmn", base_url=HERE)), "id": odd, "yaml": "a: 1"}
    answer = client.post("/dmn/yaml", data=typed, base_url=HERE)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ruleset.yaml"'
    assert "X" not in answer.headers


def test_a_large_yaml_comes_back_whole(client: FlaskClient) -> None:
    yaml = "# 客户\n" * 1_000_000
    typed = {"csrf_token": token(client.get("/dmn", base_url=HERE)), "id": "a", "yaml": yaml}
    answer = client.post("/dmn/yaml", data=typed, base_url=HERE, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert answer.data.decode() == yaml


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ("有 3 处需要修改", "规则语言中没有", "换一种写法")),
        ("en", ("3 places need to be changed", "The language of rules has no", "in another way")),
    ],
)
def test_all_that_is_refused_is_listed_and_nothing_typed_is_lost(
    client: FlaskClient, language: str, said: tuple[str, ...]
) -> None:
    answer = upload(client, FAULTY, LONG, id="loans", zone="Asia/Tokyo", language=language)
    assert answer.status_code == 422
    for text in (*said, LONG[:200], 'value="loans"', 'value="Asia/Tokyo"'):
        assert text in answer.text
    for place in FAULTY_PLACES:
        name = place.strip("`") if language == "zh" or "line" not in place else place
        name = name.capitalize()
        assert name.replace("Line 3", "文件第 3 行") in answer.text or name in answer.text
    assert "<textarea" not in answer.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不是有效的 XML"),
        (b"PK\x03\x04", "不是有效的 XML"),
        (b"<html/>", "应为 DMN"),
        (DOCTYPE, "DMN 文件中不能有"),
        (TOO_LARGE, "DMN 文件超出上限"),
    ],
    ids=["nothing", "archive", "html", "doctype", "too large"],
)
def test_a_file_that_is_no_dmn(client: FlaskClient, content: bytes, said: str) -> None:
    answer = upload(client, content, "odd.dmn")
    assert answer.status_code == 422
    assert said in answer.text
    assert "odd.dmn" in answer.text


def test_an_id_or_a_zone_that_is_none_is_told_with_the_rest(client: FlaskClient) -> None:
    answer = upload(client, FAULTY, id="客户", zone="Mars")
    assert answer.status_code == 422
    assert "有 5 处需要修改" in answer.text
    assert "Mars" in answer.text


def test_what_is_far_too_large_is_not_even_read(client: FlaskClient) -> None:
    answer = upload(client, b"x" * (MOST_UPLOADED + 1))
    assert answer.status_code == 413
    assert "DMN 文件超出上限" in answer.text
    assert 'type="file"' in answer.text


@pytest.mark.parametrize("fields", [{}, {"file": ""}, {"file": "model.dmn"}])
def test_a_form_without_a_file_asks_for_one(client: FlaskClient, fields: dict[str, str]) -> None:
    answer = upload(client, None, id="loans", **fields)
    assert answer.status_code == 422
    assert "请先选择一个 DMN 文件" in answer.text
    assert 'value="loans"' in answer.text


@pytest.mark.parametrize("address", ["/dmn", "/dmn/yaml"])
def test_a_forged_form_is_refused(client: FlaskClient, address: str) -> None:
    for more in ({}, {"csrf_token": "forged"}):
        data = {"file": (io.BytesIO(GOOD.read_bytes()), "a.dmn"), "yaml": "a: 1"} | more
        answer = client.post(address, data=data, base_url=HERE)
        assert answer.status_code == 400
        assert "表单已过期" in answer.text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../loan.dmn", "<bdi>../loan.dmn</bdi>"),
        ("<script>alert(1)<b>.dmn", "&lt;script&gt;alert(1)&lt;b&gt;.dmn"),
        ("\u202egnp.dmn", "<bdi>\u202egnp.dmn</bdi>"),
    ],
)
def test_a_name_of_a_file_is_only_a_name(client: FlaskClient, name: str, shown: str) -> None:
    answer = upload(client, GOOD.read_bytes(), name)
    assert shown in answer.text
    assert "<script>" not in answer.text


def test_a_model_without_decisions_is_a_ruleset_without_blocks(client: FlaskClient) -> None:
    answer = upload(client, document(name="Empty"))
    assert answer.status_code == 200
    assert "此规则集没有规则块" in answer.text
    assert "此规则集不需要事实" in answer.text


def test_notes_of_one_place_stand_together() -> None:
    here, there = (("block", "a"),), (("block", "b"),)
    notes = [Note(here, Both("甲", "A")), Note(there, Both("乙", "B")), Note(here, Both("丙", "C"))]
    assert note_lines(notes, "en") == (("block “a”", ("A", "C")), ("block “b”", ("B",)))
    assert note_lines(notes[:1], "zh") == (("规则块「a」", ("甲",)),)
    both = [Note(here, Both("甲", "A")), Note(there, Both("甲", "A"))]
    assert note_lines(both, "en") == (("block “a”, block “b”", ("A",)),)


def test_of_very_many_faults_the_first_are_listed() -> None:
    fault = Fault("dmn-incomplete", words={"element": "decision", "what": "x"})
    shown = faults_view([fault] * (MOST_FAULTS + 7), "en")
    assert (len(shown.lines), shown.of) == (MOST_FAULTS, MOST_FAULTS + 7)
    assert shown.lines[0].text == "`decision` has no x"


def test_many_faults_are_counted_on_the_page(client: FlaskClient) -> None:
    services = "".join(f'<decisionService id="s{n}" name="S{n}"/>' for n in range(600))
    answer = upload(client, document(services))
    assert answer.status_code == 422
    assert "有 600 处需要修改" in answer.text
    assert "共 600 处，这里列出前 200 处" in answer.text
    assert answer.text.count('class="place"') == MOST_FAULTS


@pytest.mark.parametrize("ruleset", ["complaint-sla", "customer-grade", "every-kind"])
def test_a_ruleset_is_offered_as_a_file_with_what_it_says_in_another_way(
    site: Site, client: FlaskClient, ruleset: str
) -> None:
    read_page = client.get(f"/rulesets/{ruleset}", base_url=HERE)
    assert f'href="/rulesets/{ruleset}/dmn?version=1"' in read_page.text
    checked = get_version(site.house, ruleset).checked
    for language in ("zh", "en"):
        asked = {"base_url": HERE, "headers": {"Accept-Language": language}}
        exported = export_ruleset(checked, language)
        page = client.get(f"/rulesets/{ruleset}/dmn?version=1", **asked)
        assert page.status_code == 200
        words = re.sub("<[^>]+>", "", unescaped(page.text))
        assert exported.notes
        for note in exported.notes:
            # It stands there as a sentence, with a capital and a full stop.
            assert quoted(note.text.in_language(language), language)[1:] in words
        file = client.get(f"/rulesets/{ruleset}/dmn/file?version=1", **asked)
        assert file.status_code == 200
        assert file.data == exported.document
        assert file.headers["Content-Disposition"] == f'attachment; filename="{ruleset}-1.dmn"'
        assert file.headers["Content-Type"] == "application/xml; charset=utf-8"
        older = client.get(f"/rulesets/{ruleset}/dmn/file?version=1&dmn=1.3", **asked)
        assert older.data == export_ruleset(checked, language, "1.3").document != file.data


@pytest.mark.parametrize("address", ["/rulesets/nobody/dmn", "/rulesets/nobody/dmn/file"])
def test_a_ruleset_that_is_not_there_is_no_file(client: FlaskClient, address: str) -> None:
    assert client.get(address, base_url=HERE).status_code == 404
    for version in ("0", "99", "abc"):
        odd = address.replace("nobody", "every-kind") + f"?version={version}"
        assert client.get(odd, base_url=HERE).status_code == 404
