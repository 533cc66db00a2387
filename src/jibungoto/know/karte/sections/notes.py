"""What stands behind the figures: days, sources, withheld counts, how areas were put together."""

from collections import Counter

from django.utils.translation import gettext_noop as _

from jibungoto.know.karte.contents import Fact, Grid, Part
from jibungoto.know.karte.material import Material, day_of
from jibungoto.know.karte.projecting import Impossible
from jibungoto.know.karte.urls_of import extent_url, rows_url
from jibungoto.know.karte.words import among
from jibungoto.know.places.models import District
from jibungoto.ui.saying import day, listed, say


def part(m: Material, d: District) -> Part:
    """The section of one district; always there."""
    texts: list[str] = [
        say(_("「市」は、市全体の値です。割合は、年齢がわからない方を除いて計算しています。")),
        say(
            _(
                "「データなし」は、数がないか公表されていないことを表し、0ではありません。人数の少ない地域では、もとの統計が数を伏せていることがあります。"
            )
        ),
        say(_("「ほぼ同じ」は、割合の差が1ポイント未満、人数の変化が1%未満のときに使っています。")),
    ]
    if not isinstance(m.outlooks, Impossible):
        way = m.outlooks.by_area.get(d.pk)
        texts.append(say(_("将来の人口は、{}による参考値です。"), m.outlooks.method))
        texts += [*m.outlooks.notes, *(way.notes if way else ())]
        if m.outlooks.record:
            texts.append(m.outlooks.record)
    if m.sample:
        texts.append(m.sample)
    return Part(
        key="notes",
        title=say(_("数字の出どころとつくり方")),
        facts=_facts(m, d),
        grids=(_tables(m, d),) if m.tables else (),
        texts=tuple(texts),
    )


def _facts(m: Material, d: District) -> tuple[Fact, ...]:
    found = []
    outline = m.outlines.get(d.pk)
    if outline:
        found.append(
            Fact(
                say(_("地区の境界")), say(_("{}（{}）"), outline.source, day(outline.dated, "long"))
            )
        )
    pieces = m.pieces.get(d.pk, ())
    if pieces:
        names = [
            say(_("{}（{}）"), p.name, f"{p.ratio:.0%}") if p.ratio < 0.995 else p.name
            for p in pieces
        ]
        named = say(_("{}（{}）"), len(pieces), among(names, 40))
        found.append(Fact(say(_("入る町丁・字")), named))
        how = Counter(p.method for p in pieces)
        said = listed(say(_("{} {}"), say(word), n) for word, n in how.most_common())
        found.append(Fact(say(_("町丁・字の決め方")), said, extent_url(d)))
        shared = sum(1 for p in pieces if p.ratio < 0.995)
        if shared:
            found.append(
                Fact(
                    say(_("分けて数えた町丁・字")),
                    say(_("{}（面積などの割合で分けています）"), shared),
                )
            )
    return tuple(found)


def _tables(m: Material, d: District) -> Grid:
    rows, links = [], []
    for table in m.tables:
        here = m.of(table, d)
        if here is None:
            continue
        ages = say(_("あり")) if here.has_ages else say(_("なし"))
        rows.append((day_of(here), here.source, ages, here.made.words()))
        links.append(rows_url(d, table))
    return Grid(
        (say(_("基準日")), say(_("出典")), say(_("年齢別")), say(_("数え方"))),
        tuple(rows),
        title=say(_("使った人口の表")),
        links=tuple(links),
        words=(0, 1, 2, 3),
    )
