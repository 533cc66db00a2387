"""`read`: the whole document, part by part."""

import re
from collections.abc import Callable, Sequence

from . import generations, narratives
from .arrows import read_arrows
from .causes import read_causes
from .entries import TAGS
from .indicators import read_indicators
from .lines import Document, Line, close_up, split
from .markers import LEGEND, MARKS, meanings
from .model import Item, Mark, Reading, Reference, Source
from .outcomes import read_outcomes
from .pairings import read_pairings
from .sections import Section, sections
from .tasks import read_tasks
from .tree import Tree, read_tree

Progress = Callable[[int, int], None]
_VIEWPOINT = re.compile(
    r"^[★☆●■◎・\s]*視点\s*([0-9０-９一二三四五六七八九])\s*[:：\s]\s*(.{4,60})$"
)
_PRINCIPLE = re.compile(r"原則|理念")
_UNFOLDS = re.compile(
    r"(?:施策|取組み?|取り組み|事業|プラン)(?:・事業)?の(?:展開|内容)|基本目標ごと"
)
# 「重点的に取り組むものには「★」を」
_SAID = re.compile(
    rf"([^。、「」]{{2,16}}?)(?:取り?組むもの|取り?組み?|もの|事業|施策)?には、?"
    rf"[「『]?([{MARKS}]|{TAGS})[」』]?[をのと]"
)
_APPENDIX = re.compile(
    r"[【〔＜<■]?\s*(?:第?.{1,3}[部編章]?\s*)?(?:資料編?|参考資料|付属資料|巻末資料|用語の?(?:解説|説明)集?)\s*[】〕＞>]?"
)
_JAPANESE = re.compile("[぀-ヿ㐀-鿿々〇]")
_RELATED_BULLET = re.compile(r"^[・･●○■□◆◇]\s*")


def read(text: str, *, progress: Progress = lambda done, whole: None) -> Reading:
    """Everything a plan's text proposes. `progress` hears (parts done, parts).

    Never raises for any text: what can't be understood is left out.
    """
    document = split(text)
    lines = document.lines
    reading = Reading()
    if not lines:
        reading.notes.append("読める文字がありません。")
        return reading
    parts = sections(lines)
    whole = len(parts) + 3
    if not _is_japanese(text):
        reading.notes.append(
            "日本語の文字がほとんどない文書です。木や指標は、日本語の計画の書き方から読み取るので、"
            "ここからは何も取り出しませんでした。日本語の文書を選んでください。"
        )
        return reading
    reading.title = generations.read_title(lines)
    time = generations.read_time(lines)
    reading.period, reading.horizon = time.period, time.horizon
    reading.generations = generations.read_generations(lines)
    own = next((g for g in reading.generations if g.title == reading.title), None)
    if own is not None and own.starts and own.ends:
        reading.period = reading.period or (own.starts, own.ends)
    reading.marks = _marks(lines)
    reading.viewpoints = _viewpoints(lines)
    progress(1, whole)
    told = {line.number for line in lines if meanings(line.text)}  # and those of indicators
    for at, part in enumerate(parts, 2):
        told |= _read_part(document, part, told, reading)
        progress(at, whole)
    if not reading.items:
        _unfolded(document, parts, told, reading)
    if not reading.items:
        _whole_as_tree(document, parts, told, reading)
    _mark_tags(reading)
    passages = narratives.read_narratives(document, parts, reading.walk())
    reading.notes += narratives.attach(passages, list(reading.walk()), reading.marks)
    if not reading.outcomes:
        reading.outcomes = read_outcomes(lines)
    known = {line for i in reading.indicators for line in (i.source.first, i.source.last)}
    reading.indicators += [i for i in read_arrows(lines) if i.source.first not in known]
    reading.pairings = read_pairings(document, lines)
    progress(whole, whole)
    return reading


def _is_japanese(text: str) -> bool:
    """Whether at least a tenth of the letters are Japanese ones."""
    letters = sum(char.isalpha() for char in text)
    return sum(bool(_JAPANESE.match(char)) for char in text) * 10 >= letters


def _read_part(document: Document, part: Section, hidden: set[int], reading: Reading) -> set[int]:
    """Take what a part tells but for its hidden lines; answers those its indicators stand in."""
    lines = document.between(part.first, part.last)
    headed = document.between(max(0, part.heading), part.last)
    found, told = read_indicators(headed)
    reading.indicators += found
    lines = [line for line in lines if line.number not in told | hidden]
    if part.kind == "tree":
        _take_tree(read_tree(lines, marks=[m.sign for m in reading.marks]), reading, 1.0)
    elif part.kind == "related":
        reading.related += _related(lines)
    elif part.kind == "causes":
        reading.causes += read_causes(document, lines)
    elif part.kind == "outcomes":
        reading.outcomes += read_outcomes(lines)
    reading.tasks += read_tasks(lines)
    return told


def _take_tree(tree: Tree, reading: Reading, sure: float) -> None:
    """A tree's roots, with a leading list of principles kept apart."""
    roots = tree.roots
    names = tree.level_names
    if names and _PRINCIPLE.search(names[0]):
        first = roots[0].written[:1] if roots else ""
        count = next((n for n, r in enumerate(roots) if r.children), len(roots))
        alike = [r for r in roots[:count] if bool(r.written) == bool(first)]
        if 2 <= len(alike) < len(roots):
            for item in alike:
                item.level_name = item.level_name or names[0]
            reading.principles += alike
            roots = roots[count:]
    for root in roots:
        for item in root.walk():
            item.confidence = round(item.confidence * sure, 2)
    # Some documents draw their tree twice: at a glance and again before its passages.
    there = {(item.code, item.title) for item in reading.items}
    reading.items += [root for root in roots if (root.code, root.title) not in there]


def _unfolded(
    document: Document, parts: Sequence[Section], told: set[int], reading: Reading
) -> None:
    """A document that draws no tree, but unfolds it in a chapter: 第２章　施策の展開."""
    signs = [m.sign for m in reading.marks]
    for part in parts:
        lines = [n for n in document.between(part.first, part.last) if n.number not in told]
        if lines and not part.bracketed and _UNFOLDS.search(part.title):
            tree = read_tree(lines, marks=signs, headings=True)
            if sum(1 for root in tree.roots for _ in root.walk()) >= 3:
                _take_tree(tree, reading, 0.9)


def _whole_as_tree(
    document: Document, parts: Sequence[Section], told: set[int], reading: Reading
) -> None:
    """A document that draws no tree: its own numbered headings are one."""
    skipped = ("related", "causes", "outcomes")
    hidden = {n for p in parts if p.kind in skipped for n in range(max(0, p.heading), p.last)}
    last = _appendix(document.lines)
    lines = [
        line
        for n, line in enumerate(document.lines[:last])
        if n not in hidden and line.number not in told
    ]
    tree = read_tree(lines, marks=[m.sign for m in reading.marks], headings=True)
    every = [item for root in tree.roots for item in root.walk()]
    if reading.tasks and not {t.title for t in reading.tasks} <= {i.title for i in every}:
        reading.items += [_as_item(t.code, t.title, t.source) for t in reading.tasks]
    elif len(every) >= 3:
        reading.notes.append("体系の表が見あたらないので、番号のついた見出しから組み立てました。")
        _take_tree(tree, reading, 0.8)


def _appendix(lines: Sequence[Line]) -> int:
    """Where the appendix begins, in the second half of a document; its end for none."""
    for at in range(len(lines) // 2, len(lines)):
        if _APPENDIX.fullmatch(lines[at].text):
            return at
    return len(lines)


def _as_item(code: str, title: str, source: Source) -> Item:
    return Item(code=code, written=code, level=1, title=title, source=source, confidence=0.85)


def _marks(lines: Sequence[Line]) -> list[Mark]:
    found: dict[str, Mark] = {}
    for line in lines:
        for sign, meaning in (*LEGEND.findall(line.text), *meanings(line.text)):
            found.setdefault(sign, Mark(sign, close_up(meaning), line.source, 0.95))
        for meaning, sign in _SAID.findall(line.text):
            said = re.sub(r"(?:に|な|する|を|は|、)$", "", close_up(meaning))
            found.setdefault(sign, Mark(sign, said, line.source, 0.7))
    return list(found.values())


def _mark_tags(reading: Reading) -> None:
    """Words in brackets explain themselves: 【新規】."""
    known = {m.sign for m in reading.marks}
    for item in reading.walk():
        if item.mark not in known and re.fullmatch(TAGS, item.mark):
            known.add(item.mark)
            reading.marks.append(Mark(item.mark, item.mark[1:-1], item.source, 0.9))


def _viewpoints(lines: Sequence[Line]) -> list[Item]:
    found: dict[str, Item] = {}
    for line in lines:
        if named := _VIEWPOINT.match(line.text):
            title = close_up(named[2])
            item = Item(f"視点{named[1]}", f"視点{named[1]}", 1, title, line.source, 0.95)
            found.setdefault(title, item)
    return list(found.values())


def _related(lines: Sequence[Line]) -> list[Reference]:
    found = []
    for line in lines:
        text = close_up(_RELATED_BULLET.sub("", line.text))
        if 4 <= len(text) <= 60 and "。" not in text:
            found.append(Reference(text, line.source))
    return found
