"""Filters that put dates, years and amounts into words, in the reader's language.

Japanese names the western year first and the era beside it; やさしい日本語 adds readings.
"""

import datetime as dt
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

from jibungoto.ui.languages import EASY, is_japanese

from .library import register

Moment = dt.date | dt.datetime

WEEKDAYS = "月火水木金土日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
_WEEKDAY_READINGS = ("げつ", "か", "すい", "もく", "きん", "ど", "にち")
# Days of the month that are not read number + にち.
_DAY_READINGS = {
    **dict(enumerate("ついたち ふつか みっか よっか いつか むいか なのか ようか ここのか とおか".split(), 1)),
    14: "じゅうよっか",
    20: "はつか",
    24: "にじゅうよっか",
}
MINUS = "−"


def _here(moment: Moment) -> Moment:
    if isinstance(moment, dt.datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def _easy() -> bool:
    return get_language() == EASY


def _day(day: dt.date) -> str:
    if not _easy():
        return f"{day.month}月{day.day}日"
    reading = _DAY_READINGS.get(day.day)
    in_month = f"｜{day.day}日《{reading}》" if reading else f"{day.day}日《にち》"
    return f"{day.month}月《がつ》{in_month}"


def _weekday(day: dt.date) -> str:
    word = WEEKDAYS[day.weekday()]
    return f"{word}曜日《{_WEEKDAY_READINGS[day.weekday()]}ようび》" if _easy() else word


def _time(moment: dt.datetime) -> str:
    ji, fun = ("時《じ》", "分《ふん》") if _easy() else ("時", "分")
    return f"{moment.hour}{ji}" + (f"{moment.minute}{fun}" if moment.minute else "")


def _year(year: int) -> str:
    return f"{year}年《ねん》" if _easy() else f"{year}年"


@register.filter
def long_date(moment: Moment | None) -> str:
    """2026年10月1日; nothing for nothing."""
    if not moment:
        return ""
    day = _here(moment)
    if is_japanese(get_language()):
        return _year(day.year) + _day(day)
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


@register.filter
def era_date(moment: Moment | None) -> str:
    """2026年（令和8年）10月1日: the western year with the era beside it."""
    if not moment:
        return ""
    day = _here(moment)
    if not is_japanese(get_language()):
        return long_date(moment)
    return f"{_year(day.year)}（{_era_year(_date(day))}）{_day(day)}"


@register.filter
def weekday_date(moment: Moment | None, until: Moment | None = None) -> str:
    """12月12日（土）14時〜15時30分: day, weekday and, for a moment, the hour; `until` ends it."""
    if not moment:
        return ""
    start, end = _here(moment), _here(until) if until else None
    if is_japanese(get_language()):
        return _weekday_date_ja(start, end)
    return _weekday_date_en(start, end)


def _weekday_date_ja(start: Moment, end: Moment | None) -> str:
    said = f"{_day(start)}（{_weekday(start)}）"
    if isinstance(start, dt.datetime):
        said += _time(start)
    if end is None or end == start:
        return said
    said += "〜"
    if _date(end) != _date(start):
        said += f"{_day(end)}（{_weekday(end)}）"
    return said + (_time(end) if isinstance(end, dt.datetime) else "")


def _weekday_date_en(start: Moment, end: Moment | None) -> str:
    def day(m: Moment) -> str:
        return f"{_WEEKDAYS_EN[m.weekday()]} {m.day} {_MONTHS_EN[m.month - 1]}"

    said = day(start) + (f"{start: %H:%M}" if isinstance(start, dt.datetime) else "")
    if end is None or end == start:
        return said
    parts = [] if _date(end) == _date(start) else [day(end)]
    if isinstance(end, dt.datetime):
        parts.append(f"{end:%H:%M}")
    return said + "–" + " ".join(parts)


def _date(moment: Moment) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


@register.filter
def weekday_word(moment: Moment | None) -> str:
    """土, or Sat."""
    if not moment:
        return ""
    day = _here(moment)
    return _weekday(day) if is_japanese(get_language()) else _WEEKDAYS_EN[day.weekday()]


@register.filter
def clock_time(moment: dt.datetime | None) -> str:
    """14時30分."""
    if not moment:
        return ""
    local = _here(moment)
    if not isinstance(local, dt.datetime):
        return ""
    return _time(local) if is_japanese(get_language()) else f"{local:%H:%M}"


@register.filter
def days_left(day: Moment | None, today: dt.date | None = None) -> str:
    """あと21日, きょうまで, or 21日前に終わりました."""
    if not day:
        return ""
    left = (_date(_here(day)) - (today or timezone.localdate())).days
    japanese = is_japanese(get_language())
    if left > 0:
        return f"あと{left}日" if japanese else f"{left} days left"
    if left == 0:
        return "きょうまで" if japanese else "until today"
    return f"{-left}日前に終わりました" if japanese else f"ended {-left} days ago"


@register.filter
def fiscal_year(year: int | Moment | None) -> str:
    """2026年度（令和8年度); a date is asked for the fiscal year (April to March) it lies in."""
    if year is None or year == "":
        return ""
    number = year if isinstance(year, int) else _fiscal(_date(_here(year)))
    if not is_japanese(get_language()):
        return f"FY{number}"
    era = _era_year(dt.date(number, 4, 1) if number != 2019 else dt.date(2019, 5, 1))
    word = "年度《ねんど》" if _easy() else "年度"
    return f"{number}{word}（{era.removesuffix('年')}年度）"


def _fiscal(day: dt.date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def _era_year(day: dt.date) -> str:
    for name, start in _ERAS:
        if day >= start:
            year = day.year - start.year + 1
            return f"{name}{'元' if year == 1 else year}年"
    return f"{day.year}年"


_ERAS = (
    ("令和", dt.date(2019, 5, 1)),
    ("平成", dt.date(1989, 1, 8)),
    ("昭和", dt.date(1926, 12, 25)),
    ("大正", dt.date(1912, 7, 30)),
    ("明治", dt.date(1868, 1, 25)),
)


@register.filter
def num(value: int | float | Decimal | None, places: int = 0) -> str:
    """8,412 or, with places, 33.8; a real minus sign; nothing for nothing."""
    if value is None or value == "":
        return ""
    said = f"{abs(value):,.{places}f}"
    negative = value < 0 and any(c in "123456789" for c in said)
    return f"{MINUS}{said}" if negative else said


@register.filter
def yen(value: int | None) -> str:
    """842,600円; whole ten-thousands from 100万 as 300万円."""
    if value is None or value == "":
        return ""
    if not is_japanese(get_language()):
        return f"¥{num(value)}" if value >= 0 else f"{MINUS}¥{num(-value)}"
    if abs(value) >= 1_000_000 and value % 10_000 == 0:
        return f"{num(value // 10_000)}万円"
    return f"{num(value)}円"


@register.filter
def percent(value: float | Decimal | None, places: int = 1) -> str:
    """A share (0.338) as 33.8%."""
    return "" if value is None or value == "" else f"{num(value * 100, places)}%"


@register.filter
def change(value: float | Decimal | None, places: int = 1) -> str:
    """A relative change (-0.067) as 6.7%減 or 6.7%増."""
    if value is None or value == "":
        return ""
    said = f"{num(abs(value) * 100, places)}%"
    if not is_japanese(get_language()):
        return f"{said} {'less' if value < 0 else 'more'}"
    return said + ("減" if value < 0 else "増")
