"""The head of a table of indicators: years, what the value of each is, how values are written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .lines import Line, close_up, join
from .markers import opening
from .years import Year, years

_HEAD_WORD = re.compile(
    r"指標|目標|現状|実績|基準|策定時|当初|状況|単位|推移|直近|現在|値|中間|最終|前期|中期|後期|年度?$|KPI|項目"
    r"|備考|担当|所管|出典|算出|方向|区分|説明|考え方|内容|^No[.．]?$|^№$|^番号$"
)
_BASELINE = re.compile(r"現状|現況|基準|策定時|当初|直近|現在|初期|スタート|ベース")
_ACTUAL = re.compile(r"実績|実測|結果")
_JOINED = re.compile(r"(?:中間|最終)?(?:実績|目標|現状|基準)値?")
_MOST_HEAD_LINES = 14
NUMBER = r"[▲△−－\-]?[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?"
UNIT = r"(?!\S{1,9}(?:課|部|局|室|係)(?:\s|$))[^\s0-9０-９、。（）()「」:：~～→※]{0,8}"
ABSENT = r"[－―ー‐-]{1,2}|…|未実施|未設定|調査中|なし|新規"
WORD_TARGET = (
    r"増加(?:させる)?|減少(?:させる)?|維持(?:する)?|向上(?:させる)?|拡充|上昇|低下|増|減|↗|↑|↘|↓|→"
)
WITH_UNIT = rf"[ 　]?(?!(?:{WORD_TARGET})(?:\s|$)){UNIT}"
VALUE = re.compile(rf"(?P<number>{NUMBER})(?P<unit>{WITH_UNIT})")


@dataclass(frozen=True, slots=True)
class Column:
    year: Year | None
    label: str
    role: str


@dataclass(frozen=True, slots=True)
class Head:
    first: int  # places in the lines, last excluded
    last: int
    columns: tuple[Column, ...]


def head_at(lines: Sequence[Line], at: int) -> Head | None:
    """A head that begins at a line: two years at least, each with what it is."""
    if not _may_open(lines[at].text):
        return None
    last = at
    while (
        last < len(lines)
        and last - at < _MOST_HEAD_LINES
        and _ishead_at(lines[last], going_on=last > at)
    ):
        last += 1
    text = "\n".join(line.text for line in lines[at:last])
    named = list(years(text, in_head=True))
    roles = len(re.findall(r"目\s*標\s*値?|実\s*績|現\s*状|基\s*準|策定時|当\s*初", text))
    if not named and roles >= 2:
        columns = _columns_without_years(text)
    elif len(named) < 2 and not (named and roles >= 2):
        return None
    else:
        columns = _columns(text, named)
    return Head(at, last, columns) if len(columns) >= 2 else None


def _may_open(text: str) -> bool:
    if opening(text) is not None and not re.search(r"指標|目標値|現状値", text):
        return False
    return bool(re.search(r"指標|目標|現状|実績|基準|策定時|項目|KPI", text)) and "。" not in text


def _ishead_at(line: Line, *, going_on: bool) -> bool:
    text = line.text
    if "。" in text or "、" in text or len(text) > 90:
        return False
    without = re.sub(r"\s+", " ", text)
    for year in reversed(list(years(text, in_head=not going_on))):
        without = without.replace(" ".join(text[year.start : year.end].split()), " ")
    without = re.sub(r"[（()）\[\]：:／/・|｜]", " ", without)
    words = [w for w in without.split() if w]
    if any(VALUE.search(w) and not _HEAD_WORD.search(w) for w in words):
        return False
    if not words:
        return going_on
    return all(_HEAD_WORD.search(w) or len(w) <= 2 for w in words) and (
        going_on or bool(_HEAD_WORD.search(text))
    )


def _columns(text: str, named: Sequence[Year]) -> tuple[Column, ...]:
    """One column for each year; its label is what stands before it, or after it in brackets."""
    columns: list[Column] = []
    at = 0
    for year in named:
        label = _label(text[at : year.start])
        at = year.end
        beside = re.match(r"[ 　]{0,2}[（(]([^（）()]{2,8})[）)]", text[at:])
        same_line = "\n" not in text[year.start : year.end]
        joined = _JOINED.match(text, at) if not text[at - 1].isspace() else None
        if joined:
            label, at = joined[0], joined.end()  # R7目標
        elif beside and same_line and re.search(r"目標|実績|現状|基準|当初|策定", beside[1]):
            label, at = close_up(beside[1]), at + beside.end()  # 2028年度（中間目標）
        columns.append(Column(year, label, _role(label, len(columns))))
    # Years first, roles in a row below: 令和4年度 令和9年度 / 現状値 目標値. Or roles first.
    columns = _labelled(columns, _role_words(text[at:]))
    columns = _labelled(columns, _role_words(text[: named[0].start])[-len(columns) :])
    return _weighed(columns)


def _role_words(text: str) -> list[str]:
    words = re.split(r"[\s（()）]+", text)
    said = [w for w in words if re.search(r"目標|実績|現状|現在|直近|基準|当初|策定|中間|最終", w)]
    # 数値目標 above a table is its title, no column of it.
    return [w for w in said if "指標" not in w and "数値目標" not in w]


def _labelled(columns: list[Column], words: list[str]) -> list[Column]:
    """Columns without labels of their own, called by as many words that stand elsewhere."""
    if any(c.label for c in columns[1:]) or len(words) != len(columns):
        return columns
    return [
        Column(c.year, word, _role(word, n))
        for n, (c, word) in enumerate(zip(columns, words, strict=True))
    ]


def _weighed(columns: list[Column]) -> tuple[Column, ...]:
    """What each column is, seen beside the others: one baseline, actuals before a target."""
    goal = next((n for n, c in enumerate(columns) if "目標" in c.label), 0)
    for n in range(1, goal):
        if not columns[n].label:  # H28 H29 H30 目標(R7): what was, year by year
            columns[n] = Column(columns[n].year, "", "actual")
    before = [n for n, c in enumerate(columns) if c.role == "baseline"]
    for n in before[1:]:  # 策定時 and 現状: a plan begins once
        columns[n] = Column(columns[n].year, columns[n].label, "actual")
    roles = {c.role for c in columns}
    if roles == {"target"} and columns:
        first = columns[0]
        columns[0] = Column(first.year, first.label, "baseline")
    return tuple(columns)


def _columns_without_years(text: str) -> tuple[Column, ...]:
    """Columns that only say what they are: their values tell the years, 14か所（R4）."""
    words = re.findall(
        r"(?:中間|最終|前期|後期)?目標値?|現状値?|基準値?|当初値?|策定時|実績値?", text
    )
    return tuple(Column(None, word, _role(word, n)) for n, word in enumerate(words))


def _label(text: str) -> str:
    # The head of the first column (指標) and brackets around the year are no label.
    words = re.sub(r"[（(）)\[\]]", " ", text)
    words = re.sub(
        r"(?:協働|成果|活動|評価|数値|管理|まちづくり|基本)?\s*指\s*標(?:名|項目)?", " ", words
    )
    words = re.sub(r"(?<![\w])(?:単位|項目名?|備考|№|No\.?)(?![\w])", " ", words)
    return join(w for w in words.split() if len(w) > 1)


def _role(label: str, place: int) -> str:
    if "目標" in label:
        return "target"
    if _BASELINE.search(label):
        return "baseline"
    if _ACTUAL.search(label):
        return "actual" if place else "baseline"
    return "baseline" if place == 0 else "target"
