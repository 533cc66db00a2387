"""What may become of the district: a reference value, with how far such values miss."""

from django.utils.translation import gettext_noop as _

from jibungoto.know.karte import words
from jibungoto.know.karte.contents import Grid, Number, Part, Picture, Source, said
from jibungoto.know.karte.material import Material, source_of, year_of
from jibungoto.know.karte.projecting import Impossible, Outlook, Outlooks
from jibungoto.know.karte.urls_of import population_url, rows_url
from jibungoto.know.places.models import District
from jibungoto.know.statistics.pictures import REACH
from jibungoto.ui.charts import Figure, line, pyramid
from jibungoto.ui.saying import say

SHOWN = 4  # steps drawn: 20 years
AGES = {"old": "65-", "older": "75-", "young": "0-14"}  # of the base table


def part(m: Material, d: District) -> Part:
    """The section of one district."""
    made = m.outlooks
    if isinstance(made, Impossible):
        return Part(key="future", title=say(_("これからの人口")), missing=made.reason)
    way = made.by_area.get(d.pk)
    if way is None or way.totals[0] < 1:
        return Part(
            key="future",
            title=say(_("これからの人口")),
            missing=say(
                _("この地区の年齢別の数がないか、一部しか公表されていないため、推計できません。")
            ),
        )
    return Part(
        key="future",
        title=say(_("これからの人口")),
        intro=say(
            _(
                "これまでの動きが続いたらどうなるかを計算した参考値です。これから何をするかで変わります。"
            )
        ),
        reading=_reading(m, d, way, made),
        numbers=numbers(m, d, way, made.by_area.get(None)),
        pictures=tuple(p for p in (_line(m, d, way, made), _pyramid(m, way, made)) if p),
        grids=(_grid(m, d, way),),
        texts=_texts(way, made),
        source=_source(m, d, made),
        url=population_url(d),
        more=say(_("もとになった人口を見る")),
    )


def numbers(m: Material, d: District, way: Outlook, city: Outlook | None) -> tuple[Number, ...]:
    """The people of 10 and 20 years on, and their ages, with the city's beside."""
    found = []
    now = way.totals[0]
    for step in (2, 4):
        value = words.rounded(way.totals[step])
        beside = ""
        if city:
            own, whole = way.totals[step] / now, city.totals[step] / city.totals[0]
            beside = say(_("いまの{}（市は{}）"), f"{own:.0%}", f"{whole:.0%}")
        found.append(
            Number(
                key=f"future.total_{step * 5}",
                label=say(_("{}年の人口"), way.years[step]),
                value=value,
                unit="人",
                then=now,
                then_when=say(_("{}年"), way.years[0]),
                beside=beside,
                about=True,
                url=rows_url(d, m.aged),
                then_url=rows_url(d, m.aged),
            )
        )
    for key, label, name in (
        ("old", say(_("65歳以上")), "old"),
        ("older", say(_("75歳以上")), "older"),
        ("young", say(_("15歳未満")), "young"),
    ):
        found.append(_share(m, d, way, city, key, label, name))
    return tuple(found)


def _share(
    m: Material, d: District, way: Outlook, city: Outlook | None, key: str, label: str, name: str
) -> Number:
    own: tuple[float, ...] | None = getattr(way, name)
    beside = getattr(city, name) if city else None
    value = own[SHOWN] / way.totals[SHOWN] * 100 if own and way.totals[SHOWN] else None
    of_city = beside[SHOWN] / city.totals[SHOWN] * 100 if city and beside else None
    return Number(
        key=f"future.{key}_20",
        label=say(_("{}年の{}"), way.years[SHOWN], label),
        value=value,
        unit="%",
        places=0,
        city=of_city,
        then=own[0] / way.totals[0] * 100 if own else None,
        then_when=say(_("{}年"), way.years[0]),
        beside=words.beside_city(value, of_city, places=0),
        about=True,
        missing="" if value is not None else say(_("人数が少ないため、年齢別には示しません")),
        url=rows_url(d, m.aged, AGES[key]),
        city_url=rows_url(None, m.aged, AGES[key]),
        then_url=rows_url(d, m.aged, AGES[key]),
    )


def _reading(m: Material, d: District, way: Outlook, made: Outlooks) -> str:
    later = way.totals[SHOWN]
    text = say(
        _("これまでの動きが続くと、{}の人口は{}年に約{}と見込まれ、{}計算です。"),
        d.name,
        way.years[SHOWN],
        said(words.rounded(later), "人"),
        words.will_change(way.totals[0], later),
    )
    if way.band:
        low, high = way.band[SHOWN]
        text += say(
            _("{}人から{}人のあいだにおさまる見込みが、およそ8割です。"),
            said(words.rounded(low)),
            said(words.rounded(high)),
        )
    elif not made.record:
        text += say(_("前の時点の表がそろっていないため、はずれる幅は示せません。"))
    return text


def _line(m: Material, d: District, way: Outlook, made: Outlooks) -> Picture:
    tables = [t for t in reversed(m.tables) if t.has_ages and t.register == m.aged.register]  # type: ignore[union-attr]
    past = [(float(p.taken_on.year), p.total) for p in (m.of(t, d) for t in tables) if p]
    past = [(x, v) for x, v in past if x < way.years[0]] + [(float(way.years[0]), way.totals[0])]
    ahead = range(SHOWN + 1)
    chart = line(
        [(x, None if v is None else round(v)) for x, v in past],
        future=[
            (way.years[s], words.rounded(way.totals[s]) if s else round(way.totals[0]))
            for s in ahead
        ],
        band=[(way.years[s], round(way.band[s][0]), round(way.band[s][1])) for s in ahead]
        if way.band
        else (),
        unit="人",
        reach=REACH,
        here_word=m.named(d),
        heads=say(_("年")),
    )
    heading = say(_("20年後は、およそ{}人と見込まれます"), said(words.rounded(way.totals[SHOWN])))
    reading = say(_("実線はこれまで、点線はこれまでの動きが続いた場合です。"))
    if way.band:
        reading += say(
            _("帯は、過去に同じ方法で推計したときのはずれ方から見た、8割の確かさの幅です。")
        )
    reading += say(_("縦の目盛りは0から始まっていません。"))
    source = _source(m, d, made)
    return Picture.of(
        Figure(
            heading,
            chart=chart,
            reading=reading,
            date=source.date,
            source=source.source,
            method=source.method,
        )
    )


def _pyramid(m: Material, way: Outlook, made: Outlooks) -> Picture | None:
    if made.sexes != 2 or way.by_age is None:
        return None

    def rows(step: int) -> list[tuple[str, float, float]]:
        men, women = way.by_age[step]  # type: ignore[index]
        return [
            (_short(made.lows, n), round(a), round(b))
            for n, (a, b) in enumerate(zip(men, women, strict=True))
        ]

    chart = pyramid(
        rows(SHOWN),
        then=rows(0),
        now_word=say(_("{}年（推計）"), way.years[SHOWN]),
        then_word=say(_("{}年"), way.years[0]),
        old_from=next((n for n, low in enumerate(made.lows) if low == 65), None),
    )
    old = way.old
    heading = say(_("{}年の年齢のかたち"), way.years[SHOWN])
    if old and way.totals[SHOWN]:
        heading = say(
            _("{}年は、65歳以上が約{}です"),
            way.years[SHOWN],
            f"{old[SHOWN] / way.totals[SHOWN]:.0%}",
        )
    return Picture.of(
        Figure(
            heading,
            chart=chart,
            reading=say(_("塗りは{}年の推計、線は{}年の形です。"), way.years[SHOWN], way.years[0]),
            date=say(_("{}年をもとにした推計"), made.base_year),
            source=source_of(m.of(m.aged, None)).source,
            method=made.method,
        )
    )


def _short(lows: tuple[int, ...], n: int) -> str:
    return f"{lows[n]}+" if n == len(lows) - 1 else f"{lows[n]}–{lows[n + 1] - 1}"


def _grid(m: Material, d: District, way: Outlook) -> Grid:
    columns = [
        say(_("年")),
        say(_("総人口")),
        say(_("幅（8割）")),
        say(_("15歳未満")),
        say(_("65歳以上")),
        say(_("75歳以上")),
        say(_("移動がない場合")),
    ]
    rows = []
    for step, year in enumerate(way.years):

        def told(values: tuple[float, ...] | None, step: int = step) -> str:
            if values is None:
                return "—"
            if not step:
                return said(round(values[step]), "人")
            return say(_("約{}"), said(words.rounded(values[step]), "人"))

        width = "—"
        if way.band and step:
            low, high = (words.rounded(v) for v in way.band[step])
            width = say(_("{}〜{}"), said(low), said(high, "人"))
        rows.append(
            (
                say(_("{}年"), year),
                told(way.totals),
                width,
                told(way.young),
                told(way.old),
                told(way.older),
                told(way.closed),
            )
        )
    whole, *ages = (
        rows_url(d, m.aged, of) for of in ("", *(AGES[k] for k in ("young", "old", "older")))
    )
    ways = ("", whole, "", *ages, whole)
    return Grid(tuple(columns), tuple(rows), title=say(_("5年ごとの見込み")), ways=ways)


def _texts(way: Outlook, made: Outlooks) -> tuple[str, ...]:
    found: list[str] = []
    if way.families is not None:
        families = max(1, round(way.families))
        found.append(
            say(
                _(
                    "15歳未満の人数を20年後もいまと同じくらいに保つには、子育て世帯（30代前半の夫婦と子ども1人）が、毎年およそ{}世帯多く移り住むことにあたります。"
                ),
                families,
            )
        )
    if way.stayed and len(way.stayed) > 6:
        at = way.stayed[5]  # 25–29
        found.append(
            say(
                _(
                    "在地域率：0〜4歳の子ども100人に対して、25〜29歳では{}人がこの地区にくらしている計算です（いまの変化が続いた場合。100より大きい"
                    "ときは、移ってくる人のほうが多いことを表します）。"
                ),
                f"{at * 100:.0f}",
            )
        )
    if way.own_error is not None:
        missed = _("この地区を5年前に同じ方法で推計していたら、{}%少なく見込んでいました。")
        if way.own_error > 0:
            missed = _("この地区を5年前に同じ方法で推計していたら、{}%多く見込んでいました。")
        found.append(say(missed, f"{abs(way.own_error):.1f}"))
    if made.record:
        found.append(made.record)
    found.append(say(_("「移動がない場合」は、転入も転出もないとしたときの人口（封鎖人口）です。")))
    return tuple(found)


def _source(m: Material, d: District, made: Outlooks) -> Source:
    aged = m.of(m.aged, d)
    told = source_of(aged, m.of(m.before(m.aged), d))
    return Source(
        date=say(_("{}（基準年）"), year_of(aged)) if aged else "",
        source=told.source,
        method=made.method,
    )
