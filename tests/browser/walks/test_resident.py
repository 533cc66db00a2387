"""A resident of 78 with the code of a letter, in a browser without scripts, and with a pen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

from .walking import Walk

PRINT = """
import datetime as dt
from jibungoto.kernel import clock, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Municipality
from jibungoto.know.places.models import District
from jibungoto.people import services
from jibungoto.people.models import CodeBatch
city = Municipality.objects.get(slug="hinata")
with tenancy.within(city):
    _batch, letters = services.create_batch(
        title="手紙", kind=CodeBatch.Kind.HOUSEHOLD, size=1, uses_each=1,
        district=District.objects.get(slug="midorigaoka"),
        expires_on=clock.today() + dt.timedelta(days=30),
        actor=Actor(municipality_id=city.pk),
    )
print(letters[0].code)
"""

# What a pen does to the first sheet printed, as a scanner hands it on: the first box of each line.
MARK = """
import sys
from pathlib import Path
from jibungoto.hear.sheets import selectors
from jibungoto.hear.sheets.models import SheetForm
from jibungoto.hear.sheets.tests.factories import as_pdf, filled
from jibungoto.kernel import tenancy
from jibungoto.kernel.models import Municipality
with tenancy.within(Municipality.objects.get(slug="hinata")):
    form = SheetForm.objects.get(node__short_code=sys.argv[1])
    chosen = {}
    for page in selectors.printed(form).layout.pages:
        for mark in page.marks:
            chosen.setdefault(mark.item, mark.key)
    Path(sys.argv[2]).write_bytes(as_pdf(filled(form, 1, chosen)).read())
"""
OFFICER = "kyodo@hinata.example.jp"
SURVEY = "防災のそなえ"


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_resident_comes_with_a_letter_and_sees_what_came_of_it(
    open_page: Callable[..., Page], site: Site, width: str, tmp_path: Path
) -> None:
    assert site.own is not None
    code = site.own.python(PRINT).stdout.split()[-1]
    page = open_page(width, java_script_enabled=False)
    walk = Walk(page, site.address)
    walk.start("/hinata/code/")
    walk.fill("code", code)
    walk.button("このコードで参加する")
    read_the_karte(walk)
    office = open_page("desk")
    site.sign_in(office, OFFICER)
    mark_a_sheet(walk, office, site, tmp_path / "scan.pdf")
    see_what_came_of_it(walk)
    walk.end("78歳の住民")


def read_the_karte(walk: Walk) -> None:
    # The code of a letter opens the page of the district it was sent to.
    walk.click(walk.page.locator("#wheel a[href*='/know/']"))
    walk.link("地域カルテを開く")
    expect(walk.page.locator("h1")).to_have_text("緑ヶ丘地区の地域カルテ")
    walk.link("緑ヶ丘地区")


def mark_a_sheet(walk: Walk, office: Page, site: Site, scan: Path) -> None:
    """The office prints and scans; she ticks the boxes at her table, and counts as one more."""
    assert site.own is not None
    office.goto(f"{site.address}/hinata/sheets/")
    office.locator("main").get_by_role("link", name=SURVEY).first.click()
    office.get_by_role("button", name="用紙をつくる").click()
    expect(office.locator("#printed")).to_contain_text("番（PDF）", timeout=60_000)
    site.own.python(
        MARK, office.url.split("?")[0].split("#")[0].rstrip("/").split("/")[-1], str(scan)
    )
    office.set_input_files("[name=pictures]", scan)
    office.get_by_role("button", name="読み取りを始める").click()
    enter = office.get_by_role("button", name="枚をまとめて入れる")
    for _ in range(40):  # the page says: look again later
        if enter.count():
            break
        office.wait_for_timeout(1500)
        office.reload()
    enter.click()
    office.wait_for_load_state()
    office.goto(f"{site.address}/hinata/surveys/")
    expect(office.locator("main")).to_contain_text("119人が答えました")
    walk.click(walk.page.locator("#wheel a[href*='/hear/']"))


def see_what_came_of_it(walk: Walk) -> None:
    page = walk.page
    walk.link("公園と広場を、だれがどう使えるとよいですか")
    walk.link("結果を見る")
    walk.click(page.locator("#deeds .q a"))
    expect(page.locator("main")).to_contain_text("緑ヶ丘地区推進会議の返事")
