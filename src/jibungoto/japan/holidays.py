"""National holidays and the days a city office is closed.

Holidays come from jpholiday: 国民の祝日 with 振替休日 and 国民の休日. Equinoxes of coming years are
computed there; the State announces them each February for the year after.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import jpholiday

_WEEKEND = {5: "土曜日", 6: "日曜日"}


def holiday_name(day: date) -> str | None:
    """The name of a national holiday, or None on any other day."""
    return jpholiday.is_holiday_name(day)


def holidays_between(first: date, last: date) -> list[tuple[date, str]]:
    """The holidays from first to last, both included, in order."""
    return [(day, name) for day in _days(first, last) if (name := holiday_name(day))]


def closed_reason(day: date) -> str | None:
    """Why city offices are closed on a day (敬老の日, 年末年始, 土曜日), or None when open.

    Closed: holidays, Saturdays, Sundays, 29 December to 3 January (地方自治法 4条の2).
    """
    if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return "年末年始"
    return holiday_name(day) or _WEEKEND.get(day.weekday())


def is_open(day: date) -> bool:
    """Whether city offices are open on a day."""
    return closed_reason(day) is None


def next_open_day(day: date) -> date:
    """The day itself when offices are open, else the first open day after it.

    A deadline that falls on a closed day ends on this one.
    """
    while not is_open(day):
        day += timedelta(days=1)
    return day


def add_open_days(day: date, count: int) -> date:
    """The open day that comes `count` open days after a day; the day itself is not counted.

    Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("営業日は0日以上で数えます。")
    day = next_open_day(day) if count == 0 else day
    for _ in range(count):
        day = next_open_day(day + timedelta(days=1))
    return day


def open_days(first: date, last: date) -> list[date]:
    """The days offices are open from first to last, both included."""
    return [day for day in _days(first, last) if is_open(day)]


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
