"""The secretary of one district with Excel: a register, findings, a year of the plan, and paper."""

import io
from collections.abc import Callable, Mapping, Sequence

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

from .walking import Walk

SECRETARY = "jimukyoku@hinata.example.jp"


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_secretary_brings_three_tables_and_prints_sheets_and_the_karte(
    open_page: Callable[..., Page], site: Site, width: str
) -> None:
    page = open_page(width)
    site.sign_in(page, SECRETARY)
    walk = Walk(page, site.address)
    walk.start("/hinata/me/")
    bring_the_register(walk)
    bring_findings(walk)
    bring_a_year_of_the_plan(walk)
    print_sheets(walk)
    print_the_karte(walk)
    walk.end("地区の事務局")


def bring_the_register(walk: Walk) -> None:
    walk.link("データの取りこみ")
    walk.link("団体の名簿")
    table = walk.take("つつじ台地区の団体の名簿")
    rows = [{"名前": "つつじ台朝市の会", "成り立ち": "テーマ型", "種類": "市民活動"}]
    bring(walk, "団体の名簿.xlsx", written(table, added=rows), "追加 1件、変更 0件")
    expect(walk.page.locator("main")).to_contain_text("つつじ台朝市の会")


def bring_findings(walk: Walk) -> None:
    walk.link("データの取りこみ", within="body")
    walk.link("紙などで集めた気づき")
    rows = [
        {"種類": "魅力", "ひとことで": "橋の上から夕日が見えます", "場所": "坂の下の橋"},
        {"種類": "課題", "ひとことで": "集会所の入口に段があります", "場所": "二丁目の集会所"},
    ]
    table = written(walk.take("ひな形（Excel）"), added=rows)
    walk.fill("source", "秋のまち歩き")
    bring(walk, "まち歩き.xlsx", table, "追加 2件、変更 0件")


def bring_a_year_of_the_plan(walk: Walk) -> None:
    walk.link("データの取りこみ", within="body")
    walk.link("計画の進みぐあい（Excel）")
    table = walk.take("「つつじ台地区まちづくり計画」の進みぐあい")
    done = {"進みぐあい": "継続中", "実施したこと": "当番の表を全戸に配りました。"}
    bring(walk, "進みぐあい.xlsx", written(table, by_code={"2-2": done}), "追加 1件、変更 0件")
    walk.link("取りこんだものを見る")
    expect(walk.page.locator("h1")).to_contain_text("つつじ台地区まちづくり計画")


def bring(walk: Walk, name: str, content: bytes, what: str) -> None:
    """Hand a table in, look at what it changes, and let it change that."""
    walk.choose_file(name, content)
    walk.button("読んで、変わるところを見る")
    expect(walk.page.locator("main")).to_contain_text(what)
    walk.button("この内容で取りこむ")
    expect(walk.page.locator("h1")).to_have_text("取りこみました")


def print_sheets(walk: Walk) -> None:
    walk.click(walk.page.locator("header").get_by_role("link", name="わたし"))
    walk.link("紙の用紙")
    walk.link("買い物と通院の足")
    walk.button("用紙をつくる")
    expect(walk.page.locator("#printed")).to_contain_text("番（PDF）", timeout=60_000)
    assert walk.take("番（PDF）").startswith(b"%PDF")


def print_the_karte(walk: Walk) -> None:
    walk.click(walk.page.locator("header").get_by_role("link", name="わたし"))
    assert walk.take("地域カルテをA4で印刷する").startswith(b"%PDF")


def written(
    table: bytes,
    *,
    added: Sequence[Mapping[str, str]] = (),
    by_code: Mapping[str, Mapping[str, str]] | None = None,
) -> bytes:
    """The table with rows below its last one, and with cells of known rows filled in."""
    book = load_workbook(io.BytesIO(table))
    sheet = book.worksheets[0]
    heads = {str(cell.value): number for number, cell in enumerate(sheet[1], 1)}
    for row in added:
        line = sheet.max_row + 1
        for head, words in row.items():
            sheet.cell(line, heads[head]).value = words
    for row in sheet.iter_rows(min_row=2):
        for head, words in (by_code or {}).get(str(row[0].value), {}).items():
            row[heads[head] - 1].value = words
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
