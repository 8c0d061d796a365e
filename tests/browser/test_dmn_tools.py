"""Exported DMN opens in the tools of others: dmn-moddle reads it, dmn-js draws it."""

import json
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from rulesets.dmn.exporting import export_dmn
from tests import parts
from tests.unit.test_dmn_exporting import RULESETS, library

pytestmark = pytest.mark.needs("dmn_tools")

# They know the namespaces of DMN 1.3 and no later ones; what is written is the same.
VERSION = "1.3"
OPEN = """async xml => {
  document.body.replaceChildren();
  const viewer = new DmnJS({container: document.body});
  const {warnings} = await viewer.importXML(xml);
  const drawn = viewer.getActiveViewer().get("elementRegistry").getAll().length;
  return [warnings.map(each => each.message), drawn];
}"""


@pytest.mark.parametrize("id_", RULESETS)
def test_dmn_moddle_reads_it_without_warnings(id_: str) -> None:
    document = export_dmn(library()[id_], version=VERSION).document
    read = subprocess.run(
        [parts.node() or "", "parse.mjs"],
        cwd=parts.BROWSER_TOOLS,
        input=document,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert json.loads(read.stdout) == []


@pytest.fixture(scope="module")
def drawer(browser: Browser) -> Iterator[Page]:
    """Give a page that can draw DMN: the script is large, so it is loaded once."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    dist = parts.BROWSER_TOOLS / "node_modules" / "dmn-js" / "dist"
    page.set_content("<body style='height: 700px'></body>")
    page.add_script_tag(path=dist / "dmn-viewer.development.js")
    yield page
    page.close()


@pytest.mark.parametrize("id_", RULESETS)
def test_dmn_js_draws_it_without_warnings(drawer: Page, id_: str) -> None:
    exported = export_dmn(library()[id_], version=VERSION).document
    errors: list[str] = []
    drawer.on("pageerror", lambda error: errors.append(str(error)))
    warnings, drawn = drawer.evaluate(OPEN, exported.decode())
    assert (warnings, errors) == ([], [])
    assert drawn > len(library()[id_].blocks)
