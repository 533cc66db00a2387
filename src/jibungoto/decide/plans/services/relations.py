"""What a measure stands in relation to: who carries it, what it points at, what it serves.

Each function makes the relations exactly those given, within its caller's transaction; the deed is
recorded by the caller.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from jibungoto.decide.councils.models import Council
from jibungoto.decide.plans.models import (
    Measure,
    MeasureActor,
    MeasureReference,
    MeasureViewpoint,
    Viewpoint,
)
from jibungoto.kernel import trace
from jibungoto.kernel.models import Link, Node
from jibungoto.know.organisations.models import Organisation
from jibungoto.ui.listing import inside

from .errors import PlansError


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries a measure: a MeasureActor.Kind, and the name where there is one."""

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reference as the document writes it, with the record where it is known."""

    text: str
    node: Node | None = None


def set_carriers(measure: Measure, carriers: Sequence[Carrier]) -> None:
    """Who carries the measure; a body the house knows by that very name is linked."""
    names = [c.name for c in carriers if c.name]
    kinds = MeasureActor.Kind
    bodies = _by_name(Organisation, names) if names else {}
    councils = _by_name(Council, names) if names else {}
    measure.actors.all().delete()
    MeasureActor.objects.bulk_create(
        MeasureActor(
            measure=measure,
            kind=one.kind,
            name=one.name,
            organisation_id=bodies.get(one.name) if one.kind == kinds.ORGANISATION else None,
            council_id=councils.get(one.name) if one.kind == kinds.COUNCIL else None,
        )
        for one in dict.fromkeys(carriers)
    )


def _by_name(model: type[models.Model], names: Iterable[str]) -> dict[str, int]:
    rows = model._default_manager.filter(node__title__in=names)
    return dict(rows.values_list("node__title", "pk"))


def set_pointers(measure: Measure, pointers: Sequence[Pointer]) -> None:
    """What the measure refers to. Raises PlansError where that leads back to the measure."""
    for pointer in pointers:
        if pointer.node is not None:
            _refuse_reference_loop(measure, pointer.node)
    measure.references.all().delete()
    by_text = {p.text: p for p in pointers}
    MeasureReference.objects.bulk_create(
        MeasureReference(measure=measure, text=p.text[:200], to_node=p.node)
        for p in by_text.values()
    )


def _refuse_reference_loop(measure: Measure, node: Node) -> None:
    if node.pk == measure.node_id:
        raise PlansError(_("参照が、この施策・事業そのものを指しています。"), field="references")
    seen, frontier = {node.pk}, [node.pk]
    while frontier:
        found = MeasureReference.objects.filter(measure__node__in=frontier, to_node__isnull=False)
        frontier = [pk for pk in found.values_list("to_node", flat=True) if pk not in seen]
        if measure.node_id in frontier:
            raise PlansError(
                _("「{}」への参照は、めぐって「{}」に戻ってしまいます。").format(
                    inside(node.title), inside(measure.title)
                ),
                field="references",
            )
        seen.update(frontier)


def set_viewpoints(measure: Measure, viewpoints: Iterable[Viewpoint]) -> None:
    """The viewpoints the measure is looked at from."""
    wanted = {v.pk for v in viewpoints}
    measure.viewed_from.exclude(viewpoint__in=wanted).delete()
    known = set(measure.viewed_from.values_list("viewpoint", flat=True))
    MeasureViewpoint.objects.bulk_create(
        MeasureViewpoint(measure=measure, viewpoint_id=pk) for pk in sorted(wanted - known)
    )


def set_served(measure: Measure, served: Iterable[Node]) -> None:
    """The measures this one serves (Link SERVES). Raises PlansError for a loop."""
    wanted = {node.pk: node for node in served}
    links = Link.objects.filter(from_node=measure.node_id, relation=Link.Relation.SERVES)
    known = {one.to_node_id: one for one in links.select_related("from_node")}
    for pk, link in known.items():
        if pk not in wanted:
            trace.disconnect(link)
    for pk, node in wanted.items():
        if pk not in known:
            _refuse_serving_loop(measure, node)
            trace.connect(measure.node, node, Link.Relation.SERVES)


def _refuse_serving_loop(measure: Measure, node: Node) -> None:
    seen, frontier = {node.pk}, [node.pk]
    while frontier and measure.node_id not in seen:
        found = Link.objects.filter(from_node__in=frontier, relation=Link.Relation.SERVES)
        frontier = [pk for pk in found.values_list("to_node", flat=True) if pk not in seen]
        seen.update(frontier)
    if measure.node_id in seen:
        raise PlansError(
            _("「{}」は、この施策・事業に役立つものとして登録されています。"
              "たがいに役立つことにはできません。").format(node.title),
            field="serves",
        )  # fmt: skip
