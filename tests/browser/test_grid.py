"""A department fills the progress grid: by keyboard, from Excel, beside somebody else."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Axe, Site

pytestmark = pytest.mark.usefixtures("plan")

PLANNER, DEPARTMENT = "kyodo@hinata.example.jp", "koen@hinata.example.jp"
MAKE = """
from jibungoto.decide.plans import services
from jibungoto.kernel import tenancy
from jibungoto.kernel.models import Municipality
with tenancy.within(Municipality.objects.get(slug="hinata")):
    plan = services.create_plan(slug="hyo", title="表をためす計画", starts=2024, ends=2028)
    for code in "123":
        services.add_measure(plan=plan, code=code, title=f"事業{code}", level=1,
                             departments=["公園緑地課"])
"""
GRID = "/hinata/plans/hyo/progress/?year=2024"
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const said = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", said));
}"""


@pytest.fixture(scope="module")
def plan(site: Site) -> None:
    assert site.own is not None
    site.own.python(MAKE)


def cell(page: Page, column: str, row: int = 0) -> Locator:
    return page.locator(f"[data-c={column}]").nth(row)


def opened(open_page: Callable[..., Page], site: Site, email: str, width: str = "desk") -> Page:
    page = open_page(width)
    site.sign_in(page, email)
    page.goto(site.address + GRID)
    return page


def status(page: Page) -> Locator:
    return page.locator("[data-status]")


def test_cells_are_left_by_keyboard_and_saved(
    open_page: Callable[..., Page], site: Site, axe: Axe
) -> None:
    page = opened(open_page, site, DEPARTMENT)
    assert axe(page) == []
    cell(page, "done_on").fill("R6.5.10")
    cell(page, "done_on").press("Enter")
    expect(cell(page, "done_on", 1)).to_be_focused()
    expect(status(page)).to_contain_text("保存しました")
    expect(cell(page, "done_on")).to_have_value("2024/5/10")


def test_a_block_from_excel_fills_the_cells_from_here_on(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = opened(open_page, site, DEPARTMENT)
    cell(page, "state", 1).focus()
    page.evaluate(PASTE, "実施済み\t見本市\t2024/5/1\t120万円\r\nおわり\t話しあった\r\n")
    expect(cell(page, "budget", 1)).to_have_value("1,200,000")
    expect(page.locator(".cell-said")).to_contain_text("「おわり」は選べません")
    page.reload()
    expect(cell(page, "done", 2)).to_have_value("話しあった")


def test_whoever_comes_second_sees_both_values_at_the_cell(
    open_page: Callable[..., Page], site: Site, axe: Axe
) -> None:
    first = opened(open_page, site, DEPARTMENT)
    second = opened(open_page, site, PLANNER)
    for page, words in ((first, "講座をひらいた"), (second, "集いをひらいた")):
        cell(page, "done").fill(words)
        cell(page, "done").press("Tab")
        expect(status(page)).not_to_be_empty()
    expect(second.locator(".cell-said")).to_contain_text("先に「講座をひらいた」と書きました")
    assert axe(second) == []
    second.get_by_role("button", name="自分の内容で保存する").click()
    expect(second.locator(".cell-said")).to_have_count(0)
    expect(status(second)).to_contain_text("に保存しました")
    first.reload()
    expect(cell(first, "done")).to_have_value("集いをひらいた")


def test_one_more_reason_gets_a_line_of_its_own_and_stays(
    open_page: Callable[..., Page], site: Site, axe: Axe
) -> None:
    page = opened(open_page, site, DEPARTMENT)
    cell(page, "cause", 2).fill("雨が続いた")
    cell(page, "cause", 2).press("Tab")
    expect(status(page)).to_contain_text("保存しました")
    page.get_by_role("button", name="理由を足す").click()
    line = page.locator("tr.more")
    expect(line.locator("[data-c=cause]")).to_be_focused()
    line.locator("[data-c=cause]").fill("担い手がいない")
    line.locator("[data-c=remedy]").fill("学生に声をかける")
    line.locator("[data-c=remedy]").press("Tab")
    expect(line).to_have_attribute("data-key", re.compile("h[0-9]+"))
    assert axe(page) == []
    page.reload()
    expect(page.locator("tr.more [data-c=remedy]")).to_have_value("学生に声をかける")
