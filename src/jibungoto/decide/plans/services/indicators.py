"""Indicators of plans and their values; closing a year freezes what was counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import IndicatorValue, Measure, Plan, PlanIndicator
from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import audit, clock, identity, nodes, publishing, registry
from jibungoto.kernel.measures import Period

from .errors import PlansError, YearClosed
from .found import indicators_told

Role = IndicatorValue.Role


@dataclass(frozen=True, slots=True)
class Told:
    """A value as it was told: of which year, in which role, how it was written."""

    role: str
    year: int
    value: Decimal | None
    is_fiscal: bool = True
    written: str = ""
    label: str = ""
    words: str = ""


@transaction.atomic
def add_indicator(
    *,
    plan: Plan,
    name: str,
    unit: str = "",
    measure: Measure | None = None,
    values: Iterable[Told] = (),
    **fields: Any,
) -> PlanIndicator:
    """An indicator with what the plan says of it. Raises PlansError for targets out of order."""
    told = list(values)
    check_order(name, told)
    if plan.indicators.filter(name=name).exists():
        raise PlansError(
            _("「{}」という指標は、この計画にもうあります。消した指標なら、元に戻せます。").format(
                name
            ),
            field="name",
        )
    if (bound := fields.get("bound_to")) and bound not in registry.measures():
        raise PlansError(_("「{}」という数え方はありません。").format(bound), field="bound_to")
    short = identity.short_code()
    node = nodes.register(
        kind="plan_indicator",
        title=name,
        path=f"plans/{plan.slug}/indicators/{short}/",
        summary=str(fields.get("definition", ""))[:400],
        state=plan.node.state,
        short_code=short,
        occurred_on=plan.node.occurred_on,
    )
    last = plan.indicators.aggregate(last=Max("order"))["last"] or 0
    indicator = PlanIndicator.objects.create(
        node=node, plan=plan, measure=measure, name=name, unit=unit,
        **{"order": last + 10, "decimals": _decimals(told), **fields},
    )  # fmt: skip
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            indicator=indicator, role=t.role, year=t.year, is_fiscal=t.is_fiscal, value=t.value,
            written=t.written[:40], label=t.label[:40], words=t.words[:40],
        )
        for t in told
    )  # fmt: skip
    indicators_told([indicator.pk])
    audit.record("plans.indicator.create", indicator, changes={"name": ("", name)})
    return indicator


def check_order(name: str, told: Iterable[Told]) -> None:
    """Raises PlansError for a target whose year is before the baseline's."""
    baselines = [t.year for t in told if t.role == Role.BASELINE]
    for target in (t for t in told if t.role == Role.TARGET):
        if baselines and target.year < min(baselines):
            raise PlansError(
                _("「{}」の目標の年（{}年）が、基準の年（{}年）より前です。").format(
                    name, target.year, min(baselines)
                )
            )


def _decimals(told: Iterable[Told]) -> int:
    exponents = [-int(t.value.as_tuple().exponent) for t in told if t.value is not None]
    return min(4, max([0, *exponents]))


@transaction.atomic
def record_value(
    *,
    indicator: PlanIndicator,
    role: str,
    year: int,
    value: Decimal | None,
    words: str = "",
    status: str = IndicatorValue.Status.FINAL,
    source: str = "",
    **fields: Any,
) -> IndicatorValue:
    """Say what an indicator was, or is to be, in a year. Raises YearClosed, PlansError."""
    if value is None and not words:
        raise PlansError(_("値か、「増加」などのことばを書いてください。"))
    locked = IndicatorValue.objects.select_for_update().filter(
        indicator=indicator, role=role, year=year, corrects=None
    )
    old = locked.first()
    if old is not None and old.frozen_at is not None:
        raise YearClosed(
            _("{}年度の値は確定しています。直すときは「訂正」を使ってください。").format(year)
        )
    if role == Role.TARGET:
        told = [
            Told(Role.BASELINE, v.year, v.value) for v in indicator.values.filter(role="baseline")
        ]
        check_order(indicator.name, [*told, Told(role, year, value)])
    said = {"value": value, "words": words, "status": status, "source": source, **fields}
    if old is None:
        found = IndicatorValue.objects.create(indicator=indicator, role=role, year=year, **said)
    else:
        locked.update(**said, recorded_at=clock.now())
        found = locked.get()
    changes = {"year": (None, year), "value": (old.value if old else None, value)}
    indicators_told([indicator.pk])
    audit.record("plans.value.record", indicator, changes=changes)
    publishing.published()
    return found


@transaction.atomic
def correct_value(*, value: IndicatorValue, to: Decimal, source: str) -> IndicatorValue:
    """Write a correction beside a frozen value; both are shown. Raises PlansError."""
    if value.frozen_at is None:
        raise PlansError(_("まだ確定していない値なので、そのまま書きかえられます。"))
    if hasattr(value, "corrected_by"):
        value = value.corrected_by
    found = IndicatorValue.objects.create(
        indicator=value.indicator, role=value.role, year=value.year, is_fiscal=value.is_fiscal,
        value=to, source=source, corrects=value, frozen_at=clock.now(),
    )  # fmt: skip
    indicators_told([value.indicator_id])
    audit.record("plans.value.correct", value.indicator, changes={"value": (value.value, to)})
    publishing.published()
    return found


@transaction.atomic
def close_year(*, plan: Plan, year: int) -> int:
    """Freeze a fiscal year of a plan: what is counted is written down, what was typed is fixed.

    Answers how many actuals are frozen now. Closing again changes nothing.
    """
    now = clock.now()
    period = Period(FiscalYear(year).first_day, FiscalYear(year).last_day)
    measures = registry.measures()
    for indicator in plan.indicators.exclude(bound_to=""):
        known = indicator.values.filter(role=Role.ACTUAL, year=year)
        if known.exists() or indicator.bound_to not in measures:
            continue
        counted = measures[indicator.bound_to].value(plan.district, period)
        if counted is not None:
            IndicatorValue.objects.create(
                indicator=indicator, role=Role.ACTUAL, year=year, value=Decimal(str(counted)),
                source=str(measures[indicator.bound_to].label), frozen_at=now,
            )  # fmt: skip
    rows = IndicatorValue.objects.filter(
        indicator__plan=plan, role=Role.ACTUAL, year=year, frozen_at=None
    )
    rows.update(frozen_at=now, status=IndicatorValue.Status.FINAL)
    frozen = IndicatorValue.objects.filter(
        indicator__plan=plan, role=Role.ACTUAL, year=year, frozen_at__isnull=False
    ).count()
    audit.record("plans.year.close", plan, changes={"year": (None, year), "values": (None, frozen)})
    publishing.published()
    return frozen
