"""From a plan its successor: what is carried over, merged, split and dropped, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import Measure, MeasureActor, Plan, Viewpoint
from jibungoto.kernel import audit, trace
from jibungoto.kernel.models import Link, Node

from .errors import PlansError
from .measures import add_measure, change_measure
from .plans import add_viewpoints, create_plan

CONTINUE, MERGE, SPLIT, DROP = "continue", "merge", "split", "drop"


@dataclass(frozen=True, slots=True)
class Fate:
    """What is to become of a measure: merged into another by its code, dropped for a reason."""

    sort: str = CONTINUE
    into: str = ""
    why: str = ""


@transaction.atomic
def carry_over(
    *,
    plan: Plan,
    slug: str,
    title: str,
    fates: Mapping[str, Fate],
    starts: int | None = None,
    ends: int | None = None,
    policy: str = "",
) -> Plan:
    """Make the draft of the next generation; `fates` by code, what has none is continued.

    What hangs below a measure that is dropped is dropped with it, below one that is merged it
    moves along. Raises PlansError, each naming the measure it is about.
    """
    rows = plan.measures.filter(removed_at=None).select_related("mark", "node", "parent")
    measures = list(rows.order_by("order", "pk"))
    known, by_pk = {m.code: m for m in measures}, {m.pk: m for m in measures}
    _check(known, fates)
    if Plan.objects.filter(slug=slug).exists():
        raise PlansError(
            _("アドレスの名前「{}」は、ほかの計画が使っています。別の名前にしてください。").format(
                slug
            )
        )
    try:
        with transaction.atomic():
            after = create_plan(
                slug=slug,
                title=title,
                continues=plan,
                levels=[level.name for level in plan.levels.all()],
                marks={mark.sign: mark.name for mark in plan.marks.all()},
                state=Node.State.DRAFT,
                starts=starts,
                ends=ends,
                policy=policy,
                district=plan.district,
                order=plan.order + 1,
            )
    except IntegrityError:
        raise PlansError(_("アドレスの名前「{}」は、いま使われました。").format(slug)) from None
    _copy_viewpoints(plan, after)
    made: dict[int, Measure] = {}
    for measure in measures:
        fate = _fate(measure, by_pk, fates)
        if fate.sort == DROP:
            if fate.why and measure.dropped_because != fate.why:
                change_measure(measure=measure, dropped_because=fate.why)
        elif fate.sort != MERGE:
            made[measure.pk] = _copy(measure, after, made, known, fates)
    for measure in measures:
        fate = _fate(measure, by_pk, fates)
        if fate.sort == MERGE and known[fate.into].pk in made:
            target = made[known[fate.into].pk]
            trace.connect(target.node, measure.node, Link.Relation.CONTINUES, note=fate.why[:200])
    audit.record("plans.plan.carry_over", after, changes={"from": (None, plan.title)})
    return after


def _check(known: Mapping[str, Measure], fates: Mapping[str, Fate]) -> None:
    for code, fate in fates.items():
        title = known[code].title if code in known else code
        if fate.sort == DROP and not fate.why.strip():
            raise PlansError(_("「{}」を引き継がないわけを書いてください。").format(title))
        if fate.sort == MERGE:
            target = fates.get(fate.into, Fate())
            if fate.into not in known or fate.into == code:
                raise PlansError(
                    _("「{}」をまとめる先の番号を、この計画の番号で書いてください。").format(title)
                )
            if target.sort in (MERGE, DROP):
                raise PlansError(
                    _(
                        "「{}」のまとめる先「{}」は、引き継がれません。別の番号にしてください。"
                    ).format(title, fate.into)
                )


def _fate(measure: Measure, by_pk: Mapping[int, Measure], fates: Mapping[str, Fate]) -> Fate:
    """The fate of a measure: its own, or that of a dropped one above it."""
    own = fates.get(measure.code, Fate())
    above = by_pk.get(measure.parent_id or 0)
    while above is not None:
        told = fates.get(above.code, Fate())
        if told.sort == DROP:
            return told
        above = by_pk.get(above.parent_id or 0)
    return own


def _copy_viewpoints(plan: Plan, after: Plan) -> None:
    groups: dict[str, dict[str, str]] = {}
    for one in Viewpoint.objects.filter(plan=plan):
        groups.setdefault(one.group, {})[one.code] = one.title
    for group, titles in groups.items():
        add_viewpoints(plan=after, group=group, titles=titles)


def _copy(
    measure: Measure,
    after: Plan,
    made: Mapping[int, Measure],
    known: Mapping[str, Measure],
    fates: Mapping[str, Fate],
) -> Measure:
    """The measure in the next plan, twice where it is split; answers the (first) copy."""
    parent = _parent(measure, made, known, fates)
    parts = ("-a", "-b") if fates.get(measure.code, Fate()).sort == SPLIT else ("",)
    copies = []
    for number, part in enumerate(parts, 1):
        title = f"{measure.title}（{number}）" if part else measure.title
        copy = add_measure(
            plan=after,
            code=f"{measure.code}{part}"[:40],
            title=title[:200],
            level=measure.level,
            parent=parent,
            mark=measure.mark.sign if measure.mark else "",
            references=[one.text for one in measure.references.all()],
            called=measure.called,
            actor=measure.actor,
            note=measure.note,
            narrative=measure.narrative,
        )
        MeasureActor.objects.bulk_create(
            MeasureActor(
                measure=copy, kind=one.kind, name=one.name, organisation_id=one.organisation_id,
                council_id=one.council_id,
            )
            for one in measure.actors.all()
        )  # fmt: skip
        trace.connect(copy.node, measure.node, Link.Relation.CONTINUES)
        copies.append(copy)
    return copies[0]


def _parent(
    measure: Measure,
    made: Mapping[int, Measure],
    known: Mapping[str, Measure],
    fates: Mapping[str, Fate],
) -> Measure | None:
    """Where the copy hangs: below the copy of what it hung below, or of what that became."""
    if measure.parent_id is None:
        return None
    if measure.parent_id in made:
        return made[measure.parent_id]
    above = measure.parent
    if above is None:
        return None
    target = known.get(fates.get(above.code, Fate()).into)
    found = made.get(target.pk) if target else None
    return found if found is not None and found.level < measure.level else None
