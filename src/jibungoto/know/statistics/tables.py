"""People of many districts at once as arrays, for projections, comparisons and kartes. Reads only.

The same rows as everywhere (gathering.py), added up by numpy. Imported only where many districts
are counted: a page of one district needs no arrays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jibungoto.engines.population import Ages, Population, Sexes
from jibungoto.know.places.models import District

from .gathering import Share, gather, made
from .models import Release
from .packing import MISSING, pack
from .people import AgeClass, Counts, Made, People, read_classes
from .selectors import releases

Floats = NDArray[np.float64]
_WHOLE = "*"  # the municipality as an area of a Population; no slug looks like this


@dataclass(frozen=True)
class DistrictTable:
    """The people of many districts in one release, in the order they were asked for.

    Arrays are by district (× sex × age class) in persons, shares of people included; nan where the
    tables do not tell. Sexes are men, women, or one column where they are not told apart. The last
    row of every array is the municipality itself.
    """

    release: Release
    classes: tuple[AgeClass, ...]
    districts: tuple[District, ...]
    made: tuple[Made | None, ...]  # None: no data at all, also for the last, the municipality
    sexes: Sexes
    total: Floats
    men: Floats
    women: Floats
    households: Floats
    unknown_age: Floats  # × sex: people of the total who are in none of its classes
    counts: Floats  # × sex × age

    @cached_property
    def rows(self) -> dict[int, int]:
        """Which row a district (by id) has."""
        return {d.pk: i for i, d in enumerate(self.districts)}

    def people(self, district: District | None) -> People | None:
        """One district's row (None: the municipality's) as values for a page; None: no data."""
        row = self.rows[district.pk] if district else len(self.districts)
        how = self.made[row]
        if how is None:
            return None
        ages = self.counts[row]
        apart = self.sexes is Sexes.APART
        return People(
            taken_on=self.release.taken_on,
            source=self.release.source,
            method=self.release.method or str(self.release.get_register_display()),
            made=how,
            classes=self.classes,
            total=_value(self.total[row]),
            men=_value(self.men[row]),
            women=_value(self.women[row]),
            households=_value(self.households[row]),
            unknown=_value(self.unknown_age[row].sum()),
            men_by_age=_values(ages[0]) if apart else (),
            women_by_age=_values(ages[1]) if apart else (),
            both_by_age=_values(ages.sum(axis=0)),
        )

    def missing(self) -> list[District]:
        """The districts this release tells nothing of. Say so; they are not zero."""
        return [d for d, how in zip(self.districts, self.made, strict=False) if how is None]

    def population(self) -> Population:
        """The districts whose ages are told, named by slug, for engines.population.

        People in none of the classes are `unknown_age`; allocate_unknown_ages() spreads them.
        Raises AgeError where the classes are not equally wide (0–14, 15–64 …), ShapeError where no
        district has ages.
        """
        told = ~np.isnan(self.counts).any(axis=(1, 2))
        told[-1] = False
        return self._population(told, [d.slug for d in self.districts])

    def whole(self) -> Population | None:
        """The municipality as a population of one area; None where its ages are not told."""
        told = np.zeros(len(self.made), dtype=bool)
        told[-1] = not np.isnan(self.counts[-1]).any()
        return self._population(told, [*(d.slug for d in self.districts), _WHOLE])

    def _population(self, told: NDArray[np.bool_], names: Sequence[str]) -> Population:
        return Population.of(
            self.counts[told],
            areas=[name for name, yes in zip(names, told, strict=False) if yes],
            sexes=self.sexes,
            ages=Ages(tuple(c.low for c in self.classes)),
            year=self.release.taken_on.year,
            unknown_age=np.nan_to_num(self.unknown_age[told]),
            source=self.release.source,
        )


def district_tables(
    districts: Sequence[District],
    *,
    register: str = "",
    newest: int | None = None,
    wanted: Callable[[Release], bool] | None = None,
) -> list[DistrictTable]:
    """The people of all these districts and of the municipality, one table a date, oldest first.

    `newest` takes only so many dates, `wanted` only some releases. Two queries, four where an area
    is withheld, whatever the number of districts and dates.
    """
    found = [r for r in releases(register=register) if wanted is None or wanted(r)]
    found = found[:newest] if newest is not None else found
    groups = gather(found, [*districts, None])
    return [
        _table(release, districts, [groups.get((release.pk, _key(d))) for d in [*districts, None]])
        for release in reversed(found)
    ]


def _key(district: District | None) -> int | None:
    return district.pk if district else None


def _table(
    release: Release, districts: Sequence[District], groups: Sequence[list[Share] | None]
) -> DistrictTable:
    classes = read_classes(release.classes) if release.classes else ()
    told = [(i, s) for i, shares in enumerate(groups) for s in shares or () if not s.suppressed]
    at = np.array([i for i, _s in told], dtype=np.intp)
    ratio = np.array([s.ratio for _i, s in told])
    size = len(groups)

    def added(name: str) -> Floats:
        values = np.array([_nan(s.values[name]) for _i, s in told], dtype=np.float64)
        answer = np.zeros(size)
        np.add.at(answer, at, values * ratio)
        answer[np.bincount(at, minlength=size) == 0] = np.nan
        return answer

    men, women = (_ages(told, f"{sex}_by_age", len(classes)) for sex in ("men", "women"))
    both = _ages(told, "both_by_age", len(classes))
    sexes = Sexes.APART if told and any(s.values["men_by_age"] for _i, s in told) else Sexes.BOTH
    cells = np.stack([men, women], axis=1) if sexes is Sexes.APART else both[:, None, :]
    counts = np.zeros((size, len(sexes), len(classes)))
    # One cell kept back in one area must not hide the ages of everybody else in the district.
    whole = (cells >= 0).all(axis=(1, 2))
    np.add.at(counts, at[whole], cells[whole] * ratio[whole, None, None])
    counts[np.bincount(at[whole], minlength=size) == 0] = np.nan
    totals = {name: added(name) for name in ("total", "men", "women", "households")}
    return DistrictTable(
        release=release,
        classes=classes,
        districts=tuple(districts),
        made=tuple(
            made(shares, whole=i == len(districts)) if shares else None
            for i, shares in enumerate(groups)
        ),
        sexes=sexes,
        unknown_age=_unknown(totals, counts, sexes),
        counts=counts,
        **totals,
    )


def _ages(told: Sequence[tuple[int, Share]], name: str, classes: int) -> NDArray[np.int32]:
    """The packed classes of all rows as one array; a row without them is MISSING throughout."""
    nothing = pack([MISSING] * classes)
    blobs = (bytes(s.values[name]) for _i, s in told)
    packed = b"".join(b if len(b) == len(nothing) else nothing for b in blobs)
    return np.frombuffer(packed, dtype="<i4").reshape(len(told), classes).astype(np.int32)


def _unknown(totals: dict[str, Floats], counts: Floats, sexes: Sexes) -> Floats:
    """People of the total who stand in no class, by sex; nan where a total is not told."""
    known = counts.sum(axis=2)
    if sexes is Sexes.BOTH:
        return np.clip(totals["total"][:, None] - known, 0.0, None)
    given = np.stack([totals["men"], totals["women"]], axis=1)
    left = np.clip(given - known, 0.0, None)
    # Without men and women in the table, what the total has beyond the classes goes by their size.
    everybody = np.where(known.sum(axis=1) > 0, known.sum(axis=1), 1.0)
    over = np.clip(totals["total"] - known.sum(axis=1), 0.0, None)
    return np.where(np.isnan(left), over[:, None] * known / everybody[:, None], left)


def _nan(value: Any) -> float:
    return np.nan if value is None else float(value)


def _value(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _values(numbers: Floats) -> Counts:
    return tuple(_value(n) for n in numbers)
