"""A plan's own words: what its levels are called, its marks, its viewpoints."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import MeasureViewpoint, Plan, PlanLevel, PlanMark, Viewpoint
from jibungoto.kernel import audit, nodes
from jibungoto.ui.listing import inside

from .errors import PlansError
from .found import plan_told

Rows = Sequence[Mapping[str, Any]]


@transaction.atomic
def set_words(
    *, plan: Plan, levels: Rows, marks: Rows, viewpoints: Rows, expected_version: int
) -> None:
    """Make a plan's words exactly these; a row with a `pk` changes the one that is there.

    Raises ChangedMeanwhile, PlansError for a sign or code twice, and for what is still in use.
    """
    nodes.change(plan.node, expected_version=expected_version)
    before = _told(plan)
    plan.levels.all().delete()
    PlanLevel.objects.bulk_create(
        PlanLevel(plan=plan, depth=depth, name=row["name"]) for depth, row in enumerate(levels, 1)
    )
    _set_marks(plan, marks)
    _set_viewpoints(plan, viewpoints)
    plan_told(plan)
    audit.record("plans.plan.change", plan, changes=audit.diff(before, _told(plan)))


def _set_marks(plan: Plan, rows: Rows) -> None:
    _refuse_twice([row["sign"] for row in rows], _("しるし「{}」が二度書かれています。"))
    known = {m.pk: m for m in plan.marks.all()}
    kept = {row["pk"] for row in rows if row.get("pk") in known}
    for pk, mark in known.items():
        if pk in kept:
            continue
        if used := mark.measures.filter(removed_at=None).count():
            raise PlansError(
                _("しるし「{}」は、{}件の施策・事業で使っているので、消せません。").format(
                    mark.sign, used
                )
            )
        mark.measures.update(mark=None)
        mark.delete()
    _save(PlanMark, plan, rows, known, ("sign", "name"))


def _set_viewpoints(plan: Plan, rows: Rows) -> None:
    twice = _("視点「{}」が二度書かれています。")
    _refuse_twice([f"{row['group']} {row['code']}".strip() for row in rows], twice)
    known = {v.pk: v for v in plan.viewpoints.all()}
    kept = {row["pk"] for row in rows if row.get("pk") in known}
    for pk, viewpoint in known.items():
        if pk in kept:
            continue
        used = MeasureViewpoint.objects.filter(viewpoint=viewpoint, measure__removed_at=None)
        if number := used.count():
            raise PlansError(
                _("視点「{}」は、{}件の施策・事業で使っているので、消せません。").format(
                    inside(viewpoint.title), number
                )
            )
        viewpoint.delete()
    _save(Viewpoint, plan, rows, known, ("group", "code", "title"))


def _save(
    model: Any, plan: Plan, rows: Rows, known: Mapping[int, Any], names: Sequence[str]
) -> None:
    # Two rows may swap their signs: park what changes under a name nobody writes, then name it.
    changed = [
        (known[row["pk"]], row)
        for row in rows
        if row.get("pk") in known and any(getattr(known[row["pk"]], n) != row[n] for n in names)
    ]
    key = "sign" if model is PlanMark else "code"
    for number, (one, _row) in enumerate(changed):
        setattr(one, key, f"\x01{number}"[:4])
        one.save(update_fields=[key])
    for one, row in changed:
        for name in names:
            setattr(one, name, row[name])
        one.save(update_fields=list(names))
    model.objects.bulk_create(
        model(plan=plan, **{n: row[n] for n in names}) for row in rows if row.get("pk") not in known
    )


def _refuse_twice(said: Sequence[str], sentence: str) -> None:
    for one in said:
        if said.count(one) > 1:
            raise PlansError(sentence.format(one))


def _told(plan: Plan) -> dict[str, list[str]]:
    return {
        "levels": list(plan.levels.values_list("name", flat=True)),
        "marks": [str(m) for m in plan.marks.all()],
        "viewpoints": [f"{v.group}{v.code} {v.title}" for v in plan.viewpoints.all()],
    }
