"""Charms and issues in residents' own words, with their photos. No statistics here."""

from django.utils.translation import gettext_noop as _

from jibungoto.know.karte.contents import Fact, Part, Picture, Pin, Source, Voice, said
from jibungoto.know.karte.material import Material, Noticed
from jibungoto.know.karte.urls_of import findings_url
from jibungoto.know.places.models import District
from jibungoto.ui.charts import keep
from jibungoto.ui.maps import Area, Place, StillMap
from jibungoto.ui.saying import day, listed, say

MOST = 6
_SIGNS = {"charm": ("done", "star"), "issue": ("disagree", "triangle")}


def part(m: Material, d: District) -> Part:
    """The section of one district."""
    seen = m.noticed.get(d.pk, ())
    charms = [n for n in seen if n.sort == "charm"]
    issues = [n for n in seen if n.sort == "issue"]
    resources = sum(1 for n in seen if n.sort == "resource")
    if not charms and not issues:
        return Part(
            key="findings",
            title=say(_("魅力と課題")),
            missing=say(
                _(
                    "この地区の魅力や課題は、まだ寄せられていません。気づいたことを地図に留めると、ここに並びます。"
                )
            ),
            url=findings_url(d),
            more=say(_("気づいたことを見る")),
        )
    listed_only = all(n.published for n in (*charms, *issues))
    of = (
        _("公表されている一覧に、この地区の魅力が{}、課題が{}のっています。")
        if listed_only
        else _("住民のみなさんの声と公表されている一覧に、魅力が{}、課題が{}あります。")
        if any(n.published for n in seen)
        else _("住民のみなさんから、魅力が{}、課題が{}寄せられています。")
    )
    text = say(of, said(len(charms), "件"), said(len(issues), "件"))
    if resources:
        text += say(_("いいことさがしで見つかった資源は{}です。"), said(resources, "件"))
    shown = [*charms[:MOST], *issues[:MOST]]
    newest = max(n.found_on for n in seen)
    return Part(
        key="findings",
        title=say(_("魅力と課題")),
        intro=say(
            _(
                "市などが公表している一覧からです。住民のみなさんの気づきを留めると、いっしょに並びます。"
            )
            if listed_only
            else _(
                "住民のみなさんが見つけ、ことばにしたものです。統計の数字とは別のものとして読んでください。"
            )
        ),
        reading=text,
        facts=tuple(
            Fact(word, said(len([n for n in seen if n.sort == sort]), "件"), findings_url(d, sort))
            for sort, word in (
                ("charm", say(_("魅力"))),
                ("issue", say(_("課題"))),
                ("resource", say(_("資源"))),
            )
        ),
        voices=tuple(_voice(n) for n in shown),
        pictures=tuple(p for p in (_map(m, d, shown),) if p),
        source=Source(
            date=say(_("{}まで"), day(newest)),
            source=listed(dict.fromkeys(n.source for n in seen if n.source), "・")
            or say(_("住民のみなさんの気づき")),
            method=say(_("同じものに気づいた人の多い順、写真のあるものから並べています")),
        ),
        url=findings_url(d),
        more=say(_("すべて見る（魅力{}・課題{}）"), len(charms), len(issues)),
    )


def _voice(n: Noticed) -> Voice:
    told: list[str] = []
    if n.me_toos:
        told.append(say(_("「わたしも」{}"), said(n.me_toos, "人")))
    if n.place:
        told.append(n.place)
    if n.sort == "issue" and n.state_word:
        told.append(say(n.state_word))
    short = n.text if len(n.text) <= 90 else n.text[:88] + "…"
    return Voice(
        kind=say(_("課題")) if n.sort == "issue" else say(_("魅力")),
        title=n.title,
        text=short,
        meta=listed(told, "・"),
        url=n.url,
        image=n.image,
        image_alt=n.image_alt,
        photo=n.photo,
        issue=n.sort == "issue",
    )


def _map(m: Material, d: District, shown: list[Noticed]) -> Picture | None:
    here = m.outlines.get(d.pk)
    placed = [n for n in shown if n.lat is not None and n.lon is not None]
    if here is None or not placed:
        return None
    still = StillMap(
        areas=[Area(m.named(d), here.geojson, here=True)],
        places=[Place(n.title, n.lon or 0, n.lat or 0, n.sort, n.url, n.place) for n in placed],
        alt=say(_("{}の魅力と課題の地図"), d.name),
    )
    return Picture(
        heading=say(_("魅力と課題の場所")),
        key=keep(still.svg()),
        alt=still.alt,
        legend=tuple((k.ink, say(k.word), k.shape) for k in still.legend),
        pins=tuple(Pin(n.title, n.place, n.url, *_SIGNS[n.sort]) for n in placed),
        print_as="whole",
    )
