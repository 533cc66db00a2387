"""People vote: by thumb, by keys, without scripts, many in a hall by the code on a poster."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Axe, Site

START = "/hinata/opinions/ashi/vote/"


def answered(page: Page) -> str:
    return page.locator("#ask progress").get_attribute("value") or ""


def test_somebody_votes_by_thumb_and_goes_back(
    open_page: Callable[..., Page], site: Site, axe: Axe
) -> None:
    page = open_page("phone", has_touch=True)
    page.goto(site.address + START)
    assert axe(page) == []
    buttons = page.locator(".votes button")
    assert all(b.bounding_box()["height"] >= 64 for b in buttons.all())  # type: ignore[index]
    first = page.locator("#ask blockquote").inner_text()
    page.get_by_role("button", name="そう思う").click()
    expect(page.locator("#ask progress")).to_have_attribute("value", "1")
    expect(page.locator("#ask blockquote")).not_to_have_text(first)
    page.get_by_role("link", name="一つ前に戻る").click()
    expect(page.locator("#ask blockquote")).to_have_text(first)
    expect(page.locator(".votes [aria-pressed=true]")).to_have_text("そう思う")
    assert axe(page) == []
    page.get_by_role("link", name="ここまでで終わりにする").click()
    expect(page.locator("main")).to_contain_text("1件に答えました")
    assert axe(page) == []


def test_keys_vote_one_after_the_other(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page("desk")
    page.goto(site.address + START)
    expect(page.locator("[data-keys]")).to_be_visible()
    for number, key in enumerate(("1", "ArrowDown", "3", "ArrowLeft"), 1):
        page.keyboard.press(key)
        expect(page.locator("#ask progress")).to_have_attribute("value", str(number))
    page.keyboard.press("z")
    expect(page.locator(".votes [aria-pressed=true]")).to_have_text("そう思う")
    page.keyboard.press("2")
    expect(page.locator("#ask progress")).to_have_attribute("value", "4")
    page.locator(".brand").focus()  # away from the card a figure is only a figure
    page.keyboard.press("3")
    expect(page.locator("#ask progress")).to_have_attribute("value", "4")


def test_without_scripts_the_same_works(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page("phone", java_script_enabled=False)
    page.goto(site.address + START)
    for number in range(1, 5):
        page.locator(".votes .disagree").click()
        page.wait_for_load_state()
        assert answered(page) == str(number)
    page.locator(".votes .pass").click()
    expect(page.locator("#ask h2")).to_have_text("少しだけ教えてください")
    assert answered(page) == "5"
    page.goto(f"{site.address}/hinata/opinions/ashi/write/")
    page.fill("textarea[name=text]", "坂の途中に、休めるベンチがほしい。")
    page.get_by_role("button", name="この意見を加える").click()
    expect(page.locator("#near")).to_contain_text("近い意見があります")
    page.get_by_role("button", name="ちがう意見なので、加える").click()
    expect(page.locator("main")).to_contain_text("意見を受けとりました")


def test_near_statements_come_up_while_somebody_writes(
    open_page: Callable[..., Page], site: Site, axe: Axe
) -> None:
    page = open_page("phone")
    page.goto(f"{site.address}/hinata/opinions/ashi/write/")
    page.locator("textarea[name=text]").press_sequentially("坂の途中にベンチがほしい")
    expect(page.locator("#near")).to_contain_text("ひと休みできるベンチ")
    expect(page.locator(".count-letters")).to_contain_text("12 / 140")
    assert axe(page) == []


def test_a_hall_votes_by_the_code_of_the_poster(open_page: Callable[..., Page], site: Site) -> None:
    told = open_page("desk")
    told.goto(f"{site.address}/hinata/opinions/ashi/")
    told.get_by_text("QRとポスター").click()
    address = told.locator("p.small", has_text="/q/").inner_text()
    path = "/" + address.split("://", 1)[-1].split("/", 1)[1]
    for _ in range(3):
        page = open_page("phone")
        page.goto(site.address + path)
        page.locator(".votes .agree").click()
        expect(page.locator("#ask progress")).to_have_attribute("value", "1")


def test_the_secretary_looks_at_statements_by_keys(
    open_page: Callable[..., Page], site: Site, axe: Axe
) -> None:
    page = open_page("desk")
    email = next(one for one in site.sign_ins if one.startswith("jimukyoku"))
    site.sign_in(page, email)
    page.goto(f"{site.address}/hinata/opinions/ashi/board/")
    assert axe(page) == []
    waiting = page.locator("[data-board] > li").count()
    for key in ("j", "x", "j", "x", "a"):
        page.keyboard.press(key)
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("2件を公開しました")
    expect(page.locator("[data-board] > li")).to_have_count(waiting - 2)
    page.get_by_role("button", name="元に戻す").click()
    expect(page.locator("[data-board] > li")).to_have_count(waiting)
