"""A browser on the running demo. Whatever a page asks of another machine fails its test."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, sync_playwright

from tests import installation
from tests.installation import ROOT, Installation

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever lies elsewhere is not there.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}
Axe = Callable[..., list[str]]
# What depends on the colours: the rest of a page is the same in the light and in the dark.
COLOURS = ("color-contrast", "link-in-text-block")


class Site:
    """The demo under its address, with the sign-ins it prints."""

    def __init__(
        self, address: str, sign_ins: dict[str, str], own: Installation | None = None
    ) -> None:
        self.address = address
        self.sign_ins = sign_ins
        self.own = own

    def sign_in(self, page: Page, email: str) -> None:
        """Sign in through the form, as a person does."""
        page.goto(f"{self.address}/account/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", self.sign_ins[email])
        page.locator("form:has(input[name=password]) button[type=submit]").first.click()
        page.wait_for_load_state()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@contextmanager
def served(demo: Installation, place: Path) -> Iterator[Site]:
    """The demo, served as in real life, on a copy that tests may change."""
    own = installation.copy_of(demo, place)
    port = installation.a_free_port()
    address = f"http://127.0.0.1:{port}"
    told = own.python(
        "import json; from jibungoto.demo.accounts import sign_ins;"
        "print(json.dumps({email: password for _, email, password in sign_ins()}))"
    )
    with installation.ended(own.start("serve", "--port", str(port))) as serving:
        wait_for(address, serving)
        yield Site(address, json.loads(told.stdout), own)
    installation.remove(own)


@pytest.fixture(scope="session")
def site(demonstrated: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One served demo for all."""
    with served(demonstrated, tmp_path_factory.mktemp("site") / "home") as found:
        yield found


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(_playwright: Playwright) -> Iterator[Browser]:
    """Debian's chromium, without anything that would call home."""
    if not CHROMIUM.exists():
        pytest.fail("chromium が /usr/bin/chromium にありません（apt-get install chromium）。")
    running = _playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield running
    running.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open a page of our own: `open_page("phone", java_script_enabled=False)`."""
    opened: list[BrowserContext] = []
    elsewhere: list[str] = []
    complaints: list[str] = []

    def asked(request: Request) -> None:
        asks = urlsplit(request.url)
        if asks.scheme in ("http", "https") and asks.netloc != urlsplit(site.address).netloc:
            elsewhere.append(request.url)

    def heard(message: Any) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    def open_one(width: str = "desk", **wishes: Any) -> Page:
        across, down = WIDTHS[width]
        context = browser.new_context(
            viewport={"width": across, "height": down}, locale="ja-JP", **wishes
        )
        context.set_default_timeout(20_000)
        # Watched, not routed: whoever routes takes the browser's cache away.
        context.on("request", asked)
        opened.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        return page

    yield open_one
    for context in opened:
        context.close()
    assert elsewhere == [], "a page asked another machine for something"
    assert complaints == [], "a script failed, or the content security policy stopped something"


@pytest.fixture(params=sorted(WIDTHS))
def page(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    """A page at 390 px, then at 1280 px."""
    return open_page(request.param)


@pytest.fixture(scope="session")
def axe() -> Axe:
    """What axe finds on a page, one line a finding: `axe(page)`, or `axe(page, COLOURS)` alone."""
    source = (ROOT / "frontend/node_modules/axe-core/axe.min.js").read_text("utf-8")

    def look(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
        # Evaluated, not added as a tag: the policy of the page rightly forbids foreign scripts.
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(source)
        wishes: dict[str, Any] = {"resultTypes": ["violations"]}
        if rules:
            wishes["runOnly"] = {"type": "rule", "values": rules}
        found = page.evaluate("async (wishes) => (await axe.run(wishes)).violations", wishes)
        return [
            f"{page.url} {one['id']} ({one['impact']}): {node['html'][:160]}"
            for one in found
            for node in one["nodes"]
        ]

    return look


def visits_of(own: Installation, way: str, file: Path) -> dict[str, Any]:
    """Which pages an installation has, and for whom (tests/browser/visits.py)."""
    environment = {
        **own.environment,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "jibungoto.site.settings",
    }
    command = [sys.executable, "-m", "tests.browser.visits", way, str(file)]
    subprocess.run(command, env=environment, check=True)
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def wait_for(address: str, serving: Any) -> None:
    for _ in range(600):
        if serving.poll() is not None:
            pytest.fail(f"the server did not start: {serving.stdout.read()}")
        try:
            urllib.request.urlopen(address, timeout=30).close()  # noqa: S310  our own address
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not answer")
