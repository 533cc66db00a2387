"""Targets told in one line: 令和７年度末　年６回　→　令和11年度末　年12回."""

import re
from collections.abc import Sequence

from .indicators import amount_of
from .lines import Line, close_up
from .markers import opening
from .model import Amount, Indicator
from .years import years

_ARROW = re.compile(r"\s*[→⇒➡]\s*")
_LABEL = re.compile(
    r"^[【〔\[（(]?\s*(?:目標値?|数値目標|指標|成果指標)\s*[】〕\]）)]?\s*[:：]?\s*"
)
_PERIOD = re.compile(
    r"^\s*(?:末|時点|当初|実績|目標)?[）)]?\s*[:：]?\s*(?:年間|年|月|毎月|延べ|約)?\s*"
)


def read_arrows(lines: Sequence[Line]) -> list[Indicator]:
    """An indicator of each line that goes by an arrow from a year's value to a later year's.

    It is called as the line does, else by the numbered heading it stands under.
    """
    found: list[Indicator] = []
    heading = ""
    for line in lines:
        marker = opening(line.text)
        if marker is not None and not marker.is_bullet and "。" not in line.text:
            heading = close_up(line.text[marker.end :])
        amounts, name = _amounts(line.text)
        if amounts:
            units = {unit for _amount, unit in amounts if unit}
            found.append(
                Indicator(
                    name=name or heading or close_up(line.text)[:30],
                    unit=units.pop() if len(units) == 1 else "",
                    amounts=tuple(amount for amount, _unit in amounts),
                    description="",
                    source=line.source,
                    confidence=0.7 if name or heading else 0.5,
                )
            )
    return found


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
        if amount is None:
            return [], ""
        told.append(amount)
        if place == 0:
            name = close_up(_LABEL.sub("", part[: year.start])).strip(" （(：:・")
    return told, name
