"""Somebody follows a voice to the measure it became, and back to the voice."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

from .walking import Walk

START = "/hinata/opinions/hiroba/result/"


def test_a_voice_is_followed_to_its_measure_and_back(page: Page, site: Site) -> None:
    follow(Walk(page, site.address))


def test_the_way_is_the_same_without_scripts(open_page: Callable[..., Page], site: Site) -> None:
    follow(Walk(open_page("phone", java_script_enabled=False), site.address))


def follow(walk: Walk) -> None:
    page = walk.page
    walk.start(START)
    became = page.locator("#deeds li:has(a[href*='/plans/'])")
    voice = became.locator(".q a").first.inner_text()
    walk.click(became.locator(".q a"))
    expect(page.locator("h1")).to_have_text(voice)
    expect(page.locator("main")).to_contain_text("までに返事をします")
    measure = page.locator("p:has-text('ここから生まれたこと') a")
    title = measure.inner_text()
    walk.click(measure)
    expect(page.locator("h1")).to_have_text(title)
    walk.click(page.locator("#story").get_by_role("link", name=voice))
    expect(page.locator("h1")).to_have_text(voice)
    walk.end("声をたどる人")
