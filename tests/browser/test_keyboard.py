"""Everything a hand can reach is reached by Tab, is seen there, and is left again."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site

PAGES = [
    "/",
    "/hinata/",
    "/hinata/districts/tsutsujidai/",
    "/hinata/districts/tsutsujidai/know/",
    "/hinata/karte/hikarino/",
    "/hinata/findings/",
    "/hinata/findings/new/",
    "/hinata/facilities/",
    "/hinata/plans/",
    "/hinata/search/?q=公園",
    "/account/login/",
]

# What can be pressed or filled in, in the document's order; of a group of radios, one is a stop.
STOPS = """() => {
  const found = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')];
  const groups = new Set();
  return found.filter(e => {
    if (e.disabled || e.tabIndex < 0) return false;
    if (!e.checkVisibility({visibilityProperty: true})) return false;
    if (e.type === 'radio') { if (groups.has(e.name)) return false; groups.add(e.name); }
    return true;
  }).length;
}"""

HERE = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const ringed = [e, e.closest('label'), e.parentElement].filter(Boolean).some(one => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      || style.boxShadow !== 'none';
  });
  // In a strip that is pushed along, the whole of a link is in sight.
  const whole = !e.closest('.at-hand') || box.left >= 0 && box.right <= innerWidth;
  const all = [...document.querySelectorAll('*')];
  return {at: all.indexOf(e), ringed, word: (e.innerText || e.name || e.tagName).slice(0, 40),
    seen: whole && box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth
      && box.bottom > 0 && box.top < innerHeight};
}"""


def _walk(page: Page, limit: int) -> list[dict[str, Any]]:
    """Press Tab from the top until the page is left; what was under the ring at each stop."""
    stops: list[dict[str, Any]] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None or (stops and here["at"] == stops[0]["at"]):
            return stops
        stops.append(here)
    pytest.fail(f"Tab never left {page.url}")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_keyboard_reaches_everything_in_order_and_sees_where_it_is(
    open_page: Callable[..., Page], site: Site, path: str, width: str
) -> None:
    page = open_page(width, reduced_motion="reduce")
    page.goto(site.address + path)
    page.wait_for_load_state("networkidle")
    expected = page.evaluate(STOPS)
    stops = _walk(page, limit=expected + 60)
    unseen = [s["word"] for s in stops if not s["seen"]]
    unringed = [s["word"] for s in stops if not s["ringed"]]
    order = [s["at"] for s in stops]
    assert not unseen, f"under the ring, but out of sight: {unseen}"
    assert not unringed, f"no ring is drawn: {unringed}"
    assert order == sorted(order), "Tab jumps against the order of the page"
    assert len(stops) >= expected, f"{len(stops)} stops, {expected} things to press"


def test_the_first_stop_leads_past_the_head_of_the_page(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page("desk")
    page.goto(f"{site.address}/hinata/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("() => !!document.activeElement.closest('main')")
    assert inside, "after skipping, Tab goes on within the main part"
