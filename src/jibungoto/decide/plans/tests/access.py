"""Who may open the pages of plans (tests/world.py has the order of the letters)."""

from jibungoto.kernel.models import Node
from tests.world import World

from .factories import a_measure, a_plan

MATRIX = {
    ("plans:plan_list", "GET"): {"": "oooooooooo"},
    ("plans:plan_view", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:measure_view", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
}


def kwargs(url_name: str, state: str, world: World) -> dict[str, object]:
    if not state:
        return {}
    plan = a_plan()
    measure = a_measure(plan)
    Node.objects.filter(pk__in=[plan.node_id, measure.node_id]).update(state=state)
    if url_name == "plans:plan_view":
        return {"slug": plan.slug}
    return {"slug": plan.slug, "code": measure.node.short_code}
