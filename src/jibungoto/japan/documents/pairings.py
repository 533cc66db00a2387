"""Headings and the passages that belong to them, where several stand side by side."""

import re
from collections.abc import Sequence

from .lines import Document, Line, close_up, paragraphs
from .markers import opening
from .matching import assign, likeness
from .model import Pairing, Source

_CLOSING = (
    "充実|創設|推進|醸成|強化|整備|促進|育成|確立|形成|向上|活用|実施|設置|配置|連携|支援|創出|継承|"
    "づくり|しくみ|仕組み|方針|構築|改善|拡充|普及|啓発|解消|確保|参画|協働|共有|発信"
)
_ENDS_TITLE = re.compile(rf"(?:{_CLOSING})$")
_MAY_SPLIT = re.compile(
    r"(?<=充実|創設|推進|醸成|強化|整備|促進|育成|確立|形成|向上|活用)(?=[一-鿿ァ-ヶ])"
)
_NO_TITLE = re.compile(r"[。、「」『』◆◇■□●○※]|^[やとのをにがはへも・-]")
_PLAIN_FORM = re.compile(r"(?:する|いく|行う|図る|進める)。$")
_POLITE = re.compile(r"(?:ます|ます）)。$")
_NEED = re.compile(r"必要である|求められている|不足|難しく|負担感?が|低下|薄れ|重要である")
_GOES_ON = re.compile(r"^[やとのをにがはへも、]")


def read_pairings(document: Document, lines: Sequence[Line]) -> list[Pairing]:
    """Headings and their passages where several stand side by side (three issues, three policies).

    A heading may stand before or after its passage and be broken over lines.
    """
    titles = _title_candidates(lines)
    passages = [
        (close_up(text), source)
        for run in _prose_runs(lines)
        for text, source in paragraphs(run, marks_ends=document.marks_ends)
        if len(text) >= 30 and text.endswith("。")
    ]
    found: list[Pairing] = []
    used: set[str] = set()
    for group in _groups(passages):
        near = [t for t in titles if _beside(t[1], group) and t[0] not in used]
        if len(near) < 2:
            continue
        pairs = _by_words(near, group)
        pairs |= _by_place(near, group, pairs)
        for place, ((title, where), score) in sorted(pairs.items()):
            text, at = group[place]
            used.add(title)
            sure = round(min(0.85, 0.35 + score / 2), 2)
            found.append(Pairing("", _kind(text), title, text, where | at, sure))
    return _several(found)


_Title = tuple[str, Source]
_Found = dict[int, tuple[_Title, float]]


def _by_words(titles: Sequence[_Title], group: Sequence[_Title]) -> _Found:
    scores = [[_belongs(title, where, p) for p in group] for title, where in titles]
    return {
        place: (title, row[place])
        for title, place, row in zip(titles, assign(scores), scores, strict=True)
        if place >= 0 and row[place] >= 0.4
    }


def _by_place(titles: Sequence[_Title], group: Sequence[_Title], known: _Found) -> _Found:
    """As many headings in a row before the passages as there are passages: the rest in order."""
    before = [t for t in titles if t[1].last < group[0][1].first]
    block: list[_Title] = []
    for title in reversed(before):
        edge = block[-1][1].first if block else group[0][1].first
        if edge - title[1].last > 6:
            break
        if title[0] not in {t[0] for t in block}:
            block.append(title)
    if len(block) != len(group):
        return {}
    taken = {title[0] for title, _score in known.values()}
    return {
        place: (title, 0.3)
        for place, title in enumerate(reversed(block))
        if place not in known and title[0] not in taken
    }


def _prose_runs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of passages: those that hold, or go on to, a sentence's end within a few lines."""
    runs: list[list[Line]] = [[]]
    for at, line in enumerate(lines):
        if _is_prose(line, lines[at : at + 8]):
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _is_prose(line: Line, ahead: Sequence[Line]) -> bool:
    if "。" in line.text:
        return True
    heading = _ENDS_TITLE.search(line.text) and not _GOES_ON.search(line.text)
    heading = heading and "、" not in line.text
    if heading or len(line.text) < 10 or opening(line.text) is not None:
        return False
    return any("。" in after.text for after in ahead)


def _title_candidates(lines: Sequence[Line]) -> list[tuple[str, Source]]:
    found: list[tuple[str, Source]] = []
    open_piece, where = "", None
    for line in lines:
        text = line.text
        if _NO_TITLE.search(text) or len(text) > 45 or opening(text) is not None:
            open_piece, where = "", None
            continue
        for piece in (p for part in text.split() for p in _headings(part)):
            if len(piece) > 22:
                open_piece, where = "", None
                continue
            whole = open_piece + piece
            source = line.source if where is None else where | line.source
            if _ENDS_TITLE.search(piece) and len(whole) >= 4:
                found.append((whole, source))
                open_piece, where = "", None
            elif len(whole) <= 16:
                open_piece, where = whole, source
            else:
                open_piece, where = "", None
    return found


def _headings(text: str) -> list[str]:
    """Two headings that ran together, each with its own ending, or the text as it is."""
    for at in (found.start() for found in _MAY_SPLIT.finditer(text)):
        one, other = text[:at], text[at:]
        if len(one) >= 6 and len(other) >= 6 and _ENDS_TITLE.search(other):
            return [one, *_headings(other)]
    return [text]


def _groups(passages: Sequence[tuple[str, Source]]) -> list[list[tuple[str, Source]]]:
    """Passages that stand near each other and speak in one manner."""
    groups: list[list[tuple[str, Source]]] = []
    for text, source in passages:
        last = groups[-1][-1] if groups else None
        near = last is not None and source.first - last[1].last <= 24
        if last is not None and near and _kind(last[0]) == _kind(text):
            groups[-1].append((text, source))
        else:
            groups.append([(text, source)])
    return [g for g in groups if len(g) >= 2]


def _kind(text: str) -> str:
    if _NEED.search(text):
        return "issue"
    if _PLAIN_FORM.search(text):
        return "measure"
    return "policy" if _POLITE.search(text) else ""


def _beside(where: Source, group: Sequence[tuple[str, Source]]) -> bool:
    return group[0][1].first - 14 <= where.first <= group[-1][1].last + 10


def _belongs(title: str, where: Source, passage: _Title) -> float:
    text, at = passage
    distance = max(0, at.first - where.last, where.first - at.last)
    return likeness(title, text) + (0.15 if distance <= 3 else 0.0)


def _several(found: list[Pairing]) -> list[Pairing]:
    """One pair alone is a chance; two and more of a kind are a table."""
    kinds = [p.kind for p in found]
    return [p for p in found if kinds.count(p.kind) >= 2]
