"""What intakes of polygons have in common: which shapes of a file are one place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.kernel.intake.kinds import Ask, Choice, Options, Problem, Proposal, Upload

from .geometry import BadShape, Shape, mended
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


def _joined(pieces: Sequence[Feature]) -> Shape:
    geometries = [f.geometry for f in pieces]
    if any(g is None for g in geometries):
        raise BadShape(_("図形がないか、形がこわれています。"))
    if len(geometries) == 1:
        return mended(geometries[0])
    for geometry in geometries:
        mended(geometry)  # each must lie in Japan and have a surface
    return mended(shapely.union_all(shapely.make_valid(geometries)))
