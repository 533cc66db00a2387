"""The officer of all twelve districts: who is left alone, a question, a measure, the kartes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

from .walking import Walk

OFFICER = "kyodo@hinata.example.jp"
QUESTION = "空き家の居間は、いつごろ開きますか"
ANSWER = "来年の春に、一か所目を開きます。場所が決まったら、このページでお知らせします。"
PLAN = "/hinata/plans/kyodo-2022/"


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_an_officer_looks_answers_reports_and_issues(
    open_page: Callable[..., Page], site: Site, width: str
) -> None:
    a_resident_asks(open_page("phone", java_script_enabled=False), site)
    page = open_page(width)
    site.sign_in(page, OFFICER)
    walk = Walk(page, site.address)
    walk.start("/hinata/me/")
    see_who_was_left_alone(walk)
    answer_by_the_date(walk)
    report_a_measure(walk)
    issue_the_kartes(walk)
    walk.end("全地区を見る担当")


def a_resident_asks(page: Page, site: Site) -> None:
    page.goto(site.address + PLAN)
    page.locator("#whole").get_by_role("link", name="空き家を地域の居間にする").first.click()
    page.get_by_role("link", name="この施策について聞く").click()
    page.fill("[name=text]", QUESTION)
    page.get_by_role("button", name="質問をとどける").click()


def see_who_was_left_alone(walk: Walk) -> None:
    page = walk.page
    walk.link("市の仕事場")
    page.select_option("[name=state]", label="遅れがある")
    walk.button("しぼりこむ")
    walk.click(page.get_by_role("link", name="連絡を記録する").first)
    page.locator("[name=kind][value=phone]").check()
    walk.fill("note", "電話で、秋の行事の様子を聞きました。")
    walk.button("記録する")
    expect(page.locator("main")).to_contain_text("電話で、秋の行事の様子を聞きました。")


def answer_by_the_date(walk: Walk) -> None:
    page = walk.page
    walk.start("/hinata/me/")
    walk.link("計画への質問")
    walk.click(page.locator("#waiting").get_by_role("link", name=QUESTION[:8]))
    walk.fill("answer", ANSWER)
    walk.button("この内容で決める")
    expect(page.locator("#answered")).to_contain_text(QUESTION)


def report_a_measure(walk: Walk) -> None:
    page = walk.page
    walk.start(f"{PLAN}progress/")
    page.locator("[data-c=state]").first.select_option(label="継続中")
    page.locator("[data-c=done]").first.fill("12の会議のうち、11の会議に毎月うかがいました。")
    walk.press("Enter")
    expect(page.locator("[data-status]")).to_contain_text("保存しました")


def issue_the_kartes(walk: Walk) -> None:
    before = editions(walk)
    walk.start("/hinata/karte/")
    walk.link("年度の版を出す")
    walk.button("この年度の版を出す")
    for _ in range(60):  # a job issues them
        if editions(walk) == before + 1:
            return
        walk.page.wait_for_timeout(500)
    raise AssertionError("the editions were not issued")


def editions(walk: Walk) -> int:
    """How many editions there are, looked at beside the way."""
    found = walk.page.request.get(f"{walk.address}/hinata/karte/tsutsujidai/")
    return found.text().count("/hinata/karte/tsutsujidai/editions/")
