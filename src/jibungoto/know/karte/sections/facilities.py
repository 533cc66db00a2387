"""Places people use: how many, where, and which share of residents has one within a walk."""

from django.utils.translation import gettext_noop as _

from jibungoto.know.karte.contents import Grid, Number, Part, Picture, Pin, Source, said
from jibungoto.know.karte.material import Lying, Material, Near
from jibungoto.know.karte.urls_of import facilities_url, walk_url
from jibungoto.know.places.models import District
from jibungoto.ui.charts import keep
from jibungoto.ui.maps import Area, Place, StillMap
from jibungoto.ui.saying import day, listed, say

MOST_PINS = 30  # more would cover the land; the register shows all


def part(m: Material, d: District) -> Part:
    """The section of one district."""
    lying = list(m.lying.get(d.pk, ()))
    near = list(m.near.get(d.pk, ()))
    if not m.facility_kinds:
        return Part(
            key="facilities",
            title=say(_("施設")),
            missing=say(
                _("施設の一覧（公共施設・避難場所・子育て施設など）は、まだ入っていません。")
            ),
        )
    kinds: dict[str, int] = {}
    for one in lying:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    text = say(_("{}には、一覧にある施設が{}あります。"), d.name, said(len(lying), "か所"))
    if kinds:
        few = (say(_("{}が{}"), say(kind), said(n, "か所")) for kind, n in list(kinds.items())[:4])
        text += say(_("{}です。"), listed(few))
    text += _walking(near, m.near.get(None, ()))
    sources = dict.fromkeys(one.source for one in m.lying_all)
    newest = max((one.dated for one in m.lying_all), default=None)
    rows = tuple(
        (say(kind), said(kinds.get(kind, 0), "か所"), said(number, "か所"))
        for kind, number in m.facility_kinds.items()
    )
    keys = {one.kind: one.kind_key for one in m.lying_all}
    links = tuple(facilities_url(d, keys[kind]) for kind in m.facility_kinds)
    return Part(
        key="facilities",
        title=say(_("施設")),
        reading=text,
        numbers=tuple(_number(m, d, one) for one in near),
        pictures=tuple(p for p in (_map(m, d, lying),) if p),
        grids=(
            Grid(
                (say(_("種類")), say(_("この地区")), say(_("市全体"))),
                rows,
                title=say(_("種類ごとの数")),
                links=links,
            ),
        ),
        texts=_texts(lying, near),
        source=Source(
            date=day(newest) if newest else "",
            source=listed(sources, "・"),
            method=say(
                _(
                    "地点が地区の中にある施設を数えています。位置のないものは住所の町丁・字によります"
                )
            ),
        ),
        url=facilities_url(d),
        more=say(_("施設をすべて見る")),
    )


def _number(m: Material, d: District, one: Near) -> Number:
    city = next((n for n in m.near.get(None, ()) if n.key == one.key), None)
    return Number(
        key=f"facilities.walk_{one.key}",
        label=say(_("{}が{}m以内にある住民"), say(one.label), one.metres),
        value=None if one.share is None else one.share * 100,
        unit="%",
        places=0,
        city=city.share * 100 if city and city.share is not None else None,
        missing="" if one.share is not None else say(_("住民のくらす場所がわかりません")),
        url=walk_url(d, one.key),
        city_url=walk_url(None, one.key),
    )


def _walking(near: list[Near], city: object) -> str:
    told = [n for n in near if n.share is not None]
    if not told:
        return ""
    few = told[0]
    share = (few.share or 0) * 100
    return say(
        _("{}が直線で{}m以内にある住民は、およそ{}です。"),
        say(few.label),
        few.metres,
        said(share, "%"),
    )


def _texts(lying: list[Lying], near: list[Near]) -> tuple[str, ...]:
    found = list(dict.fromkeys(n.method for n in near if n.method))
    lost = sum(1 for one in lying if one.lon is None)
    if lost:
        found.append(say(_("位置のわからない施設が{}あり、地図にはのせていません。"), lost))
    if len(lying) - lost > MOST_PINS:
        found.append(say(_("地図には、はじめの{}施設をのせています。"), MOST_PINS))
    return tuple(found)


def _map(m: Material, d: District, lying: list[Lying]) -> Picture | None:
    here = m.outlines.get(d.pk)
    placed = [one for one in lying if one.lon is not None and one.lat is not None][:MOST_PINS]
    if here is None or not placed:
        return None
    still = StillMap(
        areas=[Area(m.named(d), here.geojson, here=True)],
        places=[Place(one.name, one.lon or 0, one.lat or 0, "place", one.url) for one in placed],
        words={"place": say(_("施設"))},
        alt=say(_("{}の施設の地図。同じ施設は、下の一覧にもあります。"), d.name),
    )
    return Picture(
        heading=say(_("施設の場所")),
        key=keep(still.svg()),
        alt=still.alt,
        pins=tuple(Pin(one.name, say(one.kind), one.url) for one in placed),
        print_as="whole",
    )
