"""Japanese era years and dates, both ways. 西暦 is what is stored; an era is a way of writing it.

Pure values: no clock, no locale. Fiscal years live in fiscal.py.

A year that holds two eras is decided by the day where there is one (2019-04-30 is 平成31年, 05-01
令和元年). A bare year takes the era of its last day: 2019 is 令和元年, 1989 平成元年.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .numerals import KANJI_NUMERALS, parse_integer

Order = Literal["western-first", "era-first"]


class JapaneseDateError(ValueError):
    """A date or year that cannot be read; its text is a sentence for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Era:
    name: str
    letter: str
    first_day: date
    offset: int  # 西暦 = year of the era + offset


ERAS = (
    Era("明治", "M", date(1868, 1, 25), 1867),
    Era("大正", "T", date(1912, 7, 30), 1911),
    Era("昭和", "S", date(1926, 12, 25), 1925),
    Era("平成", "H", date(1989, 1, 8), 1988),
    Era("令和", "R", date(2019, 5, 1), 2018),
)
FIRST_YEAR = 1868
FIRST_SOLAR_DAY = date(1873, 1, 1)  # until then months and days followed the lunar calendar
LAST_YEAR = 2200
# Plans write years beyond their era's end (平成34年); further than this it is a slip of the pen.
BEYOND = 40

_BY_MARK = {mark: era for era in ERAS for mark in (era.name, era.letter, era.name[0])}
_ERA = "|".join(sorted(_BY_MARK, key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,4}}|[元{KANJI_NUMERALS}]+)"
_YEAR = rf"(?:{_ERA})?{_NUMBER}"
_WRITTEN_TWICE = re.compile(rf"^({_YEAR})年?\(({_YEAR})年?\)(?:年(?!度))?", re.IGNORECASE)
_DATE = re.compile(
    rf"^(?P<year>{_YEAR})(?:年|[-./・])(?P<month>{_NUMBER})(?:月|[-./・])(?P<day>{_NUMBER})日?"
    r"(?:\((?P<weekday>[月火水木金土日])(?:曜日?)?\))?(?:[T ]0{1,2}:00(?::00(?:\.0+)?)?)?$",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^(?P<year>\d{4}|[MTSHR]\d{2})(?P<month>\d{2})(?P<day>\d{2})$")
_INSIDE_TEXT = re.compile(
    rf"(?:(?<![A-Za-z])(?:{_ERA}){_NUMBER}|\d{{4}})(?:年?\({_YEAR}年?\)年?|年|[-./])"
    rf"{_NUMBER}(?:月末日?|(?:月|[-./]){_NUMBER}日?)"
    rf"|(?:(?<![A-Za-z])(?:{_ERA}){_NUMBER}|\d{{4}})年度末"
    r"|(?<![A-Za-z\d])(?:[HR]\d{6}|(?:19|20)\d{6})(?!\d)",
    re.IGNORECASE,
)
_MONTH_END = re.compile(r"月末日?$")
_YEAR_END = re.compile(r"年度末$")
_AS_OF = re.compile(r"基準日?[:(]?\||\|[日)]?\)?(?:現在|時点|基準)")
_MADE = re.compile(
    r"(?:更新|作成|公表|公開|発行|掲載|出力|印刷|取得|修正)日?時?[:(]?\|"
    r"|\|\)?に?(?:最終)?(?:更新|作成|公表|公開|発行|掲載|出力|印刷|取得|修正)"
)
_WEEKDAYS = "月火水木金土日"


def parse_year(text: str) -> int:
    """The western year of 令和8年, 令7, R7, ㋿元年, 平成34年 (2022), 2026, 令和8（2026）年.

    Raises JapaneseDateError.
    """
    written = _plain(text)
    western, rest = _agreeing_year(written, text)
    if western is not None and not rest:
        return western
    match = re.fullmatch(rf"({_YEAR})年?", written, re.IGNORECASE)
    if not match:
        raise JapaneseDateError(f"「{text}」を年として読めませんでした。{_EXAMPLE_YEAR}")
    return _western(match[1], text)


def parse_date(text: str) -> date:
    """The day of R7.4.1, 令和七年四月一日, 2026-04-01, 2026年（令和8年）4月1日, 20260401, H31.4.30.

    A weekday in brackets and a second spelling of the year must agree. Era years beyond the era's
    end, or before its first day in 元年, count from its beginning. Raises JapaneseDateError, also
    before 1868 and for 明治 dates before 1873, whose months and days are of the lunar calendar.
    """
    written = _plain(text)
    western, rest = _agreeing_year(written, text)
    if western is not None:
        written = f"{western}年{rest}"
    match = _COMPACT.match(written.upper()) or _DATE.match(written)
    if not match:
        raise JapaneseDateError(_why_no_date(written, text))
    year = _western(match["year"], text)
    try:
        day = date(year, parse_integer(match["month"]), parse_integer(match["day"]))
    except ValueError:
        raise JapaneseDateError(
            f"「{text}」という日は暦にありません。月と日を確かめてください。"
        ) from None
    if day < FIRST_SOLAR_DAY and match["year"][0] in "明Mm":
        raise JapaneseDateError(
            f"「{text}」は旧暦の日付です。明治5年までの日付は西暦に直して書いてください。"
        )
    weekday = match.groupdict().get("weekday")
    if weekday and _WEEKDAYS.index(weekday) != day.weekday():
        right = _WEEKDAYS[day.weekday()]
        raise JapaneseDateError(
            f"「{text}」の曜日が合いません。{western_date(day)}は{right}曜日です。"
        )
    return day


def find_date(text: str) -> date | None:
    """The first date inside a title line (令和3年4月1日現在…, 4月末日現在) or the name of a file
    (jinko_r070401.csv), or None.
    """
    return next((day for day, _around in _dates_inside(text)), None)


def find_day_counted(lines: Iterable[str]) -> date | None:
    """The day figures are of, in the lines above or below a table: the one told as 現在 or 時点,
    else the first that is not the day the table was made or published; or None.
    """
    found = [one for line in lines for one in _dates_inside(line)]
    counted = [day for day, around in found if _AS_OF.search(around)]
    others = [day for day, around in found if not _MADE.search(around)]
    return next(iter(counted or others), None)


def _dates_inside(text: str) -> Iterator[tuple[date, str]]:
    """Each date of a line with the words that stand right before and behind it."""
    plain = _plain(text)
    for match in _INSIDE_TEXT.finditer(plain):
        written, ends = _MONTH_END.subn("月1日", match[0])
        written, closes = _YEAR_END.subn("年3月31日", written)
        try:
            day = parse_date(written)
        except JapaneseDateError:
            continue
        if ends:
            day = day.replace(day=monthrange(day.year, day.month)[1])
        elif closes:
            day = day.replace(year=day.year + 1)
        yield day, f"{plain[: match.start()][-6:]}|{plain[match.end() :][:6]}"


def from_excel_serial(serial: int, *, since_1904: bool = False) -> date:
    """The day of an Excel serial number: 44698 is 2022-05-17. Raises JapaneseDateError.

    since_1904: the calendar of old Macintosh files. Serial 60 is the 29 February 1900 that Excel
    invented; it and everything before is refused.
    """
    day_zero = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
    if not 60 < serial <= (date(LAST_YEAR, 12, 31) - day_zero).days:
        raise JapaneseDateError(f"「{serial}」はExcelの日付の番号として読めません。")
    return day_zero + timedelta(days=serial)


def is_phantom(text: str) -> bool:
    """Whether a written year or date lies beyond the end of its era, as 平成34年 (2022) does."""
    written = _plain(text)
    mark = re.match(rf"({_ERA})", written, re.IGNORECASE)
    if not mark:
        return False
    era = _BY_MARK[mark[1].upper()]
    try:
        return era_of(parse_date(text)) is not era
    except JapaneseDateError:
        year = parse_year(text)
    following = ERAS[ERAS.index(era) + 1 :]
    return bool(following) and year > following[0].first_day.year


def era_of(day: date) -> Era:
    """The era a day belongs to. Raises JapaneseDateError before 1868-01-25."""
    for era in reversed(ERAS):
        if day >= era.first_day:
            return era
    raise JapaneseDateError(f"{western_date(day)}は明治より前なので、元号で書けません。")


def era_year(year: int) -> str:
    """A bare year in its era, without 年: 2026 → 令和8, 2019 → 令和元. Raises JapaneseDateError."""
    era = era_of(date(year, 12, 31))
    return f"{era.name}{_ordinal(year - era.offset)}"


def era_date(day: date) -> str:
    """A day in its era: 令和8年4月1日. Raises JapaneseDateError before 1873 (lunar calendar)."""
    if day < FIRST_SOLAR_DAY:
        raise JapaneseDateError(f"{western_date(day)}は旧暦の時代なので、元号の日付で書けません。")
    era = era_of(day)
    return f"{era.name}{_ordinal(day.year - era.offset)}年{day.month}月{day.day}日"


def western_date(day: date) -> str:
    """2026年4月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def year_with_era(year: int, order: Order = "western-first", *, written: str | None = None) -> str:
    """Both spellings of a year: 2022年（令和4年）. A year before 1868 stays in 西暦 only.

    written: how the source wrote it. It then comes first: 平成34年（令和4年）, 令和4年（2022年）.
    Raises JapaneseDateError when it means another year.
    """
    western = f"{year}年"
    era = f"{era_year(year)}年" if year >= FIRST_YEAR else western
    if written is not None:
        if parse_year(written) != year:
            raise JapaneseDateError(f"「{written}」は{western}ではありません。")
        starts_with_era = re.match(_ERA, _plain(written)) is not None
        if starts_with_era and is_phantom(written):
            return f"{written}（{era}）"
        order = "era-first" if starts_with_era else "western-first"
    if era == western:
        return western
    first, second = (western, era) if order == "western-first" else (era, western)
    return f"{written or first}（{second}）"


_EXAMPLE_YEAR = "「令和8年」「R8」「2026年」のように書いてください。"
_EXAMPLE_DATE = "「令和8年4月1日」「R8.4.1」「2026-04-01」のように書いてください。"


def _plain(text: str) -> str:
    # A space between two digits stays: it may part a date from a time of day.
    plain = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", unicodedata.normalize("NFKC", text).strip())
    return re.sub("[‐‑–−―]", "-", plain.replace("○", "〇").replace("◯", "〇"))


def _ordinal(number: int) -> str:
    return "元" if number == 1 else str(number)


def _agreeing_year(written: str, text: str) -> tuple[int | None, str]:
    """The year of 令和8年（2026年）… and what follows it; both spellings must agree."""
    match = _WRITTEN_TWICE.match(written)
    if not match:
        return None, written
    one, other = _western(match[1], text), _western(match[2], text)
    if one != other:
        raise JapaneseDateError(
            f"「{text}」の2つの年が合いません。はじめは{one}年、かっこの中は{other}年です。"
        )
    return one, written[match.end() :]


def _western(token: str, text: str) -> int:
    mark = re.match(rf"(?:{_ERA})", token, re.IGNORECASE)
    number = token[mark.end() :] if mark else token
    if not mark:
        return _checked_western(number, text)
    era = _BY_MARK[mark[0].upper()]
    try:
        year = 1 if number == "元" else parse_integer(number)
    except ValueError:
        raise JapaneseDateError(f"「{text}」の年の数を読めませんでした。{_EXAMPLE_YEAR}") from None
    if year == 0:
        raise JapaneseDateError(
            f"「{text}」の{era.name}0年という年はありません。最初の年は元年です。"
        )
    last = next((e.first_day.year - era.offset for e in ERAS if e.offset > era.offset), None)
    if last is not None and year > last + BEYOND:
        raise JapaneseDateError(
            f"「{text}」の{era.name}{year}年という年はありません。"
            f"{era.name}は{last}年までです。年の数を確かめてください。"
        )
    if year + era.offset > LAST_YEAR:
        raise JapaneseDateError(f"「{text}」は先すぎます。年の数を確かめてください。")
    return year + era.offset


def _checked_western(number: str, text: str) -> int:
    if "元" in number:
        raise JapaneseDateError(
            f"「{text}」には元号がありません。「令和元年」のように書いてください。"
        )
    try:
        year = parse_integer(number)
    except ValueError:
        raise JapaneseDateError(f"「{text}」の年の数を読めませんでした。{_EXAMPLE_YEAR}") from None
    if year < 1000:
        raise JapaneseDateError(f"「{text}」の年は、元号をつけるか、西暦4けたで書いてください。")
    if year < FIRST_YEAR:
        raise JapaneseDateError(
            f"「{text}」は1868年（明治元年）より前なので、日付として扱えません。"
        )
    if year > LAST_YEAR:
        raise JapaneseDateError(f"「{text}」は先すぎます。年の数を確かめてください。")
    return year


def _why_no_date(written: str, text: str) -> str:
    if not written:
        return f"日付が書かれていません。{_EXAMPLE_DATE}"
    if re.fullmatch(rf"{_YEAR}年?", written) and not re.fullmatch(r"\d{5,}", written):
        return f"「{text}」は年だけです。月と日も書いてください。{_EXAMPLE_DATE}"
    if re.fullmatch(rf"{_YEAR}(?:年|[-./]){_NUMBER}月?", written):
        return f"「{text}」は年と月だけです。日も書いてください。{_EXAMPLE_DATE}"
    if re.search(r"\d{1,2}:\d{2}", written):
        return f"「{text}」には時刻も書かれています。日付だけを書いてください。"
    return f"「{text}」を日付として読めませんでした。{_EXAMPLE_DATE}"
