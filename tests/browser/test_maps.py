"""The live map: it keeps its land whatever the window does, and does not hold up a keyboard."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.conftest import Site

LAND = ".leaflet-overlay-pane path.area"


def test_a_map_keeps_its_land_after_its_window_was_hardly_there(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page("phone")
    page.goto(f"{site.address}/hinata/facilities/")
    page.wait_for_selector(LAND)
    before = page.locator(LAND).first.get_attribute("d")
    page.set_viewport_size({"width": 40, "height": 300})
    page.wait_for_timeout(400)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(600)
    assert page.locator(LAND).first.get_attribute("d") == before


def test_a_keyboard_comes_past_a_map_of_many_places_to_their_list(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page("desk")
    page.goto(f"{site.address}/hinata/facilities/")
    page.wait_for_selector(".leaflet-marker-icon")
    assert page.locator(".leaflet-marker-icon").count() > 30
    assert page.locator(".leaflet-marker-icon[tabindex]").count() == 0
    # A map of few places lets it in.
    page.goto(f"{site.address}/hinata/findings/?view=map&district=tsutsujidai")
    page.wait_for_selector(".leaflet-marker-icon")
    assert page.locator(".leaflet-marker-icon[tabindex]").count() > 0
