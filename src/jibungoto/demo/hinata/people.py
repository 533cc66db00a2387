"""The people of ひなた市: invented counts by 町丁目, sex and age, as the files cities publish.

The layout is the national standard 04 地域・年齢別人口 (2023 generation), so that the figures of
the demo go through the same importers as a real city's. PURE: a seed and the land.
"""

import csv
import datetime as dt
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass

from . import land

CODE = "139998"  # no municipality has this number
NAME = "ひなた市"
DATES = (dt.date(2016, 10, 1), dt.date(2021, 10, 1), dt.date(2026, 10, 1))
AGES = [f"{a}-{a + 4}歳" for a in range(0, 85, 5)] + ["85歳以上"]
SUPPRESS_BELOW = 60  # people of an area too small to be printed by age

# Shares of the eighteen age classes in a young and in an old district, per thousand.
YOUNG = (62, 60, 54, 50, 58, 76, 84, 86, 80, 72, 64, 54, 46, 42, 40, 34, 22, 16)
OLD = (22, 26, 30, 33, 32, 31, 35, 42, 52, 60, 62, 66, 76, 90, 104, 98, 76, 65)
# Women per hundred men by class: more boys are born, more women grow old.
WOMEN = (95, 95, 95, 96, 97, 97, 97, 98, 98, 99, 100, 101, 103, 106, 112, 123, 142, 196)


@dataclass(frozen=True, slots=True)
class Area:
    """One 町丁目 at one date: men and women by the eighteen classes."""

    district: str
    code: str
    name: str
    men: tuple[int, ...]
    women: tuple[int, ...]
    households: int

    @property
    def total(self) -> int:
        return sum(self.men) + sum(self.women)


def areas(date: dt.date) -> list[Area]:
    """Every 町丁目 of the city at one of DATES."""
    step = DATES.index(date)
    found = []
    for seed in land.DISTRICTS:
        rng = random.Random(f"{land.SEED}{seed.code}")  # noqa: S311  figures, not secrets
        shares = [rng.uniform(0.6, 1.4) for _ in seed.chome]
        growth = _growth(seed, step)
        ageing = min(1.0, max(0.0, seed.ageing - 0.09 * (2 - step)))
        for number, (name, share) in enumerate(zip(seed.chome, shares, strict=True), start=1):
            people = round(seed.people * growth * share / sum(shares))
            if name == "奥山":
                people = 41 - 6 * step
            tilt = min(1.0, max(0.0, ageing + rng.uniform(-0.12, 0.12)))
            found.append(_area(seed, number, name, people, tilt, rng))
    return found


def standard_file(date: dt.date) -> bytes:
    """The published file of a date: UTF-8 with BOM and CRLF, one row a 町丁目."""
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(_header())
    for area in areas(date):
        out.writerow(_row(area, date))
    return text.getvalue().encode("utf-8-sig")


def membership_file() -> bytes:
    """Which 町丁目 lies in which district: the table the city office keeps."""
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(["地域コード", "地域名", "地区名", "割合"])
    for area in areas(DATES[-1]):
        seed = next(d for d in land.DISTRICTS if d.code == area.district)
        out.writerow([area.code, area.name, f"{seed.name}地区", "1"])
    return text.getvalue().encode("utf-8-sig")


def _growth(seed: land.DistrictSeed, step: int) -> float:
    """The population of a step against that of the last: old districts shrink, young ones grow."""
    per_step = 1.045 - 0.11 * seed.ageing
    return float(per_step ** (step - 2))


def _area(
    seed: land.DistrictSeed, number: int, name: str, people: int, tilt: float, rng: random.Random
) -> Area:
    mix = [y * (1 - tilt) + o * tilt for y, o in zip(YOUNG, OLD, strict=True)]
    mix = [m * rng.uniform(0.92, 1.08) for m in mix]
    men, women = [], []
    for weight, ratio in zip(mix, WOMEN, strict=True):
        both = people * weight / sum(mix)
        women.append(round(both * ratio / (100 + ratio)))
        men.append(round(both) - women[-1])
    total = sum(men) + sum(women)
    households = round(total / rng.uniform(1.95, 2.35))
    code = f"{seed.code}{number:03d}"
    return Area(seed.code, code, name, tuple(map(max, men, [0] * 18)), tuple(women), households)


def _header() -> list[str]:
    ages = [f"{age}の{sex}" for age in AGES for sex in ("男性", "女性")]
    head = ["全国地方公共団体コード", "地域コード", "地方公共団体名", "調査年月日", "地域名"]
    return [*head, "総人口", "男性", "女性", *ages, "世帯数", "備考"]


def _row(area: Area, date: dt.date) -> Iterator[str]:
    yield from (CODE, area.code, NAME, date.isoformat(), area.name)
    yield str(area.total)
    hidden = area.total < SUPPRESS_BELOW
    yield "x" if hidden else str(sum(area.men))
    yield "x" if hidden else str(sum(area.women))
    for man, woman in zip(area.men, area.women, strict=True):
        yield "x" if hidden else str(man)
        yield "x" if hidden else str(woman)
    yield str(area.households)
    yield "人数が少ないため、年齢別の数を伏せています。" if hidden else ""
