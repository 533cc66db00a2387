"""The five reference cities: the facts of their documents, each with its own words."""

import tomllib
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jibungoto.decide.councils import services as councils
from jibungoto.decide.plans import services as plans
from jibungoto.decide.plans.models import Measure, Plan
from jibungoto.decide.plans.services.relations import set_viewpoints
from jibungoto.demo.figures import add_figures
from jibungoto.kernel import nodes, tenancy, trace, vocabulary
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link, Municipality
from jibungoto.know.places import services as places
from jibungoto.know.places.models import District, DistrictKind
from jibungoto.people import services as people

NOTE = "「{}」に書かれた事実をもとにした見本です。市の公式のページではありません。"

# The same sentence whole for each city: what the catalogues know, a page can say in any language.
NOTES = (
    gettext_noop(
        "「市の広報 地域づくり特集号（令和5年3月1日）」"
        "に書かれた事実をもとにした見本です。市の公式のページではありません。"
    ),
    gettext_noop(
        "「町田市地域経営ビジョン2030～協働による地域社会づくり推進計画～の概要」"
        "に書かれた事実をもとにした見本です。市の公式のページではありません。"
    ),
    gettext_noop(
        "「三鷹市基本計画 第8部 第1 コミュニティの展開と協働のまちづくりの推進」"
        "に書かれた事実をもとにした見本です。市の公式のページではありません。"
    ),
    gettext_noop(
        "「第2回市民活動推進委員会 資料3『小学校区を基礎としたまちづくり組織の設立について』"
        "（平成29年9月4日）」に書かれた事実をもとにした見本です。市の公式のページではありません。"
    ),
    gettext_noop(
        "「第3期協働によるまちづくり推進計画（市名は資料にありません）」"
        "に書かれた事実をもとにした見本です。市の公式のページではありません。"
    ),
)
ASSUMED = gettext_noop("資料には書かれていない、この見本での仮定です")
CITIES = ("machida", "third_plan", "mitaka", "hachioji", "shiroi")


def load(say: Callable[[str], None], *, only: str = "") -> None:
    """Load each city (or the one of a slug) that is not there yet; each is whole or not there."""
    for key in CITIES:
        facts = tomllib.loads((Path(__file__).parent / f"{key}.toml").read_text("utf-8"))
        if only and facts["municipality"]["slug"] != only:
            continue
        if not Municipality.objects.filter(slug=facts["municipality"]["slug"]).exists():
            say(facts["municipality"]["name"])
            with transaction.atomic():
                _load(facts)


def _load(facts: dict[str, Any]) -> None:
    told = dict(facts["municipality"])
    document = told.pop("document")
    city = Municipality.objects.create(**told, sample_note=NOTE.format(document))
    with tenancy.within(city):
        vocabulary.apply_preset(city)
        people.create_roles(city)
        kind = places.create_district_kind(has_council=True, **facts["kind"])
        for number, district in enumerate(facts.get("district", ()), 1):
            _load_district(kind, number, district, document)
        for number, figure in enumerate(facts.get("figure", ()), 1):
            add_figures({"order": number * 10, **figure}, source=document)
        loaded: dict[str, Plan] = {}
        for number, plan in enumerate(facts.get("plan", ()), 1):
            loaded[plan["slug"]] = _load_plan(number, plan, loaded, document)
            figures = {f["key"]: f for f in facts.get("figure", ())}
            for key in plan.get("indicators", ()):
                _load_indicator(loaded[plan["slug"]], figures[key], document)


def _load_district(kind: DistrictKind, number: int, facts: dict[str, Any], document: str) -> None:
    district = places.create_district(
        kind=kind,
        slug=facts["slug"],
        name=facts["name"],
        kana=facts["kana"],
        lead=facts["lead"],
        order=number * 10,
    )
    words = vocabulary.words()
    councils.create_council(
        actor=Actor(),
        name=f"{facts['name']}{words['council']}",
        districts=[district],
        stage=facts["stage"],
        entered_on=facts["on"],
        note=f"出典：{document}",
    )


def _load_plan(number: int, facts: dict[str, Any], loaded: dict[str, Plan], document: str) -> Plan:
    fields: dict[str, Any] = {
        name: facts[name]
        for name in ("policy", "body", "decided_by", "starts", "ends", "decided", "horizon")
        if name in facts
    }
    if "district" in facts:
        fields["district"] = District.objects.get(slug=facts["district"])
    plan = plans.create_plan(
        slug=facts["slug"],
        title=facts["title"],
        continues=loaded.get(facts.get("continues", "")),
        related="、".join(facts.get("related", ())),
        marks=facts.get("marks"),
        levels=facts.get("levels", ()),
        source=document + facts.get("assumption", ""),
        order=number * 10,
        **fields,
    )
    measures: list[Measure] = []
    for order, item in enumerate(facts.get("items", ()), 1):
        names = ("mark", "called", "state", "actor", "note", "narrative", "done", "departments")
        measures.append(
            plans.add_measure(
                plan=plan,
                code=item["code"],
                title=item["title"],
                level=item["level"],
                parent=_parent(item, measures),
                order=order,
                next_step=item.get("next", ""),
                references=[item["see"]] if "see" in item else [],
                **{name: item[name] for name in names if name in item},
            )
        )
    known = {f"{p.slug}:{m.code}": m for p in loaded.values() for m in p.measures.all()}
    known |= {m.code: m for m in measures}
    for item in facts.get("items", ()):
        _connect(known[item["code"]], item, known)
    if "known_on" in facts:  # of a plan whose year its document does not tell
        for record in (plan, *measures):
            nodes.change(record.node, occurred_on=facts["known_on"])
    for group, titles in facts.get("viewpoints", {}).items():
        numbered = {str(n): title for n, title in enumerate(titles, 1)}
        plans.add_viewpoints(plan=plan, group=group, titles=numbered)
    _view_from(plan, facts.get("items", ()), known)
    for hurdle in facts.get("hurdles", ()):
        plans.record_hurdle(
            measure=next(m for m in measures if m.code == hurdle["at"]),
            year=hurdle["year"],
            cause=hurdle["cause"],
            remedy=hurdle["remedy"],
            remedy_state=hurdle.get("state", ""),
        )
    return plan


def _view_from(plan: Plan, items: Sequence[dict[str, Any]], known: dict[str, Measure]) -> None:
    """Tag measures with viewpoints of the plan: 視点2, 基本原則7."""
    viewpoints = {f"{v.group}{v.code}": v for v in plan.viewpoints.all()}
    for item in items:
        if "viewed" in item:
            set_viewpoints(known[item["code"]], [viewpoints[name] for name in item["viewed"]])


_RELATIONS = {
    "came_of": Link.Relation.CAME_OF,
    "serves": Link.Relation.SERVES,
    "from": Link.Relation.CONTINUES,
}


def _connect(measure: Measure, item: dict[str, Any], known: dict[str, Measure]) -> None:
    """Link a measure to others of its plan by their code, of other plans by slug and code."""
    for name, relation in _RELATIONS.items():
        note = str(_(ASSUMED)) if name in item.get("assumed", ()) else ""
        for code in item.get(name, ()):
            trace.connect(measure.node, known[code].node, relation, note=note)


def _load_indicator(plan: Plan, facts: dict[str, Any], document: str) -> None:
    """A figure of the city that its plan measures itself by, with the targets it names."""
    told = [("baseline", v) for v in facts["values"]] + [("target", t) for t in facts["targets"]]
    plans.add_indicator(
        plan=plan,
        name=facts["name"],
        unit=facts["unit"],
        definition=facts["definition"],
        source=document,
        values=[
            plans.Told(
                role=role,
                year=value["on"],
                value=Decimal(value["value"]),
                is_fiscal=False,
                written=value.get("written", ""),
                label=value.get("label", ""),
            )
            for role, value in told
        ],
    )


def _parent(item: dict[str, Any], above: list[Measure]) -> Measure | None:
    """The nearest measure of a higher level whose code begins this one's: 3-(2) above 3-(2)-①."""
    for measure in reversed(above):
        if measure.level < item["level"] and item["code"].startswith(f"{measure.code}-"):
            return measure
    return None
