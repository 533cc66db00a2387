"""Indicators of districts, added up from figures of their small areas. Reads only.

Membership decides on every reading which areas make up a district, and with which share, so that
a sum is never older than it. Only counts are added. As of people (gathering.py), a withheld area
is counted in its receiver, and a receiver without a place of its own in the districts of this kind
goes where the areas merged into it lie.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from jibungoto.know.places.models import District, Membership
from jibungoto.ui.listing import listed, sentences

from .models import AreaFigure, Figure, Indicator, Status

Key = tuple[int, int | None, dt.date]  # indicator, district, last day


@dataclass(frozen=True, slots=True)
class Counted:
    """A row of a small area and how much of it counts for a district."""

    figure: AreaFigure
    ratio: Decimal
    how: str  # Membership.Method
    stands: bool = False  # for the withheld areas merged into it

    @property
    def how_word(self) -> str:
        return str(Membership.Method(self.how).label)

    @property
    def counted(self) -> Decimal | None:
        value = self.figure.value
        return None if value is None else value * self.ratio


Groups = dict[Key, list[Counted]]


def parts(districts: Sequence[District], indicator: Indicator | None = None) -> Groups:
    """The rows that make up each district's figures; one query, three where areas are withheld."""
    rows = AreaFigure.objects.select_related("indicator", "small_area").filter(
        small_area__memberships__district__in=[d.pk for d in districts]
    )
    if indicator is not None:
        rows = rows.filter(indicator=indicator)
    found: Groups = defaultdict(list)
    for row in rows.annotate(
        member=F("small_area__memberships__district"),
        ratio=F("small_area__memberships__ratio"),
        how=F("small_area__memberships__method"),
    ).order_by("small_area__code", "small_area__search_key"):
        if row.indicator.adds_up:
            counted = Counted(row, row.ratio, row.how)
            found[row.indicator_id, row.member, row.last_on].append(counted)
    _follow_receivers(found, {d.pk: d.kind_id for d in districts})
    return dict(found)


def _follow_receivers(found: Groups, kinds: dict[int, int]) -> None:
    receivers = {c.figure.merged_into_id for rows in found.values() for c in rows} - {None}
    if not receivers:
        return
    placed = set(
        Membership.objects.filter(small_area__in=receivers).values_list(
            "small_area", "district__kind"
        )
    )
    told = {
        (f.indicator_id, f.small_area_id, f.last_on): f
        for f in AreaFigure.objects.filter(small_area__in=receivers).select_related(
            "indicator", "small_area"
        )
    }
    # All that was merged there, in whichever district of the kind it lies.
    members: dict[tuple[int, int, dt.date, int], set[int]] = defaultdict(set)
    for indicator, receiver, last_on, area, kind in AreaFigure.objects.filter(
        merged_into__in=receivers, small_area__memberships__isnull=False
    ).values_list(
        "indicator",
        "merged_into",
        "last_on",
        "small_area",
        "small_area__memberships__district__kind",
    ):
        members[indicator, receiver, last_on, kind].add(area)
    for (indicator, district, last_on), rows in found.items():
        kind = kinds[district or 0]
        spread: dict[int, list[Counted]] = defaultdict(list)
        for row in rows:
            into = row.figure.merged_into_id
            if into and (into, kind) not in placed:
                spread[into].append(row)
        for receiver, merged in spread.items():
            figure = told.get((indicator, receiver, last_on))
            if figure is not None:
                number = len(members[indicator, receiver, last_on, kind])
                ratio = sum((m.ratio for m in merged), Decimal(0)) / number
                rows.append(Counted(figure, ratio, merged[0].how, stands=True))


def sums(districts: Sequence[District], indicator: Indicator | None = None) -> list[Figure]:
    """The districts' figures made of small areas, newest first; none of them is stored."""
    known = {d.pk: d for d in districts}
    made = [_sum(known[key[1] or 0], rows) for key, rows in parts(districts, indicator).items()]
    return sorted(made, key=lambda f: f.last_on, reverse=True)


def _sum(district: District, rows: Sequence[Counted]) -> Figure:
    first = rows[0].figure
    values = [c.counted for c in rows if c.counted is not None]
    withheld = any(c.figure.status == Status.SUPPRESSED for c in rows)
    empty = Status.SUPPRESSED if withheld else Status.MISSING
    made = Figure(
        indicator=first.indicator,
        district=district,
        first_on=first.first_on,
        last_on=first.last_on,
        status=Status.VALUE if values else empty,
        value=sum(values, Decimal(0)).quantize(Decimal("0.0001")) if values else None,
        source=listed(dict.fromkeys(c.figure.source for c in rows), "・"),
        method=_words(rows),
    )
    made.is_sum = True
    return made


def _words(rows: Sequence[Counted]) -> str:
    """How the sum was put together."""
    areas = [c for c in rows if not c.stands]
    said = [_("足せる数として、{}件の町丁・字の数を合わせました。").format(len(areas))]
    if shared := sum(1 for c in areas if c.ratio != 1):
        said.append(_("うち{}件は、面積などの割合で分けています。").format(shared))
    here = {c.figure.small_area_id for c in rows}
    merged = [c for c in areas if c.figure.merged_into_id]
    if inside := sum(1 for c in merged if c.figure.merged_into_id in here):
        said.append(
            _("うち{}件の数は、となりの町丁・字に合わせて公表されています。").format(inside)
        )
    if outside := len(merged) - inside:
        said.append(
            _(
                "{}件の数は、ほかの地区の町丁・字に合わせて公表されているため、入っていません。"
            ).format(outside)
        )
    if untold := sum(1 for c in areas if c.figure.value is None and not c.figure.merged_into_id):
        said.append(_("{}件は、秘匿かデータなしのため、入っていません。").format(untold))
    methods = listed(dict.fromkeys(c.how_word for c in rows), "・")
    said.append(_("どの地区に入るかは{}で決めました。").format(methods))
    return sentences(said)


def with_sums(stored: Iterable[Figure], added: Iterable[Figure]) -> list[Figure]:
    """Both, newest first; a figure told for the district itself stands before a sum."""
    found = {(f.indicator_id, f.district_id, f.last_on): f for f in added}
    for figure in stored:
        key = (figure.indicator_id, figure.district_id, figure.last_on)
        # Sums were once stored when a table came in; those rows do not follow the membership.
        if key not in found or not (figure.run_id and "の町丁・字を足した数" in figure.method):
            found[key] = figure
    return sorted(found.values(), key=lambda f: f.last_on, reverse=True)
