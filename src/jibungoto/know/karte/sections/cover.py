"""The cover: what the district is, eight figures, and where it lies."""

from django.utils.translation import gettext_noop as _

from jibungoto.know.karte import words
from jibungoto.know.karte.contents import Fact, Number, Part, Picture, Source, said
from jibungoto.know.karte.material import Material
from jibungoto.know.karte.urls_of import extent_url, organisations_url
from jibungoto.know.places.models import District
from jibungoto.ui.charts import keep
from jibungoto.ui.maps import Area, StillMap
from jibungoto.ui.saying import day, say

from . import households, population

MOST_NAMES = 40  # of neighbours on the small map; more only cover each other


def numbers(m: Material, d: District, parts: dict[str, Part]) -> tuple[Number, ...]:
    """The eight figures every karte begins with."""
    found = [population.total(m, d)]
    by_key = {n.key: n for n in population.shares(m, d)}
    found += [by_key["population.old"], by_key["population.young"]]
    found.append(households.numbers(m, d)[0])
    five = next(n for n in population.numbers(m, d) if n.key == "population.five")
    found.append(five)
    future = {n.key: n for n in parts["future"].numbers}
    found.append(
        future.get("future.total_20")
        or Number("future.total_20", say(_("20年後の人口")), None, missing=parts["future"].missing)
    )
    found.append(_joining(m, parts))
    groups = {n.key: n for n in parts["organisations"].numbers}
    found.append(
        groups.get("organisations.total")
        or Number(
            "organisations.total", say(_("団体")), None, missing=parts["organisations"].missing
        )
    )
    return tuple(found)


def _joining(m: Material, parts: dict[str, Part]) -> Number:
    rate = next((n for n in parts["indicators"].numbers if "加入率" in n.label), None)
    if rate is not None and rate.value is not None:
        return rate
    members = next(
        (n for n in parts["organisations"].numbers if n.key == "organisations.households"), None
    )
    if members is not None:
        return members
    return rate or Number(
        "organisations.households",
        say(_("自治会・町内会の会員")),
        None,
        missing=say(_("加入している世帯の数が、まだありません")),
    )


def facts(m: Material, d: District) -> tuple[Fact, ...]:
    """Area, small areas, organisations."""
    found = []
    pieces = [p.name for p in m.pieces.get(d.pk, ())]
    if pieces and pieces != [d.name]:
        found.append(Fact(say(_("範囲")), words.among(pieces, 24)))
    area = population.area_of(d)
    people = m.of(m.now, d)
    if area:
        found.append(Fact(say(_("面積")), said(area, " km²", 2), extent_url(d)))
        if people and people.total:
            found.append(Fact(say(_("人口密度")), said(people.total / area, "人／km²")))
    groups = m.groups.get(d.pk, ())
    if groups:
        kinds: dict[str, int] = {}
        for g in groups:
            kinds[g.kind] = kinds.get(g.kind, 0) + 1
        few = [
            say(_("{}{}"), say(kind), n) for kind, n in sorted(kinds.items(), key=lambda k: -k[1])
        ]
        found.append(Fact(say(_("団体")), words.among(few, 8), organisations_url(d)))
    return tuple(found)


def sub(m: Material, d: District) -> str:
    """One line of facts for the head of a sheet."""
    area = population.area_of(d)
    pieces = m.pieces.get(d.pk, ())
    said_area = said(area, " km²", 2) if area else ""
    made_of = say(_("{}件の町丁・字"), len(pieces)) if len(pieces) > 1 else ""
    return "　".join(x for x in (made_of, said_area) if x)


def locator(m: Material, d: District) -> Picture | None:
    """Where the district lies among the others."""
    here = m.outlines.get(d.pk)
    if here is None:
        return None
    few = len(m.outlines) <= MOST_NAMES
    still = StillMap(
        areas=[
            Area(
                m.named(o.district) if few or o.district.pk == d.pk else "",
                o.geojson,
                here=o.district.pk == d.pk,
            )
            for o in m.outlines.values()
        ],
        alt=say(_("{}の地図。{}は藍色のところです。"), m.city, d.name),
    )
    svg = still.svg()
    return Picture(
        heading=say(_("位置")),
        key=keep(svg),
        alt=still.alt,
        source=Source(day(here.dated, "long"), here.source),
    )
