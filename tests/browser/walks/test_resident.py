"""A resident of 78 with the code of a letter, in a browser without scripts."""

from collections.abc import Callable

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


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_resident_comes_with_a_letter_and_sees_what_came_of_it(
    open_page: Callable[..., Page], site: Site, width: str
) -> None:
    assert site.own is not None
    code = site.own.python(PRINT).stdout.split()[-1]
    page = open_page(width, java_script_enabled=False)
    walk = Walk(page, site.address)
    walk.start("/hinata/code/")
    walk.fill("code", code)
    walk.button("このコードで参加する")
    read_the_karte(walk)
    see_what_came_of_it(walk)
    walk.end("78歳の住民")


def read_the_karte(walk: Walk) -> None:
    # The code of a letter opens the page of the district it was sent to.
    walk.click(walk.page.locator("#wheel a[href*='/know/']"))
    walk.link("地域カルテをひらく")
    expect(walk.page.locator("h1")).to_have_text("緑ヶ丘地区の地域カルテ")
    walk.link("緑ヶ丘地区")


def see_what_came_of_it(walk: Walk) -> None:
    page = walk.page
    walk.click(page.locator("#wheel a[href*='/hear/']"))
    walk.link("公園と広場を、だれがどう使えるとよいですか")
    walk.link("結果を見る")
    walk.click(page.locator("#deeds .q a"))
    expect(page.locator("main")).to_contain_text("緑ヶ丘地区推進会議の返事")
