"""Districts and their polygons from a file as an intake."""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.japan.text import search_key
from jibungoto.kernel.intake.kinds import (
    Action,
    Ask,
    CannotUndo,
    Change,
    FieldChange,
    IntakeKind,
    Options,
    Problem,
    Proposal,
    Total,
    Unfit,
    Upload,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.links import link
from jibungoto.ui.listing import inside

from . import services
from .drawn import ZONE, Drawn, choices, doubt_far, layer_of, put_together
from .models import Boundary, District, DistrictKind
from .shapes import SUFFIXES, Feature, Layer
from .shapes.layer import text

# Names that hold a district's name or code in published files, the likeliest first.
_NAMES = ("name", "名称", "地区名", "学区名", "S_NAME", "label", "A27_007", "A32_007", "NAME")
_USUAL = {
    "chiku": gettext_lazy("地区"),
    "shogakkoku": gettext_lazy("小学校区"),
    "chugakkoku": gettext_lazy("中学校区"),
    "juku": gettext_lazy("住区"),
    "chocho": gettext_lazy("町丁・字"),
}
_CODES = ("code", "コード", "地区コード", "KEY_CODE", "A27_006", "A32_006", "id")


@dataclass(frozen=True, slots=True)
class Place:
    """One district of the file."""

    drawn: Drawn
    slug: str
    known: District | None

    @property
    def name(self) -> str:
        return self.drawn.name


def read(upload: Upload, options: Options) -> Proposal:
    """What a file of polygons would add and redraw. Districts it does not name stay as they are."""
    layer = layer_of(upload, options)
    if not layer.properties:
        raise Unfit(
            _("図形に名前などの項目がありません。地区の名前が入ったファイルにしてください。")
        )
    name_key = options.get("name_property") or layer.likely(_NAMES) or layer.most_telling()
    code_key = options.get("code_property", layer.likely(_CODES))
    proposal = Proposal(
        notes=[
            _("{}個の図形を読みました。").format(len(layer.features)),
            *layer.notes,
            _("このファイルにない地区は、そのまま残します。"),
        ],
        choices=choices(layer, name_key, code_key, of=_("地区")),
    )
    known = _known(options)
    places = [
        Place(drawn, *_slug(drawn, known))
        for drawn in put_together(
            _named(layer, name_key, code_key, proposal), proposal, column=name_key
        )
    ]
    doubt_far([place.drawn for place in places], proposal)
    before = _boundaries([p.known for p in places if p.known])
    for place in places:
        _propose(place, before, proposal)
    proposal.totals.append(Total(_("地区の数"), str(len(places))))
    whole = sum(p.drawn.shape.area_km2 for p in places)
    proposal.totals.append(Total(_("面積の合計（km²）"), f"{whole:,.2f}"))
    proposal.payload = places
    return proposal


def _known(options: Options) -> dict[str, District]:
    """Districts of the chosen kind by code and by name."""
    found: dict[str, District] = {}
    for district in District.objects.filter(kind__key=options.get("kind", "")).select_related(
        "node", "kind"
    ):
        found[f"n:{search_key(district.name)}"] = district
        if district.code:
            found[f"c:{district.code}"] = district
    return found


def _named(
    layer: Layer, name_key: str, code_key: str, proposal: Proposal
) -> Iterator[tuple[str, str, list[Feature]]]:
    """Name, code and shapes of each district; several shapes of one name are its parts."""
    parts: dict[tuple[str, str], list[Feature]] = {}
    for feature in layer.features:
        name = text(feature.told.get(name_key))[:60]
        code = text(feature.told.get(code_key))[:20] if code_key else ""
        if not name:
            said = _("名前がない図形です。")
            proposal.problems.append(Problem(feature.line, name_key, "", said))
            continue
        parts.setdefault((name, code), []).append(feature)
    uses = Counter(code for _name, code in parts)
    for (name, code), pieces in parts.items():
        # A code shared by several districts is nobody's own.
        yield name, code if uses[code] == 1 else "", pieces


def _slug(drawn: Drawn, known: Mapping[str, District]) -> tuple[str, District | None]:
    """The address and the district it is; the same for every reading, so that previews compare."""
    district = known.get(f"c:{drawn.code}") if drawn.code else None
    district = district or known.get(f"n:{search_key(drawn.name)}")
    if district is not None:
        return district.slug, district
    digest = hashlib.sha256(f"{drawn.code}/{search_key(drawn.name)}".encode()).hexdigest()[:8]
    latin = slugify(drawn.name)[:50] if drawn.name.isascii() else ""
    coded = slugify(drawn.code)
    wanted = latin or (f"d-{coded}" if coded else f"d-{digest}")
    taken = District.objects.filter(slug=wanted).exists()
    return (f"{wanted}-{digest}" if taken else wanted), None


def _boundaries(districts: list[District]) -> dict[int, Boundary]:
    return {b.district_id: b for b in Boundary.objects.filter(district__in=districts)}


def _propose(place: Place, before: Mapping[int, Boundary], proposal: Proposal) -> None:
    shape = place.drawn.shape
    old = before.get(place.known.pk) if place.known else None
    new_text = json.dumps(shape.geojson)
    # Tuples of the file come back from the database as lists.
    if old is not None and old.geojson == json.loads(new_text):
        proposal.unchanged += 1
        return
    fields = [
        FieldChange(
            "area", _("面積"), f"{old.area_km2:,.3f} km²" if old else "",
            f"{shape.area_km2:,.3f} km²",
        ),
        # Not shown (it has no label): what an undo needs.
        FieldChange("geojson", "", _kept(old), hashlib.sha256(new_text.encode()).hexdigest()),
    ]  # fmt: skip
    action = Action.CHANGE if place.known else Action.ADD
    proposal.changes.append(Change(action, place.slug, place.name, place.drawn.line, tuple(fields)))


def _kept(boundary: Boundary | None) -> str:
    if boundary is None:
        return ""
    return json.dumps(
        {
            "geojson": boundary.geojson,
            "source": boundary.source,
            "dated": boundary.dated.isoformat(),
        }
    )


def apply(run: IntakeRun, proposal: Proposal, progress: Progress) -> None:
    """Make the districts that are new and draw all that differ."""
    told = dict(run.options.values_list("key", "value"))
    kind = _kind(told["kind"])
    dated = dt.date.fromisoformat(told["dated"]) if told.get("dated") else None
    changed = {change.key for change in proposal.changes}
    items: list[Place] = [item for item in proposal.payload if item.slug in changed]
    for done, item in enumerate(items, 1):
        district = item.known or services.create_district(
            kind=kind, slug=item.slug, name=item.name, code=item.drawn.code
        )
        services.set_boundary(
            district=district,
            geojson=item.drawn.shape.geojson,
            source=told.get("source", ""),
            dated=dated,
        )
        progress.step(done, len(items), item.name)


def undo(run: IntakeRun) -> None:
    """Take the new districts away and draw the others as before. Raises CannotUndo."""
    for change in run.changes.filter(field="geojson"):
        district = District.objects.filter(slug=change.key).select_related("node").first()
        boundary = Boundary.objects.filter(district=district).first() if district else None
        if district is None or boundary is None or _digest(boundary) != change.after:
            raise CannotUndo(
                _("「{}」の区域は、取りこんだあとに変わっているので、取り消せません。").format(
                    inside(change.title)
                )
            )
        if change.action == Action.ADD:
            _remove(district)
        elif change.before:
            kept = json.loads(change.before)
            services.set_boundary(
                district=district,
                geojson=kept["geojson"],
                source=kept["source"],
                dated=dt.date.fromisoformat(kept["dated"]),
            )
        else:
            services.remove_boundary(district=district)


def _digest(boundary: Boundary) -> str:
    return hashlib.sha256(json.dumps(boundary.geojson).encode()).hexdigest()


def _remove(district: District) -> None:
    try:
        services.remove_district(district=district)
    except ProtectedError as error:
        raise CannotUndo(
            _("「{}」には、もう記録が結びついているので、取り消せません。").format(district)
        ) from error


def _kinds() -> list[tuple[str, str]]:
    """The kinds there are, then those a city may still want."""
    there = {k.key: k.name for k in DistrictKind.objects.all()}
    new = {k: _("{}（新しく登録）").format(name) for k, name in _USUAL.items() if k not in there}
    return [*there.items(), *new.items()]


def _kind(key: str) -> DistrictKind:
    found = DistrictKind.objects.filter(key=key).first()
    return found or services.create_district_kind(key=key, name=str(_USUAL[key]))


KIND = IntakeKind(
    key="places.boundaries",
    title=gettext_lazy("地区の区域"),
    help=gettext_lazy(
        "地区の名前と区域の図です（GeoJSON・TopoJSON・シェープファイルのzip）。"
        "名前かコードが同じ地区は図を替え、ほかは加えます。"
    ),
    permission="places.district.edit",
    read=read,
    apply=apply,
    undo=undo,
    asks=[
        Ask("kind", gettext_lazy("地区の種類"), options=_kinds, required=True),
        Ask(
            "source",
            gettext_lazy("出典"),
            gettext_lazy("地図の下に、そのまま出ます。"),
            required=True,
        ),
        Ask("dated", gettext_lazy("基準日"), form="date"),
        ZONE,
    ],
    suffixes=SUFFIXES,
    order=10,
    result_url=lambda _run: link("places:district_list"),
)
