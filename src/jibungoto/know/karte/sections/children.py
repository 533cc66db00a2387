"""Children: how many, what share, and how many there may be."""

from django.utils.translation import gettext_noop as _

from jibungoto.know.karte import words
from jibungoto.know.karte.contents import Number, Part, Picture, said
from jibungoto.know.karte.material import Material, percent, source_of, year_of
from jibungoto.know.karte.projecting import Impossible, Outlook
from jibungoto.know.karte.urls_of import ages_of, population_url, rows_url
from jibungoto.know.places.models import District
from jibungoto.ui.charts import Figure, bars
from jibungoto.ui.saying import say

AGES = (
    (say(_("0〜4歳")), 0, 4),
    (say(_("5〜9歳")), 5, 9),
    (say(_("10〜14歳")), 10, 14),
    (say(_("15〜19歳")), 15, 19),
)


def part(m: Material, d: District) -> Part:
    """The section of one district."""
    aged, city = m.of(m.aged, d), m.of(m.aged, None)
    if aged is None or aged.aged(0, 14) is None:
        return Part(
            key="children",
            title=say(_("子ども")),
            missing=say(_("年齢ごとの数が、まだありません。")),
        )
    then = m.of(m.before(m.aged), d)
    numbers = tuple(_number(m, d, label, low, high) for label, low, high in AGES)
    now, before = aged.aged(0, 14) or 0, then.aged(0, 14) if then else None
    text = say(_("15歳未満の子どもは{}です。"), said(now, "人"))
    if before:
        text += say(_("{}からは{}。"), year_of(then), words.changed(now, before))  # type: ignore[arg-type]
    share, beside = percent(aged.share(0, 14)), percent(city.share(0, 14)) if city else None
    if share is not None and beside is not None:
        text += say(
            _("人口に占める割合は{}で、{}です。"),
            said(share, "%", 1),
            words.against_city(share, beside),
        )
    way = _way(m, d)
    ahead: tuple[Number, ...] = ()
    if way and way.pupils:
        ahead = (_ahead(m, d, way),)
        text += say(
            _("小・中学生にあたる5〜14歳は、これまでの動きが続くと{}年に約{}と見込まれます。"),
            way.years[2],
            said(words.rounded(way.pupils[2]), "人"),
        )
    return Part(
        key="children",
        title=say(_("子ども")),
        reading=text,
        numbers=(*numbers, *ahead),
        pictures=(_picture(m, d),),
        source=source_of(aged, then),
        url=population_url(d),
        more=say(_("もとになった数を見る")),
    )


def _way(m: Material, d: District) -> Outlook | None:
    made = m.outlooks
    return None if isinstance(made, Impossible) else made.by_area.get(d.pk)


def _number(m: Material, d: District, label: str, low: int, high: int) -> Number:
    aged, then = m.of(m.aged, d), m.of(m.before(m.aged), d)
    city = m.of(m.aged, None)
    value = aged.aged(low, high) if aged else None
    before = then.aged(low, high) if then else None
    beside = ""
    if value is not None and before:
        beside = say(_("{}は{}"), year_of(then), said(before, "人"))  # type: ignore[arg-type]
    return Number(
        key=f"children.{low}",
        label=label,
        value=value,
        unit="人",
        city=city.aged(low, high) if city else None,
        then=before,
        then_when=year_of(then) if then and before is not None else "",
        beside=beside,
        missing="" if value is not None else say(_("年齢ごとの数がありません")),
        url=rows_url(d, m.aged, ages_of(low, high)),
        city_url=rows_url(None, m.aged, ages_of(low, high)),
        then_url=rows_url(d, m.before(m.aged), ages_of(low, high)) if then else "",
    )


def _ahead(m: Material, d: District, way: Outlook) -> Number:
    assert way.pupils is not None  # noqa: S101  asked before
    return Number(
        key="children.ahead_10",
        label=say(_("{}年の5〜14歳"), way.years[2]),
        value=words.rounded(way.pupils[2]),
        unit="人",
        then=way.pupils[0],
        then_when=say(_("{}年"), way.years[0]),
        beside=say(_("いまは{}"), said(round(way.pupils[0]), "人")),
        about=True,
        url=rows_url(d, m.aged, ages_of(5, 14)),
        then_url=rows_url(d, m.aged, ages_of(5, 14)),
    )


def _picture(m: Material, d: District) -> Picture:
    items: list[tuple[str, float | None, str]] = []
    for table, role in (
        (m.aged, "here"),
        (m.before(m.aged), "then"),
        (m.before(m.aged, 10), "then"),
    ):
        people = m.of(table, d)
        if people is not None and people.aged(0, 14) is not None:
            items.append((year_of(people), people.aged(0, 14), role))
    source = source_of(m.of(m.aged, d), m.of(m.before(m.aged), d))
    first, last = items[-1], items[0]
    heading = say(_("15歳未満の子どもは、{}です"), said(last[1] or 0, "人"))
    if len(items) > 1 and first[1]:
        heading = say(
            _("15歳未満の子どもは、{}から{}"), first[0], words.changed(last[1] or 0, first[1])
        )
    return Picture.of(
        Figure(
            heading,
            chart=bars(items[::-1], unit="人", places=0, heads=(say(_("年")), say(_("15歳未満")))),
            reading=say(_("塗りがいま、線だけの棒が前の時点です。")),
            date=source.date,
            source=source.source,
            method=source.method,
        )
    )
