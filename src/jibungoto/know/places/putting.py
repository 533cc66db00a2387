"""How districts are put together from small areas now, and what computing would change.

For the pages of staff. Reads only.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.ui.listing import quoted

from .belonging import Computed, Difference, Placed, compare
from .models import Assignment, District, DistrictKind, Membership, Method, SmallArea
from .selectors import valid_on

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Together:
    """A kind of district: how many there are, and of how many small areas they are made."""

    kind: DistrictKind
    districts: int
    drawn: int  # districts with a polygon
    areas: int  # small areas that belong to one
    whole_city: int  # small areas there are
    methods: tuple[str, ...]

    @property
    def left(self) -> int:
        return self.whole_city - self.areas


def kinds_put_together() -> list[Together]:
    """Each kind of district; three queries."""
    today = valid_on(clock.today())
    there = SmallArea.objects.filter(today).count()
    kinds = DistrictKind.objects.annotate(
        number=Count("districts", distinct=True),
        drawn=Count("districts__boundary", distinct=True),
    ).order_by("order", "pk")
    made: dict[int, list[tuple[str, int]]] = {}
    rows = (
        Membership.objects.filter(small_area__in=SmallArea.objects.filter(today))
        .values("district__kind", "method")
        .annotate(areas=Count("small_area", distinct=True))
        .order_by("district__kind", "-areas")
    )
    for row in rows:
        made.setdefault(row["district__kind"], []).append((row["method"], row["areas"]))
    return [
        Together(
            kind,
            kind.number,
            kind.drawn,
            # An area shared by two methods counts in both: never more than there are.
            min(sum(n for _m, n in made.get(kind.pk, [])), there),
            there,
            tuple(_("{}（{}）").format(Method(m).label, n) for m, n in made.get(kind.pk, [])),
        )
        for kind in kinds
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A share that would change, in words."""

    area: SmallArea
    district: District
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What computing found and what storing it would change."""

    computed: Computed
    placed: Placed
    changes: int
    only_method: int
    unchanged: int
    lines: Sequence[Line]
    by_hand: Sequence[Line]
    digest: str

    @property
    def more(self) -> int:
        return max(0, self.changes - len(self.lines))

    @property
    def notes(self) -> list[str]:
        """How the answer came about, for people."""
        found = self.computed
        said = []
        if found.dropped:
            said.append(
                _("図のずれとみなして数えなかった、小さな重なりが{}か所あります。").format(
                    found.dropped
                )
            )
        if found.filled:
            said.append(
                _(
                    "地区を合わせると町丁・字の面積の{:.1f}%になるので、"
                    "どの地区とも重ならない端は、図のずれとみなして重なる地区に入れました。"
                ).format(found.covered * 100)
            )
        by_point = int(found.by_point.sum())
        if found.method == Method.AREA and by_point:
            said.append(_("区域の図がない町丁・字{}件は、代表点で決めました。").format(by_point))
        if found.lost:
            names = quoted((area.name for area in found.lost), most=5)
            said.append(
                _("位置のわからない町丁・字が{}件あり、どの地区にも入りません（{}）。").format(
                    len(found.lost), names
                )
            )
        if found.doubtful:
            said.append(
                _("地区の境にかかり、決め方で答えの変わりやすい町丁・字が{}件あります。").format(
                    len(found.doubtful)
                )
            )
        return said

    @property
    def people_words(self) -> str:
        """Which part of the people counted lies in districts, or that nobody counted."""
        if self.placed.share is None:
            return _("境界のファイルに人口がないので、入る人の割合はここではわかりません。")
        said = _(
            "境界ファイルの人口{:,.0f}人のうち、{:,.0f}人（{:.2f}%）が、いずれかの地区に入ります。"
        )
        return said.format(self.placed.counted, self.placed.inside, self.placed.share * 100)


def preview(computed: Computed) -> Preview:
    """Against what is stored; five queries."""
    comparison = compare(computed.kind, computed.shares)
    areas = {area.pk: area for area in computed.layer.areas}
    moved = comparison.moved
    shown = [*moved[:SHOWN], *comparison.by_hand[:SHOWN]]
    missing = {d.small_area_id for d in shown} - areas.keys()
    areas |= {a.pk: a for a in SmallArea.objects.filter(pk__in=missing)} if missing else {}
    districts = {d.pk: d for d in computed.districts.districts}
    if {d.district_id for d in shown} - districts.keys():
        districts = {d.pk: d for d in District.objects.filter(kind=computed.kind)}

    def line(difference: Difference) -> Line:
        return Line(
            areas[difference.small_area_id],
            districts[difference.district_id],
            _percent(difference.ratio_before),
            _percent(difference.ratio_after),
        )

    said = [
        (d.small_area_id, d.district_id, f"{d.ratio_after:f}", d.after.method if d.after else "")
        for d in [*comparison.differences, *comparison.by_hand]
    ]
    return Preview(
        computed=computed,
        placed=computed.placed_people(),
        changes=len(moved),
        only_method=len(comparison.differences) - len(moved),
        unchanged=comparison.unchanged,
        lines=[line(d) for d in moved[:SHOWN]],
        by_hand=[line(d) for d in comparison.by_hand[:SHOWN]],
        digest=hashlib.sha256(repr(said).encode()).hexdigest(),
    )


def _percent(ratio: object) -> str:
    number = float(str(ratio))
    return f"{number:.4%}".rstrip("%").rstrip("0").rstrip(".") + "%" if number else ""


@dataclass(frozen=True, slots=True)
class Deed:
    """One act that changed which areas make up districts."""

    assignment: Assignment
    areas: int


def assignments(*, newest: int = 10) -> list[Deed]:
    """The newest acts; one query."""
    found = Assignment.objects.select_related("kind", "created_by").annotate(
        areas=Count("rows__small_area", distinct=True)
    )
    return [Deed(made, made.areas) for made in found[:newest]]


def assignment(actor: Actor, public_id: UUID) -> Assignment | None:
    """One act, to be undone."""
    return Assignment.objects.filter(public_id=public_id).select_related("kind").first()
