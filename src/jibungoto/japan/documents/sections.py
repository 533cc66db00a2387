"""The parts of a document by their headings, and what each part is likely to hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .lines import Line
from .markers import Marker, opening

# What a heading says its part holds; the first that fits.
KINDS = (
    ("causes", re.compile(r"要因.*(?:対応策|対策)|原因.*(?:対応策|対策)")),
    ("outcomes", re.compile(r"成果.*方向|実績.*方向|成果.*課題")),
    ("indicators", re.compile(r"指標|数値目標|KPI")),
    ("tree", re.compile(r"体系")),
    ("related", re.compile(r"関連(?:する)?(?:個別)?計画|関係計画")),
    ("narratives", re.compile(r"(?:主要|推進|重点|主な|個別)(?:事業|施策|取組み?|プロジェクト)")),
)
_STRONG = ("roman", "part 部", "part 編", "part 章", "part 節", "ordinal")
BRACKETED = re.compile(r"^[【《≪〔＜<]\s*([^】》≫〕＞>]{2,40})\s*[】》≫〕＞>]$")


@dataclass(frozen=True, slots=True)
class Section:
    """A part: its heading, what it holds, its lines by place (the heading itself excluded)."""

    title: str
    kind: str  # one of KINDS, or ""
    first: int
    last: int  # excluded
    heading: int  # the place of the heading; -1 for what stands before the first
    bracketed: bool = False  # 【施策の内容】 within a part, not a part of its own


def sections(lines: Sequence[Line]) -> list[Section]:
    """All parts in their order; together they hold every line but the headings."""
    heads: list[tuple[int, str, str]] = []
    held: Marker | None = None  # the weak heading we are under, while its own numbers may go on
    for at, line in enumerate(lines):
        marker = opening(line.text)
        title = _strong(line, marker)
        if title:
            held = None
        elif marker is not None and (title := _weak(line, marker, held)):
            held = marker
        elif held is not None and marker is not None and marker.style == held.style:
            held = held if marker.number != (1,) else Marker("restarted", (), "", 0)
        if title:
            heads.append((at, title, _kind(title)))
    parts = [Section("", "", 0, heads[0][0] if heads else len(lines), -1)]
    for n, (at, title, kind) in enumerate(heads):
        last = heads[n + 1][0] if n + 1 < len(heads) else len(lines)
        bracketed = BRACKETED.match(lines[at].text) is not None
        parts.append(Section(title, kind, at + 1, last, at, bracketed))
    return parts


def _kind(title: str) -> str:
    return next((kind for kind, words in KINDS if words.search(title)), "")


def _strong(line: Line, marker: Marker | None) -> str:
    text = line.text
    if "。" in text or len(text) > 60:
        return ""
    if found := BRACKETED.match(text):
        return found[1]
    if marker is not None and marker.style in _STRONG and not _in_columns(text[marker.end :]):
        return text[marker.end :].strip()
    return ""


def _in_columns(rest: str) -> bool:
    """A row of a table whose first column is numbered as headings are."""
    return re.search(r"\S(?:[ \u3000]{3,}|\t)\S", rest.strip()) is not None


def _weak(line: Line, marker: Marker, held: Marker | None) -> str:
    """A numbered line that names a kind of part, or follows the last one that did."""
    if marker.style not in ("paren", "number", "parened") or "。" in line.text:
        return ""
    title = line.text[marker.end :].strip()
    if len(title) > 45 or not title:
        return ""
    if _kind(title) in ("tree", "causes", "outcomes", "indicators", "related"):
        return title
    following = (
        held is not None
        and held.style == marker.style
        and held.number
        and marker.number == (held.number[0] + 1,)
    )
    return title if following else ""
