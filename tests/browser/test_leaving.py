"""Who types and goes on at once, types early, or whose session ends, loses nothing."""

import re

import pytest
from playwright.sync_api import Dialog, Page, Request, Route, expect

from service.drafts import Draft, FromVersion, get_draft, open_draft
from tests.browser.conftest import Reader, Served
from tests.browser.every_page import ANALYST
from tests.browser.resting import rested


def is_save(request: Request) -> bool:
    """Tell apart what is kept from what is only tried."""
    return request.url.endswith("/edits") and (request.post_data_json or {}).get("keep", True)


@pytest.fixture
def draft(served: Served) -> Draft:
    return open_draft(served.now, ANALYST, FromVersion("ruleset", "value"))


@pytest.fixture
def held() -> list[Route]:
    """What is being saved, until it is let go."""
    return []


@pytest.fixture
def page(reader: Reader, draft: Draft, held: list[Route]) -> Page:
    page = reader("zh", "light", 1366, roles=("analyst",))

    def hold(route: Route) -> None:
        if is_save(route.request):
            held.append(route)
        else:
            route.continue_()

    page.goto(f"/drafts/{draft.id}/parts/constants")
    page.wait_for_selector("html[data-ready]")
    page.route("**/edits", hold)
    return page


def typed(page: Page, value: str) -> None:
    page.locator("#f-constants-0-value").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(value)


def test_a_link_followed_right_after_typing_waits_for_it(
    page: Page, held: list[Route], served: Served, draft: Draft
) -> None:
    asked: list[str] = []

    def ask(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", ask)
    typed(page, "700000")
    with page.expect_request(is_save):
        page.locator(".desk-rail a[href*='/blocks/']").first.click()
    expect(page).to_have_url(re.compile("/parts/constants"))
    assert len(held) == 1
    held[0].continue_()
    page.unroute("**/edits")
    page.wait_for_url("**/blocks/**")
    assert not asked
    kept = get_draft(served.now, ANALYST, draft.id)
    assert kept.content["constants"][0]["value"] == "700000"
    # The page that was opened knows the newest: what is typed there is nobody else's.
    page.wait_for_selector("html[data-ready]")
    page.locator("[id$='-title-zh']").first.fill("改名")
    page.locator("[id$='-title-zh']").first.blur()
    expect(page.locator(".desk-head [data-part=state]")).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-part=moved]")).to_be_hidden()


def test_what_was_typed_when_a_session_ended_is_kept_after_signing_in_again(
    reader: Reader, served: Served, draft: Draft
) -> None:
    page = reader("zh", "light", 1366, roles=("analyst",), forgiven="Failed to load resource")
    page.goto(f"/drafts/{draft.id}/parts/constants")
    page.wait_for_selector("html[data-ready]")
    page.context.clear_cookies()
    typed(page, "700000")
    page.keyboard.press("Tab")
    state = page.locator(".desk-head [data-part=state]")
    expect(state).to_have_attribute("data-state", "signed-out")
    again = page.locator("[data-part=trouble] [data-act=retry]")
    again.click()
    expect(state).to_have_attribute("data-state", "signed-out")
    # As in another window: a new session, whose forms have another token.
    cookie = served.cookie("analyst")
    page.context.add_cookies([{"name": "session", "value": cookie, "url": served.address}])
    again.click()
    expect(state).to_have_attribute("data-state", "saved")
    kept = get_draft(served.now, ANALYST, draft.id)
    assert kept.content["constants"][0]["value"] == "700000"


def test_what_is_typed_while_the_editor_is_drawn_anew_is_kept(
    page: Page, held: list[Route], served: Served, draft: Draft
) -> None:
    with page.expect_request(is_save):
        page.locator(".desk-main button[data-does=add]").first.click()
    title = page.locator("#f-constants-1-title-zh")
    title.click()
    title.press("End")
    page.keyboard.type("（新）")
    held[0].continue_()
    page.unroute("**/edits")
    expect(page.locator("#f-constants-0-values-1-from")).to_be_visible()
    expect(title).to_have_value(re.compile("（新）$"))
    rested(page)
    constants = get_draft(served.now, ANALYST, draft.id).content["constants"]
    assert len(constants[0]["values"]) == 2
    assert constants[1]["title"]["zh"].endswith("（新）")


def test_what_is_typed_and_clicked_before_the_page_can_hear_it_is_kept(
    reader: Reader, served: Served, draft: Draft
) -> None:
    page = reader("zh", "light", 1366, roles=("analyst",))
    scripts: list[Route] = []

    def hold(route: Route) -> None:
        scripts.append(route)

    page.route("**/desk/main.js*", hold)
    with page.expect_request("**/desk/main.js*"):
        page.goto(f"/drafts/{draft.id}/parts/constants", wait_until="commit")
    title = page.locator("#f-constants-1-title-zh")
    title.fill("早先写下")
    page.locator(".desk-main button[data-does=add]").first.click()
    scripts[0].continue_()
    expect(page.locator("#f-constants-0-values-1-from")).to_be_visible()
    rested(page)
    constants = get_draft(served.now, ANALYST, draft.id).content["constants"]
    assert constants[1]["title"]["zh"] == "早先写下"
    assert len(constants[0]["values"]) == 2
