"""Who may read plans. What is not public yet is read by those who prepare it."""

from django.db.models import Exists, OuterRef, Q

from jibungoto.kernel import nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.kernel.policy import Decision, allowed, permitted, rule


def visible(actor: Actor) -> Q:
    """A plan or measure is seen by those who may see its node; asked row by row, for a large
    city has tens of thousands of nodes."""
    return Q(Exists(Node.objects.filter(nodes.visible(actor), pk=OuterRef("node"))))


@rule("plans.plan.list")
def may_list(actor: Actor, _: object) -> Decision:
    return allowed


CREATE = "plans.plan.create"


@rule(CREATE)
def may_create(actor: Actor, _: object) -> Decision:
    return permitted(actor, CREATE)


EDIT = "plans.plan.edit"
REPORT = "plans.progress.report"


@rule(EDIT)
def may_edit(actor: Actor, obj: object) -> Decision:
    """Those who keep plans; a district's own plan also those who keep the district's."""
    return permitted(actor, EDIT, district_path=_lineage(obj))


@rule(REPORT)
def may_report(actor: Actor, obj: object) -> Decision:
    """Those who say how far measures are: the departments, and in a district's plan its people."""
    return permitted(actor, REPORT, district_path=_lineage(obj))


def _lineage(obj: object) -> str:
    """The lineage of the district whose own plan it is; "" for a plan of the city."""
    for step in ("indicator", "measure", "plan"):
        obj = getattr(obj, step, None) or obj
    district = getattr(obj, "district", None)
    return district.lineage if district is not None else ""


ANSWER = "plans.question.answer"


@rule("plans.question.ask")
def may_ask(actor: Actor, measure: object) -> Decision:
    """Anybody who may read the measure; asking makes a device known."""
    return allowed


@rule(ANSWER)
def may_answer(actor: Actor, question: object) -> Decision:
    """The departments; in a district's own plan also those who keep it."""
    return permitted(actor, ANSWER, district_path=_lineage(question))


@rule("plans.question.list")
def may_list_questions(actor: Actor, _: object) -> Decision:
    return allowed if actor.may_somewhere(ANSWER) else permitted(actor, ANSWER)


@rule("plans.plan.publish")
def may_publish(actor: Actor, _: object) -> Decision:
    return permitted(actor, CREATE)


@rule("plans.plan.view")
def may_view(actor: Actor, plan: object) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed
