"""Indicators of plans as figures: what was, what is aimed at, and where it leads."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jibungoto.japan.eras import year_with_era
from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import clock
from jibungoto.ui.charts import Figure, Table, line
from jibungoto.ui.languages import is_japanese
from jibungoto.ui.listing import listed, with_note
from jibungoto.ui.tags.words import era_year, fiscal_year, num
from jibungoto.ui.units import with_unit

from .models import IndicatorValue, PlanIndicator
from .standing import in_force, reached

Role = IndicatorValue.Role
_FEWEST = 3  # actuals a trend is drawn from


def indicator_figure(indicator: PlanIndicator, values: Sequence[IndicatorValue]) -> Figure:
    """The whole of an indicator: baseline, targets, actuals, a forecast, its table and sources.

    `values` are all of it, corrections included; a correction takes the place of what it corrects.
    """
    shown = in_force(values)
    been = [v for v in shown if v.role != Role.TARGET and v.value is not None]
    aims = [v for v in shown if v.role == Role.TARGET and v.value is not None]
    heading = _heading(indicator, been, aims)
    sources = dict.fromkeys([indicator.source, *(v.source for v in shown)])
    source = listed(filter(None, sources), "・")
    method = indicator.formula or _("計画に書かれた値です。")
    if len(been) + len(aims) < 2:
        why = (
            _("値がまだ一つしか登録されていません。") if been or aims else _("値がまだありません。")
        )
        return Figure(heading, None, missing=why, source=source, method=method)
    ahead = forecast(been, aims)
    chart = line(
        [(v.year, float(v.value or 0)) for v in been],
        city=[(v.year, float(v.value or 0)) for v in _path(shown)],
        city_word=_("目標までの道すじ"),
        targets=[(v.year, float(v.value or 0)) for v in aims],
        future=[(been[-1].year, float(been[-1].value or 0)), ahead] if ahead else (),
        unit=indicator.unit,
        places=indicator.decimals,
        here_word=_("実績"),
        heads=_("年"),
    )
    chart = replace(chart, table=_table(indicator, values))
    last = been[-1] if been else aims[0]
    return Figure(
        heading,
        chart=chart,
        reading=_("太い線は実績、点の線は目標までの道すじ、ひし形は目標です。"),
        date=_year(last),
        source=source,
        method=method,
        notes=[_told(indicator, ahead, aims)] if ahead else (),
    )


def _path(shown: Sequence[IndicatorValue]) -> list[IndicatorValue]:
    """The way the plan goes: from its baseline through all its targets."""
    way = [v for v in shown if v.role != Role.ACTUAL and v.value is not None]
    return way if len(way) > 1 else []


def is_over(aim: IndicatorValue) -> bool:
    """Whether the year of a target has passed: nobody aims at it any more."""
    today = clock.today()
    return aim.year < (FiscalYear.of(today).year if aim.is_fiscal else today.year)


def forecast(
    been: Sequence[IndicatorValue], aims: Sequence[IndicatorValue]
) -> tuple[float, float] | None:
    """(year, value) at the next target if the straight line through what was goes on; or None.

    Ordinary least squares over all actuals and the baseline, three at least.
    """
    if len(been) < _FEWEST:
        return None
    ahead = [a.year for a in aims if a.year > been[-1].year and not is_over(a)]
    if not ahead:
        return None
    xs = [v.year for v in been]
    ys = [float(v.value or 0) for v in been]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread
    return float(ahead[0]), mean_y + slope * (ahead[0] - mean_x)


def _heading(
    indicator: PlanIndicator, been: Sequence[IndicatorValue], aims: Sequence[IndicatorValue]
) -> str:
    if not been or not aims:
        return indicator.name
    now, aim = been[-1], next((a for a in aims if a.year >= been[-1].year), aims[-1])
    met = len(been) > 1 and reached(indicator, float(now.value or 0), float(aim.value or 0))
    if not met and is_over(aim):
        aim = next((a for a in aims if not is_over(a)), aims[-1])
    said = {
        "name": indicator.name,
        "now": with_unit(num(now.value, indicator.decimals), indicator.unit),
        "goal": with_unit(num(aim.value, indicator.decimals), indicator.unit),
        "year": aim.year,
    }
    if met:
        return _("{name}は{now}。{year}年の目標（{goal}）に届いています").format(**said)
    if is_over(aim):
        return _("{name}は{now}。{year}年の目標は{goal}でした").format(**said)
    return _("{name}は{now}。{year}年に{goal}をめざします").format(**said)


def _told(
    indicator: PlanIndicator, ahead: tuple[float, float], aims: Sequence[IndicatorValue]
) -> str:
    aim = next(a for a in aims if a.year == ahead[0])
    said = {
        "year": int(ahead[0]),
        "value": with_unit(num(ahead[1], indicator.decimals), indicator.unit),
        "goal": with_unit(num(aim.value, indicator.decimals), indicator.unit),
    }
    if reached(indicator, ahead[1], float(aim.value or 0)):
        return _(
            "これまでの変わり方（直線のあてはめ）が続くと、{year}年に約{value}となり、"
            "目標の{goal}に届く見込みです。"
        ).format(**said)
    return _(
        "これまでの変わり方（直線のあてはめ）が続くと、{year}年に約{value}で、"
        "目標の{goal}に届かない見込みです。"
    ).format(**said)


def _table(indicator: PlanIndicator, values: Sequence[IndicatorValue]) -> Table:
    corrected = {v.corrects_id for v in values if v.corrects_id}
    roles, statuses = _words_of(IndicatorValue.Role), _words_of(IndicatorValue.Status)
    rows = []
    for v in values:
        said = with_unit(num(v.value, indicator.decimals), indicator.unit) or v.words
        kind = v.label or roles.get(v.role, v.role)
        if v.pk in corrected:
            kind += _("（訂正前）")
        elif v.corrects_id:
            kind += _("（訂正）")
        elif v.role == Role.ACTUAL:
            kind = with_note(kind, statuses.get(v.status, v.status))
        rows.append((_year(v), kind, said))
    return Table((_("年"), _("種類"), _("値")), rows)


def _words_of(choices: type[TextChoices]) -> dict[str, str]:
    """What each choice is called, looked up once for a whole table."""
    return {value: str(label) for value, label in choices.choices}


def _year(value: IndicatorValue) -> str:
    """The year as the document writes it, with the era that came to be: 平成34年（令和4年）."""
    if value.is_fiscal:
        return fiscal_year(value.year)
    if value.written and is_japanese(get_language()):
        return year_with_era(value.year, written=value.written)
    return era_year(value.year)
