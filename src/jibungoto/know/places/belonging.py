"""Which small areas make up which districts: computed from the map, and compared with what is.

Reads only; services.assign() writes. Ratios have six decimals and add up to 1 at most.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _

from jibungoto.ui.ruby import cut

from . import overlay
from .geography import AreaLayer, DistrictLayer, district_layer, small_area_layer
from .models import AssignmentRow, District, DistrictKind, Membership, Method, SmallArea

SLIVER = 0.05  # a share of an area below this is taken for a border drawn twice
_PART = Decimal(1) / overlay.PARTS


@dataclass(frozen=True, slots=True)
class Share:
    """A small area, or a share of it, belongs to a district."""

    small_area_id: int
    district_id: int
    ratio: Decimal
    method: str


@dataclass(frozen=True)
class Computed:
    """What laying small areas over the districts of a kind answers.

    `rows` index into `layer.areas` and `districts.districts`. `outside` are areas that lie in no
    district, `lost` those without polygon and point; `doubtful` hang by a border.
    """

    kind: DistrictKind
    method: str
    sliver: float
    layer: AreaLayer
    districts: DistrictLayer
    area: np.ndarray
    district: np.ndarray
    parts: np.ndarray
    by_point: np.ndarray  # rows found by point where the method asks for area
    dropped: int
    covered: float  # the part of the land of all areas that lies in districts, by area
    filled: bool  # what lay in no district was taken for a border drawn otherwise
    doubtful: frozenset[int]  # ids
    lost: tuple[SmallArea, ...]

    @property
    def placed(self) -> np.ndarray:
        """Which share of each area of the layer lies in districts."""
        return np.bincount(self.area, self.parts, minlength=len(self.layer)) / overlay.PARTS

    @property
    def districts_of(self) -> np.ndarray:
        """In how many districts each area of the layer has a share."""
        return np.bincount(self.area, minlength=len(self.layer))

    @property
    def outside(self) -> tuple[SmallArea, ...]:
        lost = {area.pk for area in self.lost}
        none = np.flatnonzero(self.districts_of == 0)
        return tuple(self.layer.areas[i] for i in none if self.layer.areas[i].pk not in lost)

    @property
    def whole(self) -> int:
        """Areas that belong wholly to one district."""
        return int(np.count_nonzero((self.districts_of == 1) & (self.placed > 1 - 1e-9)))

    @property
    def shared(self) -> int:
        """Areas of which districts share, or of which a part lies in none."""
        return int(np.count_nonzero(self.districts_of)) - self.whole

    @property
    def shares(self) -> list[Share]:
        """The rows as they are to be stored."""
        areas, districts = self.layer.areas, self.districts.districts
        return [
            Share(
                areas[a].pk,
                districts[d].pk,
                int(parts) * _PART,
                Method.POINT if point else self.method,
            )
            for a, d, parts, point in zip(
                self.area, self.district, self.parts, self.by_point, strict=True
            )
        ]

    @property
    def source(self) -> str:
        """Where the polygons and points come from, in at most 200 characters."""
        used = np.unique(self.area)
        areas = dict.fromkeys(self.layer.sources[i] for i in used if self.layer.sources[i])
        zones = dict.fromkeys(self.districts.sources)
        said = _("{}の区域（{}）と、町丁・字の位置（{}）を重ねたもの")
        return cut(said.format(self.kind.name, "・".join(zones), "・".join(areas)), 200)

    def placed_people(self, weights: Mapping[int, float] | None = None) -> "Placed":
        """How many of the people counted lie in districts. `weights` are people by id of the
        small area; without them the counts of the boundary files are taken.
        """
        if weights is None:
            people = self.layer.people
        else:
            people = np.array([weights.get(a.pk, np.nan) for a in self.layer.areas], dtype=float)
        known = ~np.isnan(people)
        return Placed(
            inside=float((people[known] * self.placed[known]).sum()),
            counted=float(people[known].sum()),
            unknown=int(np.count_nonzero(~known)),
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """People that lie in districts, of those counted; areas without a count."""

    inside: float
    counted: float
    unknown: int

    @property
    def share(self) -> float | None:
        return self.inside / self.counted if self.counted else None


class NothingToLayOver(ValueError):
    """There are no polygons to compute with; the message says which are missing."""


def compute(*, kind: DistrictKind, method: str, sliver: float = SLIVER) -> Computed:
    """Lay the small areas of today over today's districts of a kind; three queries.

    By area, an area without a polygon goes by its point. Raises NothingToLayOver.
    """
    districts = district_layer(kind=kind.key)
    layer = small_area_layer()
    if not len(districts):
        raise NothingToLayOver(
            _("{}の区域の図が、まだありません。先に区域のファイルを取りこんでください。").format(
                kind.name
            )
        )
    if not (layer.has_polygon | layer.has_point).any():
        raise NothingToLayOver(
            _(
                "町丁・字の位置が、まだわかりません。"
                "先に町丁・字の区域か代表点のファイルを取りこんでください。"
            )
        )
    return laid_over(kind, method, layer, districts, sliver=sliver)


def laid_over(
    kind: DistrictKind, method: str, layer: AreaLayer, districts: DistrictLayer, *, sliver: float
) -> Computed:
    """The same of layers at hand. No query."""
    points = layer.points.copy()
    if method == Method.AREA:
        points[layer.has_polygon] = np.nan
    by_point = overlay.by_point(points, districts.polygons)
    polygons = layer.polygons if method == Method.AREA else np.full(len(layer), None, dtype=object)
    by_area = overlay.by_area(polygons, districts.polygons, sliver=sliver)
    found = (by_point, by_area)
    area = np.concatenate([s.area for s in found])
    order = np.argsort(area, kind="stable")
    doubtful = by_point.doubtful | by_area.doubtful
    nowhere = ~(layer.has_polygon | layer.has_point)
    return Computed(
        kind=kind,
        method=method,
        sliver=sliver,
        layer=layer,
        districts=districts,
        area=area[order],
        district=np.concatenate([s.district for s in found])[order],
        parts=np.concatenate([s.parts for s in found])[order],
        by_point=np.repeat([True, False], [len(by_point.area), len(by_area.area)])[order],
        dropped=by_area.dropped,
        covered=by_area.covered,
        filled=by_area.filled,
        doubtful=frozenset(layer.areas[i].pk for i in doubtful),
        lost=tuple(layer.areas[i] for i in np.flatnonzero(nowhere)),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """One share that would be added, changed or removed; ratio 0 is no share."""

    small_area_id: int
    district_id: int
    before: Membership | None
    after: Share | None

    @property
    def ratio_before(self) -> Decimal:
        return self.before.ratio if self.before else Decimal(0)

    @property
    def ratio_after(self) -> Decimal:
        return self.after.ratio if self.after else Decimal(0)


@dataclass(slots=True)
class Comparison:
    """What storing shares would change. `by_hand` are differences in areas a person set by hand:
    they are not among `differences`, and stay as they are unless somebody says otherwise.
    """

    differences: list[Difference] = field(default_factory=list)
    by_hand: list[Difference] = field(default_factory=list)
    unchanged: int = 0

    @property
    def moved(self) -> list[Difference]:
        """Those of which a ratio changes, and not only how it is known."""
        return [d for d in self.differences if d.ratio_before != d.ratio_after]


def compare(
    kind: DistrictKind, shares: Iterable[Share], *, areas: Iterable[int] | None = None
) -> Comparison:
    """Against what is stored of the kind: of all small areas, or of those named. Three queries."""
    current = Membership.objects.filter(district__kind=kind)
    if areas is not None:
        current = current.filter(small_area__in=list(areas))
    stored = {(m.small_area_id, m.district_id): m for m in current}
    hand = set_by_hand(kind)
    found = Comparison()
    wanted = {(s.small_area_id, s.district_id): s for s in shares}
    for key in sorted(stored.keys() | wanted.keys()):
        before, after = stored.get(key), wanted.get(key)
        if before and after and (before.ratio, before.method) == (after.ratio, after.method):
            found.unchanged += 1
            continue
        difference = Difference(*key, before, after)
        if difference.small_area_id not in hand:
            found.differences.append(difference)
        elif difference.ratio_before != difference.ratio_after:
            found.by_hand.append(difference)
        else:
            found.unchanged += 1
    return found


def set_by_hand(kind: DistrictKind) -> dict[int, str]:
    """The small areas whose districts of a kind a person set last, with the reason given."""
    by_hand = AssignmentRow.objects.filter(
        assignment__kind=kind, assignment__method=Method.HAND, assignment__undone_at=None
    )
    rows = AssignmentRow.objects.filter(
        assignment__kind=kind,
        assignment__undone_at=None,
        small_area__in=by_hand.values("small_area"),
    )
    last: dict[int, tuple[str, str]] = {}
    for area, method, reason in rows.order_by("pk").values_list(
        "small_area_id", "assignment__method", "assignment__reason"
    ):
        last[area] = (method, reason)
    return {area: reason for area, (method, reason) in last.items() if method == Method.HAND}


def state_of(memberships: Iterable[Membership]) -> str:
    """What an editor saw of an area's districts, to be compared when saving."""
    return " ".join(
        f"{m.district_id}:{m.ratio.normalize():f}:{m.method}"
        for m in sorted(memberships, key=lambda m: m.district_id)
    )


def memberships_of(small_area: SmallArea, kind: DistrictKind | None = None) -> list[Membership]:
    """The districts an area belongs to, of one kind or of all; one query."""
    found = Membership.objects.filter(small_area=small_area).filter(
        Q(district__kind=kind) if kind else Q()
    )
    return list(
        found.select_related("district__node", "district__kind").order_by(
            "district__kind__order", "-ratio", "district__order", "district_id"
        )
    )


def districts_to_choose(kind: DistrictKind) -> list[District]:
    """The districts of a kind an area can belong to."""
    return list(District.objects.filter(kind=kind, valid_until=None).select_related("node"))
