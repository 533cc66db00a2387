"""Indicators as those who edit them see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from jibungoto.decide.plans import policies
from jibungoto.decide.plans.models import IndicatorValue, Plan, PlanIndicator
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Node

from .editing import plan_years, this_year, year_choices
from .plans import plans


def indicator_to_edit(actor: Actor, slug: str, code: str) -> PlanIndicator | None:
    """An indicator by its plan and the short code of its node."""
    found = PlanIndicator.objects.filter(
        policies.visible(actor), plan__slug=slug, node__short_code=code
    )
    return only(found.select_related("plan__node", "plan__district", "measure", "node"))


def removed_indicator(actor: Actor, slug: str, code: str) -> PlanIndicator | None:
    """An indicator that was taken out of its plan, for those who may put it back."""
    found = PlanIndicator.objects.filter(
        plan__in=plans(actor).filter(slug=slug).values("pk"),
        node__short_code=code,
        node__state=Node.State.REMOVED,
    )
    return only(found.select_related("plan__node", "plan__district", "measure", "node"))


def indicator_lines(plan: Plan) -> list[PlanIndicator]:
    """Every indicator of a plan with its values, those taken out as well; two queries."""
    rows = plan.indicators.select_related("node", "measure").prefetch_related("values")
    return list(rows)


@dataclass(frozen=True, slots=True)
class Summary:
    """An indicator in one line: its baseline, next target and latest actual."""

    indicator: PlanIndicator
    baseline: IndicatorValue | None
    target: IndicatorValue | None
    actual: IndicatorValue | None


def summary(indicator: PlanIndicator) -> Summary:
    """`indicator` has its values prefetched."""
    corrected = {v.corrects_id for v in indicator.values.all() if v.corrects_id}
    now = [v for v in indicator.values.all() if v.pk not in corrected]
    roles = IndicatorValue.Role

    def of(role: str) -> list[IndicatorValue]:
        return [v for v in now if v.role == role]

    year = this_year()
    targets = of(roles.TARGET)
    ahead = [v for v in targets if v.year >= year]
    return Summary(
        indicator,
        next(iter(of(roles.BASELINE)), None),
        next(iter(ahead or targets[-1:]), None),
        next(iter(of(roles.ACTUAL)[-1:]), None),
    )


def values(indicator: PlanIndicator) -> Sequence[IndicatorValue]:
    """Baselines, then targets, then actuals, each with its year and its corrections."""
    order = {"baseline": 0, "target": 1, "actual": 2}
    rows: QuerySet[IndicatorValue] = indicator.values.select_related("corrects")
    return sorted(rows, key=lambda v: (order[v.role], v.year, v.pk))


def frozen_value(actor: Actor, slug: str, code: str, pk: int) -> IndicatorValue | None:
    """A value that may only be corrected."""
    above = indicator_to_edit(actor, slug, code)
    if above is None:
        return None
    found = IndicatorValue.objects.filter(indicator=above, pk=pk, frozen_at__isnull=False)
    return only(found.select_related(
        "indicator__node", "indicator__measure", "indicator__plan__node",
        "indicator__plan__district",
    ))  # fmt: skip


def years_to_close(plan: Plan) -> list[tuple[int, str]]:
    """The fiscal years of a plan that are over or under way, the latest first."""
    today = this_year()
    return [
        (year, word) for year, word in reversed(year_choices(plan, *plan_years(plan)))
        if year <= today
    ]  # fmt: skip
