"""The manifest of statistics."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.kept import grounded
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.measures import Measure, Period, Row
from jibungoto.kernel.registry import (
    Kind,
    MenuEntry,
    Module,
    Permission,
    Preparation,
    Section,
    Stage,
    Target,
)
from jibungoto.ui.listing import with_note
from jibungoto.ui.tags.words import long_date, num, percent

from . import pictures, selectors
from .census_intake import KIND as CENSUS
from .figures_intake import KIND as FIGURES
from .mapping_intake import KIND as TABLE
from .models import Indicator, Release
from .population_intake import KIND as POPULATION


def population_summary(actor: Actor, district: Any) -> str:
    """How many people live there: one sentence for the wheel."""
    people = selectors.population(district)
    if people is None or people.total is None:
        return ""
    if people.old is None:
        return _("{}人がくらしています。").format(num(people.total))
    return _("{}人がくらし、65歳以上は{}です。").format(num(people.total), percent(people.old))


def population_section(actor: Actor, district: Any) -> Mapping[str, Any] | None:
    """The people of the district, its ages, the city beside."""
    return grounded(f"population:{district.pk if district else ''}", lambda: _people(district))


def _people(district: Any) -> dict[str, Any] | None:
    seen = selectors.overview(district)
    now, then, city = seen.now, seen.then, seen.city
    if now is None:
        return None
    name = district.name if district else _("市全体")
    return {
        "now": now,
        "facts": pictures.key_facts(now, then, city if district else None),
        "made": now.words(),
        "pyramid": pictures.pyramid_figure(name, now, then),
        "url": _population_url(district),
    }


def _population_url(district: Any) -> str:
    if district is None:
        return link("statistics:population_whole")
    return link("statistics:population_district", slug=district.slug)


def indicators_section(actor: Actor, district: Any) -> Mapping[str, Any] | None:
    """Every indicator with the district's newest figure and the city's."""
    return grounded(f"indicators:{district.pk if district else ''}", lambda: _latest(district))


def _latest(district: Any) -> dict[str, Any] | None:
    rows = [
        {
            "indicator": known,
            "url": node_url(known.node) + (f"?district={district.slug}" if district else ""),
            "own": pictures.said(known, own),
            "city": pictures.said(known, city),
            "when": pictures.period(own or city) if own or city else "",  # type: ignore[arg-type]
            "source": (own or city).source if own or city else "",  # type: ignore[union-attr]
        }
        for known, own, city in selectors.latest(district)
        if own or city
    ]
    if not rows:
        return None
    name = district.name if district else _("市全体")
    return {
        "rows": rows,
        "name": name,
        "district": district,
        "url": link("statistics:indicator_list"),
    }


def population_value(area: Any, period: Period) -> float | None:
    """The newest population not after the period's last day."""
    people = selectors.population(area, until=period.last)
    return people.total if people else None


def population_rows(area: Any, period: Period) -> Iterator[Row]:
    """The table the figure was taken from."""
    people = selectors.population(area, until=period.last)
    if people is not None and people.total is not None:
        title = with_note(people.source, people.made.words())
        yield Row(people.taken_on, title, _population_url(area), people.total)


def households_value(area: Any, period: Period) -> float | None:
    """The newest number of households not after the period's last day."""
    people = selectors.population(area, until=period.last)
    return people.households if people else None


def households_rows(area: Any, period: Period) -> Iterator[Row]:
    """The table the figure was taken from."""
    people = selectors.population(area, until=period.last)
    if people is not None and people.households is not None:
        title = with_note(people.source, people.made.words())
        yield Row(people.taken_on, title, _population_url(area), people.households)


_ALL = ["statistics.figure.edit", "statistics.figure.import"]
MODULE = Module(
    app="statistics",
    stage=Stage.KNOW,
    permissions=[
        Permission("statistics.figure.edit", gettext_lazy("指標の数を書きこむ")),
        Permission("statistics.figure.import", gettext_lazy("人口や指標をファイルから取りこむ")),
    ],
    roles={
        "administrator": _ALL,
        "planner": _ALL,
        "department": ["statistics.figure.edit"],
    },
    preparations=[
        Preparation(
            gettext_lazy("人口の表を取りこむ"),
            gettext_lazy(
                "国勢調査や住民基本台帳の表です。全地区の地域カルテと、これからの人口の見込みができます。"
            ),
            rows=lambda: Release.objects.all()[:1],
            permission=POPULATION.permission,
            url_name="intake:kind_use",
            url={"key": POPULATION.key},
            order=20,
        )
    ],
    kinds=[Kind(Indicator.KIND, gettext_lazy("指標"), Stage.KNOW, outcome=False)],
    menu=[
        MenuEntry(gettext_lazy("人口"), "statistics:population_whole", stage=Stage.KNOW, order=20),
        MenuEntry(
            pgettext_lazy("一覧", "指標"), "statistics:indicator_list", stage=Stage.KNOW, order=25
        ),
    ],
    sections=[
        Section(
            key="population",
            stage=Stage.KNOW,
            title=gettext_lazy("くらしている人"),
            template="statistics/section_population.html",
            context=population_section,
            summary=population_summary,
            order=10,
            grounded=True,
        ),
        Section(
            key="indicators",
            stage=Stage.KNOW,
            title=gettext_lazy("まちの指標"),
            template="statistics/section_indicators.html",
            context=indicators_section,
            order=20,
        ),
    ],
    measures=[
        Measure(
            key="statistics.population",
            label=gettext_lazy("人口"),
            unit=gettext_lazy("人"),
            formula=gettext_lazy("期間の終わりの日までで、いちばん新しい人口の表の総人口"),
            value=population_value,
            rows=population_rows,
        ),
        Measure(
            key="statistics.households",
            label=gettext_lazy("世帯数"),
            unit=gettext_lazy("世帯"),
            formula=gettext_lazy("期間の終わりの日までで、いちばん新しい人口の表の世帯数"),
            value=households_value,
            rows=households_rows,
        ),
    ],
    intakes=[POPULATION, CENSUS, TABLE, FIGURES],
    targets=[
        Target("statistics.Release", _("人口の表"), ["register", "taken_on", "source"]),
        Target("statistics.Figure", _("数字"), ["indicator__name", "district__name", "last_on"]),
        Target("statistics.Mapping", _("表の読み方"), ["name"]),
        Target("statistics.ColumnWord", _("列の名前"), ["word"]),
    ],
    events={
        "statistics.release.stored": lambda event: _(
            "人口の数字が新しくなりました（{day}）。"
        ).format(day=long_date(dt.date.fromisoformat(event.data["on"]))),
    },
    actions={
        "statistics.release.store": gettext_lazy("人口の表を入れました"),
        "statistics.release.withdraw": gettext_lazy("人口の表を取り消しました"),
        "statistics.mapping.store": gettext_lazy("表の読み方を決めました"),
        "statistics.mapping.change": gettext_lazy("保存した表の読み方を直しました"),
        "statistics.mapping.remove": gettext_lazy("保存した表の読み方を消しました"),
        "statistics.word.add": gettext_lazy("列の名前の辞書にことばを足しました"),
        "statistics.word.remove": gettext_lazy("列の名前の辞書からことばを消しました"),
        "statistics.indicator.create": gettext_lazy("指標をつくりました"),
        "statistics.indicator.change": gettext_lazy("指標の説明を直しました"),
        "statistics.indicator.remove": gettext_lazy("指標を取り消しました"),
        "statistics.figure.record": gettext_lazy("指標の数を書きこみました"),
        "statistics.figure.remove": gettext_lazy("指標の数を消しました"),
    },
)
