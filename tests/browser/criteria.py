"""The check list by criterion that JIS X 8341-3 asks for: `./jibungoto accessibility FILE`.

axe goes round every page of the demo, as the roles asked for, in the light on a phone and in the
dark on a desk; on each, letters of double size, wide spacing and 320 px are tried as well. What was
found is told by criterion, beside what tests and people look at.
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
NARROWEST = 320
# Tried on every page at a width: the page must not grow wider than the window, nor cut its words.
TRIALS = {
    "1.4.4": ((WIDTHS["desk"][0] // 2, WIDTHS["desk"][1] // 2), ""),  # the browser's 200%
    "1.4.10": ((NARROWEST, 640), ""),
    "1.4.12": (
        WIDTHS["phone"],
        "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
        " word-spacing: .16em !important } p { margin-bottom: 2em !important }",
    ),
}
TRYING = """style => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
  const root = document.documentElement;
  const words = 'main :is(p, h1, h2, h3, h4, li, td, th, a, button, label)';
  const cut = [...document.querySelectorAll(words)]
    .filter(one => getComputedStyle(one).overflow === 'hidden' && one.clientWidth > 1
      && one.innerText.trim() && one.scrollHeight > one.clientHeight + 2);
  const sound = root.scrollWidth <= root.clientWidth && !cut.length;
  document.adoptedStyleSheets = [];
  return sound;
}"""
LOOKING = """async () => {
  // The pins of a map stand where the places are; the list below it does the same (an exception).
  const some = {id: 'target-size', selector: '*:not(.leaflet-marker-icon)'};
  axe.configure({rules: [some]});
  const found = await axe.run(document, {
    resultTypes: ['violations', 'incomplete', 'passes'], rules: {'target-size': {enabled: true}},
  });
  const told = part => found[part].map(one => ({id: one.id, tags: one.tags}));
  return {violations: told('violations'), incomplete: told('incomplete'), passes: told('passes')};
}"""
# The criteria that JIS X 8341-3:2016 does not have (it is WCAG 2.0), by where they came from.
LATER = {
    "WCAG 2.1": (
        *("1.3.4", "1.3.5", "1.4.10", "1.4.11", "1.4.12", "1.4.13"),
        *("2.1.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "4.1.3"),
    ),
    "WCAG 2.2": ("2.4.11", "2.5.7", "2.5.8", "3.2.6", "3.3.7", "3.3.8"),
}
SAID = {"made": "つくり", "none": "—", "hand": "人", "measured": "計測"}
ROLES = {
    "guest": "登録していない方",
    "resident": "住民",
    "officer": "団体の役員",
    "secretary": "推進会議の事務局",
    "district_officer": "地区担当職員",
    "department": "各課の担当",
    "planner": "企画・協働の担当課",
    "administrator": "管理者",
}
# What axe leaves to people, in their words.
RULES = {
    "color-contrast": "文字と背景の色の比。図や地図の上の文字は、背景の色を axe が決められません"
    "（色の組みは src/jibungoto/ui/tests/test_colours.py が確かめます）",
    "label-content-name-mismatch": "見えていることばと読み上げの名前。地図の「+」「−」の"
    "ボタンは記号なので、axe が比べられません"
    "（名前は「地図を大きくする」「地図を小さくする」です）",
    "form-field-multiple-labels": "一つの入力欄に、見出しが二つあるかもしれないこと",
    "duplicate-id-aria": "説明や見出しに使う id が、一つのページに二度あること",
}
EVERY = 50  # pages between two lines of progress, where nobody watches a terminal


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
        self.doubts: dict[str, set[str]] = {}
        self.addresses: dict[str, str] = {}  # with the titles of their pages

    def add(self, path: str, told: dict[str, list[dict[str, Any]]], title: str = "") -> None:
        """One look at one page."""
        self.pages += 1
        self.addresses[path] = title
        for part, rules in told.items():
            touched = {number for rule in rules for number in numbers(rule["tags"])}
            self.counts[part].update(touched)
            if part == "passes":
                continue
            kept = self.faults if part == "violations" else self.doubts
            for rule in rules:
                for number in numbers(rule["tags"]):
                    kept.setdefault(number, set()).add(f"{rule['id']} {path}")

    def try_out(self, number: str, path: str, *, sound: bool) -> None:
        """One criterion measured on one page."""
        self.counts["passes" if sound else "violations"][number] += 1
        if not sound:
            self.faults.setdefault(number, set()).add(path)


def numbers(tags: list[str]) -> set[str]:
    """The criteria among axe's tags: wcag143 is 1.4.3, wcag1410 is 1.4.10."""
    found = (re.fullmatch(r"wcag(\d)(\d)(\d+)", tag) for tag in tags)
    return {".".join(one.groups()) for one in found if one}


def verdict(one: dict[str, Any], seen: Seen) -> str:
    """適合, 適合していない, 適用なし or 未確認: never more than somebody or something looked at."""
    if seen.counts["violations"][one["number"]]:
        return "適合していない"
    if one["how"] == ["none"]:
        return "適用なし"
    looked = [how for how in one["how"] if how not in ("axe", "measured")]
    if looked or seen.counts["passes"][one["number"]]:
        return "適合"
    return "未確認"


def standard(number: str) -> str:
    """Which standard brought a criterion: JIS X 8341-3:2016, or a WCAG after it."""
    return next((name for name, some in LATER.items() if number in some), "JIS X 8341-3")


def table(seen: Seen, roles: list[str], on: dt.date, tools: str = "axe-core") -> str:
    """The list as Markdown."""
    told = criteria()
    verdicts = Counter(verdict(one, seen) for one in told)
    lines = [
        "# アクセシビリティの達成基準チェックリスト", "",
        "- 規格と目標：JIS X 8341-3:2016 の適合レベル AA"
        "（WCAG 2.1・2.2 で加わった A・AA の基準も見ます）",
        f"- 確かめた日：{on}",
        f"- 対象：見本のまちの{len(seen.addresses)}ページ（終わりに一覧）。"
        f"立場：{'、'.join(ROLES.get(role, role) for role in roles)}。"
        f"390 px の明るい画面と 1280 px の暗い画面で、のべ{seen.pages}画面",
        f"- 道具：{tools}、Chromium、tests/browser の試験、人の目と読み上げの木",
        "- 使っている技術：HTML・CSS・SVG。JavaScript がなくても、すべて使えます。"
        "印刷物は PDF/UA-1 です",
        f"- 結果：{'、'.join(f'{word} {number}' for word, number in verdicts.most_common())}", "",
        "「つくり」は、どのページにも同じ型紙や部品で満たしているもの、「人」は人が見て確かめたもの、"
        "「計測」はすべてのページで測ったものです。"
        "「適用なし」は、あてはまるもの（音声など）がないこと、tests と src で始まる名前は、"
        "満たさなくなると知らせる自動の試験です。", "",
        "| 達成基準 | 名前 | レベル | 規格 | 結果 | 合格・まちがい・判断できない（画面）"
        " | 何で確かめたか | 注記 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for one in told:
        number = one["number"]
        counts = [seen.counts[part][number] for part in ("passes", "violations", "incomplete")]
        # Where axe met nothing to judge it did not look.
        looked = [how for how in one["how"] if how != "axe" or any(counts)]
        how = "、".join(SAID.get(how, how) for how in looked) or "—"
        lines.append(
            f"| {number} | {one['name']} | {one['level']} | {standard(number)}"
            f" | {verdict(one, seen)}"
            f" | {'・'.join(map(str, counts)) if any(counts) else '—'} | {how}"
            f" | {one['note']} |"
        )
    for heading, kept in (
        ("まちがい", seen.faults),
        ("axe が判断できず、人が見るところ", seen.doubts),
    ):
        if kept:
            lines += ["", f"## {heading}", ""]
            for number, found in sorted(kept.items(), key=lambda one: _order(one[0])):
                lines += _by_rule(number, found)
    lines += ["", "## 確かめたページ", ""]
    lines += [f"- {path}　{title}".rstrip() for path, title in sorted(seen.addresses.items())]
    return "\n".join(lines) + "\n"


def _order(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]


def _by_rule(number: str, found: set[str]) -> list[str]:
    """A line for each rule of axe, in words; what was measured has no rule."""
    pages: dict[str, set[str]] = {}
    for one in found:
        rule, _space, path = one.rpartition(" ")
        pages.setdefault(rule, set()).add(path)
    return [
        f"- {number} {RULES[rule] + '：' if rule in RULES else ''}"
        f"{f'{rule}、' if rule else ''}{len(paths)}ページ（{_some(paths)}）"
        for rule, paths in sorted(pages.items())
    ]


def _some(found: set[str], most: int = 20) -> str:
    more = f"、ほか{len(found) - most}" if len(found) > most else ""
    return "、".join(sorted(found)[:most]) + more


def main(words: list[str]) -> int:
    """Go round and write the list; 1 where a criterion is not met."""
    reader = argparse.ArgumentParser(prog="jibungoto accessibility")
    reader.add_argument("file", type=Path)
    usual = ["guest", "resident", "secretary", "planner"]
    reader.add_argument("--roles", nargs="+", default=usual, choices=ROLES)
    given = reader.parse_args(words)
    seen = Seen()
    _say("見本のまちを用意して、ページを探しています（1分ほど）")
    with tempfile.TemporaryDirectory() as scratch:
        own = installation.empty(Path(scratch) / "home")
        for said in (("migrate", "--verbosity=0"), ("createcachetable",), ("demo_load",)):
            own.run("manage", *said).check_returncode()
        going = visits_of(own, "links", Path(scratch) / "round.json")
        _go(own, going, given.roles, seen)
    today = dt.datetime.now().astimezone().date()
    axe = json.loads((ROOT / "frontend/node_modules/axe-core/package.json").read_text("utf-8"))
    told = table(seen, given.roles, today, f"axe-core {axe['version']}")
    given.file.write_text(told, "utf-8")
    _say(f"\n{seen.pages}画面を調べて、{given.file} に書きました。")
    return 1 if seen.faults else 0


def _go(own: Installation, going: dict[str, Any], roles: list[str], seen: Seen) -> None:
    source = (ROOT / "frontend/node_modules/axe-core/axe.min.js").read_text("utf-8")
    port = installation.a_free_port()
    address = f"http://127.0.0.1:{port}"
    with installation.ended(own.start("serve", "--port", str(port))) as serving:
        wait_for(address, serving)
        with sync_playwright() as running:
            browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            visits = [visit for visit in going["visits"] if visit["role"] in roles]
            _say(f"{len(visits)}ページを、それぞれ2とおりの画面で調べます（100ページに2分から3分）")
            for role in roles:
                page = browser.new_context(locale="ja-JP", reduced_motion="reduce").new_page()
                told = going["cookies"][role].items()
                page.context.add_cookies([{"name": k, "value": v, "url": address} for k, v in told])
                for visit in visits:
                    if visit["role"] == role:
                        _look(page, address, visit["path"], source, seen)
                        _progress(seen.pages // len(LOOKS), len(visits), visit["path"])
            browser.close()


def _look(page: Page, address: str, path: str, source: str, seen: Seen) -> None:
    page.goto(address + path)
    for width, scheme in LOOKS:
        across, down = WIDTHS[width]
        page.set_viewport_size({"width": across, "height": down})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(source)
        seen.add(path, json.loads(json.dumps(page.evaluate(LOOKING))), page.title().split(" | ")[0])
    for number, ((across, down), style) in TRIALS.items():
        page.set_viewport_size({"width": across, "height": down})
        seen.try_out(number, path, sound=bool(page.evaluate(TRYING, style)))


def _progress(done: int, of: int, path: str) -> None:
    if sys.stderr.isatty():
        _say(f"\r{done}/{of} {path[:60]:60}", end="")
    elif done % EVERY == 0:
        _say(f"{done}/{of}")


def _say(words: str, end: str = "\n") -> None:
    sys.stderr.write(words + end)
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
