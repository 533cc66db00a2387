"""The planning department: census files, a plan from its document, a review round, the report."""

import tomllib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.installation import ROOT

from .census import census_file
from .walking import Walk

PLANNER, PARKS = "kyodo@hinata.example.jp", "koen@hinata.example.jp"
DOCUMENT = ROOT / "tests/documents/layouts/title_over_years.toml"
PLAN = "ひなた市みどりの居場所づくり計画"


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_the_planning_department_goes_from_a_census_to_a_yearly_report(
    open_page: Callable[..., Page], site: Site, width: str
) -> None:
    page = open_page(width)
    site.sign_in(page, PLANNER)
    walk = Walk(page, site.address)
    walk.start("/hinata/me/")
    take_a_census_in(walk)
    make_a_plan_of_its_document(walk)
    ask_the_departments(walk)
    parks = open_page("desk")
    site.sign_in(parks, PARKS)
    a_department_answers(parks, site)
    answer_for_the_own_department(walk)
    close_and_report(walk)
    walk.end("企画課")


def take_a_census_in(walk: Walk) -> None:
    walk.link("データの取りこみ")
    walk.link("国勢調査の小地域集計")
    walk.choose_file("tblT001082C13.csv", census_file())
    walk.button("読んで、変わるところを見る")
    expect(walk.page.locator("main")).to_contain_text("名前が同じなので同じ所とみなします")
    walk.button("この内容で取りこむ")
    walk.link("地域カルテ", within="footer")
    wait_for_the_karte(walk)
    walk.link("つつじ台地区")
    expect(walk.page.locator("main")).to_contain_text("国勢調査 小地域集計")


def wait_for_the_karte(walk: Walk) -> None:
    """A job follows the new figures; looked at beside the way."""
    for _ in range(120):
        found = walk.page.request.get(f"{walk.address}/hinata/karte/tsutsujidai/")
        if "国勢調査" in found.text():
            return
        walk.page.wait_for_timeout(500)
    raise AssertionError("the kartes did not follow the census")


def make_a_plan_of_its_document(walk: Walk) -> None:
    page = walk.page
    walk.link("計画", within="footer")
    walk.link("計画の文書を読みこむ")
    text = tomllib.loads(DOCUMENT.read_text("utf-8"))["text"]
    walk.choose_file("みどりの居場所づくり計画.txt", text.encode())
    walk.button("読む")
    walk.button("下書きをつくる")
    expect(page.locator("h1")).to_have_text(PLAN)
    walk.button("公開する")
    expect(page.locator("#indicators")).to_contain_text("置いたベンチ")


def ask_the_departments(walk: Walk) -> None:
    walk.link("計画の見直し", within="footer")
    walk.link(PLAN)
    walk.button("この内容で始める")
    expect(walk.page.locator("main")).to_contain_text("2課のうち、0課が回答しました")


def a_department_answers(page: Page, site: Site) -> None:
    """Beside the way: the parks department tells of its measures."""
    page.goto(f"{site.address}/hinata/reviews/")
    page.get_by_role("link", name=f"公園緑地課：{PLAN}").click()
    report_all(page)
    page.get_by_role("button", name="これで回答します").click()
    expect(page.locator("main")).to_contain_text("回答しました")


def report_all(page: Page) -> int:
    """Tell of each measure that nothing was told of; how many these were."""
    number = 0
    while page.get_by_text("報告はまだです").count():
        item = page.locator(".review-items > li", has_text="報告はまだです").first
        if not item.locator("select[name$=-state]").is_visible():
            item.locator("summary").first.click()
        item.locator("select[name$=-state]").select_option(label="継続中")
        item.locator("textarea[name$=-done]").fill("年に四回、地区の方と歩きました。")
        item.get_by_role("button", name="保存する").click()
        page.wait_for_load_state()
        number += 1
    return number


def answer_for_the_own_department(walk: Walk) -> None:
    page = walk.page
    page.reload()
    walk.read()
    walk.link("協働推進課")
    item = page.locator(".review-items > li", has_text="報告はまだです").first
    item.locator("select[name$=-state]").select_option(label="一部実施")
    item.locator("textarea[name$=-done]").fill("六つの地区で隊ができました。")
    walk.counts.fields += 1
    walk.click(item.get_by_role("button", name="保存する"))
    walk.button("これで回答します")


def close_and_report(walk: Walk) -> None:
    page = walk.page
    walk.link(PLAN, within="body")
    walk.click(page.get_by_role("button", name="見直しを締め切る"))
    walk.click(page.get_by_role("button", name="締め切る", exact=True))
    walk.link("年次報告の下書きを見る")
    walk.button("この内容で確定する")
    walk.button("公開する")
    assert walk.take("印刷する（PDF）").startswith(b"%PDF")
