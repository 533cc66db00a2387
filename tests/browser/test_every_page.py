"""Every page a person can reach: nothing from elsewhere, nothing axe finds, nothing too wide."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

from tests.browser.conftest import Axe, Site

START = ("/", "/hinata/", "/mitaka/", "/hinata/districts/tsutsujidai/", "/styleguide/")
MOST = 60
# Leaves the site, ends what we are doing, or hands out a file.
LEFT_OUT = re.compile(r"logout|\.(csv|ics|pdf|zip|json|xlsx|svg|png)$|/export/|/stop/")


def reachable(page: Page, site: Site, starts: tuple[str, ...]) -> Iterator[str]:
    """Open one page for each view that can be reached by links, and yield its path."""
    waiting = list(starts)
    seen: set[str] = set()
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        view = _view(path)
        if view is None or view in seen or LEFT_OUT.search(path):
            continue
        seen.add(view)
        try:
            answer = page.goto(site.address + path)
        except Error as fault:
            if "Download is starting" in str(fault):
                continue
            raise
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        if "text/html" not in answer.headers["content-type"]:
            continue
        yield path
        hrefs = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        waiting += [urlsplit(href).path for href in hrefs if href.startswith(site.address)]


def _view(path: str) -> str | None:
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def _too_wide(page: Page) -> bool:
    script = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return bool(page.evaluate(script))


def _faults(page: Page, path: str, axe: Axe) -> list[str]:
    found = axe(page)
    if _too_wide(page):
        found.append(f"{path}: wider than the window")
    if page.locator("html").get_attribute("lang") not in ("ja", "en", "ja-easy", "ja-x-easy"):
        found.append(f"{path}: says no language")
    return found


def test_every_page_a_visitor_can_reach_is_sound(page: Page, site: Site, axe: Axe) -> None:
    faults = []
    paths = []
    for path in reachable(page, site, START):
        paths.append(path)
        faults += _faults(page, path, axe)
    assert len(paths) > 10
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize("who", ["kanri", "chiku", "yakuin", "jumin"])
def test_every_page_a_role_can_reach_is_sound(
    open_page: Callable[..., Page], site: Site, axe: Axe, who: str
) -> None:
    page = open_page("phone")
    site.sign_in(page, f"{who}@hinata.example.jp")
    faults = []
    for path in reachable(page, site, ("/hinata/me/", *START)):
        faults += _faults(page, path, axe)
    assert not faults, "\n" + "\n".join(faults)
