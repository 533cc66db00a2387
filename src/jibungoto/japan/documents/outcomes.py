"""Results and where they lead: a table of two columns and its row heads, poured out by columns."""

import re
from collections.abc import Sequence

from .lines import Line, close_up
from .markers import opening
from .matching import assign_in_order, shared_rarely
from .model import Outcome, Source

_HEAD = re.compile(r"(?:成果|結果|実績|取組結果)[\s　/・と]+(?:今後の)?(?:方向性?|対応|取組|課題)")
_PAST = re.compile(r"(?:た|できた|された|なった)。?$")
_AHEAD = re.compile(r"(?:う|る|く|す|む|つ|ぐ|いく|ます|予定|検討|継続)。?$")


def read_outcomes(lines: Sequence[Line]) -> list[Outcome]:
    """Measures with what came of them and where they go, from a table poured out by columns."""
    at = next((n for n, line in enumerate(lines) if _is_outcome_head(line.text)), None)
    if at is None:
        return []
    results, directions = _columns(lines[at + 1 :])
    titles = _titles_before(lines, at)
    if not results or len(results) != len(directions):
        return []
    pairs = list(zip(results, directions, strict=True))
    titles = titles[-len(pairs) :]  # what stands further above belongs to something else
    if len(titles) != len(pairs):
        return [_outcome("", r, d, None, 0.5) for r, d in pairs]
    names = [t for t, _ in titles]
    scores = [
        [shared_rarely(name, f"{r.text}。{d.text}", names) for r, d in pairs] for name in names
    ]
    found = []
    for (name, where), place, row in zip(titles, assign_in_order(scores), scores, strict=True):
        r, d = pairs[place]
        found.append(_outcome(name, r, d, where, 0.5 + 0.4 * min(1, row[place] * 1.5)))
    return found


def _columns(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """What was done (told in the past) and what is ahead, until something else begins."""
    results: list[Line] = []
    directions: list[Line] = []
    for line in lines:
        marker = opening(line.text)
        text = line.text.rstrip("。")
        if len(text) > 60 or (marker is not None and not marker.is_bullet):
            break
        if _PAST.search(text):
            results.append(line)
        elif _AHEAD.search(text):
            directions.append(line)
        elif results or directions:
            break
    return results, directions


def _is_outcome_head(text: str) -> bool:
    return len(text) <= 24 and bool(
        re.fullmatch(
            r"(?:成果|結果|実績|取組結果)[\s　/・と]+(?:今後の)?(?:方向性?|対応|取組|課題)", text
        )
    )


def _titles_before(lines: Sequence[Line], at: int) -> list[tuple[str, Source]]:
    """The short lines right above the head of the table; a break that left の open is healed."""
    found: list[tuple[str, Source]] = []
    for line in reversed(lines[:at]):
        if len(line.text) > 24 or "。" in line.text or opening(line.text) is not None:
            break
        if found and re.search(r"[のをにと]$", line.text):
            text, source = found[-1]
            found[-1] = (close_up(line.text + text), line.source | source)
        else:
            found.append((close_up(line.text), line.source))
    return found[::-1]


def _outcome(name: str, r: Line, d: Line, where: Source | None, sure: float) -> Outcome:
    source = r.source | d.source
    return Outcome(
        name,
        close_up(r.text),
        close_up(d.text),
        source | where if where else source,
        round(sure, 2),
    )
