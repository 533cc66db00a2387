"""Plans a document names with their time: 第2期…（平成28年度～）, 2012年度に「…方針」, 計画期間."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from .lines import Line, close_up
from .markers import opening
from .model import Generation, Source
from .years import periods, years

_PLAN = r"(?:計画|プラン|ビジョン|方針|構想|指針|戦略|大綱)"
_NAMED = re.compile(rf"[^\s、。「」『』（）()]{{0,40}}{_PLAN}(?:20[0-9]{{2}})?(?=\s*[（(])")
_QUOTED = re.compile(
    rf"「((?:[^「」]|『[^』]*』)*{_PLAN}(?:20[0-9]{{2}})?)」|『([^』]*』?[^』]*{_PLAN})』"
)
_TITLE = re.compile(
    rf"{_PLAN}(?:20[0-9]{{2}})?(?:[～〜~].{{2,30}}[～〜~])?"
    r"(?:\s*の?(?:概要|本編)(?:版)?|素案|\s*の?(?:検証|総括|(?:中間|年度|最終)?評価)(?:結果)?"
    r"|\s*(?:(?:令和|平成).{1,4}年度)?の?(?:進捗状況|実施状況|年次報告|進行管理)(?:報告)?(?:書|シート)?)?"
    r"(?:\s*[（(](?:案|素案|概要版?|本編|第[0-9０-９一二三四五]+[次期版]|改[訂定]版"
    r"|令和.{2,16}|平成.{2,16}|20.{4,16})[）)])*$|について$"
)
_TIMES = (
    r"(?:計画期間\s*[:：]?\s*)?(?:令和|平成|20)[^（）()]{1,9}\s*[～〜~\-－]"
    r"\s*(?:令和|平成|20)?[^（）()]{1,9}"
)
_POLICY = re.compile(r"^[\s〔\[【]*(?:基本方針|基本理念|テーマ)?[\s〕\]】:：]*「([^」]{4,80})」")
_DECIDED = re.compile(r"年度?に[、\s]*$")
_HORIZON = re.compile(r"(?:19|20|21)[0-9]{2}\s*年(?=の(?:姿|将来|ビジョン|まち|目標))|目標年[次度]")


@dataclass(frozen=True, slots=True)
class Time:
    """When the plan at hand runs, and the year it looks ahead to."""

    period: tuple[int, int] | None
    horizon: int | None


def read_generations(lines: Sequence[Line]) -> list[Generation]:
    """Plans named with a period, or with the year they were made in."""
    text, at_line = _flow(lines)
    found = [*_with_period(text, at_line), *_made_in(text, at_line)]
    kept: dict[str, Generation] = {}
    for plan in sorted(found, key=lambda g: -g.confidence):
        kept.setdefault(plan.title, plan)
    return sorted(kept.values(), key=lambda g: (g.starts or g.decided or 0, g.source.first))


def read_time(lines: Sequence[Line]) -> Time:
    """The period a text says it is for, and its horizon year."""
    text, _ = _flow(lines)
    period = None
    for run in periods(text):
        around = text[max(0, run.start - 60) : run.end + 30]
        if re.search(r"計画期間|期間と|期間は|期間を|の期間|期間[：:）)\n]", around):
            period = (run.first, run.last)
            break
    period = period or _alone(lines)
    horizon = None
    for found in _HORIZON.finditer(text):
        named = next(years(text[found.start() : found.start() + 24]), None)
        if named is not None:
            horizon = named.year
            break
    return Time(period, horizon)


def _alone(lines: Sequence[Line]) -> tuple[int, int] | None:
    """The period an early line is nothing but: （令和7年度～令和11年度）."""
    for line in lines[:12]:
        run = next(periods(line.text), None)
        if run is not None and run.is_fiscal:
            rest = re.sub(r"[\s（()）～〜~]|計画|期間", "", line.text)
            if len(rest) <= len(re.sub(r"\s", "", line.text[run.start : run.end])):
                return run.first, run.last
    return None


def read_title(lines: Sequence[Line]) -> str:
    """What the document calls itself: an early line that ends in 計画, ビジョン, …について."""
    numbered = ""
    for line in lines[:15]:
        marker = opening(line.text)
        text = close_up(line.text[marker.end :] if marker else line.text)
        if len(text) > 60 or not _TITLE.search(unicodedata.normalize("NFKC", text)):
            continue
        if re.search(r"[。、]|参照|策定|期間|^[（(]", text):
            continue
        text = re.sub(
            r"^[【〔]?(?:参考)?資料\s*[0-9０-９]+(?:[-－][0-9０-９]+)?[】〕]?\s*", "", text
        )
        text = re.sub(rf"\s*[（(]{_TIMES}[）)]$", "", text)
        title = re.sub(r"\s*の?(?:概要(?:版)?|[（(](?:案|素案|概要版?|本編)[）)]|素案)$", "", text)
        if marker is None:
            return title
        numbered = numbered or title
    return numbered


def _flow(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """All lines as one text without breaks, and the line each letter stands in."""
    text, at_line = "", []
    for line in lines:
        piece = line.text
        at_line += [line.number] * len(piece)
        text += piece
        if line.is_sentence_end or line.gap:
            text += "\n"
            at_line.append(line.number)
    return text, at_line


def _with_period(text: str, at_line: Sequence[int]) -> list[Generation]:
    found = []
    for name in _NAMED.finditer(text):
        run = next(periods(text[name.end() : name.end() + 50]), None)
        if run is None or run.start > 3:
            continue
        end = name.end() + run.end
        policy = _POLICY.match(text[end:].lstrip("）)\n "))
        last = end + (policy.end() if policy else 0)
        source = Source(at_line[name.start()], at_line[min(last, len(at_line) - 1)])
        title = close_up(re.sub(r"^[〔\[【].*?[〕\]】]", "", name[0]))
        said = close_up(policy[1]) if policy else ""
        found.append(Generation(title, run.first, run.last, said, source, 0.95 if said else 0.85))
    return found


def _made_in(text: str, at_line: Sequence[int]) -> list[Generation]:
    found = []
    for name in _QUOTED.finditer(text):
        before = text[max(0, name.start() - 24) : name.start()]
        named = list(years(before))
        if not named or not _DECIDED.search(before):
            continue
        title = close_up(name[1] or name[2])
        source = Source(at_line[name.start()], at_line[name.end() - 1])
        year = named[-1].year
        found.append(Generation(title, None, None, "", source, 0.8, decided=year))
    return found
