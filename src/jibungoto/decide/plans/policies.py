"""Who may read plans. What is not public yet is read by those who prepare it."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from jibungoto.kernel import nodes
from jibungoto.kernel.actor import Actor, Scopes
from jibungoto.kernel.models import Node
from jibungoto.kernel.policy import Decision, allowed, permitted, refused, rule
from jibungoto.ui.listing import listed

from .models import Measure, MeasureActor, Plan


def visible(actor: Actor) -> Q:
    """A plan or measure is seen by those who may see its node; asked row by row, for a large
    city has tens of thousands of nodes."""
    return visible_within(nodes.read_scopes(actor))


def visible_within(read: Scopes) -> Q:
    """`visible` for whoever reads more than others there (nodes.read_scopes)."""
    return Q(Exists(Node.objects.filter(nodes.seen_within(read), pk=OuterRef("node"))))


def seen(actor: Actor) -> Q:
    """The same rule for rows whose node is joined anyway: over thousands it costs half."""
    return seen_within(nodes.read_scopes(actor))


def seen_within(read: Scopes) -> Q:
    """`seen` for whoever reads more than others there."""
    return _of_node(nodes.seen_within(read))


def _of_node(rule_of_nodes: Q) -> Q:
    made = Q()
    made.connector, made.negated = rule_of_nodes.connector, rule_of_nodes.negated
    for child in rule_of_nodes.children:
        if isinstance(child, Q):
            made.children.append(_of_node(child))
        else:
            name, value = child  # type: ignore[misc]
            made.children.append((f"node__{name}", value))
    return made


@rule("plans.plan.list")
def may_list(actor: Actor, _obj: object) -> Decision:
    return allowed


CREATE = "plans.plan.create"


@rule(CREATE)
def may_create(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, CREATE)


EDIT = "plans.plan.edit"
REPORT = "plans.progress.report"
IMPORT = "plans.progress.import"


@rule(EDIT)
def may_edit(actor: Actor, obj: object) -> Decision:
    """Those who keep plans; a district's own plan also those who keep the district's."""
    return permitted(actor, EDIT, district_path=_lineage(obj))


@rule(REPORT)
def may_report(actor: Actor, obj: object) -> Decision:
    """Those who say how far measures are: each department its own, in a district's plan its people.

    Of a plan as a whole: who may report on any of its measures.
    """
    return _for_departments(actor, REPORT, obj)


@rule(IMPORT)
def may_import(actor: Actor, plan: object) -> Decision:
    """Whoever reports on all measures of a plan may do so in one file."""
    return permitted(actor, IMPORT, district_path=_lineage(plan))


def departments_of(actor: Actor, permission: str, plan: Plan) -> frozenset[str] | None:
    """The departments of whose measures the permission is in a plan; None where it is of all."""
    if actor.may(permission, district_path=_lineage(plan), departments=()):
        return None
    return actor.departments(permission)


def carried_by(names: Iterable[str], *, measure: str = "pk") -> Q:
    """Measures that name one of these departments, for the database."""
    named = MeasureActor.objects.filter(
        measure=OuterRef(measure), kind=MeasureActor.Kind.DEPARTMENT, name__in=names
    )
    return Q(Exists(named))


def _for_departments(actor: Actor, permission: str, obj: object) -> Decision:
    """The everyday rule; a role held for a department counts for measures that name it."""
    path = _lineage(obj)
    decision = permitted(actor, permission, district_path=path)
    measure = obj if isinstance(obj, Measure) else getattr(obj, "measure", None)
    if not decision or measure is None:
        return decision
    if actor.may(permission, district_path=path, departments=()):
        return allowed
    carrying = measure.actors.filter(kind=MeasureActor.Kind.DEPARTMENT).exclude(name="")
    names = list(carrying.values_list("name", flat=True))
    if actor.may(permission, district_path=path, departments=names):
        return allowed
    if not actor.departments(permission):
        return refused(
            _("あなたの担当課が、まだ決まっていません。"),
            who=_("役割を渡している市の管理者に、担当課を決めてもらってください。"),
        )
    who = _("担当が変わったときは、計画をまとめる課へお知らせください。")
    if not names:
        return refused(_("この施策には、担当課が書かれていません。"), who=who)
    return refused(_("この施策は、{}の受け持ちです。"), listed(names), who=who)


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
    """The department whose measure it is; in a district's own plan also those who keep it."""
    return _for_departments(actor, ANSWER, question)


@rule("plans.question.list")
def may_list_questions(actor: Actor, _obj: object) -> Decision:
    return allowed if actor.may_somewhere(ANSWER) else permitted(actor, ANSWER)


@rule("plans.plan.publish")
def may_publish(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, CREATE)


@rule("plans.plan.view")
def may_view(actor: Actor, plan: object) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed
