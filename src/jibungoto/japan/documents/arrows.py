"""Targets told in one line: 令和７年度末　年６回　→　令和11年度末　年12回.

Or without an arrow: 現状値：12か所（R4）　目標値：30か所（R10）.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .indicators import amount_of
from .lines import Line, close_up
from .markers import opening
from .model import Amount, Indicator
from .years import years

_ARROW = re.compile(r"\s*[→⇒➡]\s*")
_ROLE = r"(?:中間|最終|前期|後期)?(?:目標値?|現状値?|基準値?|当初値?|実績値?)"
_LABEL = re.compile(
    rf"^[【〔\[（(■●◆・]?\s*(?:数値目標|成果指標|活動指標|指標(?:名)?|KPI|{_ROLE})"
    rf"\s*[】〕\]）)]?\s*[:：]?\s*"
)
_TOLD = re.compile(
    rf"(?P<role>{_ROLE})\s*(?:[（(](?P<before>[^（）()]*(?:[（(][^（）()]*[）)])?[^（）()]*)[）)])?"
    rf"\s*[:：]?\s*(?P<value>[▲△−－約]?[0-9０-９][^\s（）()、。]*)"
    rf"(?:\s*[（(](?P<after>[^（）()]*)[）)])?"
)
_NAMED = re.compile(
    r"^[【〔\[■●◆・\s]*(?:数値目標|成果指標|活動指標|指標(?:名)?|KPI)\s*[①-⑳0-9０-９]{0,2}[】〕\]]?"
    r"\s*[:：　 ]\s*(\S.*)$"
)
# 自治会加入率：52.3％（R5）: the value first, its year in brackets.
_VALUE_FIRST = re.compile(
    r"^(?P<name>.*?)[\s:：]*(?P<value>[▲△約]?[0-9０-９][^\s（）()、。]*)\s*[（(]\s*$"
)
_ROLE_FIRST = re.compile(rf"^[■●◆・○\s]*{_ROLE}")
_PERIOD = re.compile(
    r"^\s*(?:末|時点|当初|実績|目標)?[）)]?\s*[:：]?\s*(?:年間|年|月|毎月|延べ|約)?\s*"
)


def read_arrows(lines: Sequence[Line]) -> list[Indicator]:
    """An indicator of each line that goes by an arrow from a year's value to a later year's.

    It is called as the line does, else by the numbered heading it stands under.
    """
    found: list[Indicator] = []
    heading = called = ""
    for line in _joined(lines):
        told = _told(line)
        if told is not None:
            amounts, before, units = told
            name = before or called or heading
            if name:
                found.append(_indicator(name, line, amounts, units, 0.75 if before else 0.65))
            called = ""
            continue
        named = _NAMED.match(line.text)
        called = close_up(named[1]) if named else ""
        marker = opening(line.text)
        if marker is not None and not marker.is_bullet and "。" not in line.text:
            heading = close_up(line.text[marker.end :])
        pairs, name = _amounts(line.text)
        if pairs:
            units = {unit for _amount, unit in pairs if unit}
            amounts = tuple(amount for amount, _unit in pairs)
            title = name or heading or close_up(line.text)[:30]
            sure = 0.7 if name or heading else 0.5
            found.append(_indicator(title, line, amounts, units, sure))
    return found


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with 現状値 and the 目標値 below it as one."""
    held: Line | None = None
    for line in lines:
        if held is not None and "目標" in line.text and _ROLE_FIRST.match(line.text):
            yield replace(held, text=f"{held.text}　{line.text}")
            held = None
            continue
        if held is not None:
            yield held
        held = line if _ROLE_FIRST.match(line.text) and "目標" not in line.text else None
        if held is None:
            yield line
    if held is not None:
        yield held


def _indicator(
    name: str, line: Line, amounts: tuple[Amount, ...], units: set[str], sure: float
) -> Indicator:
    unit = units.pop() if len(units) == 1 else ""
    return Indicator(name, unit, amounts, "", line.source, sure)


def _told(line: Line) -> tuple[tuple[Amount, ...], str, set[str]] | None:
    """The values of a line that says of each what it is and of when, the name before, the units."""
    if "。" in line.text:
        return None
    amounts: list[Amount] = []
    units: set[str] = set()
    first = len(line.text)
    for found in _TOLD.finditer(line.text):
        year = next(years(f"（{found['after'] or found['before'] or ''}）"), None)
        if year is None:
            continue
        role = "target" if "目標" in found["role"] else "actual" if amounts else "baseline"
        amount = amount_of(found["value"].lstrip("約"), year, role)
        if amount is not None:
            amounts.append(amount[0])
            units |= {amount[1]} - {""}
            first = min(first, found.start())
    if len(amounts) < 2:
        return None
    name = close_up(_LABEL.sub("", line.text[:first])).strip(" （(：:・→⇒■●◆")
    return tuple(amounts), name, units


def _amounts(text: str) -> tuple[list[tuple[Amount, str]], str]:
    parts = _ARROW.split(text)
    if len(parts) < 2 or "。" in text:
        return [], ""
    told: list[tuple[Amount, str]] = []
    name = ""
    for place, part in enumerate(parts):
        named = list(years(part))
        if len(named) != 1:
            return [], ""
        year = named[0]
        amount = amount_of(
            _PERIOD.sub("", part[year.end :], count=1), year, "baseline" if place == 0 else "target"
        )
        before = part[: year.start]
        if amount is None and (first := _VALUE_FIRST.match(before)):
            role = "target" if told else "baseline"
            amount, before = amount_of(first["value"].lstrip("約"), year, role), first["name"]
        if amount is None:
            return [], ""
        told.append(amount)
        if place == 0:
            name = close_up(_LABEL.sub("", before)).strip(" （(：:・")
    return told, name
