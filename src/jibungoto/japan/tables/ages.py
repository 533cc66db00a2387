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
    """Regular expressions with named groups low, high, over, unknown, sex."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(re.compile(p) for p in patterns)

    def read(self, header: str) -> AgeClass | None:
        """(low, high, sex) of a simplified header, or None when it is no age class."""
        for pattern in self._patterns:
            if match := pattern.match(header):
                return _age_class(match.groupdict())
        return None


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
