"""Figures put into words and pictures, for pages and sections. Reads nothing itself."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jibungoto.ui.charts import Chart, Figure, line, pyramid
from jibungoto.ui.listing import listed, sentences
from jibungoto.ui.saying import Said, day, say, spoken_now
from jibungoto.ui.tags.words import change, era_date, long_date, num, percent
from jibungoto.ui.units import with_unit

from .models import Figure as Stored
from .models import Indicator, Status
from .people import People

REACH = 0.4  # share of the highest value an axis of people shows at least


def key_facts(now: People, then: People | None, city: People | None) -> list[dict[str, Any]]:
    """The few numbers of an area, each with the city's beside it, as `{% stats %}` draws them."""
    unknown = _("この表では数えていません")
    total = now.total
    facts = [
        {
            "label": _("人口"),
            "value": num(total),
            "unit": "人",
            "vs": _since(now, then),
            "missing": "" if total is not None else unknown,
        }
    ]
    for label, low, high in (
        (_("0〜14歳"), 0, 14),
        (_("15〜64歳"), 15, 64),
        (_("65歳以上"), 65, None),
        (_("75歳以上"), 75, None),
    ):
        share = now.share(low, high)
        facts.append(
            {
                "label": label,
                "value": percent(share),
                "vs": _beside(percent(city.share(low, high)) if city else ""),
                "missing": "" if share is not None else _("年齢ごとの数がありません"),
            }
        )
    facts.append(
        {
            "label": _("世帯"),
            "value": num(now.households),
            "unit": "世帯",
            "missing": "" if now.households is not None else unknown,
        }
    )
    each, beside = now.per_household, city.per_household if city else None
    facts.append(
        {
            "label": _("1世帯の人数"),
            "value": num(each, 2),
            "unit": "人",
            "vs": _beside(_("{}人").format(num(beside, 2)) if beside is not None else ""),
            "missing": "" if each is not None else unknown,
        }
    )
    return facts


def _beside(city: str) -> str:
    return _("市は{}").format(city) if city else ""


def _since(now: People, then: People | None) -> str:
    if then is None or not then.total or now.total is None:
        return ""
    return _("{}から{}").format(
        _("{}年").format(then.taken_on.year), change(now.total / then.total - 1)
    )


def pyramid_figure(name: str, now: People, then: People | None, *, level: int = 3) -> Figure:
    """The pyramid of an area, an earlier one as outline where its ages have the same classes."""
    told: dict[str, Any] = {
        "date": era_date(now.taken_on),
        "source": now.source,
        "method": f"{now.method}　{now.words()}",
        "level": level,
    }
    if not now.has_sexes:
        reason = _("男女別・年齢別の数が、もとの表にありません。")
        return Figure(_("年齢のかたち"), missing=reason, **told)
    before = then if then and then.has_sexes and then.classes == now.classes else None
    chart = pyramid(
        _ages(now),
        then=_ages(before) if before else None,
        now_word=long_date(now.taken_on),
        then_word=long_date(before.taken_on) if before else "",
        old_from=next((i for i, c in enumerate(now.classes) if c.low == 65), None),
    )
    return Figure(_finding(now), chart=chart, reading=_reading(name, now, before), **told)


def _ages(people: People) -> list[tuple[str, float, float]]:
    return [
        (age.short, round(m or 0), round(w or 0))
        for age, m, w in zip(people.classes, people.men_by_age, people.women_by_age, strict=True)
    ]


def _finding(now: People) -> str:
    most = max(zip(now.both_by_age, now.classes, strict=True), key=lambda pair: pair[0] or 0)[1]
    said = (
        _("いちばん多いのは{}歳の方です")
        if most.high is not None
        else _("いちばん多いのは{}の方です")
    )
    return said.format(most.label)


def _reading(name: str, now: People, then: People | None) -> str:
    old = now.share(65)
    said = [_("棒が長いほど、その年ごろの人が多いことを表します。")]
    if old is not None:
        said.append(_("{}では、65歳以上の方が{}です。").format(name, percent(old)))
    if then is not None:
        said.append(_("線は{}のかたちです。").format(long_date(then.taken_on)))
    return sentences(said)


def population_line(name: str, people: Sequence[People], *, level: int = 3) -> Figure | None:
    """The people of an area over the years; None with fewer than two dates."""
    days = [p.taken_on for p in people]
    yearly = len({d.year for d in days}) == len(days)
    told = [
        (d.year if yearly else d.year + (d.month - 1) / 12, p.total)
        for d, p in zip(days, people, strict=True)
    ]
    if len([v for _x, v in told if v is not None]) < 2:
        return None
    first, last = people[0], people[-1]
    heading = _("人口の移り変わり")
    if first.total and last.total:
        heading = _("{}年から{}").format(first.taken_on.year, change(last.total / first.total - 1))
    chart = line(
        [(round(x, 2), v) for x, v in told],
        unit="人",
        reach=REACH,
        here_word=name,
        heads=_("年"),
    )
    return Figure(
        heading,
        chart=chart,
        reading=_("基準日ごとの人口を線で結んでいます。縦の目盛りは0から始まっていません。"),
        date=_("{}〜{}").format(era_date(first.taken_on), era_date(last.taken_on)),
        source=listed(dict.fromkeys(p.source for p in people), "・"),
        method=last.made.words(),
        level=level,
    )


def said(indicator: Indicator, figure: Stored | None) -> str:
    """A figure with its unit, or the word for why there is none."""
    if figure is None:
        return str(Status.MISSING.label)
    if figure.value is None:
        return str(Status(figure.status).label)
    return with_unit(num(figure.value, indicator.decimals), indicator.unit)


def period(figure: Stored) -> Said:
    """The day or the days a figure is about."""
    return spoken_now(_period(figure))


def _period(figure: Stored) -> Said:
    if figure.first_on is None:
        return day(figure.last_on)
    if (figure.first_on.month, figure.first_on.day) == (4, 1) and (
        figure.last_on.year - figure.first_on.year,
        figure.last_on.month,
        figure.last_on.day,
    ) == (1, 3, 31):
        return day(figure.first_on, "fiscal")
    return say(gettext_noop("{}〜{}"), day(figure.first_on), day(figure.last_on))


def indicator_line(
    indicator: Indicator, name: str, own: Sequence[Stored], city: Sequence[Stored]
) -> Figure | None:
    """An area's figures over the years with the city's beside; None with fewer than two."""
    here = _series(own)
    if len([v for _x, v in here if v is not None]) < 2:
        return None
    chart: Chart = line(
        here,
        city=_series(city),
        unit=indicator.unit,
        places=indicator.decimals,
        here_word=name,
        city_word=_("市全体") if city else "",
        heads=_("年"),
    )
    last = own[-1]
    return Figure(
        _("{}の移り変わり").format(indicator.name),
        chart=chart,
        reading=_("線が切れているところは、データがない年です。"),
        date=period(last),
        source=listed(dict.fromkeys(f.source for f in own), "・"),
        method=last.method or indicator.definition,
        level=2,
    )


def _series(figures: Sequence[Stored]) -> list[tuple[float, float | None]]:
    return [
        ((f.first_on or f.last_on).year, None if f.value is None else float(f.value))
        for f in figures
    ]
