"""Districts and their polygons from GeoJSON as an intake."""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry import mapping, shape

from jibungoto.japan.text import search_key
from jibungoto.kernel.intake.kinds import (
    Action,
    Ask,
    CannotUndo,
    Change,
    Choice,
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

from . import services
from .geometry import BadShape, Shape, read_shape
from .models import Boundary, District, DistrictKind

# Names that hold a district's name or code in published files, the likeliest first.
_NAMES = ("name", "名称", "地区名", "学区名", "S_NAME", "label", "A27_007", "A32_007", "NAME")
_USUAL = {
    "chiku": gettext_lazy("地区"),
    "shogakkoku": gettext_lazy("小学校区"),
    "chugakkoku": gettext_lazy("中学校区"),
    "juku": gettext_lazy("住区"),
}
_CODES = ("code", "コード", "地区コード", "KEY_CODE", "A27_006", "A32_006", "id")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One district of the file."""

    line: int
    name: str
    code: str
    slug: str
    known: District | None
    shape: Shape


def read(upload: Upload, options: Options) -> Proposal:
    """What a GeoJSON file would add and redraw. Districts it does not name stay as they are."""
    features = _features(upload)
    properties = sorted({key for f in features for key in (f.get("properties") or {})})
    if not properties:
        raise Unfit(
            _("図形に名前などの項目がありません。地区の名前が入ったファイルにしてください。")
        )
    name_key = options.get("name_property") or _likely(_NAMES, properties, features)
    code_key = options.get("code_property", _likely(_CODES, properties, features, fallback=""))
    proposal = Proposal(
        notes=[
            _("{}個の図形を読みました。").format(len(features)),
            _("このファイルにない地区は、そのまま残します。"),
        ],
        choices=[
            Choice(
                "name_property", _("地区の名前が入っている項目"), name_key,
                [(p, _sample(p, features)) for p in properties],
            ),
            Choice(
                "code_property", _("地区のコードが入っている項目"), code_key,
                [("", _("使わない")), *((p, _sample(p, features)) for p in properties)],
            ),
        ],
    )  # fmt: skip
    known = _known(options)
    drawn = list(_drawn(features, name_key, code_key, known, proposal))
    before = _boundaries([d.known for d in drawn if d.known])
    for item in drawn:
        _propose(item, before, proposal)
    proposal.totals.append(Total(_("地区の数"), str(len(drawn))))
    whole = sum(d.shape.area_km2 for d in drawn)
    proposal.totals.append(Total(_("面積の合計（km²）"), f"{whole:,.2f}"))
    proposal.payload = drawn
    return proposal


def _features(upload: Upload) -> list[dict[str, Any]]:
    if upload.content.startswith(b"PK"):
        raise Unfit(_("圧縮されたファイルは、まだ読めません。GeoJSON のファイルを選んでください。"))
    try:
        data = json.loads(upload.content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Unfit(
            _("GeoJSON として読めませんでした。地図のソフトから GeoJSON で書き出してください。")
        ) from error
    if isinstance(data, Mapping) and data.get("type") == "Feature":
        data = {"type": "FeatureCollection", "features": [data]}
    features = data.get("features") if isinstance(data, Mapping) else None
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise Unfit(_("GeoJSON の FeatureCollection ではありません。"))
    if not features:
        raise Unfit(_("図形が1つもありません。"))
    return features


def _likely(
    wanted: tuple[str, ...],
    properties: list[str],
    features: list[dict[str, Any]],
    fallback: str | None = None,
) -> str:
    """The first property that is known to hold it, else the one with most different texts."""
    for key in wanted:
        # A code all have in common is the city's, not the district's.
        if key in properties and (fallback is None or _varies(key, features)):
            return key
    if fallback is not None:
        return fallback
    return max(properties, key=lambda p: len(_values(p, features)))


def _values(key: str, features: list[dict[str, Any]]) -> set[str]:
    return {str((f.get("properties") or {}).get(key)) for f in features}


def _varies(key: str, features: list[dict[str, Any]]) -> bool:
    return len(features) == 1 or len(_values(key, features)) > 1


def _sample(key: str, features: list[dict[str, Any]]) -> str:
    value = next((v for f in features if (v := (f.get("properties") or {}).get(key))), "")
    return _("{}（例：{}）").format(key, str(value)[:40])


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


def _drawn(
    features: list[dict[str, Any]],
    name_key: str,
    code_key: str,
    known: Mapping[str, District],
    proposal: Proposal,
) -> Iterator[Drawn]:
    """One for each district; several features of one name are its parts."""
    parts: dict[tuple[str, str], list[tuple[int, dict[str, Any]]]] = {}
    for line, feature in enumerate(features, 1):
        told = feature.get("properties") or {}
        name = str(told.get(name_key) or "").strip()
        code = str(told.get(code_key) or "").strip() if code_key else ""
        if not name:
            said = _("名前がない図形です。")
            proposal.problems.append(Problem(line, name_key, "", said))
            continue
        parts.setdefault((name[:60], code[:20]), []).append((line, feature))
    uses = Counter(code for _name, code in parts)
    for (name, told_code), pieces in parts.items():
        line = pieces[0][0]
        code = told_code if uses[told_code] == 1 else ""  # shared by several: nobody's own
        try:
            drawn = read_shape(_together([f.get("geometry") or {} for _l, f in pieces]))
        except BadShape as error:
            proposal.problems.append(Problem(line, name_key, name, str(error)))
            continue
        if drawn.repaired:
            said = _("図形が交わっていたので、直して読みました。")
            proposal.problems.append(Problem(line, name_key, name, said, blocks=False))
        if len(pieces) > 1:
            proposal.notes.append(_("「{}」は{}個の図形を合わせました。").format(name, len(pieces)))
        district = known.get(f"c:{code}") if code else None
        district = district or known.get(f"n:{search_key(name)}")
        yield Drawn(line, name, code, _slug(name, code, district), district, drawn)


def _together(geometries: list[dict[str, Any]]) -> dict[str, Any]:
    if len(geometries) == 1:
        return geometries[0]
    try:
        shapes = [shapely.make_valid(shape(g)) for g in geometries]
    except Exception as error:  # shapely raises many kinds for broken shapes
        raise BadShape(_("GeoJSON の図形として読めませんでした。")) from error
    return dict(mapping(shapely.union_all(shapes)))


def _slug(name: str, code: str, known: District | None) -> str:
    """The same for every reading of the file, so that a preview can be compared."""
    if known is not None:
        return known.slug
    digest = hashlib.sha256(f"{code}/{search_key(name)}".encode()).hexdigest()[:8]
    latin = slugify(name)[:50] if name.isascii() else ""
    wanted = latin or (f"d-{slugify(code)}" if slugify(code) else f"d-{digest}")
    return wanted if not District.objects.filter(slug=wanted).exists() else f"{wanted}-{digest}"


def _boundaries(districts: list[District]) -> dict[int, Boundary]:
    return {b.district_id: b for b in Boundary.objects.filter(district__in=districts)}


def _propose(item: Drawn, before: Mapping[int, Boundary], proposal: Proposal) -> None:
    old = before.get(item.known.pk) if item.known else None
    new_text = json.dumps(item.shape.geojson)
    # Tuples of the file come back from the database as lists.
    if old is not None and old.geojson == json.loads(new_text):
        proposal.unchanged += 1
        return
    fields = [
        FieldChange(
            "area", _("面積"), f"{old.area_km2:,.3f} km²" if old else "",
            f"{item.shape.area_km2:,.3f} km²",
        ),
        # Not shown (it has no label): what an undo needs.
        FieldChange("geojson", "", _kept(old), hashlib.sha256(new_text.encode()).hexdigest()),
    ]  # fmt: skip
    action = Action.CHANGE if item.known else Action.ADD
    proposal.changes.append(Change(action, item.slug, item.name, item.line, tuple(fields)))


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
    items: list[Drawn] = [item for item in proposal.payload if item.slug in changed]
    for done, item in enumerate(items, 1):
        district = item.known or services.create_district(
            kind=kind, slug=item.slug, name=item.name, code=item.code
        )
        services.set_boundary(
            district=district,
            geojson=item.shape.geojson,
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
                    change.title
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
    title=gettext_lazy("地区の区域（GeoJSON）"),
    help=gettext_lazy(
        "地区の名前と区域の図です。名前かコードが同じ地区は図を替え、ほかは加えます。"
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
    ],
    suffixes=(".geojson", ".json"),
    order=10,
    result_url=lambda: link("places:district_list"),
)
