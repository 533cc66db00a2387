"""What the home of a district tells of its extent and its past."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.kept import grounded
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.models import Link, Node
from jibungoto.ui.listing import listed, sentences

from .models import Boundary, District, FormerName, Membership, Method


def extent_section(actor: Actor, district: District | None) -> Mapping[str, Any] | None:
    """How a district is put together, since when it is there and what it goes back to."""
    if district is None:
        return None
    # Everybody reads the same.
    told: dict[str, Any] = grounded(f"places:extent:{district.pk}", lambda: _told(district))
    return told | {"district": district} if told["something"] else None


def _told(district: District) -> dict[str, Any]:
    rows = Membership.objects.filter(district=district).aggregate(
        areas=Count("pk"),
        shared=Count("pk", filter=Q(ratio__lt=1)),
        **{method: Count("pk", filter=Q(method=method)) for method in Method.values},
    )
    methods = [str(m.label) for m in Method if rows[m.value]]
    before, after = _lineage(district)
    inside = [
        (d.name, node_url(d.node))
        for d in District.objects.filter(parent=district, valid_until=None).select_related("node")
    ]
    former = [(f.name, f.until) for f in FormerName.objects.filter(district=district)]
    area = Boundary.objects.filter(district=district).values_list("area_km2", flat=True).first()
    dated = district.valid_from or district.valid_until
    return {
        "words": _words(rows["areas"], rows["shared"], methods),
        "area": area,
        "former": former,
        "before": before,
        "after": after,
        "inside": inside,
        "url": link("places:district_areas", slug=district.slug),
        "something": bool(rows["areas"] or area or former or before or after or inside or dated),
    }


def _words(areas: int, shared: int, methods: list[str]) -> str:
    if not areas:
        return ""
    said = [_("{}件の町丁・字でできています。").format(areas)]
    if shared == areas > 1:
        said.append(_("どれも、一部だけが入ります。"))
    elif shared:
        said.append(_("うち{}件は、一部だけが入ります。").format(shared))
    said.append(_("どの町丁・字が入るかは{}で決めました。").format(listed(methods, "・")))
    return sentences(said)


def _lineage(district: District) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What a district goes back to, and what goes on from it: names and addresses."""
    before, after = [], []
    mine = district.node_id
    rows = Link.objects.filter(
        Q(from_node=mine, to_node__kind=District.KIND)
        | Q(to_node=mine, from_node__kind=District.KIND),
        relation=Link.Relation.CONTINUES,
        from_node__state=Node.State.PUBLIC,
        to_node__state=Node.State.PUBLIC,
    )
    for row in rows.select_related("from_node", "to_node"):
        if row.from_node_id == mine:
            before.append((row.to_node.title, node_url(row.to_node)))
        else:
            after.append((row.from_node.title, node_url(row.from_node)))
    return before, after
