"""Somebody new in the city, who reads plain Japanese or English, in a browser without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

from .walking import Walk

LANGUAGES = {
    "ja-easy": ("新しく来た人（やさしい日本語）", "phone"),
    "en": ("新しく来た人（英語）", "desk"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_newcomer_finds_the_shelter_a_circle_and_has_a_say(
    open_page: Callable[..., Page], site: Site, language: str
) -> None:
    name, width = LANGUAGES[language]
    walk = Walk(open_page(width, java_script_enabled=False), site.address)
    walk.start("/")
    walk.click(walk.page.locator(f"footer a[href*='lang={language}&']"))
    expect(walk.page.locator("html")).to_have_attribute(
        "lang", "ja" if language == "ja-easy" else "en"
    )
    walk.click(walk.page.locator("main a[href='/hinata/']"))
    walk.click(walk.page.locator("#districts a[href$='/minamimachi/']"))
    find_the_shelter(walk)
    follow_a_circle(walk)
    have_a_say(walk)
    walk.end(name)


def find_the_shelter(walk: Walk) -> None:
    page = walk.page
    walk.click(page.locator("#wheel a[href*='/know/']"))
    walk.click(page.locator("main a[href*='kind=shelter']"))
    walk.click(page.locator("main .places a, main ul a[href*='/facilities/']"))
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text("南町小学校")


def follow_a_circle(walk: Walk) -> None:
    page = walk.page
    walk.start("/hinata/districts/minamimachi/know/")
    walk.click(page.locator("main a[href$='/organisations/nihongo/']"))
    walk.click(page.locator("main a[href*='/follow/ask/']"))
    walk.click(page.locator("main form button[type=submit]"))
    expect(page.locator("h1")).to_have_text("にほんご広場")


def have_a_say(walk: Walk) -> None:
    page = walk.page
    walk.start("/hinata/opinions/ashi/")
    walk.click(page.locator("main a[href*='/vote/']"))
    said = page.locator("#ask blockquote").inner_text()
    walk.click(page.locator(".votes .agree"))
    expect(page.locator("#ask blockquote", has_text=said)).to_have_count(0)
