"""How far a projection would have missed what is known by now, and the band that follows."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .people import Floats, Population, ShapeError, aligned
from .projection import Control, Projection, project
from .ratios import MOTHERS, Ratios, Shrinkage, ratios_between, ratios_of_all, shrink

GROUPS: Mapping[str, tuple[int, int | None]] = {
    "total": (0, None),
    "0_14": (0, 15),
    "15_64": (15, 65),
    "65_up": (65, None),
    "0_4": (0, 5),
}


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """Percentage errors of one group, by area: 100·(projected − actual)/actual.

    nan where the actual number is zero or not told; those areas count in none of the summaries,
    which are nan when no area counts.
    """

    percent: Floats

    @property
    def absolute(self) -> Floats:
        """APE, (area,) in percent."""
        return np.abs(self.percent)

    @property
    def counted(self) -> int:
        """Areas with an error."""
        return int(np.sum(~np.isnan(self.percent)))

    @property
    def mape(self) -> float:
        """Mean absolute percentage error: how far off."""
        return _mean(self.absolute)

    @property
    def malpe(self) -> float:
        """Mean algebraic percentage error: above zero where projections were too high."""
        return _mean(self.percent)

    def within(self, percent: float) -> float:
        """Share (0–1) of the areas whose error is at most so many percent, either way."""
        known = self.absolute[~np.isnan(self.percent)]
        return float(np.mean(known <= percent)) if known.size else float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class Accuracy:
    """A projection beside what came: errors by group, and MAPE over all cells of sex and age."""

    areas: tuple[str, ...]
    year: int
    actual: Floats
    groups: Mapping[str, Errors]
    mape_cells: float


def compare(projected: Population, actual: Population) -> Accuracy:
    """Errors of a projection for the day of `actual`, by GROUPS whose borders the classes have.

    Raises ShapeError where areas, axes or years differ.
    """
    aligned(projected, actual)
    if projected.year != actual.year:
        raise ShapeError(f"projected for {projected.year}, counted in {actual.year}")
    borders = set(actual.ages.lows) | {None}
    groups = {
        name: Errors(_percent(projected.aged(low, high), actual.aged(low, high)))
        for name, (low, high) in GROUPS.items()
        if low in borders and high in borders
    }
    cells = np.abs(_percent(projected.counts, actual.counts))
    return Accuracy(actual.areas, actual.year, actual.totals, groups, _mean(cells))


def back_cast(
    earlier: Population,
    then: Population,
    now: Population,
    *,
    mothers: tuple[int, int] = MOTHERS,
    shrinkage: Shrinkage | None = None,
    reference: Ratios | None = None,
    control: Control | None = None,
) -> Accuracy:
    """Project `now` from the two tables before it, and compare: the record of this very method.

    Three tables one step apart. `reference` as in shrink(), by default all areas together. Errors
    as ratios_between(), project() and compare().
    """
    toward = reference or ratios_of_all(earlier, then, mothers=mothers)
    ratios = shrink(ratios_between(earlier, then, mothers=mothers), toward, shrinkage)
    return compare(project(then, ratios, steps=1, control=control).at(1), now)


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Between which figures a projected group may well come to lie: persons, step × area."""

    low: Floats
    high: Floats
    level: float
    peers: int


def band(
    projection: Projection,
    record: Accuracy,
    *,
    group: str = "total",
    level: float = 0.8,
    peers: int = 30,
) -> Band:
    """A band around a group of the projection, from the errors areas of like size had.

    Half-width after n steps: n × the `level` quantile of the absolute errors of the `peers` areas
    nearest in size at the record's date (all, where fewer), for errors grow about linearly with the
    horizon (Smith, Tayman and Swanson 2013). Step 0 has no width; nothing falls below zero; nan
    where there is no record. Raises ShapeError for other areas, an unknown group, a level outside
    0 to 1 or no peers.
    """
    if projection.areas != record.areas:
        raise ShapeError("the record is of other areas")
    if group not in record.groups or not 0 <= level <= 1 or peers < 1:
        raise ShapeError(f"no record of {group} at level {level} among {peers}")
    half = _peer_quantile(record.groups[group].absolute, record.actual, level, peers)
    middle = projection.aged(*GROUPS[group])
    horizon = np.arange(len(projection.years))[:, None]
    width = np.where(horizon == 0, 0.0, middle * horizon * half[None, :] / 100)
    return Band(np.maximum(middle - width, 0.0), middle + width, level, peers)


def _peer_quantile(errors: Floats, size: Floats, level: float, peers: int) -> Floats:
    known = ~np.isnan(errors) & ~np.isnan(size)
    out = np.full(errors.shape, np.nan)
    if not known.any():
        return out
    number = min(peers, int(known.sum()))
    # Alike in proportion: 100 and 200 people are as far apart as 1,000 and 2,000.
    scale = np.log1p(np.nan_to_num(size))
    far = np.abs(scale[:, None] - scale[known][None, :])
    nearest = np.argsort(far, axis=1, kind="stable")[:, :number]
    told = ~np.isnan(size)
    out[told] = np.quantile(errors[known][nearest], level, axis=1)[told]
    return out


def _percent(projected: Floats, actual: Floats) -> Floats:
    gap = 100 * (projected - actual)
    out = np.full(gap.shape, np.nan)
    return np.asarray(np.divide(gap, actual, out=out, where=actual > 0))


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")
