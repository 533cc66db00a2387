"""One entry of a tree as it is being read, and what it says in the end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .lines import Line, close_up, join
from .markers import Marker, normal_code, sign
from .model import Item, Reference, Source

_QUOTED = r"「((?:[^「」]|「[^「」]{1,40}」){2,80})」"
_REFERENCE = re.compile(
    rf"[（(【\[]\s*(?:{_QUOTED}|([^（）()「」、。]{{2,50}}?))\s*[をも]?\s*参\s*照\s*[）)】\]]"
)
# Where it is told in the document: （P.12）, …ｐ12～15.
_PAGE_NAMED = re.compile(
    r"\s*[（(]?\s*[…・.]*\s*[PpＰｐ][.．]?\s?[0-9０-９]{1,3}(?:\s*[～〜~\-－]\s*[0-9０-９]{1,3})?\s*[）)]?$"
)
_AGAIN = re.compile(r"[（(【\[]\s*再\s*掲\s*[）)】\]]")
# A name may hold ・ (子ども・子育て課); between names it stands after an ending only.
_OFFICE = r"[^（）()、，,／/\s]{1,20}?(?:課|室|部|局|係|館|班|センター|事務所|支所|委員会|協議会)"
_NAMES = rf"{_OFFICE}(?:\s*[、，,・／/]\s*{_OFFICE})*"
_CARRY = r"(?:担当|所管|主管|関係|実施)(?:課|部署|課等|課名|機関)?"
_OFFICES = re.compile(rf"[（(【\[]\s*(?:{_CARRY}\s*[:：]?)?\s*({_NAMES})\s*[）)】\]]\s*$")
_SIGNS = "◎★☆※○◆◇▲△●"
TAGS = r"[【〔［\[](?:新規|拡充|継続|重点|新|拡|重|充実)[】〕］\]]"
_ONLY_OFFICES = re.compile(_NAMES)
CARRIED = re.compile(
    rf"(?:[【〔\[]\s*{_CARRY}\s*[】〕\]]\s*[:：]?|[（(]?{_CARRY}\s*[:：])\s*({_NAMES})\s*[）)]?"
)
# What only announces the list below it.
SUBHEAD = re.compile(
    r"[【〔<＜≪《■●◆○◇▼]?\s*(?:主な|具体的な|主要な?|今後の)?(?:取組み?|取り組み|事業|施策|内容)"
    r"(?:の?(?:内容|概要|例|一覧))?\s*[】〕>＞≫》]?"
)
_UNSURE_TITLE = 90  # a title longer than this swallowed something


@dataclass(slots=True)
class Entry:
    """An entry as it is being read."""

    marker: Marker
    mark: str
    column: int
    pieces: list[tuple[str, Line]]
    doubts: list[str] = field(default_factory=list)
    children: list["Entry"] = field(default_factory=list)
    full_width: int = 0  # of a line of running text; 0 where every line is part of a title
    departments: tuple[str, ...] = ()  # of a column of their own
    narrative: str = ""  # of a column of its own
    in_cells: bool = False  # of a table: what goes on in its column is its title

    @property
    def source(self) -> Source:
        return Source(self.pieces[0][1].number, self.pieces[-1][1].number)


def is_offices(text: str) -> bool:
    """Whether a text is nothing but departments: a cell of the column 担当課."""
    return _ONLY_OFFICES.fullmatch(text.strip()) is not None


def offices_in(text: str) -> tuple[str, ...]:
    parts = re.split(r"\s*[、，,／/]\s*|(?<=[課室部局係館班])・", text)
    return tuple(part for part in parts if part)


def text_of(entry: Entry) -> str:
    return _joined(entry.pieces)


def _joined(pieces: Sequence[tuple[str, Line]]) -> str:
    """Pieces in one line; two columns of one line keep a blank between them."""
    rows: list[str] = []
    for at, (piece, line) in enumerate(pieces):
        if at and pieces[at - 1][1] is line and rows[-1]:
            rows[-1] = f"{rows[-1]} {piece}"
        else:
            rows.append(piece)
    return join(rows)


def item_of(
    entry: Entry, above: str, written_above: str, level: int, names: dict[str, str], place: int = 1
) -> Item:
    """What an entry says; `place` counts it among its neighbours, for those without a number."""
    title, narrative, references, doubts = _told(entry)
    offices = _OFFICES.search(title)
    title = title[: offices.start()].strip() if offices else title
    departments = entry.departments or (offices_in(offices[1]) if offices else ())
    if not departments and (carried := CARRIED.search(text_of(entry))):
        departments = offices_in(carried[1])
        title, narrative = (CARRIED.sub("", one).strip() for one in (title, narrative))
    narrative = entry.narrative or narrative
    title = title or close_up(text_of(entry))  # nothing but a reference or a sign
    marker = entry.marker
    own = sign(marker) if marker.number else ""
    if marker.is_bullet:
        code = f"{above}.{place}" if above else str(place)
    elif len(marker.number) > 1 and not marker.label:
        code = normal_code(marker.written) or own
    elif len(marker.number) > 1:
        code = own  # 施策1-1 says by itself where it hangs
    else:
        code = f"{above}-{own}" if above else own
    is_numbered = not marker.is_bullet
    written = f"{written_above}－{marker.written}" if written_above else marker.written
    if len(marker.number) > 1:
        written = marker.written
    doubts = [*entry.doubts, *doubts]
    mark, title = _marked(entry.mark, title)
    item = Item(
        code=code,
        written=written if is_numbered else "",
        level=level,
        title=title,
        source=entry.source,
        confidence=_confidence(entry, title, doubts),
        level_name=names.get(marker.style, marker.label),
        mark=mark,
        departments=departments,
        references=references,
        narrative=narrative,
        narrative_source=entry.source if narrative else None,
        doubts=doubts,
    )
    below = written if is_numbered else written_above
    item.children = [
        item_of(child, code, below, level + 1, names, n)
        for n, child in enumerate(entry.children, 1)
    ]
    return item


def _marked(mark: str, title: str) -> tuple[str, str]:
    """A sign at the head of a title, or a word in brackets at either end: ★, 【新規】."""
    if mark:
        return mark, title
    if len(title) > 2 and title[0] in _SIGNS:
        return title[0], title[1:].strip()
    for pattern in (rf"^({TAGS})\s*(?P<rest>.+)$", rf"^(?P<rest>.+?)\s*({TAGS})$"):
        if found := re.match(pattern, title):
            return next(g for g in found.groups() if g != found["rest"]), found["rest"]
    return "", title


def _told(entry: Entry) -> tuple[str, str, list[Reference], list[str]]:
    """(title, narrative, references, doubts) of an entry's lines."""
    whole = text_of(entry)
    references = [
        Reference(close_up(m[1] or m[2]), entry.source) for m in _REFERENCE.finditer(whole)
    ]
    doubts = ["再掲です。"] if _AGAIN.search(whole) else []
    if entry.full_width:
        # 【基本目標１】 may stand alone, its title below it.
        begins = next((n for n, (piece, _l) in enumerate(entry.pieces) if piece.strip()), 0)
        heads = begins + (2 if len(entry.pieces) > 2 and _fills(entry) else 1)
        body = _joined(entry.pieces[heads:])
        narrative = body if "。" in body else ""
        return _clean(_joined(entry.pieces[:heads])).rstrip("。"), narrative, references, doubts
    if "。" not in whole:
        return _clean(whole), "", references, doubts
    first = join([entry.pieces[0][0]])
    if "。" in first or not first:
        head, _dot, tail = whole.partition("。")
        return _clean(head), close_up(tail), references, doubts
    heads = 1
    # A title broken over lines ends where the text betrays it; without a sign, after one line.
    while heads < len(entry.pieces) - 1 and _is_broken(entry, heads):
        heads += 1
    title, body = _joined(entry.pieces[:heads]), _joined(entry.pieces[heads:])
    return _clean(title), body, references, doubts


def _is_broken(entry: Entry, heads: int) -> bool:
    before, after = entry.pieces[heads - 1], entry.pieces[heads]
    return not before[1].closes and "。" not in after[0] and after[1].closes


def _fills(entry: Entry) -> bool:
    """Whether the heading's first line was broken for want of room."""
    text, line = entry.pieces[0]
    return not line.closes and len(text) >= entry.full_width * 0.85 and "。" not in text


def _clean(title: str) -> str:
    bare = _PAGE_NAMED.sub("", _AGAIN.sub("", _REFERENCE.sub("", title)))
    return close_up(re.sub(r"[（(]\s*$", "", bare)).strip(" 　・:：")


def _confidence(entry: Entry, title: str, doubts: list[str]) -> float:
    sure = 0.8 if entry.marker.is_bullet else 0.95
    sure -= 0.2 * len(doubts)
    if not 2 <= len(title) <= _UNSURE_TITLE:
        sure -= 0.3
    return round(max(0.1, sure), 2)
