"""What may become of the people of all districts, by the engine, with how sure that is. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from django.utils.translation import gettext_noop as _

from jibungoto.engines.population import (
    UNKNOWN,
    YOUNG_FAMILY,
    Accuracy,
    Band,
    Control,
    Families,
    Note,
    Population,
    Projection,
    Ratios,
    Rule,
    Sexes,
    Shrinkage,
    back_cast,
    band,
    hold_constant,
    national_ratios,
    printable,
    project,
    project_closed,
    ratios_between,
    shrink,
    survival,
)
from jibungoto.engines.population.national import SOURCE as NATION
from jibungoto.ui.saying import say

from .tables import CITY, Dated, earlier, population, same_axes

STEPS = 6
LEVEL = 0.8


@dataclass(frozen=True, slots=True)
class Outlook:
    """One area's way ahead. Persons by step, None by age where too few live there to be told.

    `band` (low, high) is None without a record. `families` are the young families a year that
    would keep the number of children; None where none is needed or it can't be said.
    """

    years: tuple[int, ...]
    totals: tuple[float, ...]
    band: tuple[tuple[float, float], ...] | None
    young: tuple[float, ...] | None
    pupils: tuple[float, ...] | None  # 5–14
    old: tuple[float, ...] | None
    older: tuple[float, ...] | None
    closed: tuple[float, ...]
    by_age: tuple[tuple[tuple[float, ...], ...], ...] | None  # step × sex × class
    stayed: tuple[float, ...] | None
    families: float | None
    own_error: float | None  # percent the back-cast missed this area by
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlooks:
    """The ways ahead of all areas of a kind, by district id (None: the municipality)."""

    by_area: Mapping[int | None, Outlook]
    lows: tuple[int, ...]
    sexes: int
    base_year: int
    method: str
    record: str  # how far the same method would have missed, in words; "" without
    notes: tuple[str, ...]
    scenarios: Mapping[str, Projection] = field(default_factory=dict)
    bands: Band | None = None


@dataclass(frozen=True, slots=True)
class Impossible:
    """Why nothing can be projected."""

    reason: str


def look_ahead(
    tables: Sequence[Dated], districts: Sequence[int], *, coming: Sequence[Dated] = ()
) -> Outlooks | Impossible:
    """Project all districts at once from the newest table with ages.

    `coming` are tables of the municipality for years to come (推計人口) by sex and age: the
    districts are scaled to them (rule 2).
    """
    base = next((t for t in tables if t.has_ages), None)
    if base is None:
        return Impossible(say(_("年齢別の人口の表がまだないため、推計できません。")))
    then, before = earlier(tables, base, 5), earlier(tables, base, 10)
    areas: list[int | None] = [*districts, None]
    year = base.taken_on.year
    found = [
        population(t, areas, year=year - 5 * n)
        for n, t in enumerate((base, then, before))
        if t is not None and (n < 2 or then is not None)
    ]
    usable: list[Population] = []
    spread = 0.0
    for one in found:
        if one is None:
            break
        usable.append(one[0])
        spread = spread or one[1]
    if not usable:
        return Impossible(say(_("年齢の区切りが5歳ごとではないため、推計できません。")))
    usable = same_axes(*usable)
    names = [str(d) for d in districts]
    parts = [p.select(names) for p in usable]
    wholes = [_whole(p) for p in usable]
    control = _control(coming, wholes[0], parts[0], base.taken_on.year)
    ratios, how = _ratios(parts, wholes)
    trend = project(parts[0], ratios, steps=STEPS, control=control)
    record, bands = _record(parts, wholes, trend)
    return _gather(districts, parts, wholes, ratios, trend, record, bands, how, control, spread)


def _whole(people: Population) -> Population:
    city = people.select([CITY])
    return city if city.told.all() else people.whole(CITY)


def _control(
    coming: Sequence[Dated], city: Population, parts: Population, year: int
) -> Control | None:
    totals = []
    for table in coming:
        found = population(table, [None], year=table.taken_on.year)
        ahead = table.taken_on.year - year
        fits = found is not None and ahead > 0 and ahead % 5 == 0
        if found and fits and found[0].ages.terminal >= city.ages.terminal:
            totals.append(found[0])
    if not totals:
        return None
    here, whole = float(np.nansum(parts.totals)), float(city.totals[0])
    return Control(totals, covered=min(1.0, here / whole) if whole else 1.0)


def _ratios(parts: Sequence[Population], wholes: Sequence[Population]) -> tuple[Ratios, str]:
    now = parts[0]
    if len(parts) > 1:
        toward = ratios_between(wholes[1], wholes[0])
        own = ratios_between(parts[1], now)
        return shrink(own, toward, Shrinkage()), (
            say(
                _(
                    "コーホート変化率法（{}年から{}年への変化が続くとしたもの。人数の少ない年齢は市全体の変化に近づけています）"
                ),
                parts[1].year,
                now.year,
            )
        )
    # One table only: nothing changed yet that could be measured but the children of its women.
    nothing = replace(
        now,
        year=now.year - now.ages.width,
        counts=np.full_like(now.counts, np.nan),
        state=np.full_like(now.state, UNKNOWN),
        unknown_age=np.zeros_like(now.unknown_age),
    )
    toward = national_ratios(now.sexes, now.ages)
    return shrink(ratios_between(nothing, now), toward, Shrinkage()), (
        say(
            _("コーホート変化率法（前の時点の表がないため、全国の変化率を使った参考値。全国：{}）"),
            NATION,
        )
    )


def _record(
    parts: Sequence[Population], wholes: Sequence[Population], trend: Projection
) -> tuple[Accuracy | None, Band | None]:
    if len(parts) < 3:
        return None, None
    toward = ratios_between(wholes[2], wholes[1])
    record = back_cast(parts[2], parts[1], parts[0], shrinkage=Shrinkage(), reference=toward)
    if record.groups["total"].counted < 3:
        return None, None
    return record, band(trend, record, level=LEVEL)


def _gather(
    districts: Sequence[int],
    parts: Sequence[Population],
    wholes: Sequence[Population],
    ratios: Ratios,
    trend: Projection,
    record: Accuracy | None,
    bands: Band | None,
    how: str,
    control: Control | None,
    spread: float,
) -> Outlooks:
    now = parts[0]
    closed = project_closed(
        now,
        survival=survival(now.sexes, now.ages),
        children=ratios.children,
        boys=np.nan_to_num(ratios.boys, nan=0.5),
        steps=STEPS,
    )
    one_each = Families({a: 1.0 for a in now.areas}, _family(now))
    with_one = project(now, ratios, steps=STEPS, control=control, families=one_each)
    city = _city(wholes)
    shown = printable(trend)
    notes = tuple(dict.fromkeys(w for n in trend.notes if n.area is None for w in _words(n, now)))
    if spread >= 1:
        notes += (
            say(
                _("年齢がわからない{}人は、同じ地区の年齢の割合で分けています。"), f"{spread:,.0f}"
            ),
        )
    by_area: dict[int | None, Outlook] = {}
    for row, district in enumerate(districts):
        if not now.told[row]:
            continue
        own = tuple(w for n in trend.notes if n.area == str(district) for w in _words(n, now))
        error = record.groups["total"].percent[row] if record else np.nan
        by_area[district] = _outlook(
            trend,
            row,
            closed=closed,
            bands=bands,
            shown=bool(shown.by_age[row]),
            stayed=_stayed(ratios, row) if len(parts) > 1 else None,
            families=_families(trend, with_one, row),
            error=None if np.isnan(error) else float(error),
            notes=own,
        )
    by_area[None] = _outlook(city, 0, closed=None, bands=None, shown=True)
    scenarios = {"trend": trend, "closed": closed, "constant": hold_constant(now, steps=STEPS)}
    scenarios["families"] = with_one
    return Outlooks(
        by_area=by_area,
        lows=now.ages.lows,
        sexes=len(now.sexes),
        base_year=now.year,
        method=how,
        record=_record_words(record),
        notes=notes,
        scenarios=scenarios,
        bands=bands,
    )


def _city(wholes: Sequence[Population]) -> Projection:
    ratios, _how = _ratios([w.select([CITY]) for w in wholes], wholes)
    return project(wholes[0], ratios, steps=STEPS)


def _family(now: Population) -> Mapping[tuple[str, int], float]:
    if now.sexes is Sexes.APART:
        return YOUNG_FAMILY
    found: dict[tuple[str, int], float] = {}
    for (_sex, age), number in YOUNG_FAMILY.items():
        found["both", age] = found.get(("both", age), 0.0) + number
    return found


def _outlook(
    made: Projection,
    row: int,
    *,
    closed: Projection | None,
    bands: Band | None,
    shown: bool,
    stayed: tuple[float, ...] | None = None,
    families: float | None = None,
    error: float | None = None,
    notes: tuple[str, ...] = (),
) -> Outlook:
    def aged(low: int, high: int | None = None) -> tuple[float, ...] | None:
        fits = {low, high} <= {*made.ages.lows, None}
        return _series(made.aged(low, high), row) if shown and fits else None

    limits = None
    if bands is not None and not np.isnan(bands.low[1:, row]).any():
        limits = tuple(zip(_series(bands.low, row), _series(bands.high, row), strict=True))
    counts = made.counts[:, row]
    return Outlook(
        years=made.years,
        totals=_series(made.totals, row),
        band=limits,
        young=aged(0, 15),
        pupils=aged(5, 15),
        old=aged(65),
        older=aged(75),
        closed=_series((closed or made).totals, row),
        by_age=tuple(tuple(tuple(map(float, sex)) for sex in step) for step in counts)
        if shown
        else None,
        stayed=stayed,
        families=families,
        own_error=error,
        notes=notes,
    )


def _series(values: np.ndarray, row: int) -> tuple[float, ...]:
    return tuple(round(float(v), 2) for v in values[:, row])


def _stayed(ratios: Ratios, row: int) -> tuple[float, ...]:
    weights = np.nan_to_num(ratios.people[row]).sum(axis=0)
    if weights.sum() < 500:
        return ()
    mean = ratios.stayed[row].mean(axis=0)
    return tuple(round(float(v), 4) for v in mean[:-1])


def _families(trend: Projection, with_one: Projection, row: int, step: int = 4) -> float | None:
    """Young families a year that would keep the children of 20 years on at today's number."""
    now = trend.aged(0, 15)[0, row]
    gain = with_one.aged(0, 15)[step, row] - trend.aged(0, 15)[step, row]
    lacking = now - trend.aged(0, 15)[step, row]
    if gain <= 0 or lacking <= 0 or now < 50:
        return None
    return float(lacking / gain)


def _record_words(record: Accuracy | None) -> str:
    if record is None:
        return ""
    total = record.groups["total"]
    said = say(
        _(
            "{}年に同じ方法で{}年を推計していたら、総人口の差は{}地区の平均で{}%でした（MAPE。かたよりを示すMALPEは{}%）。差が5%以内の地区は{}、"
            "10%以内は{}です。"
        ),
        record.year - 5,
        record.year,
        total.counted,
        f"{total.mape:.1f}",
        f"{total.malpe:+.1f}".replace("-", "−"),
        f"{total.within(5):.0%}",
        f"{total.within(10):.0%}",
    )
    if "65_up" in record.groups:
        said += say(_("65歳以上の人口では平均{}%でした。"), f"{record.groups['65_up'].mape:.1f}")
    return said


def _words(note: Note, now: Population) -> tuple[str, ...]:
    value = note.value or 0
    match note.rule:
        case Rule.SHRUNK_SMALL:
            return (
                say(
                    _("人数が少ない年齢の変化率{}か所を、市全体の値に近づけています。"),
                    f"{value:.0f}",
                ),
            )
        case Rule.SHRUNK_EXTREME:
            return (say(_("極端な変化率{}か所を、市全体の値に近づけています。"), f"{value:.0f}"),)
        case Rule.REFERENCE_USED:
            return (say(_("変化率がわからない年齢は、市または全国の値を使っています。")),)
        case Rule.CONTROLLED:
            return (say(_("{}年は、市の推計人口に合わせて調整しています。"), note.year),)
        case Rule.NOT_CONTROLLED:
            return (say(_("{}年は、市の推計人口がないため調整していません。"), note.year),)
        case Rule.AGES_COLLAPSED:
            return (say(_("年齢は{}歳以上をまとめて計算しています。"), f"{value:.0f}"),)
        case Rule.SUPPRESSED_LEFT_OUT:
            return (
                say(_("人数が公表されていない{}件の町丁・字は入っていません。"), f"{value:.0f}"),
            )
        case _:
            return ()
