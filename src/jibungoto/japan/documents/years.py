"""Years inside a plan's text: 平成 34 年, 令和３（2021）年度, H22, 2017年度から2021年度まで."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jibungoto.japan.eras import JapaneseDateError, parse_year
from jibungoto.japan.fiscal import FiscalYears

from .lines import plain

_N = r"(?:[0-9０-９]{1,2}|元)"
_W = r"(?:19|20|21|１９|２０|２１)[0-9０-９]{2}"
_ERA = r"(?:明治|大正|昭和|平成|令和)"
_YEAR = (
    rf"(?:{_ERA}\s*{_N}\s*(?:年度?)?\s*[（(]\s*{_W}\s*(?:年度?)?\s*[）)]"
    rf"|{_W}\s*(?:年度?)?\s*[（(]\s*{_ERA}\s*{_N}\s*(?:年度?)?\s*[）)]"
    rf"|{_ERA}\s*{_N}|{_W}|(?<![A-Za-z])[HRＨＲ]\s*(?:[0-9０-９]{{1,2}}|元)(?![0-9０-９A-Za-z]))"
)
YEAR = re.compile(rf"{_YEAR}\s*(?:年\s*度?|年度末?)?")
_BETWEEN = r"\s*(?:年度?)?\s*(?:～|〜|~|－|-|―|から)\s*"
_PERIOD = re.compile(rf"({_YEAR}\s*(?:年度?)?){_BETWEEN}((?:{_YEAR}|{_N})\s*年度?)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Year:
    """A year as it stands in a text."""

    start: int
    end: int
    year: int
    is_fiscal: bool
    written: str


def years(text: str, *, in_head: bool = False) -> Iterator[Year]:
    """Every year in a text; a bare western number counts only with 年 or in brackets, in the head
    of a table also in its first line (2023 2028) and before what its value is (2028目標).
    """
    for found in YEAR.finditer(text):
        written = found[0].strip()
        bare = plain(written)
        if (
            re.fullmatch(r"[0-9]{4}", bare)
            and not _stands_alone(text, found)
            and not (in_head and _heads(text, found))
        ):
            continue
        try:
            year = parse_year(bare.replace("年度末", "年").replace("年度", "年"))
        except JapaneseDateError:
            continue
        yield Year(found.start(), found.end(), year, "年度" in bare, " ".join(written.split()))


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    before = text[: found.start()].rstrip()[-1:]
    after = text[found.end() :].lstrip()[:1]
    return before in ("（", "(", "") and after in ("）", ")", "")


def _heads(text: str, found: re.Match[str]) -> bool:
    """Whether a bare number of a head is a year: no digits go on, and words of a head beside it."""
    end = found.start() + len(found[0].rstrip())
    before, after = text[: found.start()], text[end:]
    if before[-1:].isdigit() or re.match(r"[0-9０-９,，.．]", after):
        return False
    if re.match(r"\s?(?:目標|実績|現状|基準|見込)", after):
        return True
    return "\n" not in before and not after[:1].strip()


@dataclass(frozen=True, slots=True)
class Period:
    """A run of years as it stands in a text."""

    start: int
    end: int
    first: int
    last: int
    is_fiscal: bool


def periods(text: str) -> Iterator[Period]:
    """Every period in a text, of years or of fiscal years."""
    for found in _PERIOD.finditer(text):
        first, last = plain(found[1]), plain(found[2])
        try:
            run = FiscalYears.parse(f"{_as_fiscal(first)}～{_as_fiscal(last)}")
        except (JapaneseDateError, ValueError):
            continue
        if len(run) > 60:
            continue
        yield Period(found.start(), found.end(), run.first.year, run.last.year, "年度" in last)


def _as_fiscal(written: str) -> str:
    # 2024年度（令和6年度）: the bracket says the same once more.
    bare = re.sub(r"[（(][^（()）]*[）)]", "", written)
    bare = bare.removesuffix("年度").removesuffix("年")
    return f"{bare}年度"
