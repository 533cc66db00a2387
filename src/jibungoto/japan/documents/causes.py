"""Why something stalled and what is done about it: in rows, by their names, or poured out."""

import re
from collections.abc import Sequence

from .columns import Head, cells, filled, head_of
from .lines import Document, Line, close_up, join, paragraphs
from .markers import opening
from .matching import assign, assign_in_order, likeness, shared_rarely
from .model import Cause, Source

type _Said = tuple[str, Source]

_TROUBLE = re.compile(
    r"困難|不足|だけの|負担感|不満|低下|いない|希薄|できない|できず|難し|弱い|偏り|偏って|固定|高齢化|"
    r"なかった|遅れ|少ない|にくい|大きい"
)
_ACTION = re.compile(
    r"実施|説明|はたらきかけ|働きかけ|転換|共有|整理|研修|推進|図る|図り|検討|強化|見直し|配置|"
    r"開催|支援|連携|周知|導入|設置|対応|調整|つくる|ひらく|設ける|進める"
)
_NOT_YET = re.compile(r"[（(]\s*(?:未対応|未実施|検討中|未着手|今後(?:検討|実施)?|対応中)\s*[）)]")
_DONE = re.compile(r"[（(]\s*(?:対応済み?|実施済み?|済み?|完了)\s*[）)]")
_STATE_DONE = re.compile(r"^(?:対応|実施|改善)?(?:済み?|完了)$|^[○◎]$")
_STATE_NOT = re.compile(r"^(?:未(?:対応|実施|着手)?|検討中|対応中|今後.{0,4}|[×△▲])$")
_CAUSE = r"(?:主な)?(?:要因|原因|課題|理由|問題点)(?:・背景)?"
_REMEDY = r"(?:今後の)?(?:対応策?|対策|改善策|解決策)"
_CAUSE_HEAD = re.compile(rf"[【〔＜<■●○◆]?\s*{_CAUSE}\s*[】〕＞>]?")
_REMEDY_HEAD = re.compile(rf"[【〔＜<■●○◆]?\s*{_REMEDY}(?:（?状況）?)?\s*[】〕＞>]?")
_NAMED = re.compile(rf"^(?:(?P<cause>{_CAUSE})|(?P<remedy>{_REMEDY}))\s*[0-9０-９]?\s*[:：]\s*")
# What a phrase ends in; a line that ends otherwise goes on in the next.
_CLOSED = re.compile(r"(?:[るたいうくすむつぬぶぐずだ。）)]|こと)$")


def read_causes(document: Document, lines: Sequence[Line]) -> list[Cause]:
    """Causes and countermeasures: row by row where the table kept its columns, pair by pair where
    each is named, else paired by the words they share."""
    return _by_rows(lines) or _by_names(lines) or _poured_out(document, lines)


def _by_rows(lines: Sequence[Line]) -> list[Cause]:
    """A head 要因 | 対応策 | 状況, and a pair in each row."""
    for at, line in enumerate(lines):
        head = head_of(line) or _two(line)
        if head is not None and (place := _places(head)) is not None:
            found = _rows(lines[at + 1 :], head, *place)
            if found:
                return found
    return []


def _two(line: Line) -> Head | None:
    """A head of two columns only."""
    if "\t" in line.text:
        return Head(tuple(close_up(one) for one in line.text.split("\t")), ())
    return None


def _places(head: Head) -> tuple[int, int, int] | None:
    cause, remedy = head.place(rf"^{_CAUSE}"), head.place(rf"^{_REMEDY}(?!状況)")
    state = head.place(r"状況$|進捗|状態")
    return (cause, remedy, state) if cause >= 0 and remedy >= 0 and cause != remedy else None


def _rows(lines: Sequence[Line], head: Head, cause: int, remedy: int, state: int) -> list[Cause]:
    rows: list[tuple[list[str], Source]] = []
    for line in lines:
        parts = cells(line, head)
        if parts is None or not filled(parts):
            break
        if not rows or (parts[cause] and parts[remedy]):
            rows.append((parts, line.source))
        else:
            before, source = rows[-1]
            rows[-1] = ([a + b for a, b in zip(before, parts, strict=True)], source | line.source)
    return [
        Cause(
            _plain(parts[cause]),
            _bare(_plain(parts[remedy])),
            _state(parts[state]) if state >= 0 else _is_done(parts[remedy]),
            source,
            0.9,
        )
        for parts, source in rows
        if len(parts[cause]) > 3
    ]


def _plain(text: str) -> str:
    """A cell without the number or sign it begins with."""
    marker = opening(text)
    return text[marker.end :] if marker is not None else text


def _state(text: str) -> bool | None:
    return True if _STATE_DONE.match(text) else False if _STATE_NOT.match(text) else None


def _by_names(lines: Sequence[Line]) -> list[Cause]:
    """①要因：… 対応策：…, one below the other."""
    told: list[tuple[str, list[str], Source]] = []
    for line in lines:
        marker = opening(line.text)
        text = line.text[marker.end :] if marker is not None else line.text
        named = _NAMED.match(text)
        if named is not None:
            kind = "cause" if named["cause"] else "remedy"
            told.append((kind, [text[named.end() :]], line.source))
        elif told and marker is None:
            kind, pieces, source = told[-1]
            told[-1] = (kind, [*pieces, line.text], source | line.source)
    found: list[Cause] = []
    for kind, pieces, source in told:
        said = join(pieces)
        if kind == "cause":
            found.append(Cause(said, "", None, source, 0.5))
        elif found and not found[-1].countermeasure:
            last = found[-1]
            found[-1] = Cause(last.cause, _bare(said), _is_done(said), last.source | source, 0.9)
    return found


def _poured_out(document: Document, lines: Sequence[Line]) -> list[Cause]:
    causes, actions, is_headed = _sorted(document, lines)
    if not causes or not actions:
        return []
    titles = [text for text, _ in causes]
    scores = [
        [shared_rarely(cause, action, titles) + likeness(action, cause) for action, _ in actions]
        for cause in titles
    ]
    # Below heads of their own, two lists keep their order.
    in_order = is_headed and len(causes) == len(actions)
    places = assign_in_order(scores) if in_order else assign(scores)
    found = []
    for (cause, at), place, row in zip(causes, places, scores, strict=True):
        if place < 0:
            found.append(Cause(cause, "", None, at, 0.4))
            continue
        countermeasure, where = actions[place]
        sure = round(min(0.9, 0.45 + row[place] / 2), 2)
        done = _is_done(countermeasure)
        found.append(Cause(cause, _bare(countermeasure), done, at | where, sure))
    return found


def _sorted(document: Document, lines: Sequence[Line]) -> tuple[list[_Said], list[_Said], bool]:
    """The causes and the countermeasures; whether heads of their own told them apart."""
    causes: list[_Said] = []
    actions: list[_Said] = []
    under = ""
    for part, run in _parts(lines):
        under = part or under
        for said, source in _phrases(document, run):
            text = _plain(close_up(said))
            if len(text) < 6 or re.search(r"要因\s*.*対応策$", text):
                continue
            if under:
                (causes if under == "cause" else actions).append((text, source))
                continue
            if "。" in text:
                continue
            trouble, action = _weight(_TROUBLE, text), _weight(_ACTION, text)
            if trouble > action:
                causes.append((text, source))
            elif action:
                actions.append((text, source))
    return causes, actions, bool(under)


def _parts(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Runs of lines with the head they stand under: cause, remedy or "" before the first."""
    runs: list[tuple[str, list[Line]]] = [("", [])]
    for line in lines:
        if _CAUSE_HEAD.fullmatch(line.text):
            runs.append(("cause", []))
        elif _REMEDY_HEAD.fullmatch(line.text):
            runs.append(("remedy", []))
        else:
            runs[-1][1].append(line)
    return runs


def _phrases(document: Document, lines: Sequence[Line]) -> list[_Said]:
    """Passages; where neither blanks nor ends part them, a line that ends as a phrase is one."""
    if document.marks_ends or any(line.gap for line in lines[1:]):
        return paragraphs(lines, marks_ends=document.marks_ends)
    found: list[_Said] = []
    is_open = False
    for line in lines:
        if is_open and opening(line.text) is None:
            said, source = found[-1]
            found[-1] = (join([said, line.text]), source | line.source)
        else:
            found.append((line.text, line.source))
        said = found[-1][0]
        is_open = not _CLOSED.search(said) and not _ends_in_noun(said)
    return found


def _ends_in_noun(text: str) -> bool:
    """Whether a phrase ends in a word that says what it is: 担い手の不足, 研修の実施."""
    return any(_weight(words, text) == 1.0 for words in (_TROUBLE, _ACTION))


def _weight(words: re.Pattern[str], text: str) -> float:
    """How near the end the last such word stands: the end of a phrase says what it is."""
    last = max((m.end() for m in words.finditer(_bare(text))), default=0)
    return last / max(1, len(_bare(text)))


def _bare(text: str) -> str:
    return _DONE.sub("", _NOT_YET.sub("", text)).strip()


def _is_done(text: str) -> bool | None:
    return False if _NOT_YET.search(text) else True if _DONE.search(text) else None
