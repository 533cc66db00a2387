"""Who may open the pages of plans (tests/world.py has the order of the letters)."""

from jibungoto.decide.plans import services
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from tests.world import World

from .factories import a_measure, a_plan

MATRIX = {
    ("plans:plan_list", "GET"): {"": "oooooooooo"},
    ("plans:plan_view", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:measure_view", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:document_read", "GET"): {"": "ll-----oo-"},
    ("plans:document_read", "POST"): {"": "ll-----oo-"},
    ("plans:document_view", "GET"): {"there": "ll-----oo-"},
    ("plans:document_view", "POST"): {"there": "ll-----oo-"},
    ("plans:document_discard", "POST"): {"there": "ll-----oo-"},
    ("plans:plan_publish", "POST"): {"public": "ll-----oo-", "draft": ".......oo."},
}


def kwargs(url_name: str, state: str, world: World) -> dict[str, object]:
    if not state:
        return {}
    if state == "there":
        document = services.keep_document(name="計画書", text="１　柱\n", actor=Actor())
        return {"public_id": document.public_id}
    plan = a_plan()
    measure = a_measure(plan)
    Node.objects.filter(pk__in=[plan.node_id, measure.node_id]).update(state=state)
    if url_name in ("plans:plan_view", "plans:plan_publish"):
        return {"slug": plan.slug}
    return {"slug": plan.slug, "code": measure.node.short_code}


def data(url_name: str, state: str, world: World) -> dict[str, str]:
    if url_name == "plans:document_read":
        return {"pasted": "Ⅱ　体系\n１　つながりをつくる\n"}
    return {"slug": "aratana-keikaku", "title": "新たな計画", "keep": "1"}
