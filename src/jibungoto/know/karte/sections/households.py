"""How people live together: households and their size."""

from typing import Any

from jibungoto.know.karte import words
from jibungoto.know.karte.contents import Number, Part, Picture, said
from jibungoto.know.karte.material import Material, source_of, year_of
from jibungoto.know.karte.urls_of import population_url, rows_url
from jibungoto.know.places.models import District
from jibungoto.ui.charts import Figure, bars

NONE = "世帯の数が、もとの表にありません"


def part(m: Material, d: District) -> Part:
    """The section of one district."""
    here, city = m.of(m.homes, d), m.of(m.homes, None)
    if here is None or here.households is None:
        return Part(
            key="households",
            title="世帯",
            missing=f"{NONE}。世帯数ののった人口の表が入ると、ここに出ます。",
        )
    then = m.of(m.before(m.homes), d) or m.of(m.before(m.homes, 10), d)
    if then is not None and then.households is None:
        then = None
    each, beside = here.per_household, city.per_household if city else None
    text = f"{d.name}には{said(here.households, '世帯')}あります。"
    if then and then.households:
        text += f"{year_of(then)}からは{words.changed(here.households, then.households)}。"
    if each is not None and beside is not None:
        gap = round(each, 2) - round(beside, 2)
        how = (
            "ほぼ同じです" if abs(gap) < 0.05 else f"{'多く' if gap > 0 else '少なく'}なっています"
        )
        text += f"1世帯は平均{said(each, '人', 2)}で、市（{said(beside, '人', 2)}）"
        text += f"と{how}。" if abs(gap) < 0.05 else f"より{how}。"
    return Part(
        key="households",
        title="世帯",
        reading=text,
        numbers=numbers(m, d),
        pictures=(_sizes(m, d, here, city, then),) if each is not None else (),
        source=source_of(here, then),
        url=population_url(d),
        more="もとになった数を見る",
    )


def numbers(m: Material, d: District) -> tuple[Number, ...]:
    """Households and their size."""
    here, city = m.of(m.homes, d), m.of(m.homes, None)
    then = m.of(m.before(m.homes, 10), d) or m.of(m.before(m.homes), d)
    value = here.households if here else None
    before = then.households if then else None
    each = here.per_household if here else None
    beside = city.per_household if city else None
    url = rows_url(d, m.homes, "households")
    size = f"1世帯 {said(each, '人', 2)}" if each is not None else ""
    if size and beside is not None:
        size += f"（市は{said(beside, '人', 2)}）"
    return (
        Number(
            key="households.total",
            label="世帯",
            value=value,
            unit="世帯",
            city=city.households if city else None,
            then=before,
            then_when=year_of(then) if then and before is not None else "",
            beside=size,
            missing="" if value is not None else NONE,
            url=url,
        ),
        Number(
            key="households.size",
            label="1世帯の人数",
            value=each,
            unit="人",
            places=2,
            city=beside,
            then=then.per_household if then else None,
            then_when=year_of(then) if then and then.per_household is not None else "",
            beside=words.beside_city(each, beside, unit="人", places=2),
            missing="" if each is not None else NONE,
            url=url,
        ),
    )


def _sizes(m: Material, d: District, here: Any, city: Any, then: Any) -> Picture:
    items: list[tuple[str, float | None, str]] = [
        (f"{m.named(d)} {year_of(here)}", here.per_household, "here")
    ]
    if then is not None and then.per_household is not None:
        items.append((f"{m.named(d)} {year_of(then)}", then.per_household, "then"))
    if city is not None and city.per_household is not None:
        items.append((f"{m.city} {year_of(city)}", city.per_household, "city"))
    source = source_of(here, then)
    heading = f"1世帯の人数は、平均{said(here.per_household, '人', 2)}です"
    if then is not None and then.per_household is not None:
        gap = here.per_household - then.per_household
        if abs(gap) >= 0.05:
            how = "増えました" if gap > 0 else "減りました"
            heading = f"1世帯の人数は、{year_of(then)}から{said(abs(gap), '人', 2)}{how}"
    return Picture.of(
        Figure(
            heading,
            chart=bars(items, unit="人", places=2, heads=("地区・年", "1世帯の人数")),
            reading="総人口を世帯数で割った人数です。",
            date=source.date,
            source=source.source,
            method=source.method,
        )
    )
