"""Who works together: organisations of the register, their members, how many households join."""

from collections import Counter

from django.utils.translation import gettext_noop as _

from jibungoto.know.karte.contents import Grid, Number, Part, Source, said
from jibungoto.know.karte.material import Group, Material
from jibungoto.know.karte.urls_of import all_organisations_url, organisations_url
from jibungoto.know.places.models import District
from jibungoto.ui.saying import day, listed, say

SHOWN = 12


def part(m: Material, d: District) -> Part:
    """The section of one district."""
    groups = list(m.groups.get(d.pk, ()))
    if not groups:
        return Part(
            key="organisations",
            title=say(_("つながり・団体")),
            missing=say(_("この地区で活動する団体は、まだ名簿にありません。")),
            url=organisations_url(d),
            more=say(_("団体の名簿を見る")),
        )
    kinds = Counter(g.kind for g in groups)
    text = say(_("{}では{}団体が活動しています。"), d.name, len(groups))
    few = listed(say(_("{}が{}"), say(kind), said(n, "団体")) for kind, n in kinds.most_common(3))
    text += say(_("{}あります。"), few) if len(kinds) <= 3 else say(_("{}などです。"), few)
    counted = [g for g in groups if g.counted_on]
    sources = dict.fromkeys(g.source for g in counted if g.source)
    days = sorted({g.counted_on for g in counted if g.counted_on})
    return Part(
        key="organisations",
        title=say(_("つながり・団体")),
        reading=text,
        numbers=_numbers(m, d, groups),
        grids=(_grid(groups),),
        source=Source(
            date=listed((day(x) for x in dict.fromkeys((days[0], days[-1]))), "〜") if days else "",
            source=listed(sources, "・") or say(_("団体の名簿")),
            method=say(_("名簿で、この地区を活動の場にしている団体を数えています")),
        ),
        url=organisations_url(d),
        more=say(_("{}団体をすべて見る"), len(groups)),
    )


def _numbers(m: Material, d: District, groups: list[Group]) -> tuple[Number, ...]:
    whole = sum(m.group_kinds.values())
    found = [
        Number(
            key="organisations.total",
            label=say(_("団体")),
            value=len(groups),
            unit="団体",
            city=whole,
            beside=say(_("市全体では{}"), said(whole, "団体")),
            url=organisations_url(d),
            city_url=all_organisations_url(),
        )
    ]
    for footing, word in ((say(_("地縁型")), "place"), (say(_("テーマ型")), "theme")):
        number = sum(1 for g in groups if g.footing == footing)
        found.append(
            Number(
                key=f"organisations.{word}",
                label=say(_("{}の団体"), footing),
                value=number,
                unit="団体",
                url=organisations_url(d, footing=word),
            )
        )
    return (*found, *_joining(m, d, groups))


def _joining(m: Material, d: District, groups: list[Group]) -> tuple[Number, ...]:
    """Households in neighbourhood associations of the register, and their share."""
    homes = m.of(m.homes, d)
    associations = [
        g for g in groups if g.unit == "世帯" and g.members is not None and g.footing == "地縁型"
    ]
    if not associations:
        return ()
    members = sum(g.members or 0 for g in associations)
    before = [g.before[1] for g in associations if g.before]
    then = sum(before) if len(before) == len(associations) else None
    rate = members / homes.households * 100 if homes and homes.households else None
    if rate is not None and rate > 100:
        rate = None  # counted on other ground than the households: no share
    return (
        Number(
            key="organisations.households",
            label=say(_("自治会・町内会の会員")),
            value=members,
            unit="世帯",
            then=then,
            then_when=say(_("{}年"), associations[0].before[0].year)
            if then and associations[0].before
            else "",
            beside=say(_("全世帯の{}にあたります"), said(rate, "%", 1)) if rate is not None else "",
            url=organisations_url(d, footing="place", counted="世帯"),
            then_url=organisations_url(d, footing="place", counted="世帯"),
        ),
    )


def _grid(groups: list[Group]) -> Grid:
    rows, links = [], []
    for g in groups[:SHOWN]:
        members = said(g.members, g.unit) if g.members is not None else say(_("データなし"))
        rows.append((g.name, say(g.kind), members))
        links.append(g.url)
    title = "" if len(groups) <= SHOWN else say(_("はじめの{}団体（よみの順）"), SHOWN)
    return Grid(
        (say(_("団体")), say(_("種類")), say(_("会員"))),
        tuple(rows),
        title=title,
        links=tuple(links),
        words=(0, 1),
    )
