"""What a district is made of, for the page that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.ui.listing import listed, sentences
from jibungoto.ui.maps import Area, Place, StillMap
from jibungoto.ui.tags.words import long_date

from . import geography
from .belonging import SLIVER
from .geometry import drawn_coarsely, equal_area
from .models import Boundary, District, Membership, SmallArea
from .selectors import DISPLAY_DEGREES, visible

# How far what is written may be from what the map shows before a person should look.
_APART = 0.1
_PINS = 60


@dataclass(frozen=True, slots=True)
class Member:
    """A small area of a district, its share there, and what the map says of it (None: nothing)."""

    area: SmallArea
    ratio: Decimal
    method: str
    source: str
    reason: str
    drawn: float | None
    others: tuple[str, ...] = ()  # the other districts of the kind that share it

    @property
    def percent(self) -> str:
        return f"{self.ratio:.1%}" if self.ratio != 1 else _("全部")

    @property
    def drawn_percent(self) -> str:
        return "" if self.drawn is None else f"{self.drawn:.0%}"

    @property
    def is_shared(self) -> bool:
        return self.ratio != 1

    @property
    def is_doubtful(self) -> bool:
        return self.drawn is not None and abs(self.drawn - float(self.ratio)) > _APART


@dataclass(slots=True)
class Extent:
    """The small areas of a district; `near` lie in its outline but are not counted in it."""

    district: District
    members: list[Member] = field(default_factory=list)
    near: list[tuple[SmallArea, float]] = field(default_factory=list)
    map: StillMap | None = None

    @property
    def shared(self) -> int:
        return sum(m.is_shared for m in self.members)

    @property
    def doubtful(self) -> int:
        return sum(m.is_doubtful for m in self.members)

    @property
    def source(self) -> str:
        """Where most of its shares come from: said once, not in every row."""
        sources = [m.source for m in self.members]
        return max(dict.fromkeys(sources), key=sources.count, default="")

    @property
    def words(self) -> str:
        """How the district is put together, in a sentence or two."""
        said = [_("{}件の町丁・字でできています。").format(len(self.members))]
        if self.shared == len(self.members) > 1:
            said.append(_("どれも、ほかの地区と分け合うか、一部だけが入ります。"))
        elif self.shared:
            said.append(
                _("うち{}件は、ほかの地区と分け合うか、一部だけが入ります。").format(self.shared)
            )
        if how := listed(dict.fromkeys(m.method for m in self.members), "・"):
            said.append(_("決め方は{}です。").format(how))
        return sentences(said)


def drawn_district(actor: Actor, slug: str) -> District | None:
    """One district with its polygon, also when it has ended."""
    found = District.objects.filter(visible(actor), slug=slug)
    return found.select_related("node", "kind", "boundary").first()


def extent(district: District, *, with_near: bool = False) -> Extent:
    """What a district is made of, with its map; three queries, whatever the number of areas."""
    rows = list(
        Membership.objects.filter(district=district).select_related("small_area").order_by("pk")
    )
    mine = {m.small_area_id: m for m in rows}
    layer = geography.small_area_layer(of=None if with_near else geography.in_districts([district]))
    border = district.boundary if hasattr(district, "boundary") else None
    outline = shapely.geometry.shape(border.geojson) if border else None
    drawn = inside(layer, outline)
    others = _others(district, [m.small_area_id for m in rows if m.ratio != 1])
    found = Extent(district)
    known = {area.pk: n for n, area in enumerate(layer.areas)}
    for row in sorted(rows, key=lambda m: (m.small_area.code, m.small_area.pk)):
        n = known.get(row.small_area_id)
        share = None if n is None or np.isnan(drawn[n]) else float(drawn[n])
        found.members.append(
            Member(
                row.small_area, row.ratio, str(row.get_method_display()), row.source, row.reason,
                share, tuple(others.get(row.small_area_id, ())),
            )
        )  # fmt: skip
    if with_near:
        found.near = [
            (area, float(drawn[n]))
            for n, area in enumerate(layer.areas)
            if area.pk not in mine and drawn[n] > SLIVER
        ]
    found.map = _map(found, layer, border, outline)
    return found


def inside(layer: geography.AreaLayer, outline: Any) -> np.ndarray:
    """Which part of each area lies in an outline; of a point 0 or 1; NaN where nothing is known."""
    parts = np.full(len(layer), np.nan)
    if outline is None or not len(layer):
        return parts
    shapely.prepare(outline)
    by_point = layer.has_point & ~layer.has_polygon
    parts[by_point] = shapely.contains_xy(outline, *layer.points[by_point].T)
    drawn = np.flatnonzero(layer.has_polygon)
    parts[drawn] = 0.0
    near = drawn[shapely.intersects(outline, layer.polygons[drawn])]
    flat = shapely.make_valid(equal_area(layer.polygons[near]))
    shared = shapely.intersection(flat, shapely.make_valid(equal_area(outline)))
    parts[near] = shapely.area(shared) / np.maximum(shapely.area(flat), 1e-9)
    return parts


def _others(district: District, areas: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Membership.objects.filter(
        small_area__in=list(areas), district__kind=district.kind_id
    ).exclude(district=district)
    for pk, name in rows.order_by("-ratio").values_list("small_area_id", "district__name"):
        found.setdefault(pk, []).append(name)
    return found


def _map(
    found: Extent, layer: geography.AreaLayer, border: Boundary | None, outline: Any
) -> StillMap | None:
    members = {m.area.pk: m for m in found.members}
    here = np.array([area.pk in members for area in layer.areas], dtype=bool)
    outlines = geography.small_area_outlines(layer.only(here))
    areas = [
        Area(o.area.name, o.geojson, here=not members[o.area.pk].is_shared, url=_url(o.area))
        for o in outlines
        if o.geojson
    ]
    places = [
        Place(
            member.area.name, member.area.lon, member.area.lat,
            "issue" if member.is_doubtful else "charm" if member.is_shared else "other",
            url=_url(member.area), text=_pin_words(member),
        )
        for member in found.members
        if member.area.lon is not None and member.area.lat is not None
        and (member.is_shared or member.is_doubtful or not areas)
    ][:_PINS]  # fmt: skip
    if not areas and not places:
        return None
    dates = [d for d, is_here in zip(layer.dates, here, strict=True) if d and is_here]
    sources = [s for s, is_here in zip(layer.sources, here, strict=True) if s and is_here]
    line = drawn_coarsely(np.array([outline], dtype=object), DISPLAY_DEGREES)[0] if border else None
    return StillMap(
        areas=areas,
        places=places,
        lines=[] if line is None else [("border", _rings(line))],
        alt=_("{}の町丁・字の地図。太い線が地区の区域です。").format(found.district.name),
        reading=_("太い線が{}の区域です。").format(found.district.name) if border else "",
        date=long_date(max(dates)) if dates else "",
        source=listed(dict.fromkeys([*sources, *([border.source] if border else [])]), "・"),
        words={
            "issue": _("図とちがう町丁・字"),
            "charm": _("分け合う町丁・字"),
            "other": _("町丁・字"),
        },
    )


def _rings(polygon: Any) -> dict[str, Any]:
    rings = shapely.boundary(polygon)
    lines = [shapely.get_coordinates(ring).tolist() for ring in shapely.get_parts(rings)]
    return {"type": "MultiLineString", "coordinates": lines}


def _pin_words(member: Member) -> str:
    if not member.drawn_percent or not member.is_doubtful:
        return member.percent if member.is_shared else ""
    return _("記録では{}、図では{}").format(member.percent, member.drawn_percent)


def _url(area: SmallArea) -> str:
    return link("places:area_view", pk=area.pk)
