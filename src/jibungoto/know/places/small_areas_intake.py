"""町丁・字 and their polygons from a boundary file as an intake."""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.japan.place_keys import place_key
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
    Proposal,
    Total,
    Unfit,
    Upload,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.links import link
from jibungoto.ui.listing import quoted

from . import services
from .drawn import ZONE, doubt_far, layer_of
from .models import SmallArea, SmallAreaShape
from .shapes import SUFFIXES
from .small_areas_file import Place, places_of


@dataclass(slots=True)
class Payload:
    """What apply() writes: areas of the file that differ, and areas that end."""

    places: list[Place] = field(default_factory=list)
    ending: list[SmallArea] = field(default_factory=list)


def read(upload: Upload, options: Options) -> Proposal:
    """What a boundary file would add and redraw, with its own counts to check it by."""
    layer = layer_of(upload, options)
    if not layer.properties:
        raise Unfit(
            _("図形に名前などの項目がありません。町丁・字の名前が入ったファイルにしてください。")
        )
    proposal = Proposal(
        notes=[_("{}個の図形を読みました。").format(len(layer.features)), *layer.notes]
    )
    places = places_of(layer, options, proposal)
    doubt_far([place.drawn for place in places], proposal)
    before = {s.small_area_id: s for s in SmallAreaShape.objects.all()}
    kept = []
    for place in places:
        if _propose(place, before, proposal):
            kept.append(place)
        else:
            proposal.unchanged += 1
    ending = _ending(places, options, proposal)
    _total(places, proposal)
    proposal.payload = Payload(kept, ending)
    return proposal


def _propose(place: Place, before: Mapping[int, SmallAreaShape], proposal: Proposal) -> bool:
    """The difference of one area, if there is one."""
    known, shape = place.known, place.drawn.shape
    old = before.get(known.pk) if known else None
    fields = []
    if known is not None and place_key(known.name) != place_key(place.drawn.name):
        fields.append(FieldChange("name", _("名前"), known.name, place.drawn.name))
    if known is not None and not known.code and place.drawn.code:
        fields.append(FieldChange("code", _("コード"), "", place.drawn.code))
    if known is not None and known.valid_until is not None:
        fields.append(
            FieldChange("valid_until", _("終わりの日"), known.valid_until.isoformat(), "")
        )
    digest = _digest(shapely.to_wkb(shape.polygon), place.people, place.households)
    if old is None or digest != _digest(bytes(old.wkb), old.people, old.households):
        area = f"{old.area_km2:,.3f} km²" if old else ""
        people = _counted(old.people) if old else ""
        fields += [
            FieldChange("area", _("面積"), area, f"{shape.area_km2:,.3f} km²"),
            FieldChange("people", _("境界ファイルの人口"), people, _counted(place.people)),
            # Not shown (it has no label): what an undo needs.
            FieldChange("shape", "", _kept(old), digest),
        ]
    if not fields:
        return False
    action = Action.CHANGE if known else Action.ADD
    changed = tuple(f for f in fields if f.before != f.after or not f.label)
    proposal.changes.append(Change(action, place.key, place.drawn.name, place.drawn.line, changed))
    return True


def _counted(people: int | None) -> str:
    return "" if people is None else _("{:,}人").format(people)


def _digest(wkb: bytes, people: int | None, households: int | None) -> str:
    return hashlib.sha256(wkb + f"/{people}/{households}".encode()).hexdigest()


def _kept(shape: SmallAreaShape | None) -> str:
    if shape is None:
        return ""
    told: dict[str, Any] = {
        "wkb": base64.b64encode(bytes(shape.wkb)).decode("ascii"),
        "people": shape.people,
        "households": shape.households,
        "source": shape.source,
        "dated": shape.dated.isoformat(),
    }
    return json.dumps(told)


def _ending(places: list[Place], options: Options, proposal: Proposal) -> list[SmallArea]:
    """The areas that have a shape here but none in the file; they stay, or they end."""
    there = {p.known.pk for p in places if p.known}
    missing = list(
        SmallArea.objects.filter(shape__isnull=False, valid_until=None).exclude(pk__in=there)
    )
    if not missing:
        return []
    wanted = options.get("missing", "keep")
    proposal.choices.append(
        Choice(
            "missing",
            _("このファイルにない{}件の町丁・字").format(len(missing)),
            wanted,
            [
                ("keep", _("そのまま残す")),
                ("end", _("基準日の前の日で終わりにして、重なる新しい町丁・字に引き継ぐ")),
            ],
        )
    )
    names = quoted((area.name for area in missing), most=5)
    proposal.notes.append(
        _("このファイルにない町丁・字が{}件あります（{}）。").format(len(missing), names)
    )
    if wanted != "end":
        return []
    last = _last_day(options)
    for area in missing:
        until = FieldChange("valid_until", _("終わりの日"), "", last.isoformat())
        proposal.changes.append(Change(Action.CHANGE, area.key, area.name, None, (until,)))
    return missing


def _last_day(options: Mapping[str, str]) -> dt.date:
    if not options.get("dated"):
        raise Unfit(
            _("町丁・字を終わりにするには、基準日が要ります。基準日を入れて選び直してください。")
        )
    return dt.date.fromisoformat(options["dated"]) - dt.timedelta(days=1)


def _total(places: list[Place], proposal: Proposal) -> None:
    proposal.totals.append(Total(_("町丁・字の数"), f"{len(places):,}"))
    whole = sum(p.drawn.shape.area_km2 for p in places)
    proposal.totals.append(Total(_("面積の合計（km²）"), f"{whole:,.2f}"))
    for label, counts in (
        (_("境界ファイルの人口の合計"), [p.people for p in places]),
        (_("境界ファイルの世帯の合計"), [p.households for p in places]),
    ):
        told = [n for n in counts if n is not None]
        if told:
            proposal.totals.append(Total(label, f"{sum(told):,}"))


def apply(run: IntakeRun, proposal: Proposal, progress: Progress) -> None:
    """Write the areas that are new, all that differ, and the end of those that are gone."""
    told = dict(run.options.values_list("key", "value"))
    payload: Payload = proposal.payload
    services.take_in_small_areas(
        places=[
            services.Found(
                area=place.known,
                name=place.drawn.name,
                code=place.drawn.code,
                drawn=services.Drawn(place.drawn.shape.polygon, place.people, place.households),
            )
            for place in payload.places
        ],
        source=told.get("source", ""),
        dated=dt.date.fromisoformat(told["dated"]) if told.get("dated") else None,
        run=run,
    )
    if payload.ending:
        services.end_small_areas(areas=payload.ending, on=_last_day(told))
    progress.step(len(payload.places), len(payload.places))


def undo(run: IntakeRun) -> None:
    """Take the new areas away and give the others back what they had. Raises CannotUndo."""
    areas = {area.key: area for area in SmallArea.objects.all()}
    shapes = {s.small_area_id: s for s in SmallAreaShape.objects.all()}
    told: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for change in run.changes.all():
        fields = told.setdefault((change.action, change.key), {})
        fields[change.field] = (change.before, change.after)
    back: list[services.Restored] = []
    for (action, key), fields in told.items():
        area = areas.get(fields.get("code", ("", ""))[1]) or areas.get(key)
        if area is None or not _is_as_left(area, shapes.get(area.pk), fields):
            raise CannotUndo(
                _("「{}」は、取りこんだあとに変わっているので、取り消せません。").format(
                    area.name if area else key
                )
            )
        back.append(_restored(area, fields, is_new=action == Action.ADD))
    try:
        services.restore_small_areas(back=back, run=run)
    except services.InUse as error:
        raise CannotUndo(str(error)) from error


def _is_as_left(
    area: SmallArea, shape: SmallAreaShape | None, fields: Mapping[str, tuple[str, str]]
) -> bool:
    if "shape" in fields:
        if shape is None:
            return False
        if _digest(bytes(shape.wkb), shape.people, shape.households) != fields["shape"][1]:
            return False
    until = area.valid_until.isoformat() if area.valid_until else ""
    return until == fields.get("valid_until", ("", until))[1]


def _restored(
    area: SmallArea, fields: Mapping[str, tuple[str, str]], *, is_new: bool
) -> services.Restored:
    if "name" in fields:
        area.name = fields["name"][0]
        area.search_key = search_key(area.name)
    if "code" in fields:
        area.code = fields["code"][0]
    if "valid_until" in fields:
        day = fields["valid_until"][0]
        area.valid_until = dt.date.fromisoformat(day) if day else None
    kept = fields.get("shape")
    shape = json.loads(kept[0]) if kept and kept[0] else None
    return services.Restored(
        area=area,
        is_new=is_new,
        reopened="valid_until" in fields and area.valid_until is None,
        redrawn=kept is not None,
        shape=None
        if shape is None
        else SmallAreaShape(
            small_area=area,
            wkb=base64.b64decode(shape["wkb"]),
            area_km2=services.area_of(base64.b64decode(shape["wkb"])),
            people=shape["people"],
            households=shape["households"],
            source=shape["source"],
            dated=dt.date.fromisoformat(shape["dated"]),
        ),
    )


KIND = IntakeKind(
    key="places.small_areas",
    title=gettext_lazy("町丁・字の区域"),
    help=gettext_lazy(
        "町丁・字の名前と区域の図です（e-Statの境界データなど。GeoJSON・TopoJSON・"
        "シェープファイルのzip）。地区の人口を求めるときに使います。"
    ),
    permission="places.district.edit",
    read=read,
    apply=apply,
    undo=undo,
    asks=[
        Ask(
            "source",
            gettext_lazy("出典"),
            gettext_lazy("例：総務省統計局 令和2年国勢調査 境界データ"),
            required=True,
        ),
        Ask("dated", gettext_lazy("基準日"), form="date"),
        ZONE,
    ],
    suffixes=SUFFIXES,
    order=11,
    result_url=lambda _run: link("places:district_list"),
)
