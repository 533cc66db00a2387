"""Who lives here: people, classes of age, the pyramid at two dates, the way so far."""

from typing import Any

from django.utils.translation import gettext_noop as _

from jibungoto.know.karte import words
from jibungoto.know.karte.contents import Number, Part, Picture, said
from jibungoto.know.karte.material import Material, day_of, percent, source_of, year_of
from jibungoto.know.karte.urls_of import ages_of, population_url, rows_url
from jibungoto.know.places.models import District
from jibungoto.know.statistics.people import People
from jibungoto.know.statistics.pictures import REACH
from jibungoto.ui.charts import Figure, line, pyramid, stacked
from jibungoto.ui.saying import listed, say

CLASSES = (
    ("young", say(_("15歳未満")), 0, 14),
    ("working", say(_("15〜64歳")), 15, 64),
    ("old", say(_("65歳以上")), 65, None),
    ("older", say(_("75歳以上")), 75, None),
    ("oldest", say(_("85歳以上")), 85, None),
)
NO_AGES = say(_("年齢ごとの数が、もとの表にありません"))


def part(m: Material, d: District) -> Part:
    """The section of one district."""
    now = m.of(m.now, d)
    aged = m.of(m.aged, d)
    people = now or aged
    if people is None or people.total is None:
        return Part(
            key="population",
            title=say(_("人口")),
            missing=say(
                _(
                    "この地区の人口は、まだ入っていません。町丁・字ごとの人口の表と、どの町丁・字がこの地区に入るかの表がそろうと、ここに出ます。"
                )
            ),
        )
    then = m.of(m.before(m.aged), d)
    return Part(
        key="population",
        title=say(_("人口")),
        reading=_reading(m, d, people, aged),
        numbers=numbers(m, d),
        pictures=tuple(
            p for p in (_pyramid(m, d, aged, then), _classes(m, d, aged, then), _line(m, d)) if p
        ),
        source=source_of(people, aged if aged is not people else None),
        url=population_url(d),
        more=say(_("人口をくわしく見る")),
    )


def numbers(m: Material, d: District) -> tuple[Number, ...]:
    """Total, change, density and the shares of age, each with the city's and an earlier date's."""
    now, city = m.of(m.now, d), m.of(m.now, None)
    five, ten = m.of(m.before(m.now), d), m.of(m.before(m.now, 10), d)
    url = rows_url(d, m.now)
    found = [total(m, d)]
    for key, years, earlier in (("five", 5, five), ("ten", 10, ten)):
        found.append(_change(m, d, f"population.{key}", years, now, earlier, url))
    area = area_of(d)
    density = now.total / area if now and now.total is not None and area else None
    land = sum(area_of(one) or 0 for one in m.districts)
    found.append(
        Number(
            key="population.density",
            label=say(_("人口密度")),
            value=density,
            unit="人／km²",
            city=city.total / land if city and city.total and land else None,
            missing="" if density is not None else say(_("地区の面積がまだわかりません")),
            url=url,
            city_url=rows_url(None, m.now),
        )
    )
    return (*found, *shares(m, d))


def area_of(d: District) -> float | None:
    """Square kilometres, where the boundary is known (annotated by places.selectors)."""
    found: float | None = getattr(d, "area_km2", None)
    return found


def total(m: Material, d: District) -> Number:
    """The people of the district."""
    now, city = m.of(m.now, d), m.of(m.now, None)
    earlier = m.before(m.now, 10) if m.of(m.before(m.now, 10), d) else m.before(m.now)
    then = m.of(earlier, d)
    number = now.total if now else None
    beside = ""
    if number is not None and then and then.total:
        beside = say(_("{}より {}"), year_of(then), words.change_short(number, then.total))
    return Number(
        key="population.total",
        label=say(_("総人口")),
        value=number,
        unit="人",
        city=city.total if city else None,
        then=then.total if then else None,
        then_when=year_of(then) if then else "",
        beside=beside,
        missing="" if number is not None else say(_("この地区の人口は、まだ入っていません")),
        url=rows_url(d, m.now),
        city_url=rows_url(None, m.now),
        then_url=rows_url(d, earlier) if then else "",
    )


def shares(m: Material, d: District) -> tuple[Number, ...]:
    """The shares of the classes of age."""
    aged, city = m.of(m.aged, d), m.of(m.aged, None)
    then = m.of(m.before(m.aged), d)
    found = []
    for key, label, low, high in CLASSES:
        value = percent(aged.share(low, high)) if aged else None
        if key == "oldest" and value is None:
            continue
        beside = percent(city.share(low, high)) if city else None
        found.append(
            Number(
                key=f"population.{key}",
                label=label,
                value=value,
                unit="%",
                places=1,
                city=beside,
                then=percent(then.share(low, high)) if then else None,
                then_when=year_of(then) if then else "",
                beside=words.beside_city(value, beside),
                missing="" if value is not None else NO_AGES,
                url=rows_url(d, m.aged, ages_of(low, high)),
                city_url=rows_url(None, m.aged, ages_of(low, high)),
                then_url=rows_url(d, m.before(m.aged), ages_of(low, high)) if then else "",
            )
        )
    return tuple(found)


def _change(
    m: Material,
    d: District,
    key: str,
    years: int,
    now: People | None,
    then: People | None,
    url: str,
) -> Number:
    city, city_then = m.of(m.now, None), m.of(m.before(m.now, years), None)
    value = (
        (now.total / then.total - 1) * 100 if now and then and now.total and then.total else None
    )
    beside = None
    if city and city_then and city.total and city_then.total:
        beside = (city.total / city_then.total - 1) * 100
    since = say(_("{}からの"), year_of(then)) if then else say(_("{}年間の"), years)
    return Number(
        key=key,
        label=say(_("{}増減"), since),
        value=value,
        unit="%",
        places=1,
        city=beside,
        signed=True,
        beside=words.beside_city(value, beside),
        missing="" if value is not None else say(_("{}年ほど前の表が、まだありません"), years),
        url=url,
        city_url=rows_url(None, m.now),
    )


def _reading(m: Material, d: District, now: People, aged: People | None) -> str:
    then = m.of(m.before(m.now, 10), d) or m.of(m.before(m.now), d)
    text = say(
        _("{}には{}がくらしています（{}）。"), d.name, said(now.total or 0, "人"), day_of(now)
    )
    if then and then.total and now.total:
        text += say(_("{}からは{}。"), year_of(then), words.changed(now.total, then.total))
    city = m.of(m.aged, None)
    old, beside = (
        percent(aged.share(65)) if aged else None,
        percent(city.share(65)) if city else None,
    )
    if old is not None and beside is not None:
        text += say(
            _("65歳以上の方は{}で、{}です。"), said(old, "%", 1), words.against_city(old, beside)
        )
    young = percent(aged.share(0, 14)) if aged else None
    beside = percent(city.share(0, 14)) if city else None
    if young is not None and beside is not None:
        text += say(
            _("15歳未満は{}で、{}です。"), said(young, "%", 1), words.against_city(young, beside)
        )
    return text


def _pyramid(m: Material, d: District, aged: People | None, then: People | None) -> Picture:
    if aged is None or not aged.has_ages:
        return Picture(
            say(_("年齢のかたち")),
            missing=say(_("{}。"), NO_AGES),
            source=source_of(aged or m.of(m.now, d)),
        )
    before = then if then and then.has_ages and then.classes == aged.classes else None
    if not aged.has_sexes:
        return _by_age(aged, before)
    before = before if before and before.has_sexes else None
    chart = pyramid(
        _rows(aged),
        then=_rows(before) if before else None,
        now_word=year_of(aged),
        then_word=year_of(before) if before else "",
        old_from=next((i for i, c in enumerate(aged.classes) if c.low == 65), None),
    )
    reading = say(_("中央から左が男性、右が女性です。"))
    if before:
        reading += say(
            _("線は{}の形です。線より内側にへこんだ年代は、人が減りました。"), year_of(before)
        )
    return Picture.of(
        Figure(_most(aged), chart=chart, reading=reading, **_about(aged, before)),
    )


def _rows(people: People) -> list[tuple[str, float, float]]:
    return [
        (c.short, round(a or 0), round(b or 0))
        for c, a, b in zip(people.classes, people.men_by_age, people.women_by_age, strict=True)
    ]


def _most(people: People) -> str:
    """The finding: which closed class holds the most people."""
    both = list(zip(people.both_by_age, people.classes, strict=True))
    closed = [(n or 0, c) for n, c in both if c.high is not None]
    most = max(closed, key=lambda one: one[0])[1]
    return say(_("{}歳が、いちばん多い年代です"), listed((str(most.low), str(most.high)), "〜"))


def _by_age(aged: People, before: People | None) -> Picture:
    """Without sexes: ages as bars from the youngest, in classes of ten years."""
    from jibungoto.ui.charts import bars

    items: list[tuple[str, float | None, str]] = []
    lows = [c.low for c in aged.classes]
    tens = [low for low in lows if low % 10 == 0 and low <= 80]
    for low in tens:
        high = low + 9 if low + 10 in lows and low < 80 else None
        label = say(_("{}〜{}歳"), low, low + 9) if high is not None else say(_("{}歳以上"), low)
        items.append((label, aged.aged(low, high), "here"))
        if high is None:
            break
    chart = bars(items, unit="人", places=0, heads=(say(_("年齢")), year_of(aged)))
    reading = say(_("男女別の数がもとの表にないため、男女を合わせて10歳ごとに並べています。"))
    return Picture.of(Figure(_most(aged), chart=chart, reading=reading, **_about(aged, before)))


def _classes(m: Material, d: District, aged: People | None, then: People | None) -> Picture | None:
    if aged is None or aged.share(0, 14) is None:
        return None
    city = m.of(m.aged, None)
    named = [(say(_("{} {}"), m.named(d), year_of(aged)), aged)]
    if then is not None and then.share(0, 14) is not None:
        named.append((say(_("{} {}"), m.named(d), year_of(then)), then))
    if city is not None and city.share(0, 14) is not None:
        named.append((say(_("{} {}"), m.city, year_of(city)), city))
    parts: tuple[tuple[str, int, int | None], ...] = (
        (say(_("15歳未満")), 0, 14),
        (say(_("15〜64歳")), 15, 64),
        (say(_("65〜74歳")), 65, 74),
        (say(_("75歳以上")), 75, None),
    )
    fits = all(p.share(a, b) is not None for _n, p in named for _w, a, b in parts)
    if not fits:
        parts = (
            (say(_("15歳未満")), 0, 14),
            (say(_("15〜64歳")), 15, 64),
            (say(_("65歳以上")), 65, None),
        )
    rows = [
        (name, [round((p.share(a, b) or 0) * 100, 1) for _w, a, b in parts]) for name, p in named
    ]
    inks = ("then", "here-soft", "city", "here") if fits else ("then", "here-soft", "here")
    chart = stacked(
        rows, list(zip((w for w, _a, _b in parts), inks, strict=True)), places=1, head=""
    )
    return Picture.of(
        Figure(
            say(_("年齢の割合を、市と並べて見る")),
            chart=chart,
            reading=say(_("帯の長さが、その年代の割合を表します。")),
            **_about(aged, then if len(named) > 2 else None),
        )
    )


def _line(m: Material, d: District) -> Picture | None:
    if m.now is None:
        return None
    tables = [t for t in reversed(m.tables) if t.register == m.now.register]
    people = [p for p in (m.of(t, d) for t in tables) if p is not None and p.total is not None]
    if len(people) < 3:
        return None  # two dates stand in the figures above
    yearly = len({p.taken_on.year for p in people}) == len(people)
    chart = line(
        [
            (p.taken_on.year if yearly else round(p.taken_on.year + (p.taken_on.month - 1) / 12, 2),
             round(p.total or 0))
            for p in people
        ],
        unit="人",
        reach=REACH,
        here_word=m.named(d),
        heads=say(_("年")),
    )  # fmt: skip
    first, last = people[0], people[-1]
    heading = say(_("{}から{}"), year_of(first), words.changed(last.total or 0, first.total or 1))
    return Picture.of(
        Figure(
            heading,
            chart=chart,
            reading=say(
                _("基準日ごとの人口を線で結んでいます。縦の目盛りは0から始まっていません。")
            ),
            **_about(last, first),
        )
    )


def _about(people: People, before: People | None) -> dict[str, Any]:
    source = source_of(people, before)
    return {"date": source.date, "source": source.source, "method": source.method}
