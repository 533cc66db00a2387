"""Somebody of sixteen, without an account: from a charm to a measure that she follows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

from .walking import Walk


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_student_pins_a_charm_votes_and_follows_a_measure(
    open_page: Callable[..., Page], site: Site, width: str
) -> None:
    page = open_page(width, has_touch=width == "phone")
    walk = Walk(page, site.address)
    walk.start("/hinata/districts/tsutsujidai/")
    pin_a_charm(walk)
    vote_to_the_end(walk)
    see_where_she_stands(walk)
    follow_a_measure(walk)
    walk.end("16歳の生徒")


def pin_a_charm(walk: Walk) -> None:
    page = walk.page
    walk.link("気づきを書きとめる")
    walk.click(page.locator(".finding-choices a"))
    walk.fill("title", "部活の帰りに、坂の上から海が見えます")
    walk.button("次へ")
    walk.fill("place", "つつじ台の坂の上")
    walk.button("次へ")
    fresh = page.get_by_role("link", name="どれともちがう")
    if fresh.count():
        walk.click(fresh)
    walk.button("書きとめる")
    expect(page.locator("h1")).to_have_text("部活の帰りに、坂の上から海が見えます")


def vote_to_the_end(walk: Walk) -> None:
    page = walk.page
    walk.start("/hinata/opinions/ashi/")
    walk.click(page.locator("main").get_by_role("link", name="答える", exact=True))
    for number in range(200):
        if not page.locator(".votes").count():
            break
        said = page.locator("#ask blockquote").inner_text()
        walk.click(page.locator(".votes .agree, .votes .disagree").nth(number % 2))
        # The next statement comes into the same page, or a page of its own comes.
        expect(page.locator("#ask blockquote", has_text=said)).to_have_count(0)
        walk.read()
        if page.locator(".votes").count():
            walk.read_part(page.locator("#asked"))
    expect(page.locator("#ask h2").first).to_have_text("すべての意見に答えました")


def see_where_she_stands(walk: Walk) -> None:
    page = walk.page
    walk.link("結果を見る")
    expect(page.locator("#map")).to_contain_text("いまのところ、あなたの答えは「")
    expect(page.locator("#shared")).to_be_visible()
    expect(page.locator("#divisive")).to_be_visible()


def follow_a_measure(walk: Walk) -> None:
    page = walk.page
    walk.link("計画", within="footer")
    walk.click(page.locator("main a[href*='/plans/kyodo']"))
    walk.click(page.locator("#whole a[href*='/plans/kyodo']"))
    walk.button("見守る")
    expect(page.get_by_role("button", name="見守りをやめる")).to_be_visible()
