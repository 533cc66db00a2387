"""The indicators of a plan side by side, and one of them whole."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Window

from jibungoto.decide.plans import policies
from jibungoto.decide.plans.models import IndicatorValue, Plan, PlanIndicator
from jibungoto.decide.plans.standing import Standing, standing
from jibungoto.kernel import kept
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Node

from .glance import Choices, choices

# What falls short comes first: a wall is read for it.
_ORDER = ("late", "none", "run", "done")


def wall(actor: Actor, plan: Plan) -> list[Standing]:
    """Every indicator of a plan with where it stands, in the plan's order; two queries."""
    rows = plan.indicators.filter(policies.visible(actor)).select_related("node", "measure__node")
    return [
        standing(row, list(row.values.all()), row.node.short_code)
        for row in rows.prefetch_related("values")
    ]


@dataclass(slots=True)
class _Indicator:
    name: str
    unit: str
    direction: str
    decimals: int


@dataclass(slots=True)
class _Value:
    pk: int
    role: str
    year: int
    value: Decimal | None
    words: str
    corrects_id: int | None


def first_standings(actor: Actor, plan: Plan, most: int) -> tuple[list[Standing], int]:
    """The first indicators of a plan with where they stand, and how many there are; two queries."""
    there = plan.indicators.filter(policies.seen(actor)).annotate(of=Window(Count("pk")))
    columns = ("pk", "node__short_code", "of", "name", "unit", "direction", "decimals")
    shown = list(there.values_list(*columns)[:most])
    told: dict[int, list[_Value]] = {}
    values = IndicatorValue.objects.filter(indicator__in=[row[0] for row in shown])
    told_of = ("indicator_id", "pk", "role", "year", "value", "words", "corrects_id")
    for pk, *rest in values.values_list(*told_of):
        told.setdefault(pk, []).append(_Value(*rest))
    found = [
        standing(_Indicator(*rest), told.get(pk, []), short) for pk, short, _of, *rest in shown
    ]
    return found, shown[0][2] if shown else 0


def page_frame(actor: Actor, plan: Plan, most: int) -> tuple[Choices, list[Standing], int]:
    """What a plan can be filtered by and its first indicators; kept for all where it is public."""
    eyes = GUEST if plan.node.state == Node.State.PUBLIC else actor
    return kept.beside(
        plan.node, "plan_page", lambda: (choices(plan), *first_standings(eyes, plan, most))
    )


def indicator_rows(actor: Actor, plan: Plan) -> list[PlanIndicator]:
    """Every indicator of a plan with all its values; two queries."""
    rows = plan.indicators.filter(policies.visible(actor)).select_related("node")
    return list(rows.prefetch_related("values"))


def by_need(standings: list[Standing]) -> list[Standing]:
    """Those first that fall short; the plan's order within."""
    return sorted(standings, key=lambda s: _ORDER.index(s.look))


def indicator(actor: Actor, slug: str, code: str) -> PlanIndicator | None:
    """An indicator by its plan and the short code of its node."""
    found = PlanIndicator.objects.filter(
        policies.visible(actor), plan__slug=slug, node__short_code=code
    )
    return only(found.select_related("node", "plan__node", "measure__node"))
