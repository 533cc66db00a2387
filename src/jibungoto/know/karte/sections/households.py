"""How people live together: households and their size."""

from typing import Any

from django.utils.translation import gettext_noop as _

from jibungoto.know.karte import words
from jibungoto.know.karte.contents import Number, Part, Picture, said
from jibungoto.know.karte.material import Material, source_of, year_of
from jibungoto.know.karte.urls_of import population_url, rows_url
from jibungoto.know.places.models import District
from jibungoto.ui.charts import Figure, bars
from jibungoto.ui.saying import say

from . import living

NONE = say(_("世帯の数が、もとの表にありません"))


def part(m: Material, d: District) -> Part:
    """The section of one district."""
    here, city = m.of(m.homes, d), m.of(m.homes, None)
    if here is None or here.households is None:
        return Part(
            key="households",
            title=say(_("世帯")),
            missing=say(_("{}。世帯数ののった人口の表が入ると、ここに出ます。"), NONE),
        )
    then = m.of(m.before(m.homes), d) or m.of(m.before(m.homes, 10), d)
    if then is not None and then.households is None:
        then = None
    each, beside = here.per_household, city.per_household if city else None
    text = say(_("{}には{}あります。"), d.name, said(here.households, "世帯"))
    if then and then.households:
        text += say(
            _("{}からは{}。"), year_of(then), words.changed(here.households, then.households)
        )
    if each is not None and beside is not None:
        gap = round(each, 2) - round(beside, 2)
        if abs(gap) < 0.05:
            how = _("1世帯は平均{}で、市（{}）とほぼ同じです。")
        elif gap > 0:
            how = _("1世帯は平均{}で、市（{}）より多くなっています。")
        else:
            how = _("1世帯は平均{}で、市（{}）より少なくなっています。")
        text += say(how, said(each, "人", 2), said(beside, "人", 2))
    return Part(
        key="households",
        title=say(_("世帯")),
        reading=text,
        numbers=numbers(m, d),
        pictures=(_sizes(m, d, here, city, then),) if each is not None else (),
        grids=tuple(g for g in (living.grid(m, d),) if g),
        source=source_of(here, then),
        url=population_url(d),
        more=say(_("もとになった数を見る")),
    )


def numbers(m: Material, d: District) -> tuple[Number, ...]:
    """Households and their size."""
    here, city = m.of(m.homes, d), m.of(m.homes, None)
    earlier = m.before(m.homes, 10) if m.of(m.before(m.homes, 10), d) else m.before(m.homes)
    then = m.of(earlier, d)
    value = here.households if here else None
    before = then.households if then else None
    each = here.per_household if here else None
    beside = city.per_household if city else None
    url, city_url = (rows_url(one, m.homes, "households") for one in (d, None))
    then_url = rows_url(d, earlier, "households") if then else ""
    size = say(_("1世帯 {}"), said(each, "人", 2)) if each is not None else ""
    if size and beside is not None:
        size = say(_("{}（市は{}）"), size, said(beside, "人", 2))
    return (
        Number(
            key="households.total",
            label=say(_("世帯")),
            value=value,
            unit="世帯",
            city=city.households if city else None,
            then=before,
            then_when=year_of(then) if then and before is not None else "",
            beside=size,
            missing="" if value is not None else NONE,
            url=url,
            city_url=city_url,
            then_url=then_url,
        ),
        Number(
            key="households.size",
            label=say(_("1世帯の人数")),
            value=each,
            unit="人",
            places=2,
            city=beside,
            then=then.per_household if then else None,
            then_when=year_of(then) if then and then.per_household is not None else "",
            beside=words.beside_city(each, beside, unit="人", places=2),
            missing="" if each is not None else NONE,
            url=url,
            city_url=city_url,
            then_url=then_url,
        ),
    )


def _sizes(m: Material, d: District, here: Any, city: Any, then: Any) -> Picture:
    items: list[tuple[str, float | None, str]] = [
        (say(_("{} {}"), m.named(d), year_of(here)), here.per_household, "here")
    ]
    if then is not None and then.per_household is not None:
        items.append((say(_("{} {}"), m.named(d), year_of(then)), then.per_household, "then"))
    if city is not None and city.per_household is not None:
        items.append((say(_("{} {}"), m.city, year_of(city)), city.per_household, "city"))
    source = source_of(here, then)
    heading = say(_("1世帯の人数は、平均{}です"), said(here.per_household, "人", 2))
    if then is not None and then.per_household is not None:
        gap = here.per_household - then.per_household
        if abs(gap) >= 0.05:
            how = say(_("増えました")) if gap > 0 else say(_("減りました"))
            heading = say(
                _("1世帯の人数は、{}から{}{}"), year_of(then), said(abs(gap), "人", 2), how
            )
    return Picture.of(
        Figure(
            heading,
            chart=bars(
                items, unit="人", places=2, heads=(say(_("地区・年")), say(_("1世帯の人数")))
            ),
            reading=say(_("総人口を世帯数で割った人数です。")),
            date=source.date,
            source=source.source,
            method=source.method,
        )
    )
