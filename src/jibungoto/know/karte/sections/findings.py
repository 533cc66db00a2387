"""Charms and issues in residents' own words, with their photos. No statistics here."""

from jibungoto.know.karte.contents import Fact, Part, Picture, Pin, Source, Voice, said
from jibungoto.know.karte.material import Material, Noticed
from jibungoto.know.karte.urls_of import findings_url
from jibungoto.know.places.models import District
from jibungoto.ui.charts import keep
from jibungoto.ui.maps import Area, Place, StillMap
from jibungoto.ui.tags.words import era_date

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
            title="魅力と課題",
            missing="この地区の魅力や課題は、まだ寄せられていません。気づいたことを地図に留めると、"
            "ここに並びます。",
            url=findings_url(d),
            more="気づいたことを見る",
        )
    text = (
        f"住民のみなさんから、魅力が{said(len(charms), '件')}、"
        f"課題が{said(len(issues), '件')}寄せられています。"
    )
    if resources:
        text += f"いいことさがしで見つかった資源は{said(resources, '件')}です。"
    shown = [*charms[:MOST], *issues[:MOST]]
    newest = max(n.found_on for n in seen)
    return Part(
        key="findings",
        title="魅力と課題",
        intro="住民のみなさんが見つけ、ことばにしたものです。統計の数字とは別のものとして読んでください。",
        reading=text,
        facts=tuple(
            Fact(word, said(len([n for n in seen if n.sort == sort]), "件"), findings_url(d, sort))
            for sort, word in (("charm", "魅力"), ("issue", "課題"), ("resource", "資源"))
        ),
        voices=tuple(_voice(n) for n in shown),
        pictures=tuple(p for p in (_map(m, d, shown),) if p),
        source=Source(
            date=f"{era_date(newest)}まで",
            source="・".join(dict.fromkeys(n.source for n in seen if n.source))
            or "住民のみなさんの気づき",
            method="同じものに気づいた人の多い順、写真のあるものから並べています",
        ),
        url=findings_url(d),
        more=f"すべて見る（魅力{len(charms)}・課題{len(issues)}）",
    )


def _voice(n: Noticed) -> Voice:
    told = []
    if n.me_toos:
        told.append(f"「わたしも」{said(n.me_toos, '人')}")
    if n.place:
        told.append(n.place)
    if n.sort == "issue" and n.state_word:
        told.append(n.state_word)
    short = n.text if len(n.text) <= 90 else n.text[:88] + "…"
    return Voice(
        kind="課題" if n.sort == "issue" else "魅力",
        title=n.title,
        text=short,
        meta="・".join(told),
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
        alt=f"{d.name}の魅力と課題の地図",
    )
    return Picture(
        heading="魅力と課題の場所",
        key=keep(still.svg()),
        alt=still.alt,
        legend=tuple((k.ink, str(k.word), k.shape) for k in still.legend),
        pins=tuple(Pin(n.title, n.place, n.url, *_SIGNS[n.sort]) for n in placed),
        print_as="whole",
    )
