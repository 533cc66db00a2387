"""The indicators of a plan side by side, and one of them whole."""

from django.db.models import Count, Subquery

from jibungoto.decide.plans import policies
from jibungoto.decide.plans.models import Plan, PlanIndicator
from jibungoto.decide.plans.standing import Standing, standing
from jibungoto.kernel import kept
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.models import Node

from .glance import Choices, choices

# What falls short comes first: a wall is read for it.
_ORDER = ("late", "none", "run", "done")


def wall(actor: Actor, plan: Plan) -> list[Standing]:
    """Every indicator of a plan with where it stands, in the plan's order; two queries."""
    rows = plan.indicators.filter(policies.visible(actor)).select_related("node", "measure__node")
    return [standing(row, list(row.values.all())) for row in rows.prefetch_related("values")]


def first_standings(actor: Actor, plan: Plan, most: int) -> tuple[list[Standing], int]:
    """The first indicators of a plan with where they stand, and how many there are; two queries."""
    there = plan.indicators.filter(policies.seen(actor))
    number = there.order_by().values("plan").annotate(n=Count("pk")).values("n")
    rows = there.annotate(of=Subquery(number)).select_related("node")
    shown = list(rows.prefetch_related("values")[:most])
    found = [standing(row, list(row.values.all())) for row in shown]
    return found, shown[0].of if shown else 0


def page_frame(actor: Actor, plan: Plan, most: int) -> tuple[Choices, list[Standing], int]:
    """What a plan can be filtered by and its first indicators; kept for all where it is public."""
    eyes = GUEST if plan.node.state == Node.State.PUBLIC else actor
    return kept.beside(
        plan.node, "plan", lambda: (choices(plan), *first_standings(eyes, plan, most))
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
    return found.select_related("node", "plan__node", "measure__node").first()
