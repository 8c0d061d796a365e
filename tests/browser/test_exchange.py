"""DMN in and out, as a reader does it: choose a file, read it, download the YAML."""

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from editor.pages.exchange import MOST_UPLOADED
from rulesets.dmn.reading import read_dmn
from service.import_dmn import import_document
from tests.browser.conftest import Reader
from tests.browser.looks import LOOKS
from tests.browser.test_look import obstacles
from tests.dmn_files import FAULTY, GOOD, TOO_LARGE, document

READ: Final = {"zh": "转成句子查看", "en": "Read it as sentences"}
FILE: Final = {"zh": "DMN 文件", "en": "DMN file"}
DOWNLOAD: Final = {"zh": "下载 YAML", "en": "Download the YAML"}
# Chromium says on its console that an answer is a refusal.
REFUSED: Final = "status of 4"
LONG_NAME: Final = "客户最近十二个月采购总额（含税，扣除退货与折让之后，按汇率折算为人民币）"


def choose(page: Page, language: str, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    page.goto("/dmn")
    page.get_by_label(FILE[language]).set_input_files(file)
    page.get_by_role("button", name=READ[language]).click()
    page.wait_for_load_state()


def long_names() -> bytes:
    feel = f"{LONG_NAME} * 2"
    return document(
        f'<inputData id="i" name="{LONG_NAME}"><variable name="{LONG_NAME}" typeRef="number"/>'
        f'</inputData><decision id="d" name="{LONG_NAME}的两倍"><variable name="{LONG_NAME}的两倍"'
        ' typeRef="number"/><informationRequirement><requiredInput href="#i"/>'
        "</informationRequirement><literalExpression>"
        f"<text>{feel}</text></literalExpression></decision>",
        name=LONG_NAME * 3,
    )


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_each_state_fits_and_can_be_used(
    reader: Reader, language: str, scheme: str, width: int, tmp_path: Path
) -> None:
    page = reader(language, scheme, width, forgiven=REFUSED)
    services = "".join(f'<decisionService id="s{n}" name="S{n}"/>' for n in range(300))
    states = {
        "good": GOOD.read_bytes(),
        "faulty": FAULTY,
        "empty": document(),
        "long names": long_names(),
        "no XML": b"PK",
        "too large": TOO_LARGE,
        "far too large": b"x" * (MOST_UPLOADED + 1),
        "many faults": document(services),
    }
    found = {}
    for name, content in states.items():
        choose(page, language, tmp_path / f"{LONG_NAME}.dmn", content)
        found[name] = obstacles(page)
    assert not {name: said for name, said in found.items() if said}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_model_is_read_and_downloaded(reader: Reader, language: str, tmp_path: Path) -> None:
    page = reader(language)
    choose(page, language, tmp_path / "客户优惠.dmn", GOOD.read_bytes())
    expect(page.locator("h1")).to_have_text("客户优惠")
    expect(page.locator(".block h2").first).to_contain_text("优惠比例")
    with page.expect_download() as waited:
        page.get_by_role("button", name=DOWNLOAD[language]).first.click()
    target = tmp_path / "out.yaml"
    waited.value.save_as(target)
    model = import_document(GOOD.read_bytes())
    assert target.read_text("utf-8") == model.yaml
    assert waited.value.suggested_filename == f"{model.checked.ruleset.id}.yaml"


def test_the_field_for_a_file_speaks_the_language_of_the_page(reader: Reader) -> None:
    page = reader("zh")
    page.goto("/dmn")
    expect(page.get_by_text("尚未选择文件")).to_be_visible()
    with page.expect_file_chooser() as chooser:
        # The words lie over the field and let a click through.
        page.get_by_text("选择文件", exact=True).click(force=True)
    chooser.value.set_files(str(GOOD))
    expect(page.get_by_text("尚未选择文件")).to_be_hidden()
    expect(page.get_by_label("DMN 文件")).to_have_value(re.compile("discount.dmn$"))


def test_all_of_it_goes_by_keyboard_and_without_scripts(reader: Reader) -> None:
    page = reader("en", java_script_enabled=False, forgiven=REFUSED)
    page.goto("/")
    page.get_by_role("link", name="Import DMN").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dmn")
    page.get_by_label("DMN file").set_input_files(str(GOOD))
    page.get_by_label("DMN file").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("loans")
    page.get_by_label("Time zone").fill("Mars")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("discount.dmn cannot be brought in")
    expect(page.get_by_label("Time zone")).to_have_value("Mars")
    page.get_by_label("Time zone").fill("Asia/Shanghai")
    page.get_by_label("DMN file").set_input_files(str(GOOD))
    expect(page.get_by_label("Name for the ERP")).to_have_value("loans")
    page.get_by_label("Name for the ERP").fill("discount")
    page.keyboard.press("Enter")
    expect(page.locator("textarea")).to_contain_text("ruleset: discount")
    expect(page.locator("textarea")).to_contain_text("zone: Asia/Shanghai")


@pytest.mark.parametrize(
    ("language", "leads", "gives"),
    [("zh", "导出为 DMN", "下载 DMN 文件"), ("en", "Export as DMN", "Download the DMN file")],
)
def test_a_ruleset_leaves_as_dmn(
    reader: Reader, language: str, leads: str, gives: str, tmp_path: Path
) -> None:
    page = reader(language)
    page.goto("/rulesets/complaint-sla")
    page.get_by_role("link", name=leads).click()
    expect(page.locator(".found li").first).to_be_visible()
    with page.expect_download() as waited:
        page.get_by_role("link", name=gives).click()
    assert waited.value.suggested_filename == "complaint-sla-1.dmn"
    waited.value.save_as(tmp_path / "out.dmn")
    decisions = read_dmn((tmp_path / "out.dmn").read_bytes()).decisions
    assert "resolve_by" in {each.variable.name for each in decisions}
