"""Somebody of sixteen notices something on the way home: by phone, and without scripts."""

import io
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Axe, Site

START = "/hinata/findings/new/?district=tsutsujidai"


def a_photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 160, 200)).save(out, "JPEG")
    return {"name": "sora.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def forward(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


def tell(page: Page, site: Site, title: str) -> None:
    page.goto(site.address + START)
    page.locator(".finding-choices a").first.click()
    page.fill("input[name=title]", title)
    forward(page, "次へ")


def finish(page: Page) -> None:
    """Past what is near, to the photo, to the finding itself."""
    fresh = page.get_by_role("link", name="どれともちがう")
    if fresh.count():
        fresh.click()
    page.set_input_files("input[type=file]", files=[a_photo()])
    page.fill("input[name=alt]", "夕やけの空")
    forward(page, "書きとめる")


def test_a_student_pins_a_charm_with_a_phone(
    open_page: Callable[..., Page], site: Site, axe: Axe
) -> None:
    page = open_page("phone", has_touch=True)
    tell(page, site, "部活の帰りに見る夕やけがきれいです")
    assert axe(page) == []
    frame = page.locator("[data-map].live")
    expect(frame).to_be_visible()
    box = frame.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    assert float(page.input_value("input[name=lat]")) > 33
    forward(page, "次へ")
    assert axe(page) == []
    finish(page)
    expect(page.locator("h1")).to_have_text("部活の帰りに見る夕やけがきれいです")
    expect(page.get_by_role("img", name="夕やけの空")).to_be_visible()
    assert axe(page) == []
    page.goto(f"{site.address}/hinata/findings/mine/")
    assert "部活の帰り" in page.locator("main").inner_text()


def test_the_same_without_scripts(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page("phone", java_script_enabled=False)
    tell(page, site, "朝の校門であいさつしてくれる方がいます")
    page.fill("input[name=place]", "つつじ台小学校の前")
    forward(page, "次へ")
    finish(page)
    main = page.locator("main").inner_text()
    assert "朝の校門であいさつしてくれる方がいます" in main
    assert "つつじ台小学校の前" in main


def test_me_too_works_without_an_account_and_without_scripts(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page("phone", java_script_enabled=False)
    page.goto(f"{site.address}/hinata/findings/?sort=issue&district=kitano")
    page.locator(".finding-row").first.click()
    page.locator(".me-too a").click()
    forward(page, "わたしも")
    assert "「わたしも」を取り消す" in page.locator("main").inner_text()
    forward(page, "「わたしも」を取り消す")
    assert "「わたしも」を取り消す" not in page.locator(".me-too").inner_text()
