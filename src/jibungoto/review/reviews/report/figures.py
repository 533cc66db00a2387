"""The charts of a report's indicators, drawn from what was frozen."""

from decimal import Decimal

from jibungoto.decide.plans.models import IndicatorValue, PlanIndicator
from jibungoto.decide.plans.pictures import indicator_figure
from jibungoto.ui.charts import Figure

from .contents import Contents, Gauge


def figures(contents: Contents) -> list[Figure]:
    """One figure for each indicator, in the order of the report."""
    return [_figure(gauge) for gauge in contents.gauges]


def _figure(gauge: Gauge) -> Figure:
    indicator = PlanIndicator(
        name=gauge.name, unit=gauge.unit, direction=gauge.direction, decimals=gauge.decimals,
        formula=gauge.formula, source=gauge.source,
    )  # fmt: skip
    values = [
        IndicatorValue(
            pk=number, role=v.role, year=v.year, value=Decimal(v.value) if v.value else None,
            words=v.words, label=v.label, written=v.written, is_fiscal=v.is_fiscal,
            status=v.status, source=v.source,
        )
        for number, v in enumerate(gauge.values, 1)
    ]  # fmt: skip
    return indicator_figure(indicator, values)
