"""Among the other districts: the field of all of them, and those most like this one. No ranks."""

from functools import lru_cache

from django.utils.translation import gettext_noop as _

from jibungoto.know.karte.contents import Grid, Part, Picture, said
from jibungoto.know.karte.likeness import WORDS, WORDS_NO_CHANGE, Traits, most_like, with_change
from jibungoto.know.karte.material import Material, percent, source_of, year_of
from jibungoto.know.karte.urls_of import karte_url
from jibungoto.know.places.models import District
from jibungoto.know.statistics.people import People
from jibungoto.ui.charts import Figure, quadrants
from jibungoto.ui.saying import joined, listed, say

Spot = tuple[float, float]


def part(m: Material, d: District) -> Part:
    """The section of one district."""
    points = field_of(m)
    mine = _spot(m.of(m.aged, d))
    if len(points) < 3 or mine is None:
        return Part(
            key="standing",
            title=say(_("ほかの地区とともに")),
            missing=say(_("年齢別の数がある地区が3つ以上そろうと、ここに出ます。")),
        )
    alike = _alike(m, d)
    names = listed((o.name for o in alike), "・")
    text = _where(m, d, mine)
    if alike:
        text += say(
            _(
                "年齢のかたちとその変わり方がよく似ているのは、{}です。同じことに取り組んでいるかもしれません。話を聞いてみませんか。"
            )
            if with_change(traits(m))
            else _(
                "年齢のかたちがよく似ているのは、{}です。同じことに取り組んでいるかもしれません。話を聞いてみませんか。"
            ),
            names,
        )
    return Part(
        key="standing",
        title=say(_("ほかの地区とともに")),
        reading=text,
        pictures=(field(m, d),),
        grids=(_grid(m, d, alike),) if alike else (),
        texts=(WORDS if with_change(traits(m)) else WORDS_NO_CHANGE,) if alike else (),
        source=source_of(m.of(m.aged, d), m.of(m.before(m.aged), d)),
    )


def field(m: Material, d: District | None) -> Picture:
    """The scatter, with one district in ink or, for the city's page, none."""
    points = field_of(m)
    now, then = m.of(m.aged, d), m.of(m.before(m.aged), d)
    before = _spot(then) if d is not None else None
    mine = _spot(now) if d is not None else None
    # An arrow too short to be seen says that little moved: the table tells.
    chart = quadrants(
        points,
        here=m.named(d) if d else "",
        then=before if before and mine else None,
        city=_spot(m.of(m.aged, None)),
        x_word=say(_("65歳以上")),
        y_word=say(_("15歳未満")),
        then_word=say(_("{}からの動き"), year_of(then)) if then else "",
        city_word=m.city,
        head=say(_("地区")),
    )
    heading = say(_("年齢のかたちで見た、地区のひろがり"))
    if d is not None and mine is not None:
        heading = say(_("{}は、{}"), d.name, _quarter(m, mine))
    source = source_of(m.of(m.aged, None), m.of(m.before(m.aged), None))
    reading = say(_("右へ行くほど65歳以上の割合が、上へ行くほど15歳未満の割合が高い地区です。"))
    if before:
        reading += say(_("線は、この地区の前の時点からの動きです。"))
    return Picture.of(
        Figure(
            heading,
            chart=chart,
            reading=reading + say(_("点線は市全体です。順位を競うための図ではありません。")),
            date=source.date,
            source=source.source,
            method=say(_("年齢がわからない人を除いた割合")),
        )
    )


@lru_cache(maxsize=4)
def field_of(m: Material) -> tuple[tuple[str, float, float], ...]:
    """Where each district stands: name, 65+ and under 15 in percent."""
    found = ((m.named(d), _spot(m.of(m.aged, d))) for d in m.districts)
    return tuple((name, *spot) for name, spot in found if spot)


@lru_cache(maxsize=4)
def traits(m: Material) -> dict[int, Traits]:
    """What likeness is measured by, by district id."""
    found: dict[int, Traits] = {}
    earlier = m.before(m.aged)
    for d in m.districts:
        now, then = m.of(m.aged, d), m.of(earlier, d)
        if now is None or not now.total:
            continue
        young, old, older = now.share(0, 14), now.share(65, 74), now.share(75)
        if young is None or old is None or older is None:
            continue
        change = now.total / then.total - 1 if then and then.total else None
        found[d.pk] = Traits(young, old, older, change)
    return found


def _alike(m: Material, d: District) -> list[District]:
    number = 3 if len(m.districts) < 30 else 5
    if len(m.districts) < 6:
        number = 1
    by_id = {one.pk: one for one in m.districts}
    return [by_id[pk] for pk in most_like(traits(m), d.pk, number)]


def _spot(people: People | None) -> Spot | None:
    if people is None:
        return None
    old, young = percent(people.share(65)), percent(people.share(0, 14))
    return None if old is None or young is None else (round(old, 2), round(young, 2))


def _quarter(m: Material, mine: Spot) -> str:
    city = _spot(m.of(m.aged, None))
    if city is None:
        return say(_("図のこの位置にあります"))
    across, up = mine[0] - city[0], mine[1] - city[1]
    if abs(across) < 1 and abs(up) < 0.5:
        return say(_("市全体とよく似た年齢のかたちです"))
    old = (
        say(_("高齢の方の割合が高く"))
        if across >= 1
        else say(_("高齢の方の割合が低く"))
        if across <= -1
        else ""
    )
    young = (
        say(_("子どもの割合が高い"))
        if up >= 0.5
        else say(_("子どもの割合が低い"))
        if up <= -0.5
        else ""
    )
    if old and young:
        return say(_("市より{}、{}側にあります"), old, young)
    if old:
        return say(
            _("市より高齢の方の割合が高い側にあります")
            if across >= 1
            else _("市より高齢の方の割合が低い側にあります")
        )
    return say(_("市より{}側にあります"), young)


def _where(m: Material, d: District, mine: Spot) -> str:
    return say(
        _("{}は65歳以上が{}、15歳未満が{}です。"),
        d.name,
        said(mine[0], "%", 1),
        said(mine[1], "%", 1),
    )


def _grid(m: Material, d: District, alike: list[District]) -> Grid:
    earlier = m.before(m.aged)
    then_word = m.of(earlier, None)
    columns = [
        say(_("地区")),
        say(_("総人口")),
        say(_("15歳未満")),
        say(_("65歳以上")),
        say(_("75歳以上")),
    ]
    if then_word:
        columns.append(say(_("{}から"), year_of(then_word)))
    rows = []
    for one in [d, *alike]:
        now, then = m.of(m.aged, one), m.of(earlier, one)
        assert now is not None  # noqa: S101  chosen by its ages
        row = [one.name, said(now.total or 0, "人")]
        row += [
            said((now.share(a, b) or 0) * 100, "%", 1) for a, b in ((0, 14), (65, None), (75, None))
        ]
        if then_word:
            known = then is not None and then.total and now.total
            row.append(_signed((now.total / then.total - 1) * 100) if known else "—")  # type: ignore[operator,union-attr]
        rows.append(tuple(row))
    return Grid(
        tuple(columns),
        tuple(rows),
        title=say(_("年齢のかたちがよく似ている地区")),
        here=0,
        links=("", *(karte_url(one) for one in alike)),
    )


def _signed(value: float) -> str:
    return joined("+" if round(value, 1) > 0 else "", said(value, "%", 1))
