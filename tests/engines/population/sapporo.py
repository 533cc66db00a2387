"""Sapporo as published: 町丁 by age in 2020, their points, and the 202 elementary-school districts.

Its table tells both sexes together, to 100+, and of withheld blocks the total only.
"""

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import shape

from jibungoto.engines.population import (
    Ages,
    Population,
    Sexes,
    male_share,
    national_ratios,
    split_sexes,
)
from jibungoto.engines.population import spread_suppressed as spread
from jibungoto.japan.numerals import kanji_number

AGES = Ages.up_to(100)
# Columns of the three broad groups stand between those of the classes.
_CLASSES = [4, 5, 6, *range(8, 18), *range(19, 27)]


@dataclass(frozen=True, slots=True)
class Sapporo:
    """The blocks, how many people each has, the city's row, and the district of each block."""

    blocks: Population
    totals: Mapping[str, float]
    city: np.ndarray
    schools: tuple[str, ...]
    district_of: Mapping[str, str]
    men: Mapping[str, tuple[float, float]]  # (men, all) half a year later

    @property
    def placed(self) -> float:
        """Share of all people whose block lies in a district."""
        found = sum(self.totals[block] for block in self.district_of)
        return found / sum(self.totals.values())

    def districts(self, sexes: Sexes = Sexes.BOTH) -> Population:
        """The 202 districts, withheld ages spread; with sexes apart by each block's men.

        In one of them, 福移小学校, lies no block's point: nobody is placed there.
        """
        blocks = spread(self.blocks, self.totals, self.city[None])
        if sexes is Sexes.APART:
            seen = blocks.totals
            men = {
                area: seen[row] * self.men[area][0] / self.men[area][1]
                for row, area in enumerate(blocks.areas)
                if area in self.men and self.men[area][1]
            }
            blocks = split_sexes(blocks, male_share(AGES), men)
        parts: dict[str, dict[str, float]] = {school: {} for school in self.schools}
        for block, district in self.district_of.items():
            parts[district][block] = 1.0
        return blocks.put_together(parts)


def read(data_dir: Path) -> Sapporo:
    """All of it from the files beside the repository."""
    folder = data_dir / "jp" / "sapporo-01100"
    rows = _rows(folder / "population_age5_by_jochome_2020-10-01.csv")
    blocks = [row for row in rows[1:] if row[0] != row[1] and row[2].isdigit()]
    counts = [[[_count(row[column]) for column in _CLASSES]] for row in blocks]
    names = [row[0] + row[1] for row in blocks]
    people = Population.of(
        counts,
        areas=names,
        sexes=Sexes.BOTH,
        ages=AGES,
        year=2020,
        suppressed=["x" in row for row in blocks],
        source="札幌市 住民基本台帳 2020年10月1日",
    )
    totals = {name: float(row[2]) for name, row in zip(names, blocks, strict=True)}
    city = np.array([_count(rows[1][column]) for column in _CLASSES])
    men: dict[str, tuple[float, float]] = {}
    for row in _rows(folder / "households_population_sex_by_jochome_2021-04-01.csv")[2:]:
        if row[3].isdigit() and row[4].isdigit():
            men[(row[0] + row[1]).replace("\u3000", "")] = (float(row[4]), float(row[3]))
    schools, district_of = _districts(folder, names)
    return Sapporo(people, totals, city, schools, district_of, men)


def _districts(folder: Path, names: list[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    points = {
        row[3].removeprefix("札幌市") + row[5]: (float(row[7]), float(row[6]))
        for row in _rows(folder / "jochome_location_isj.csv")[1:]
    }
    drawn = json.loads((folder / "Elementary.geojson").read_text())["features"]
    schools = [
        feature["properties"]["A27_005"] + feature["properties"]["name"] for feature in drawn
    ]
    tree = shapely.STRtree([shapely.make_valid(shape(f["geometry"])) for f in drawn])
    found: dict[str, str] = {}
    for name in names:
        point = points.get(_in_kanji(name))
        if point is None:
            continue
        hits = tree.query(shapely.Point(point), predicate="intersects")
        if hits.size:
            found[name] = schools[int(hits.min())]
    return tuple(schools), found


def five_years_earlier(now: Population, spread_by: float = 0.0) -> Population:
    """An INVENTED table of 2015 for these areas, since only one of 2020 is published with ages.

    The nation's change turned back, each area's classes changed by `spread_by` at random, always
    alike.
    """
    change = national_ratios(now.sexes, now.ages).change[0]
    chance = np.random.default_rng(2015)
    counts = np.zeros_like(now.counts)
    counts[..., :-2] = now.counts[..., 1:-1] / change[:, 1:-1]
    last = now.counts[..., -1] / change[:, -1]
    counts[..., -2], counts[..., -1] = last * 0.7, last * 0.3
    counts = np.round(counts * np.exp(chance.normal(0, spread_by, counts.shape)))
    return replace(
        now, year=now.year - 5, counts=counts, notes=(), source="見本（国の変化率から逆算）"
    )


def _in_kanji(name: str) -> str:
    return re.sub(r"[0-9０-９]+", lambda m: kanji_number(int(m[0])), name)


def _count(text: str) -> float:
    return {"-": 0.0, "x": np.nan}.get(text) if text in "-x" else float(text)


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))
