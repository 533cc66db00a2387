"""Filters that put dates, years and amounts into words, in the reader's language.

Japanese names the western year first and the era beside it; やさしい日本語 adds readings.
"""

import datetime as dt
from decimal import Decimal
from typing import Literal

from django.utils import timezone
from django.utils.translation import get_language, gettext

from jibungoto.japan.eras import FIRST_SOLAR_DAY, era_of, year_with_era
from jibungoto.japan.fiscal import FiscalYear, FiscalYears
from jibungoto.japan.yen import format_yen, format_yen_short
from jibungoto.ui.languages import EASY, is_japanese

from .library import register

Moment = dt.date | dt.datetime
Nothing = Literal[""] | None  # what a template hands over for a value that is not there

WEEKDAYS = "月火水木金土日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_WEEKDAY_READINGS = ("げつ", "か", "すい", "もく", "きん", "ど", "にち")
# Days of the month that are not read number + にち.
_DAY_READINGS = {
    1: "ついたち",
    2: "ふつか",
    3: "みっか",
    4: "よっか",
    5: "いつか",
    6: "むいか",
    7: "なのか",
    8: "ようか",
    9: "ここのか",
    10: "とおか",
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
def long_date(moment: Moment | Nothing) -> str:
    """2026年10月1日; nothing for nothing."""
    if not moment:
        return ""
    day = _here(moment)
    if is_japanese(get_language()):
        return _year(day.year) + _day(day)
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


@register.filter
def era_date(moment: Moment | Nothing) -> str:
    """2026年（令和8年）10月1日: the western year with the era beside it."""
    if not moment:
        return ""
    day = _date(_here(moment))
    if not is_japanese(get_language()) or day < FIRST_SOLAR_DAY:
        return long_date(moment)
    era = era_of(day)
    number = day.year - era.offset
    return f"{_year(day.year)}（{era.name}{'元' if number == 1 else number}年）{_day(day)}"


@register.filter
def read_day(text: str) -> str:
    """A day written as machines do (2026-10-01) as people write it; any other text as it is."""
    try:
        return era_date(dt.date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


@register.filter
def weekday_date(moment: Moment | Nothing, until: Moment | Nothing = None) -> str:
    """12月12日（土）14時〜15時30分: day, weekday and, for a moment, the hour; `until` ends it."""
    if not moment:
        return ""
    start, end = _here(moment), (_here(until) if until else None)
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
def weekday_word(moment: Moment | Nothing) -> str:
    """土, or Sat."""
    if not moment:
        return ""
    day = _here(moment)
    return _weekday(day) if is_japanese(get_language()) else _WEEKDAYS_EN[day.weekday()]


@register.filter
def clock_time(moment: dt.datetime | Nothing) -> str:
    """14時30分."""
    if not moment:
        return ""
    local = _here(moment)
    if not isinstance(local, dt.datetime):
        return ""
    return _time(local) if is_japanese(get_language()) else f"{local:%H:%M}"


@register.filter
def days_left(day: Moment | Nothing, today: dt.date | None = None) -> str:
    """あと21日, きょうまで, or 21日前に終わりました."""
    if not day:
        return ""
    left = (_date(_here(day)) - (today or timezone.localdate())).days
    japanese = is_japanese(get_language())
    if left > 0:
        return f"あと{left}日" if japanese else f"{left} {_days_en(left)} left"
    if left == 0:
        return "今日まで" if japanese else "until today"
    return f"{-left}日前に終わりました" if japanese else f"ended {-left} {_days_en(-left)} ago"


def _days_en(number: int) -> str:
    return "day" if number == 1 else "days"


@register.filter
def fiscal_year(year: int | FiscalYear | Moment | Nothing) -> str:
    """2026年度（令和8年度); a date is asked for the fiscal year (April to March) it lies in."""
    if year is None or year == "":
        return ""
    if isinstance(year, dt.date):
        year = FiscalYear.of(_date(_here(year)))
    elif isinstance(year, int):
        year = FiscalYear(year)
    if not is_japanese(get_language()):
        return f"FY{year.year}"
    label = year.label()
    return label.replace("年度", "年度《ねんど》", 1) if _easy() else label


def fiscal_years(first: int, last: int) -> str:
    """2022年度〜2027年度（令和4年度〜令和9年度）; in English FY2022–2027."""
    if not is_japanese(get_language()):
        return f"FY{first}–{last}"
    label = FiscalYears(FiscalYear(first), FiscalYear(last)).label()
    return label.replace("年度", "年度《ねんど》") if _easy() else label


@register.filter
def era_year(year: int | Nothing) -> str:
    """1978年（昭和53年）; in English 1978. Years before the first era stand alone."""
    if not year:
        return ""
    if not is_japanese(get_language()):
        return str(year)
    said = year_with_era(year)
    return said.replace("年", "年《ねん》", 1) if _easy() else said


@register.filter
def num(value: Decimal | float | Nothing, places: int = 0) -> str:
    """8,412 or, with places, 33.8; a real minus sign; nothing for nothing."""
    if value is None or value == "":
        return ""
    said = f"{abs(value):,.{places}f}"
    negative = value < 0 and any(c in "123456789" for c in said)
    return f"{MINUS}{said}" if negative else said


@register.filter
def pieces(number: int) -> str:
    """3つ and 12個, as つ counts to nine; a bare number in a tongue that has no such words."""
    if not is_japanese(get_language()):
        return str(number)
    if number < 10:
        return f"{number}つ"
    return f"{number}個《こ》" if _easy() else f"{number}個"


@register.filter
def yen(value: int | Nothing) -> str:
    """842,600円; round amounts from 100万 on in 万 and 億: 300万円."""
    if value is None or value == "":
        return ""
    if not is_japanese(get_language()):
        return f"{MINUS if value < 0 else ''}¥{abs(value):,}"
    if abs(value) >= 1_000_000 and value % 10_000 == 0:
        return format_yen_short(value)
    return format_yen(value)


@register.filter
def yen_whole(value: int | Nothing) -> str:
    """842,600円 and 3,000,000円: amounts of one table are all written in one way."""
    if value is None or value == "":
        return ""
    return format_yen(value) if is_japanese(get_language()) else yen(value)


@register.filter
def percent(value: Decimal | float | Nothing, places: int = 1) -> str:
    """A share (0.338) as 33.8%."""
    return "" if value is None or value == "" else f"{num(float(value) * 100, places)}%"


@register.filter
def change(value: Decimal | float | Nothing, places: int = 1) -> str:
    """A relative change (-0.067) as 6.7%減 or 6.7%増."""
    if value is None or value == "":
        return ""
    said = f"{num(abs(float(value)) * 100, places)}%"
    if not is_japanese(get_language()):
        return f"{said} {'less' if value < 0 else 'more'}"
    return said + ("減" if value < 0 else "増")


@register.filter
def kept_word(word: str) -> str:
    """A word of the house kept in a document, in the reader's language; others stay as they are."""
    return gettext(word) if word else ""
