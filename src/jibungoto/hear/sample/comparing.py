"""Who took part beside who lives there: each age band and district, and who is missing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from django.utils.translation import gettext as _

from jibungoto.engines.weighting import wilson
from jibungoto.engines.withholding import K, together, withhold_line, withhold_table
from jibungoto.know.places.models import District
from jibungoto.know.statistics.people import People
from jibungoto.know.statistics.selectors import populations
from jibungoto.ui.charts import Figure, Table, bars
from jibungoto.ui.listing import listed, sentences
from jibungoto.ui.tags.words import long_date, num, percent

from . import bands
from .selectors import Tally

ENOUGH = 30  # who told it: with fewer, chance alone makes gaps
HALF = 0.5  # of their share in the population: below it a group is missing
State = Literal["missing", "there", "unsure"]


@dataclass(frozen=True, slots=True)
class Line:
    """An age group or a district. `count` and what follows from it are None where withheld."""

    label: str
    keys: tuple[str, ...]  # bands, or the district's slug
    people: float  # who live there
    expected_share: float
    expected: float  # of those who told it
    count: int | None
    share: float | None
    low: float | None
    high: float | None
    state: State


@dataclass(frozen=True, slots=True)
class Cell:
    """An age group in a district: counted (None: withheld) and expected."""

    count: int | None
    expected: float


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Cross:
    """Age groups by district; groups too small are put together in one line."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is to be said of a sample. `reason` says why there is no population to compare with."""

    total: int
    told_band: int
    told_district: int
    ages: tuple[Line, ...] = ()
    districts: tuple[Line, ...] = ()
    cross: Cross | None = None
    date: dt.date | None = None
    source: str = ""
    basis: str = ""  # the statistics' own method
    reason: str = ""
    since: int = 0
    missing_ages: tuple[str, ...] = field(default=())
    missing_districts: tuple[str, ...] = field(default=())

    @property
    def enough(self) -> bool:
        """Whether enough people told their age band or district to speak of anybody missing."""
        return self.told_band >= ENOUGH or self.told_district >= ENOUGH

    @property
    def someone_missing(self) -> bool:
        return bool(self.missing_ages or self.missing_districts)

    @property
    def finding(self) -> str:
        """One sentence: whose voices are missing, or that nobody's is, or that it is too early."""
        if self.reason:
            return self.reason
        if not self.enough:
            return _("だれの声が足りないかは、{}人が年代か地区を答えるとわかります。").format(
                ENOUGH
            )
        missing = [*self.missing_ages, *self.missing_districts]
        if not missing:
            return _("どの年代・地区も、人口の割合の半分より多く届いています。")
        if len(missing) > 4:
            named = listed(missing[:4])
            return _("{}など、{}の年代・地区の声が、まだ足りません").format(named, len(missing))
        if len(missing) == 2:
            return _("{}と{}の声が、まだ足りません").format(*missing)
        return _("{}の声が、まだ足りません").format(listed(missing))

    @property
    def method(self) -> str:
        """How it was compared, in sentences."""
        said = [
            _("年代か地区を答えた人の割合を、人口の割合と比べました。"),
            _(
                "割合が人口の半分に届かず、95%の幅で見ても人口より少ないところを、"
                "「足りない」としています。"
            ),
            _("{}人未満の数は、だれのことかわからないように伏せています。").format(K),
        ]
        if self.since:
            said.insert(1, _("{}歳以上の人口です。").format(self.since))
        return sentences(said)


def compare(
    counted: Tally,
    districts: Sequence[District],
    *,
    since: int = 10,
    living: Mapping[int, People] | None = None,
) -> Comparison:
    """Compare those counted with the people of these districts, `since` years old or more.

    `living` are their people where many surveys are compared at once; else a few queries.
    """
    total = counted.total()
    ids = {d.pk for d in districts}
    told_band = sum(n for (b, _d), n in counted.items() if b in bands.BANDS and int(b) >= since)
    told_district = sum(n for (_b, d), n in counted.items() if d in ids)
    if living is None:
        living = populations(list(districts)) if districts else {}
    living = {d.pk: living[d.pk] for d in districts if d.pk in living}
    nothing = Comparison(total, told_band, told_district, since=since)
    if not living:
        return _without(nothing, _("人口の表がまだないため、人口と比べられません。"))
    some = next(iter(living.values()))
    groups = bands.groups(some.classes, since=since) if _aged(living) else ()
    if not groups:
        since = 0
    here = [d for d in districts if d.pk in living]
    ages = _lines(
        [(g.label, g.keys, _sum_of(living, g)) for g in groups],
        [sum(n for (b, _d), n in counted.items() if b in g.keys) for g in groups],
    )
    places = _lines(
        [(d.name, (d.slug,), _living(living[d.pk], since)) for d in here],
        [sum(n for (_b, place), n in counted.items() if place == d.pk) for d in here],
    )
    if len(here) < 2:
        places = ()
    return Comparison(
        total,
        told_band,
        told_district,
        ages,
        places,
        _cross(counted, living, groups, here) if groups and len(here) > 1 else None,
        some.taken_on,
        some.source,
        some.method,
        since=since,
        missing_ages=tuple(line.label for line in ages if line.state == "missing"),
        missing_districts=tuple(line.label for line in places if line.state == "missing"),
    )


def _without(found: Comparison, reason: str) -> Comparison:
    return Comparison(found.total, found.told_band, found.told_district, reason=reason)


def _aged(living: Mapping[int, People]) -> bool:
    return all(p.has_ages for p in living.values())


def _living(people: People, since: int) -> float:
    found = people.aged(since) if since else people.total
    return float(found if found is not None else people.total or 0)


def _sum_of(living: Mapping[int, People], group: bands.Group) -> float:
    return float(sum(p.aged(group.low, group.high) or 0 for p in living.values()))


def _lines(
    told: Sequence[tuple[str, tuple[str, ...], float]], counts: Sequence[int]
) -> tuple[Line, ...]:
    n, whole = sum(counts), sum(people for _l, _k, people in told)
    hidden = withhold_line(counts)
    found = []
    for at, ((label, keys, people), count) in enumerate(zip(told, counts, strict=True)):
        aim = people / whole if whole else 0.0
        share = count / n if n else 0.0
        low, high = wilson(share, n)
        state: State = "unsure"
        if n >= ENOUGH and people > 0:
            state = "missing" if share < HALF * aim and high < aim else "there"
        shown = at not in hidden
        found.append(
            Line(
                label,
                keys,
                people,
                aim,
                aim * n,
                count if shown else None,
                share if shown else None,
                low if shown else None,
                high if shown else None,
                state,
            )
        )
    return tuple(found)


def _cross(
    counted: Tally,
    people: Mapping[int, People],
    groups: Sequence[bands.Group],
    here: Sequence[District],
) -> Cross | None:
    table = [[sum(counted[b, d.pk] for b in g.keys) for d in here] for g in groups]
    whole = [[float(people[d.pk].aged(g.low, g.high) or 0) for d in here] for g in groups]
    n, all_people = sum(map(sum, table)), sum(map(sum, whole))
    if n < ENOUGH or not all_people:
        return None
    rows = _merged([sum(row) for row in table], [g.label for g in groups])
    columns = _merged([sum(c) for c in zip(*table, strict=True)], [d.name for d in here])
    counts = [
        [sum(table[i][j] for i in over for j in across) for _c, across in columns]
        for _r, over in rows
    ]
    hidden = withhold_table(counts)
    return Cross(
        tuple(label for label, _at in columns),
        tuple(
            Row(
                label,
                tuple(
                    Cell(
                        None if (i, j) in hidden else counts[i][j],
                        n * sum(whole[a][b] for a in over for b in across) / all_people,
                    )
                    for j, (_c, across) in enumerate(columns)
                ),
            )
            for i, (label, over) in enumerate(rows)
        ),
    )


def _merged(sizes: Sequence[int], labels: Sequence[str]) -> list[tuple[str, tuple[int, ...]]]:
    """Lines by themselves, and one for those too small or empty."""
    alone, _small = together(sizes)
    few = tuple(sorted({*range(len(sizes))} - set(alone)))
    lines: list[tuple[str, tuple[int, ...]]] = [(labels[at], (at,)) for at in alone]
    return [*lines, (_("ほか（人数が少ないところ）"), few)] if few else lines


def figure(found: Comparison, *, level: int = 3) -> Figure:
    """Shares of those who took part beside those of the population, as bars with their table."""
    if not found.ages:
        return Figure(
            _("年代ごとの割合"),
            missing=found.reason or _("人口の表に、比べられる年齢の区切りがありません。"),
            level=level,
        )
    items = []
    for line in found.ages:
        shown = line.share * 100 if line.share is not None else None
        items.append((_("{} 参加").format(line.label), shown, "here"))
        items.append((_("{} 人口").format(line.label), line.expected_share * 100, "then"))
    chart = bars(items, unit="%")
    columns = (_("年代"), _("人数"), _("割合（95%の幅）"), _("人口の割合"), _("読み"))
    return Figure(
        found.finding,
        replace(chart, table=Table(columns, [_told(line) for line in found.ages])),
        reading=_(
            "ぬった棒が参加した人、わくの棒が人口の割合です。数を伏せたところは「データなし」と出ます。"
        )
        + _("年代を答えた方は{}人です。").format(num(found.told_band)),
        date=long_date(found.date) if found.date else "",
        source=found.source,
        method=found.method,
        level=level,
    )


def _told(line: Line) -> tuple[str, ...]:
    """A line of the table, as it is read."""
    count = _("秘匿") if line.count is None else num(line.count)
    share = _("秘匿")
    if line.share is not None and line.low is not None and line.high is not None:
        share = _("{}（{}〜{}）").format(percent(line.share), percent(line.low), percent(line.high))
    return (line.label, count, share, percent(line.expected_share), _reading(line))


def _reading(line: Line) -> str:
    if line.state == "missing":
        return _("足りません")
    return _("届いています") if line.state == "there" else _("まだわかりません")
