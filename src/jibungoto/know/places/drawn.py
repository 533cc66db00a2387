"""What intakes of polygons have in common: which shapes of a file are one place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

import shapely
from django.db.models import Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry.base import BaseGeometry

from jibungoto.kernel.intake.kinds import Ask, Choice, Options, Problem, Proposal, Upload

from .geometry import BadShape, Shape, mended
from .models import Boundary, SmallArea
from .shapes import Feature, Layer, read_layer, zone_names


def _zones() -> list[tuple[str, str]]:
    return [("", _("ファイルに書いてある、または緯度経度")), *zone_names()]


ZONE = Ask(
    "zone",
    gettext_lazy("座標の決まり"),
    gettext_lazy("座標がメートルで、.prjのないファイルのときだけ選んでください。"),
    options=_zones,
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One place of a file: its name, its code ("" where it has none of its own), its polygon."""

    line: int
    name: str
    code: str
    shape: Shape
    pieces: tuple[Feature, ...]


def layer_of(upload: Upload, options: Options) -> Layer:
    """The shapes of a file as it was handed in. Raises Unfit."""
    zone = options.get("zone", "")
    return read_layer(
        upload.name,
        upload.content,
        layer=options.get("layer", ""),
        zone=int(zone) if zone.isdigit() else None,
    )


def choices(layer: Layer, name_key: str, code_key: str, *, of: str) -> list[Choice]:
    """What the reading assumed and people may choose otherwise."""
    samples = [(key, _("{}（例：{}）").format(key, layer.sample(key))) for key in layer.properties]
    found = [
        Choice("name_property", _("{}の名前が入っている項目").format(of), name_key, samples),
        Choice(
            "code_property",
            _("{}のコードが入っている項目").format(of),
            code_key,
            [("", _("使わない")), *samples],
        ),
    ]
    if layer.names:
        named = [(name, name.rpartition("/")[2]) for name in layer.names]
        found.insert(0, Choice("layer", _("読むデータ"), layer.name, named))
    return found


def put_together(
    places: Iterable[tuple[str, str, Sequence[Feature]]], proposal: Proposal, *, column: str
) -> list[Drawn]:
    """Each (name, code, its shapes) as one place; what is no place goes into the problems."""
    found: list[Drawn] = []
    joined = 0
    for name, code, pieces in places:
        line = pieces[0].line
        try:
            shape = _joined(pieces)
        except BadShape as error:
            proposal.problems.append(Problem(line, column, name, str(error)))
            continue
        if shape.repaired:
            said = _("図形が交わっていたので、直して読みました。")
            proposal.problems.append(Problem(line, column, name, said, blocks=False))
        if len(pieces) > 1:
            joined += 1
            if joined <= _NAMED:
                said = _("「{}」は{}個の図形を合わせました。").format(name, len(pieces))
                proposal.notes.append(said)
        found.append(Drawn(line, name, code, shape, tuple(pieces)))
    if joined > _NAMED:
        proposal.notes.append(_("ほかに{}件も、図形を合わせました。").format(joined - _NAMED))
    return found


_NAMED = 5
_FAR_KM = 20  # beyond what is known of the city: more than a new reclaimed island
_KM_OF_DEGREE = 111.0


def doubt_far(places: Sequence[Drawn], proposal: Proposal) -> None:
    """Doubt shapes that lie where nothing of the city is: another city's file, slipped digits."""
    box = _known_box()
    if box is None:
        return
    far = {n: km for n, d in enumerate(places) if (km := _apart(box, d.shape.polygon)) > _FAR_KM}
    if far and len(far) == len(places):
        said = _(
            "どの図形も、登録されている区域から{:,.0f}km以上離れています。"
            "ほかのまちのファイルではないかを確かめてください。"
        ).format(min(far.values()))
        proposal.problems.append(Problem(None, _("図形"), "", said, blocks=False))
        return
    for n, km in far.items():
        said = _("登録されている区域から{:,.0f}km離れています。図形を確かめてください。").format(km)
        problem = Problem(places[n].line, _("図形"), places[n].name, said, blocks=False)
        proposal.problems.append(problem)


def _known_box() -> tuple[float, float, float, float] | None:
    """West, south, east and north of all that is drawn or placed already; two queries."""
    boxes = [
        Boundary.objects.aggregate(
            w=Min("min_lon"), s=Min("min_lat"), e=Max("max_lon"), n=Max("max_lat")
        ),
        SmallArea.objects.aggregate(w=Min("lon"), s=Min("lat"), e=Max("lon"), n=Max("lat")),
    ]
    told = [box for box in boxes if None not in box.values()]
    if not told:
        return None
    west, south = (min(box[side] for box in told) for side in "ws")
    east, north = (max(box[side] for box in told) for side in "en")
    return west, south, east, north


def _apart(box: tuple[float, float, float, float], geometry: BaseGeometry) -> float:
    """Kilometres, roughly, from the box to the shape; 0 where they touch."""
    west, south, east, north = geometry.bounds
    lon = max(0.0, west - box[2], box[0] - east) * cos(radians((south + north) / 2))
    return hypot(lon, max(0.0, south - box[3], box[1] - north)) * _KM_OF_DEGREE


def _joined(pieces: Sequence[Feature]) -> Shape:
    geometries = [f.geometry for f in pieces]
    if any(g is None for g in geometries):
        raise BadShape(_("図形がないか、形がこわれています。"))
    if len(geometries) == 1:
        return mended(geometries[0])
    for geometry in geometries:
        mended(geometry)  # each must lie in Japan and have a surface
    return mended(shapely.union_all(shapely.make_valid(geometries)))
