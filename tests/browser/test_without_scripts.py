"""What matters works without JavaScript, by keyboard, and at the first visit."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site

DISTRICT = "/hinata/districts/tsutsujidai/"


@pytest.fixture
def plain(open_page: Callable[..., Page]) -> Page:
    return open_page("phone", java_script_enabled=False)


@pytest.mark.parametrize("path", ["/", "/hinata/", DISTRICT, "/hinata/plans/", "/account/login/"])
def test_a_page_reads_without_scripts(plain: Page, site: Site, path: str) -> None:
    answer = plain.goto(site.address + path)
    assert answer is not None
    assert answer.status == 200
    assert plain.locator("h1").count() == 1
    assert len(plain.locator("main").inner_text()) > 60


def test_signing_in_works_without_scripts(plain: Page, site: Site) -> None:
    site.sign_in(plain, "jumin@hinata.example.jp")
    answer = plain.goto(f"{site.address}/hinata/me/")
    assert answer is not None
    assert answer.status == 200
    assert "/account/login/" not in plain.url


def test_following_works_without_an_account_and_without_scripts(plain: Page, site: Site) -> None:
    plain.goto(site.address + DISTRICT)
    form = plain.locator("main form[method=post]:has(button:has-text('見守'))").first
    if not form.count():
        plain.locator("main a:has-text('見守')").first.click()
        form = plain.locator("main form[method=post]:has(button:has-text('見守'))").first
    form.locator("button").first.click()
    plain.wait_for_load_state()
    assert any(cookie["name"] == "participant" for cookie in plain.context.cookies())


def test_the_first_stop_of_the_keyboard_leads_to_the_content(page: Page, site: Site) -> None:
    page.goto(site.address + DISTRICT)
    page.keyboard.press("Tab")
    target = page.evaluate("() => document.activeElement.getAttribute('href')")
    assert target.startswith("#")
    assert page.locator(target).count() == 1


def test_a_page_is_styled_by_what_was_built(page: Page, site: Site) -> None:
    loaded: list[str] = []
    page.on("response", lambda answer: loaded.append(answer.url))
    page.goto(site.address + DISTRICT)
    assert any("/dist/app." in url and url.endswith(".css") for url in loaded)


def test_visited_pages_come_from_the_browser_or_are_confirmed_cheaply(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page("desk")
    page.goto(site.address + DISTRICT)
    answer = page.request.get(site.address + DISTRICT)
    again = page.request.get(
        site.address + DISTRICT, headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status == 304
