"""Every page, in both languages and lights, on a laptop and a phone: it fits, and can be used."""

import re
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from service import people
from tests.browser.conftest import Reader, Served
from tests.browser.looks import LOOKS

# Asked in the page: what keeps somebody from using it by keyboard or by ear.
OBSTACLES: Final = """() => {
  const found = [];
  const text = node => (node?.textContent || '').trim();
  const named = node => node.getAttribute('aria-label') || node.title || node.labels?.length
    || (node.getAttribute('aria-labelledby') || '').split(' ').some(
         id => text(document.getElementById(id)));
  for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
    if (!named(field)) found.push('no label: ' + field.name);
  for (const link of document.querySelectorAll('a, button'))
    if (!text(link) && !named(link)) found.push('no name: ' + link.outerHTML.slice(0, 80));
  for (const picture of document.querySelectorAll('svg, img'))
    if (!named(picture) && !picture.alt) found.push('no name: ' + picture.tagName);
  for (const head of document.querySelectorAll('th'))
    if (!head.scope) found.push('no scope: ' + text(head));
  for (const region of document.querySelectorAll('[tabindex="0"]'))
    if (!named(region)) found.push('no name: ' + region.className);
  let level = 0;
  for (const head of document.querySelectorAll('h1, h2, h3, h4')) {
    const next = Number(head.tagName[1]);
    if (next > level + 1) found.push(`heading ${next} after ${level}: ` + text(head));
    level = next;
  }
  if (document.querySelectorAll('h1').length != 1) found.push('not one h1');
  if (document.querySelectorAll('main').length != 1) found.push('not one main');
  const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
  for (const id of ids) if (ids.indexOf(id) != ids.lastIndexOf(id)) found.push('twice: ' + id);
  for (const link of document.querySelectorAll('a[href^="#"]'))
    if (!document.getElementById(decodeURIComponent(link.getAttribute('href').slice(1))))
      found.push('leads nowhere: ' + link.getAttribute('href'));
  for (const node of document.querySelectorAll('[aria-describedby]'))
    if (!document.getElementById(node.getAttribute('aria-describedby')))
      found.push('described by nothing: ' + node.id);
  if (document.scripts.length) found.push('a script');
  if (document.documentElement.scrollWidth > innerWidth)
    found.push('wider than the window: ' + document.documentElement.scrollWidth);
  if (!document.title || document.title.startsWith(' ')) found.push('no title');
  return found;
}"""


def pages(served: Served) -> list[str]:
    site = served.site
    return [
        "/",
        "/rulesets/customer-grade",
        "/rulesets/complaint-sla",
        "/rulesets/every-kind",
        "/rulesets/big-table",
        "/rulesets/customer-grade/try?sample=S-1004",
        "/rulesets/complaint-sla/try",
        "/rulesets/every-kind/try",
        "/dmn",
        "/rulesets/every-kind/dmn",
        "/decisions",
        "/decisions?subject=nobody",
        f"/decisions/{site.by_sample['S-1004'].decision.id}",
        f"/decisions/{site.by_sample['S-2001'].decision.id}",
        f"/decisions/{site.with_problems.decision.id}",
        f"/decisions/{site.erased.decision.id}",
    ]


def pages_of_administrators(served: Served) -> list[str]:
    listed = people.list_people(served.now, people.OPERATOR)
    return ["/people", f"/people/{listed[0].person.id}", "/keys", "/me"]


def obstacles(page: Page) -> list[str]:
    found: list[str] = page.evaluate(OBSTACLES)
    return found


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_every_page_fits_and_can_be_used(
    reader: Reader, served: Served, language: str, scheme: str, width: int
) -> None:
    page = reader(language, scheme, width)
    found: dict[str, Any] = {}
    for address in pages(served):
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, address
        found[address] = obstacles(page)
    assert not {address: said for address, said in found.items() if said}


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("zh", "light", 1366), ("en", "dark", 390)]
)
def test_pages_of_people_fit_and_can_be_used(
    reader: Reader, served: Served, language: str, scheme: str, width: int
) -> None:
    page = reader(language, scheme, width, roles=("administrator",))
    addresses = pages_of_administrators(served)
    found = {address: (page.goto(address), obstacles(page))[1] for address in addresses}
    page.get_by_role("button", name={"zh": "退出", "en": "Sign out"}[language]).click()
    assert page.url.endswith("/sign-in")
    found["/sign-in"] = obstacles(page)
    assert not {address: said for address, said in found.items() if said}


def test_the_keyboard_comes_to_the_content_at_once(reader: Reader) -> None:
    page = reader()
    page.goto("/rulesets/customer-grade/try")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('main') !== null"
    assert page.evaluate(inside)
    # Every stop of the keyboard can be seen, and none goes back.
    last = -1
    order = "[...document.querySelectorAll('*')].indexOf(document.activeElement)"
    for _ in range(12):
        page.keyboard.press("Tab")
        place = page.evaluate(order)
        assert place > last
        last = place
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_without_scripts_all_works(reader: Reader) -> None:
    page = reader("en", java_script_enabled=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto("/rulesets/customer-grade/try")
    page.get_by_label("Annual purchase amount required").fill("100")
    page.get_by_label("Order count required").fill("1")
    page.get_by_label("Annual gross profit").fill("10")
    page.get_by_role("button", name="Infer").first.click()
    expect(page.locator(".out b").first).to_have_text("Grade B")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_have_text("用客户试一试")
    assert "script" not in asked


def test_on_paper_there_is_no_bar_and_no_button(reader: Reader, served: Served) -> None:
    page = reader()
    page.goto(f"/decisions/{served.site.by_sample['S-1001'].decision.id}")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".top").is_visible()
    assert page.locator(".chain").is_visible()
    # Paper is light for who reads in the dark too.
    ink = page.locator("body").evaluate("body => getComputedStyle(body).color")
    assert all(int(each) < 64 for each in re.findall(r"\d+", ink)[:3]), ink
    page.goto("/rulesets/customer-grade")
    assert page.locator(".head .button").count()
    assert not page.locator(".head .button").first.is_visible()
    page.goto("/rulesets/customer-grade/try")
    assert not page.locator("form").first.is_visible()
