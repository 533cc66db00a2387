"""Every page as everybody: nothing from elsewhere, nothing axe finds, nothing too wide.

The pages are those of the gallery: what links reach and what the access tables name.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import COLOURS, WIDTHS, Axe, Site, visits_of
from tests.browser.visits import HOME, PLAYERS

# A visitor's pages in every look; a role's further pages in two that hold all sizes and colours.
ALL_LOOKS = (("phone", "light"), ("phone", "dark"), ("desk", "light"), ("desk", "dark"))
TWO_LOOKS = (("phone", "light"), ("desk", "dark"))
NARROWEST = 320
SIGN_IN = "/account/login/"
FEWEST = 5  # pages of a role's own: who sees fewer was not let in
TABLET = 768


@pytest.fixture(scope="session")
def visits(site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All visits, and the cookies with which each role goes."""
    assert site.own is not None
    file: Path = tmp_path_factory.mktemp("visits") / "visits.json"
    found = visits_of(site.own, "links", file)
    made = visits_of(site.own, "tables", file)
    return {"visits": [*found["visits"], *made["visits"]], "cookies": made["cookies"]}


def _too_wide(page: Page) -> bool:
    script = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return bool(page.evaluate(script))


def _faults(page: Page, path: str, axe: Axe, looks: Iterable[tuple[str, str]]) -> list[str]:
    found = []
    known: set[str] = set()
    for width, scheme in looks:
        across, down = WIDTHS[width]
        page.set_viewport_size({"width": across, "height": down})
        page.emulate_media(color_scheme=scheme)
        # At a width that was seen already, another scheme changes the colours alone.
        rules = COLOURS if width in known else ()
        known.add(width)
        found += [f"{width}, {scheme}: {fault}" for fault in axe(page, rules)]
        if _too_wide(page):
            found.append(f"{path}: wider than the window at {across} px")
    for letters in ("", "large"):
        page.evaluate("(one) => { document.documentElement.dataset.type = one }", letters)
        for across in (NARROWEST, WIDTHS["phone"][0], TABLET):
            page.set_viewport_size({"width": across, "height": 640})
            if _too_wide(page):
                found.append(f"{path}: wider than the window at {across} px {letters}".rstrip())
    if page.locator("html").get_attribute("lang") != "ja":
        found.append(f"{path}: says no language")
    return found


@pytest.mark.parametrize("role", PLAYERS)
def test_every_page_a_role_can_open_is_sound(
    open_page: Callable[..., Page], site: Site, axe: Axe, visits: dict[str, Any], role: str
) -> None:
    page = open_page("desk", reduced_motion="reduce")  # colours must not be caught on their way
    cookies = visits["cookies"][role].items()
    page.context.add_cookies([{"name": k, "value": v, "url": site.address} for k, v in cookies])
    # Other cities have the same pages with other words: their homes are enough.
    own = [
        visit["path"]
        for visit in visits["visits"]
        if visit["role"] == role
        and (visit["path"].startswith(f"/{HOME}/") or visit["view"] not in _at_home(visits))
    ]
    faults = []
    for path in own:
        answer = page.goto(site.address + path)
        assert answer is not None
        assert answer.status < 500, path
        assert SIGN_IN in path or SIGN_IN not in page.url, f"{role} is not signed in any more"
        faults += _faults(page, path, axe, ALL_LOOKS if role == "guest" else TWO_LOOKS)
    assert len(own) > FEWEST, (role, own)
    assert not faults, "\n" + "\n".join(faults)


def _at_home(visits: dict[str, Any]) -> set[str]:
    """The views shown in ひなた市; the homes of all cities are looked at in any case."""
    seen = {v["view"] for v in visits["visits"] if v["path"].startswith(f"/{HOME}/")}
    return seen - {"portal:municipality_home"}
