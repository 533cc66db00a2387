"""What may become of the district: a reference value, with how far such values miss."""

from jibungoto.know.karte import words
from jibungoto.know.karte.contents import Grid, Number, Part, Picture, Source, said
from jibungoto.know.karte.material import Material, source_of, year_of
from jibungoto.know.karte.projecting import Impossible, Outlook, Outlooks
from jibungoto.know.karte.urls_of import population_url, rows_url
from jibungoto.know.places.models import District
from jibungoto.ui.charts import Figure, line, pyramid

SHOWN = 4  # steps drawn: 20 years
AGES = {"old": "65-", "older": "75-", "young": "0-14"}  # of the base table


def part(m: Material, d: District) -> Part:
    """The section of one district."""
    made = m.outlooks
    if isinstance(made, Impossible):
        return Part(key="future", title="これから", missing=made.reason)
    way = made.by_area.get(d.pk)
    if way is None or way.totals[0] < 1:
        return Part(
            key="future",
            title="これから",
            missing="この地区の年齢別の数がないか、一部しか公表されていないため、推計できません。",
        )
    return Part(
        key="future",
        title="これから",
        intro="これまでの動きが続いたらどうなるかを計算した参考値です。"
        "これから何をするかで変わります。",
        reading=_reading(m, d, way, made),
        numbers=numbers(m, d, way, made.by_area.get(None)),
        pictures=tuple(p for p in (_line(m, d, way, made), _pyramid(m, way, made)) if p),
        grids=(_grid(way),),
        texts=_texts(way, made),
        source=_source(m, d, made),
        url=population_url(d),
        more="もとになった人口を見る",
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
            beside = f"いまの{own:.0%}（市は{whole:.0%}）"
        found.append(
            Number(
                key=f"future.total_{step * 5}",
                label=f"{way.years[step]}年の人口",
                value=value,
                unit="人",
                then=now,
                then_when=f"{way.years[0]}年",
                beside=beside,
                about=True,
                url=rows_url(d, m.aged),
            )
        )
    for key, label, name in (
        ("old", "65歳以上", "old"),
        ("older", "75歳以上", "older"),
        ("young", "15歳未満", "young"),
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
        label=f"{way.years[SHOWN]}年の{label}",
        value=value,
        unit="%",
        places=0,
        city=of_city,
        then=own[0] / way.totals[0] * 100 if own else None,
        then_when=f"{way.years[0]}年",
        beside=words.beside_city(value, of_city, places=0),
        about=True,
        missing="" if value is not None else "人数が少ないため、年齢別には示しません",
        url=rows_url(d, m.aged, AGES[key]),
    )


def _reading(m: Material, d: District, way: Outlook, made: Outlooks) -> str:
    later = way.totals[SHOWN]
    text = (
        f"これまでの動きが続くと、{d.name}の人口は{way.years[SHOWN]}年に"
        f"約{said(words.rounded(later), '人')}と見込まれ、"
        f"{words.will_change(way.totals[0], later)}計算です。"
    )
    if way.band:
        low, high = way.band[SHOWN]
        text += (
            f"{said(words.rounded(low))}人から{said(words.rounded(high))}人のあいだに"
            "おさまる見込みが、およそ8割です。"
        )
    elif not made.record:
        text += "前の時点の表がそろっていないため、はずれる幅は示せません。"
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
        here_word=m.named(d),
        heads="年",
    )
    heading = f"20年後は、およそ{said(words.rounded(way.totals[SHOWN]))}人と見込まれます"
    reading = "実線はこれまで、点線はこれまでの動きが続いた場合です。"
    if way.band:
        reading += "帯は、過去に同じ方法で推計したときのはずれ方から見た、8割の確かさの幅です。"
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
        now_word=f"{way.years[SHOWN]}年（推計）",
        then_word=f"{way.years[0]}年",
        old_from=next((n for n, low in enumerate(made.lows) if low == 65), None),
    )
    old = way.old
    heading = f"{way.years[SHOWN]}年の年齢のかたち"
    if old and way.totals[SHOWN]:
        heading = f"{way.years[SHOWN]}年は、65歳以上が約{old[SHOWN] / way.totals[SHOWN]:.0%}です"
    return Picture.of(
        Figure(
            heading,
            chart=chart,
            reading=f"塗りは{way.years[SHOWN]}年の推計、線は{way.years[0]}年の形です。",
            date=f"{made.base_year}年をもとにした推計",
            source=source_of(m.of(m.aged, None)).source,
            method=made.method,
        )
    )


def _short(lows: tuple[int, ...], n: int) -> str:
    return f"{lows[n]}+" if n == len(lows) - 1 else f"{lows[n]}–{lows[n + 1] - 1}"


def _grid(way: Outlook) -> Grid:
    columns = ["年", "総人口", "幅（8割）", "15歳未満", "65歳以上", "75歳以上", "移動がない場合"]
    rows = []
    for step, year in enumerate(way.years):
        about = "約" if step else ""

        def told(values: tuple[float, ...] | None, step: int = step, about: str = about) -> str:
            if values is None:
                return "—"
            value = words.rounded(values[step]) if step else round(values[step])
            return f"{about}{said(value, '人')}"

        width = "—"
        if way.band and step:
            low, high = (words.rounded(v) for v in way.band[step])
            width = f"{said(low)}〜{said(high, '人')}"
        rows.append(
            (
                f"{year}年",
                told(way.totals),
                width,
                told(way.young),
                told(way.old),
                told(way.older),
                told(way.closed),
            )
        )
    return Grid(tuple(columns), tuple(rows), title="5年ごとの見込み")


def _texts(way: Outlook, made: Outlooks) -> tuple[str, ...]:
    found = []
    if way.families is not None:
        families = max(1, round(way.families))
        found.append(
            f"15歳未満の人数を20年後もいまと同じくらいに保つには、子育て世帯（30代前半の夫婦と"
            f"子ども1人）が、毎年およそ{families}世帯多く移り住むことにあたります。"
        )
    if way.stayed and len(way.stayed) > 6:
        at = way.stayed[5]  # 25–29
        found.append(
            f"在地域率：0〜4歳の子ども100人に対して、25〜29歳では{at * 100:.0f}人がこの地区に"
            "くらしている計算です（いまの変化が続いた場合。100より大きいときは、移ってくる人のほうが多いことを表します）。"
        )
    if way.own_error is not None:
        direction = "多く" if way.own_error > 0 else "少なく"
        found.append(
            f"この地区を5年前に同じ方法で推計していたら、{abs(way.own_error):.1f}%{direction}"
            "見込んでいました。"
        )
    if made.record:
        found.append(made.record)
    found.append("「移動がない場合」は、転入も転出もないとしたときの人口（封鎖人口）です。")
    return tuple(found)


def _source(m: Material, d: District, made: Outlooks) -> Source:
    aged = m.of(m.aged, d)
    told = source_of(aged, m.of(m.before(m.aged), d))
    return Source(
        date=f"{year_of(aged)}（基準年）" if aged else "", source=told.source, method=made.method
    )
