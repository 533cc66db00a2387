"""The census of ひなた市 as the national tables by small area write it, from the demo's counts."""

import csv
import io
from collections.abc import Sequence

from jibungoto.demo.hinata import people

_HEAD = ("KEY_CODE", "HYOSYO", "CITYNAME", "NAME", "HTKSYORI", "HTKSAKI", "GASSAN")
_BANDS = [*(f"{low}～{low + 4}歳" for low in range(0, 85, 5)), "85歳以上"]
_SEXES = ("総数", "男", "女")


def census_file() -> bytes:
    """Table T001082 (2020): the city's own line, then every 町丁目, by sex and age."""
    labels = [
        label
        for sex in _SEXES
        for label in (f"{sex}、年齢「不詳」含む", *(f"{sex}{band}" for band in _BANDS))
    ]
    city = people.CODE[:5]
    areas = people.areas(people.DATES[1])
    men, women = (_summed(sides) for sides in ([a.men for a in areas], [a.women for a in areas]))
    rows = [_line(city, 1, "", men, women)]
    rows += [
        _line(f"{city}{number:04}", 2, area.name, area.men, area.women)
        for number, area in enumerate(areas, 1)
    ]
    out = io.StringIO()
    codes = [f"T001082{number:03}" for number in range(1, len(labels) + 1)]
    csv.writer(out, lineterminator="\r\n").writerows(
        [[*_HEAD, *codes], [""] * len(_HEAD) + labels, *rows]
    )
    return out.getvalue().encode("cp932")


def _summed(sides: Sequence[Sequence[int]]) -> list[int]:
    return [sum(band) for band in zip(*sides, strict=True)]


def _line(key: str, level: int, name: str, men: Sequence[int], women: Sequence[int]) -> list[str]:
    both = [m + w for m, w in zip(men, women, strict=True)]
    cells = [n for side in (both, men, women) for n in (sum(side), *side)]
    head = [key, str(level), people.NAME, name, "0", "", ""]
    return [*head, *("-" if n == 0 else str(n) for n in cells)]
