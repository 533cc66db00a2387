"""Why something stalled and what is done about it: two columns of short phrases, poured out."""

import re
from collections.abc import Sequence

from .lines import Document, Line, close_up, paragraphs
from .matching import assign, likeness, shared_rarely
from .model import Cause, Source

_TROUBLE = re.compile(
    r"困難|不足|だけの|負担感|不満|低下|いない|希薄|できない|できず|難し|弱い|偏り|固定|高齢化|"
    r"なかった|遅れ|少ない"
)
_ACTION = re.compile(
    r"実施|説明|はたらきかけ|働きかけ|転換|共有|整理|研修|推進|図る|図り|検討|強化|見直し|配置|"
    r"開催|支援|連携|周知|導入|設置|対応"
)
_NOT_YET = re.compile(r"[（(]\s*(?:未対応|未実施|検討中|未着手)\s*[）)]")
_DONE = re.compile(r"[（(]\s*(?:対応済み?|実施済み?|済)\s*[）)]")


def read_causes(document: Document, lines: Sequence[Line]) -> list[Cause]:
    """Causes and countermeasures, paired by the words they share."""
    causes: list[tuple[str, Source]] = []
    actions: list[tuple[str, Source]] = []
    for said, source in paragraphs(lines, marks_ends=document.marks_ends):
        text = close_up(said)
        if len(text) < 6 or re.search(r"要因\s*.*対応策$", text) or "。" in text:
            continue
        trouble, action = _weight(_TROUBLE, text), _weight(_ACTION, text)
        if trouble > action:
            causes.append((text, source))
        elif action:
            actions.append((text, source))
    if not causes or not actions:
        return []
    titles = [text for text, _ in causes]
    scores = [
        [shared_rarely(cause, action, titles) + likeness(action, cause) for action, _ in actions]
        for cause in titles
    ]
    found = []
    for (cause, at), place, row in zip(causes, assign(scores), scores, strict=True):
        if place < 0:
            found.append(Cause(cause, "", None, at, 0.4))
            continue
        countermeasure, where = actions[place]
        sure = round(min(0.9, 0.45 + row[place] / 2), 2)
        done = _is_done(countermeasure)
        found.append(Cause(cause, _bare(countermeasure), done, at | where, sure))
    return found


def _weight(words: re.Pattern[str], text: str) -> float:
    """How near the end the last such word stands: the end of a phrase says what it is."""
    last = max((m.end() for m in words.finditer(_bare(text))), default=0)
    return last / max(1, len(_bare(text)))


def _bare(text: str) -> str:
    return _DONE.sub("", _NOT_YET.sub("", text)).strip()


def _is_done(text: str) -> bool | None:
    return False if _NOT_YET.search(text) else True if _DONE.search(text) else None
