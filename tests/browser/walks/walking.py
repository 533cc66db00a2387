"""Somebody's way through the product, counted: what the hand does, what loads, what is read.

The counts of every walk stand in docs/walks.md; a walk that grew longer than its line fails.
"""

import re
from dataclasses import astuple, dataclass
from functools import cache
from urllib.parse import urljoin

from playwright.sync_api import Error, Locator, Page

from tests.installation import ROOT

TABLE = ROOT / "docs/walks.md"
# The demo's dates and figures move with the day it is loaded; sentences may not.
READING_MOVES_BY = 1.1
READ = "() => (document.querySelector('main') || document.body).innerText.replace(/\\s/g, '')"


@dataclass
class Counts:
    """What a walk costs the one who walks."""

    clicks: int = 0
    fields: int = 0
    loads: int = 0
    letters: int = 0


class Walk:
    """Drives a page for somebody and counts on the way."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.counts = Counts()
        self._unread = False
        page.on("load", self._loaded)

    def start(self, path: str) -> None:
        """Where somebody comes in: a QR code, a letter, a bookmark."""
        self.page.goto(self.address + path)
        self.read()

    def click(self, target: Locator) -> None:
        """One tap or click, to the end of what it loads."""
        target.first.click()
        self.counts.clicks += 1
        self.page.wait_for_load_state()
        self.read()

    def link(self, name: str, within: str = "main") -> None:
        """Follow a link by its words."""
        self.click(self.page.locator(within).get_by_role("link", name=name))

    def button(self, name: str, within: str = "main") -> None:
        """Press a button by its words."""
        self.click(self.page.locator(within).get_by_role("button", name=name))

    def fill(self, field: str, words: str) -> None:
        """Write in a field, by the name the form gives it."""
        self.page.locator(f"[name={field}]").first.fill(words)
        self.counts.fields += 1

    def choose_file(self, name: str, content: bytes) -> None:
        """Choose a file in the page's field for one: counts as a click."""
        field = self.page.locator("main input[type=file]").first
        field.set_input_files({"name": name, "mimeType": "", "buffer": content})
        self.counts.clicks += 1

    def take(self, name: str) -> bytes:
        """The file behind a link, by its words: counts as a click, and nobody reads it here."""
        found = self.page.locator("main").get_by_role("link", name=name).first
        answer = self.page.request.get(urljoin(self.page.url, found.get_attribute("href") or ""))
        assert answer.ok, f"{name}: {answer.status}"
        self.counts.clicks += 1
        return answer.body()

    def press(self, key: str) -> None:
        """A key that sends something, as Enter does: counts as a click."""
        self.page.keyboard.press(key)
        self.counts.clicks += 1
        self.page.wait_for_load_state()
        self.read()

    def read(self) -> str:
        """The words of the page in front; counted once for every load."""
        words = self._words()
        if self._unread:
            self._unread = False
            self.counts.letters += len(words)
        return words

    def _words(self) -> str:
        for _ in range(5):
            try:
                return str(self.page.evaluate(READ))
            except Error:  # The page went away while it was read: its follower is read.
                self.page.wait_for_load_state()
        return ""

    def read_part(self, part: Locator) -> str:
        """What a part of the page changed into is read too."""
        words = "".join(part.inner_text().split())
        self.counts.letters += len(words)
        return words

    def end(self, name: str) -> None:
        """Compare with the walk's line in the table; a failure shows the line as it is now."""
        now, told = self.counts, table().get(name, Counts())
        line = f"| {name} | {' | '.join(f'{number:,}' for number in astuple(now))} |"
        assert now.clicks <= told.clicks, line
        assert now.fields <= told.fields, line
        assert now.loads <= told.loads, line
        assert now.letters <= told.letters * READING_MOVES_BY, line

    def _loaded(self, _page: Page) -> None:
        self.counts.loads += 1
        self._unread = True


@cache
def table() -> dict[str, Counts]:
    """The lines of docs/walks.md by the name of the walk."""
    line = re.compile(r"^\| ([^|]+?) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|$", re.M)
    return {
        name: Counts(*(int(number.replace(",", "")) for number in numbers))
        for name, *numbers in line.findall(TABLE.read_text("utf-8"))
    }
