"""Passages under the full number of an entry, or under its title, are that entry's narrative."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jibungoto.japan.text import search_key

from .entries import CARRIED, SUBHEAD, offices_in
from .frame import is_passage_head
from .lines import Document, Line, close_up, paragraphs
from .markers import normal_code, opening
from .matching import likeness
from .model import Item, Mark, Source
from .sections import BRACKETED, Section


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading with the entry it names, and what stands below it."""

    code: str
    title: str
    text: str
    source: Source
    section: str


def read_narratives(
    document: Document, parts: Sequence[Section], items: Iterable[Item]
) -> list[Passage]:
    """Every passage that can be told to belong to one of the entries."""
    every = list(items)
    codes = {item.code for item in every}
    begun = {item.source.first for item in every}
    titles: dict[str, Item] = {}
    for item in every:
        titles.setdefault(search_key(item.title), item)
    found: list[Passage] = []
    for part in parts:
        if part.kind == "tree":
            continue
        lines = document.between(part.first, part.last)
        heads = [(n, *head) for n, line in enumerate(lines) if (head := _head(line, codes, titles))]
        for at, (n, code, title) in enumerate(heads):
            last = heads[at + 1][0] if at + 1 < len(heads) else len(lines)
            told = lines[n : _ended(lines, n + 1, last, begun)]
            passage = _passage(document, told, code, title, part.title)
            if passage is not None:
                found.append(passage)
    return found


def _ended(lines: Sequence[Line], at: int, last: int, begun: set[int]) -> int:
    """Where a passage ends: at its last line, or where a list of entries begins below it."""
    for place in range(at, last):
        if lines[place].number in begun or SUBHEAD.fullmatch(lines[place].text):
            return place
    return last


def _head(line: Line, codes: set[str], titles: Mapping[str, Item]) -> tuple[str, str] | None:
    code = normal_code(line.text)
    marker = opening(line.text)
    title = line.text[marker.end :].strip() if marker else line.text
    if code and (code in codes or "(" in code) and "。" not in title:
        return code, close_up(title)
    named = titles.get(search_key(title))
    if named is not None and (marker is not None or line.gap > 0) and len(title) >= 4:
        return named.code, close_up(title)
    return None


def _passage(
    document: Document, lines: Sequence[Line], code: str, title: str, section: str
) -> Passage | None:
    body = [line for line in lines[1:] if not _is_head_within(line)]
    # A heading broken over two lines goes on until it closes.
    while body and not lines[0].closes and "。" not in body[0].text and body[0].closes:
        title, body = title + body[0].text, body[1:]
        break
    if not body:
        return None
    told = paragraphs(body, marks_ends=document.marks_ends)
    text = "\n".join(said for said, _source in told)
    if "。" not in text:
        return None
    return Passage(code, title, text, Source(lines[0].number, body[-1].number), section)


def _is_head_within(line: Line) -> bool:
    """【現状と課題】 and （１）基本的方向 stand within a measure's passage and say nothing."""
    marker = opening(line.text)
    title = line.text[marker.end :].strip() if marker is not None else line.text
    return BRACKETED.match(line.text) is not None or is_passage_head(title)


def attach(passages: Iterable[Passage], items: Iterable[Item], marks: Sequence[Mark]) -> list[str]:
    """Give each entry its narrative; answers sentences on what did not fit."""
    by_code = {item.code: item for item in items}
    notes: list[str] = []
    for passage in passages:
        item = by_code.get(passage.code)
        if item is None:
            notes.append(
                f"{passage.source.first}行目の「{passage.code} {passage.title}」は、"
                "体系に見あたりません。"
            )
            continue
        if likeness(item.title, passage.title) < 0.6:
            item.doubts.append(f"説明の見出しは「{passage.title}」です。")
        meaning = next((m.meaning for m in marks if m.sign == item.mark), "")
        if marks and _names_a_mark(passage.section, marks) and meaning not in passage.section:
            item.doubts.append(f"説明は「{passage.section}」にあります。")
        said = passage.text
        if carried := CARRIED.search(said):
            item.departments = item.departments or offices_in(carried[1])
            said = "\n".join(p for p in (said[: carried.start()], said[carried.end() :]) if p)
        item.narrative = said.strip()
        item.narrative_source = passage.source
    return notes


def _names_a_mark(section: str, marks: Sequence[Mark]) -> bool:
    return any(m.meaning in section for m in marks)
