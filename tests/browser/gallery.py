"""Every page of the demo as pictures, on one sheet: `./jibungoto gallery FOLDER --only portal`.

Whoever changes the look sees what became of all the other pages. No test: people look at it.
"""

import argparse
import html
import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests import installation
from tests.browser.conftest import CHROMIUM, FLAGS, WIDTHS, visits_of, wait_for
from tests.installation import Installation

LOOKS = ("desk", "desk-dark", "phone", "phone-dark", "phone-large", "print")
WORDS = {
    "desk": "1280 px",
    "desk-dark": "1280 px 暗い",
    "phone": "390 px",
    "phone-dark": "390 px 暗い",
    "phone-large": "390 px 大きい文字",
    "print": "紙",
    "desk-fault": "1280 px まちがい",
    "phone-fault": "390 px まちがい",
}
HEAD = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>自分ごと ページの一覧</title>
<style>body{font:15px/1.6 sans-serif;margin:2rem}section{display:flex;gap:12px;overflow-x:auto;
align-items:start;padding-bottom:1rem;border-bottom:1px solid #999}figure{margin:0;flex:none}
img{height:420px;max-width:520px;object-fit:cover;object-position:top;border:1px solid #bbb}
h2{margin-top:2rem}h3{font-size:15px;margin:.8rem 0 .3rem}figcaption{font-size:12px}</style>"""


def main(words: list[str]) -> int:
    given = _given(words)
    given.folder.mkdir(parents=True, exist_ok=True)
    missing: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        own = _demo(Path(scratch) / "home", given.home)
        for way in ("links", "tables"):
            # What the tables make must not stand on the pages of the first round: one at a time.
            going = visits_of(own, way, Path(scratch) / "round.json")
            visits = [visit for visit in going["visits"] if _wanted(visit, given)]
            _say(f"{len(visits)} ページを撮ります（{given.folder}）")
            if visits:
                _shoot_served(own, visits, going["cookies"], given)
            _remember(given.folder, visits)
            missing += going["missing"]
    _write_index(given.folder, missing)
    return 0


def _shoot_served(
    own: Installation,
    visits: list[dict[str, Any]],
    cookies: dict[str, dict[str, str]],
    given: argparse.Namespace,
) -> None:
    port = installation.a_free_port()
    address = f"http://127.0.0.1:{port}"
    with installation.ended(own.start("serve", "--port", str(port))) as serving:
        wait_for(address, serving)
        _shoot_all(address, visits, cookies, given)


def _given(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="jibungoto gallery")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--looks", nargs="*", default=[], choices=LOOKS)
    parser.add_argument("--roles", nargs="*", default=[])
    parser.add_argument("--language", default="")
    parser.add_argument("--home", type=Path, default=None)
    return parser.parse_args(words)


def _demo(home: Path, ready: Path | None) -> Installation:
    """A demo of our own: a copy of one that stands still, or a new one."""
    if ready:
        shutil.copytree(ready, home)
    own = Installation(home) if ready else installation.empty(home)
    for words in (("migrate", "--verbosity=0"), ("createcachetable", "--verbosity=0")):
        own.run("manage", *words).check_returncode()
    own.run("manage", "demo_load").check_returncode()
    return own


def _wanted(visit: dict[str, Any], given: argparse.Namespace) -> bool:
    """--only names a part (portal), a view (portal:me) or the beginning of an address."""
    named = (visit["part"], visit["view"])
    of_part = not given.only or any(
        one in named or (one.startswith("/") and visit["path"].startswith(one))
        for one in given.only
    )
    return of_part and (not given.roles or visit["role"] in given.roles)


def _shoot_all(
    address: str,
    visits: list[dict[str, Any]],
    cookies: dict[str, dict[str, str]],
    given: argparse.Namespace,
) -> None:
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        pages: dict[str, Page] = {}
        for number, visit in enumerate(visits, 1):
            role = visit["role"]
            if role not in pages:
                pages[role] = _page(browser, address, cookies[role], given.language)
            if sys.stdout.isatty():
                _say(f"\r{number}/{len(visits)} {visit['path'][:60]:60}", end="")
            for look, picture in _shots(pages[role], address, visit, given):
                picture.save(given.folder / name_of(visit, look))
        browser.close()


def _page(browser: Browser, address: str, cookies: dict[str, str], language: str) -> Page:
    context = browser.new_context(locale="ja-JP")
    context.set_default_timeout(30_000)
    if language:
        cookies = {**cookies, "lang": language}
    context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
    )
    return context.new_page()


def _shots(
    page: Page, address: str, visit: dict[str, Any], given: argparse.Namespace
) -> Iterator[tuple[str, Image.Image]]:
    """One load serves every look: the styles answer to size, scheme and medium."""
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size({"width": WIDTHS["desk"][0], "height": WIDTHS["desk"][1]})
    page.goto(address + visit["path"])
    for look in given.looks or LOOKS:
        if look == "print":
            yield look, _paper(page)
            continue
        width, dark = look.split("-")[0], look.endswith("dark")
        across, down = WIDTHS[width]
        page.set_viewport_size({"width": across, "height": down})
        page.emulate_media(media="screen", color_scheme="dark" if dark else "light")
        large = "'large'" if look.endswith("large") else "''"
        page.evaluate(f"() => {{ document.documentElement.dataset.type = {large} }}")
        yield look, _screen(page)
    if visit["fault"] and not given.looks:
        yield from _with_mistakes(page)


def _with_mistakes(page: Page) -> Iterator[tuple[str, Image.Image]]:
    page.emulate_media(media="screen", color_scheme="light")
    page.evaluate("() => { document.documentElement.dataset.type = '' }")
    with page.expect_navigation():
        page.evaluate(
            """() => {
                const form = document.querySelector('main form[method=post]');
                for (const one of form.querySelectorAll('input:not([type=hidden]), textarea'))
                    one.disabled = true;
                form.noValidate = true;
                form.submit();
            }"""
        )
    for width in ("desk", "phone"):
        across, down = WIDTHS[width]
        page.set_viewport_size({"width": across, "height": down})
        yield f"{width}-fault", _screen(page)


def _screen(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled")))


def _paper(page: Page) -> Image.Image:
    """The sheets of paper side by side, as the printer would give them."""
    page.emulate_media(media="print", color_scheme="light")
    with tempfile.TemporaryDirectory() as scratch:
        pdf = Path(scratch) / "page.pdf"
        page.pdf(path=pdf, format="A4", prefer_css_page_size=True)
        subprocess.run(
            ["pdftoppm", "-r", "80", "-png", "-l", "6", pdf, Path(scratch) / "sheet"], check=True
        )
        sheets = [Image.open(file) for file in sorted(Path(scratch).glob("sheet*.png"))]
        wide = sum(sheet.width + 8 for sheet in sheets)
        whole = Image.new("RGB", (wide, max(sheet.height for sheet in sheets)), "#999")
        left = 0
        for sheet in sheets:
            whole.paste(sheet, (left, 0))
            left += sheet.width + 8
    return whole


def name_of(visit: dict[str, Any], look: str) -> str:
    """The file of a picture: address, role and look in words a shell can take."""
    address = visit["path"].strip("/").replace("/", "_") or "home"
    return f"{visit['part']}--{address[:90]}--{visit['role']}--{look}.png"


def _remember(folder: Path, visits: list[dict[str, Any]]) -> None:
    """Keep what earlier runs of other parts photographed in the same folder."""
    file = folder / "visits.json"
    before = json.loads(file.read_text("utf-8")) if file.exists() else []
    key = {(visit["path"], visit["role"]): visit for visit in [*before, *visits]}
    file.write_text(json.dumps(list(key.values()), ensure_ascii=False, indent=1), "utf-8")


def _write_index(folder: Path, missing: list[str]) -> None:
    visits = json.loads((folder / "visits.json").read_text("utf-8"))
    visits.sort(key=lambda visit: (visit["part"], visit["view"], visit["path"], visit["role"]))
    lines = [HEAD, f"<h1>{len(visits)} ページ</h1>"]
    for part, some in groupby(visits, key=lambda visit: visit["part"]):
        lines.append(f"<h2>{html.escape(part)}</h2>")
        for visit in some:
            told = f"{visit['path']} — {visit['role']}（{visit['view']}）"
            lines.append(f"<h3>{html.escape(told)}</h3><section>")
            for look, words in WORDS.items():
                name = name_of(visit, look)
                if (folder / name).exists():
                    lines.append(
                        f'<figure><a href="{name}"><img loading="lazy" src="{name}" alt=""></a>'
                        f"<figcaption>{words}</figcaption></figure>"
                    )
            lines.append("</section>")
    lines.append("<h2>見られなかったページ</h2><ul>")
    lines += [f"<li>{html.escape(one)}</li>" for one in missing]
    (folder / "index.html").write_text("\n".join([*lines, "</ul>"]), "utf-8")


def _say(words: str, end: str = "\n") -> None:
    sys.stdout.write(words + end)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
