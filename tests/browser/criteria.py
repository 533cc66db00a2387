"""The check list by criterion that JIS X 8341-3 asks for: `./jibungoto accessibility FILE`.

axe goes round every page of the demo, as the roles asked for, in the light on a phone and in the
dark on a desk. What it found and passed is told by criterion, beside what tests and people look at.
"""

import argparse
import datetime as dt
import json
import re
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests import installation
from tests.browser.conftest import CHROMIUM, FLAGS, WIDTHS, visits_of, wait_for
from tests.installation import ROOT, Installation

CRITERIA = Path(__file__).with_name("criteria.toml")
LOOKS = (("phone", "light"), ("desk", "dark"))
LOOKING = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations', 'incomplete', 'passes']});
  const told = part => found[part].map(one => ({id: one.id, tags: one.tags}));
  return {violations: told('violations'), incomplete: told('incomplete'), passes: told('passes')};
}"""


def criteria() -> list[dict[str, Any]]:
    """What criteria.toml says, in the order of the standard."""
    return list(tomllib.loads(CRITERIA.read_text("utf-8"))["criteria"])


class Seen:
    """Pages on which axe passed, found a fault in, or could not decide a criterion."""

    def __init__(self) -> None:
        self.pages = 0
        self.counts: dict[str, Counter[str]] = {
            part: Counter() for part in ("passes", "violations", "incomplete")
        }
        self.faults: dict[str, set[str]] = {}

    def add(self, path: str, told: dict[str, list[dict[str, Any]]]) -> None:
        """One look at one page."""
        self.pages += 1
        for part, rules in told.items():
            touched = {number for rule in rules for number in numbers(rule["tags"])}
            self.counts[part].update(touched)
            if part == "violations":
                for rule in rules:
                    for number in numbers(rule["tags"]):
                        self.faults.setdefault(number, set()).add(f"{rule['id']} {path}")


def numbers(tags: list[str]) -> set[str]:
    """The criteria among axe's tags: wcag143 is 1.4.3, wcag1410 is 1.4.10."""
    found = (re.fullmatch(r"wcag(\d)(\d)(\d+)", tag) for tag in tags)
    return {".".join(one.groups()) for one in found if one}


def verdict(one: dict[str, Any], seen: Seen) -> str:
    """適合, 適合していない, 適用なし or 未確認: never more than somebody or something looked at."""
    if seen.counts["violations"][one["number"]]:
        return "適合していない"
    if one["how"] == ["made"]:
        return "適用なし・つくりで満たす"
    if not one["how"]:
        return "未確認"
    looked = [how for how in one["how"] if how != "axe"]
    if looked or seen.counts["passes"][one["number"]]:
        return "適合"
    return "未確認"


def table(seen: Seen, roles: list[str], on: dt.date) -> str:
    """The list as Markdown."""
    lines = [
        "# アクセシビリティの実装チェックリスト", "",
        "JIS X 8341-3:2016 の適合レベル A・AA と、WCAG 2.2 で加わった基準です。"
        f"{on}に、見本のまちの{seen.pages}画面（立場：{'・'.join(roles)}。"
        "390 px の明るい画面と 1280 px の暗い画面）を axe-core で調べました。"
        "「未確認」は、まだ人が確かめていないものです。", "",
        "| 達成基準 | 名前 | レベル | 結果 | axe：合格・まちがい・判断できない（画面）"
        " | 何で確かめたか | 注記 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for one in criteria():
        number = one["number"]
        counted = "・".join(
            str(seen.counts[part][number]) for part in ("passes", "violations", "incomplete")
        )
        how = "、".join("つくり" if how == "made" else how for how in one["how"]) or "—"
        lines.append(
            f"| {number} | {one['name']} | {one['level']} | {verdict(one, seen)}"
            f" | {counted if 'axe' in one['how'] else '—'} | {how} | {one['note']} |"
        )
    if seen.faults:
        lines += ["", "## まちがい", ""]
        lines += [f"- {n}：{'、'.join(sorted(found)[:20])}" for n, found in seen.faults.items()]
    return "\n".join(lines) + "\n"


def main(words: list[str]) -> int:
    """Go round and write the list; 1 where a criterion is not met."""
    reader = argparse.ArgumentParser(prog="jibungoto accessibility")
    reader.add_argument("file", type=Path)
    reader.add_argument("--roles", nargs="+", default=["guest", "resident", "secretary", "planner"])
    given = reader.parse_args(words)
    seen = Seen()
    with tempfile.TemporaryDirectory() as scratch:
        own = installation.empty(Path(scratch) / "home")
        for said in (("migrate", "--verbosity=0"), ("createcachetable",), ("demo_load",)):
            own.run("manage", *said).check_returncode()
        going = visits_of(own, "links", Path(scratch) / "round.json")
        _go(own, going, given.roles, seen)
    given.file.write_text(table(seen, given.roles, dt.datetime.now().astimezone().date()), "utf-8")
    sys.stderr.write(f"\n{seen.pages}画面を調べて、{given.file} に書きました。\n")
    return 1 if seen.faults else 0


def _go(own: Installation, going: dict[str, Any], roles: list[str], seen: Seen) -> None:
    source = (ROOT / "frontend/node_modules/axe-core/axe.min.js").read_text("utf-8")
    port = installation.a_free_port()
    address = f"http://127.0.0.1:{port}"
    with installation.ended(own.start("serve", "--port", str(port))) as serving:
        wait_for(address, serving)
        with sync_playwright() as running:
            browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for role in roles:
                page = browser.new_context(locale="ja-JP", reduced_motion="reduce").new_page()
                told = going["cookies"][role].items()
                page.context.add_cookies([{"name": k, "value": v, "url": address} for k, v in told])
                for visit in going["visits"]:
                    if visit["role"] == role:
                        _look(page, address, visit["path"], source, seen)
            browser.close()


def _look(page: Page, address: str, path: str, source: str, seen: Seen) -> None:
    page.goto(address + path)
    for width, scheme in LOOKS:
        across, down = WIDTHS[width]
        page.set_viewport_size({"width": across, "height": down})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(source)
        seen.add(path, json.loads(json.dumps(page.evaluate(LOOKING))))
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{seen.pages} {path[:60]:60}")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
