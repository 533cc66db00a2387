"""Members by year in a list of organisations: a column for each year, or a row for each. Pure.

A column is read by its header: 会員数_2024, 加入世帯数（令和6年度）, 2024年度の会員数, 会員数_R6.
A year alone is that fiscal year's first day: 総会 and the city's survey count in April.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from jibungoto.japan.eras import JapaneseDateError, parse_date, parse_year
from jibungoto.japan.tables.columns import header_key

_WHAT = r"(?P<what>会員数?|加入世帯数?|構成員数|世帯数)"
_WHEN = r"(?P<when>(?:\d{4}|(?:令和|平成|昭和|[rhs])(?:\d{1,2}|元)).*?)"
_HEADERS = (
    re.compile(rf"^{_WHAT}[_\-(\[の]*{_WHEN}[)\]]?$"),
    re.compile(rf"^{_WHEN}[_\-の]*{_WHAT}$"),
)
HOUSEHOLDS = "世帯"


@dataclass(frozen=True, slots=True)
class Yearly:
    """A column that holds the members of one day; `unit` where its header says what it counts."""

    index: int
    on: dt.date
    unit: str


def yearly_columns(headers: Sequence[str]) -> list[Yearly]:
    """The columns with the members of a year, oldest first."""
    found = []
    for index, header in enumerate(headers):
        match = next((m for form in _HEADERS if (m := form.match(header_key(header)))), None)
        day = first_day(match["when"]) if match else None
        if match and day:
            found.append(Yearly(index, day, HOUSEHOLDS if "世帯" in match["what"] else ""))
    return sorted(found, key=lambda one: one.on)


def first_day(text: str) -> dt.date | None:
    """The day a year or date stands for: 2024, 令和6年度, R6.4.1, 2024-10-01; None for others."""
    told = text.strip().rstrip("度")
    try:
        return dt.date(parse_year(told), 4, 1)
    except (JapaneseDateError, ValueError):
        pass
    try:
        return parse_date(told)
    except JapaneseDateError:
        return None
