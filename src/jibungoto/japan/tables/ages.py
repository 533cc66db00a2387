"""Age columns: 0-4歳の男性, 85歳以上の女性, 年齢不詳の男性, and the ways other tables write them.

Classes differ by table (the last one is 75+, 85+ or 100+), so they are read from the headers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Sex = Literal["male", "female", "both"]
AgeClass = tuple[int | None, int | None, Sex]


@dataclass(frozen=True, slots=True)
class AgeColumn:
    """A column of one age class; high is None for an open class, low is None for unknown age."""

    column: int
    low: int | None
    high: int | None
    sex: Sex

    @property
    def is_unknown(self) -> bool:
        return self.low is None


class AgePatterns:
    """Regular expressions with named groups low, high, over, unknown, sex; then `read_parts`."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(re.compile(p) for p in patterns)

    def read(self, header: str) -> AgeClass | None:
        """(low, high, sex) of a simplified header, or None when it is no age class."""
        for pattern in self._patterns:
            if match := pattern.match(header):
                return _age_class(match.groupdict())
        return read_parts(header)


# Words beside an age and a sex that leave the column a count of people by age.
_BESIDE = re.compile(
    "年少|生産年齢|老年|高齢者|5歳階級|五歳階級|各歳|年齢|階級|区分|人口総数|総?人口|人数|別|満|の|人|"
    r"[_:・()\[\]<>]"
)
_SEXES: tuple[tuple[Sex, re.Pattern[str]], ...] = (
    ("both", re.compile("男女[計別]?|総数|合計|計|both(?![a-z])|total(?![a-z])")),
    ("male", re.compile("男性?|(?<![a-z])males?(?![a-z])")),
    ("female", re.compile("女性?|(?<![a-z])females?(?![a-z])")),
)
_UNKNOWN = re.compile("(?:年齢)?(?:不詳者?|不明者?)")
_BETWEEN = re.compile(r"(?<!\d)(\d{1,3})歳?(?:以上)?[~_-](\d{1,3})歳?(?:以下|まで)?(?!\d)")
_BELOW = re.compile(r"(?<!\d)(\d{1,3})歳?以上[~_-]?(\d{1,3})歳?未満")
_UNDER = re.compile(r"(?<!\d)(\d{1,3})歳?未満")
_OPEN = re.compile(r"(?<!\d)(\d{1,3})(?:歳?(?:以上|[~+-])(?!\d)|歳?以上[~+-]|over(?![a-z]))")
_SINGLE = re.compile(r"(?<!\d)(\d{1,3})歳(?!以|未|児|[~-])")


def read_parts(header: str) -> AgeClass | None:
    """(low, high, sex) of a simplified header of an age and a sex in whatever order: 男（0~4歳）,
    0~4歳_女, 老年人口（65歳以上）; None where another word is in it (65歳以上の割合, 再掲).
    """
    if re.match(r"t\d{9}", header):
        return None  # of the census: its own patterns tell which columns count somebody twice
    age, rest = _part_of_age(header)
    if age is None:
        return None
    found: list[Sex] = []
    for sex, words in _SEXES:
        rest, times = words.subn("_", rest)
        found += [sex] if times else []
    if _BESIDE.sub("", rest) or len(found) > 1:
        return None
    low, high = age
    if low is not None and not low <= (150 if high is None else high) <= 150:
        return None
    return low, high, found[0] if found else "both"


def _part_of_age(header: str) -> tuple[tuple[int | None, int | None] | None, str]:
    """The class that stands in a header, and the header without it."""
    for pattern, opens, less in (
        (_UNKNOWN, False, 0),
        (_BELOW, False, 1),
        (_BETWEEN, False, 0),
        (_UNDER, False, 1),
        (_OPEN, True, 0),
        (_SINGLE, False, 0),
    ):
        if match := pattern.search(header):
            rest = f"{header[: match.start()]}_{header[match.end() :]}"
            ends = [int(number) for number in match.groups()]
            if not ends:
                return (None, None), rest
            low = 0 if pattern is _UNDER else ends[0]
            return (low, None if opens else ends[-1] - less), rest
    return None, header


def finest(columns: Iterable[AgeColumn]) -> tuple[AgeColumn, ...]:
    """The columns without the classes that others make up: 65歳以上 beside 65-69 … 85歳以上.

    Tables often tell three wide classes beside the five-year ones; nobody may count twice.
    """
    told = list(columns)
    return tuple(c for c in told if c.is_unknown or not _made_of_others(c, told))


def _made_of_others(wide: AgeColumn, columns: Iterable[AgeColumn]) -> bool:
    parts = {
        c.low: c.high if c.high is not None else 999
        for c in sorted(columns, key=lambda c: -(c.high if c.high is not None else 999))
        if c.sex == wide.sex and c.low is not None and (c.low, c.high) != (wide.low, wide.high)
    }
    end = wide.high if wide.high is not None else 999
    at = wide.low
    while at is not None and at in parts and parts[at] <= end:
        at = parts[at] + 1
    return at == end + 1


def _age_class(groups: dict[str, str | None]) -> AgeClass | None:
    sex = _sex(groups.get("sex"))
    if groups.get("unknown"):
        return None, None, sex
    low = int(groups.get("low") or 0)
    if groups.get("over"):
        return low, None, sex
    high = int(groups.get("high") or low)
    return (low, high, sex) if low <= high <= 150 else None


def _sex(word: str | None) -> Sex:
    if word and word.startswith("男") and word != "男女計":
        return "male"
    return "female" if word and word.startswith("女") else "both"


def gaps(columns: Iterable[AgeColumn]) -> list[str]:
    """Sentences about classes that overlap, are missing between others, or lack an open end."""
    sentences = []
    by_sex: dict[Sex, list[AgeColumn]] = {}
    for column in columns:
        if not column.is_unknown:
            by_sex.setdefault(column.sex, []).append(column)
    for sex, classes in by_sex.items():
        who = {"male": "男性", "female": "女性", "both": "男女計"}[sex]
        classes.sort(key=lambda c: (c.low or 0, c.high is None))
        expected = 0
        for age in classes:
            if age.low != expected:
                sentences.append(
                    f"{who}の年齢の区分が{expected}歳のところでつながっていません"
                    f"（次の区分は{age.low}歳からです）。"
                )
            expected = (age.high if age.high is not None else 999) + 1
        if classes and classes[-1].high is not None:
            sentences.append(f"{who}の年齢の最後に「{expected}歳以上」の区分がありません。")
    return sentences
