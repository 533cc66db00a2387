"""年度: the fiscal year of April to March, as a value. Stored as the western year it begins in.

A label names the era by the year rule of eras.py, so 2019 is 令和元年度 although its April was
平成31年; 平成31年度 and 令和元年度 are read as the same year.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .eras import FIRST_YEAR, LAST_YEAR, JapaneseDateError, Order, era_year, parse_year
from .numerals import parse_integer

FIRST_MONTH = 4

_LABEL = re.compile(r"^([^()]+[~〜][^()]+)\(([^()]+[~〜][^()]+)\)$")
_RANGE = re.compile(r"^(.+?)(?:~|〜|から|-|–|−|‐)(.+?)(?:まで)?$")


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """One fiscal year, ordered by time. FiscalYear(2026) is 2026-04-01 to 2027-03-31."""

    year: int

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise JapaneseDateError(f"{self.year}年度は扱えません。年の数を確かめてください。")

    @classmethod
    def of(cls, day: date) -> "FiscalYear":
        """The fiscal year a day belongs to."""
        return cls(day.year if day.month >= FIRST_MONTH else day.year - 1)

    @classmethod
    def parse(cls, text: str) -> "FiscalYear":
        """Read 令和元年度, 平成31年度, R7年度, R7, 令和8（2026）年度, 2026年度（令和8年度）.

        Raises JapaneseDateError, also for 令和8年, which is not a 年度.
        """
        plain = _plain(text)
        if plain.endswith("年"):
            raise JapaneseDateError(
                f"「{text}」は年です。年度のことなら「{plain}度」と書いてください。"
            )
        try:
            return cls(parse_year(plain.replace("年度", "年")))
        except JapaneseDateError as error:
            if str(error).startswith(f"「{plain.replace('年度', '年')}」を年として"):
                raise JapaneseDateError(
                    f"「{text}」を年度として読めませんでした。"
                    "「令和8年度」「2026年度」のように書いてください。"
                ) from None
            raise

    @property
    def first_day(self) -> date:
        return date(self.year, FIRST_MONTH, 1)

    @property
    def last_day(self) -> date:
        return date(self.year + 1, FIRST_MONTH, 1) - timedelta(days=1)

    @property
    def months(self) -> tuple[tuple[int, int], ...]:
        """(year, month) from April to March."""
        return tuple((self.year + (m < FIRST_MONTH), m) for m in (*range(4, 13), 1, 2, 3))

    @property
    def western(self) -> str:
        """2026年度."""
        return f"{self.year}年度"

    @property
    def era(self) -> str:
        """令和8年度."""
        return f"{era_year(self.year)}年度"

    def label(self, order: Order = "western-first") -> str:
        """2026年度（令和8年度), or 令和8年度（2026年度）."""
        first, second = self.western, self.era
        return f"{first}（{second}）" if order == "western-first" else f"{second}（{first}）"

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __add__(self, years: int) -> "FiscalYear":
        return FiscalYear(self.year + years)

    def __sub__(self, years: int) -> "FiscalYear":
        return FiscalYear(self.year - years)

    def __str__(self) -> str:
        return self.label()


@dataclass(frozen=True, slots=True)
class FiscalYears:
    """A run of fiscal years, both ends included; iterating gives each of them."""

    first: FiscalYear
    last: FiscalYear

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise JapaneseDateError(
                f"終わりの{self.last.western}が、始まりの{self.first.western}より前になっています。"
            )

    @classmethod
    def parse(cls, text: str) -> "FiscalYears":
        """Read 平成24（2012）年度〜平成27（2015）年度, 令和5〜9年度, 2012-2015年度.

        One year is a run of one; a second year without its era continues the first one's. Raises
        JapaneseDateError.
        """
        plain = _plain(text)
        if twice := _LABEL.match(plain):
            one, other = cls.parse(twice[1]), cls.parse(twice[2])
            if one != other:
                raise JapaneseDateError(f"「{text}」の西暦と元号の年度が合いません。")
            return one
        match = _RANGE.match(plain)
        if not match:
            only = FiscalYear.parse(plain)
            return cls(only, only)
        first = FiscalYear.parse(match[1].removesuffix("年"))
        last = match[2]
        bare = re.fullmatch(r"(\d{1,2}|[一二三四五六七八九十]+)(?:年度)?", last)
        era = re.match(r"\D+(?=[\d元一二三四五六七八九十])", match[1])
        if bare and era:
            last = f"{era[0]}{parse_integer(bare[1])}年度"
        return cls(first, FiscalYear.parse(last))

    def __iter__(self) -> Iterator[FiscalYear]:
        return (FiscalYear(year) for year in range(self.first.year, self.last.year + 1))

    def __len__(self) -> int:
        return self.last.year - self.first.year + 1

    def __contains__(self, year: FiscalYear) -> bool:
        return self.first <= year <= self.last

    def label(self, order: Order = "western-first") -> str:
        """2012年度〜2015年度（平成24年度〜平成27年度）, or the eras first."""
        western = f"{self.first.western}〜{self.last.western}"
        era = f"{self.first.era}〜{self.last.era}"
        if self.first == self.last:
            return self.first.label(order)
        return f"{western}（{era}）" if order == "western-first" else f"{era}（{western}）"

    def __str__(self) -> str:
        return self.label()


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
