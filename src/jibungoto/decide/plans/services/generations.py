"""From a plan its successor: what is carried over, merged, split and dropped, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import Measure, MeasureActor, MeasureReference, Plan, Viewpoint
from jibungoto.kernel import audit, identity, nodes, trace
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.models import Link, Node

from .errors import PlansError
from .measures import searched, summary_of
from .plans import add_viewpoints, create_plan

CONTINUE, MERGE, SPLIT, DROP = "continue", "merge", "split", "drop"
_BATCH = 500
_SILENT = Progress()


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
    progress: Progress = _SILENT,
) -> Plan:
    """Make the draft of the next generation; `fates` by code, what has none is continued.

    What hangs below a measure that is dropped is dropped with it, below one that is merged it
    moves along. Raises PlansError, each naming the measure it is about.
    """
    rows = plan.measures.filter(removed_at=None).select_related("mark", "node")
    measures = list(rows.order_by("order", "pk"))
    known, by_pk = {m.code: m for m in measures}, {m.pk: m for m in measures}
    _check(known, fates)
    _check_slug(slug)
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
    told = {m.pk: _fate(m, by_pk, fates) for m in measures}
    _say_why(measures, told)
    made = _Copies(plan, after, measures, told, known, progress).make()
    merged = [m for m in measures if told[m.pk].sort == MERGE and known[told[m.pk].into].pk in made]
    trace.connect_new(
        [(made[known[told[m.pk].into].pk].node, m.node, told[m.pk].why[:200]) for m in merged],
        relation=Link.Relation.CONTINUES,
    )
    audit.record(
        "plans.plan.carry_over",
        after,
        changes={"from": (None, plan.title), "measures": (None, len(made))},
    )
    return after


def check_carry_over(*, plan: Plan, slug: str, fates: Mapping[str, Fate]) -> None:
    """Raise PlansError for what carry_over would refuse; nothing is made."""
    _check({m.code: m for m in plan.measures.filter(removed_at=None)}, fates)
    _check_slug(slug)


def _check_slug(slug: str) -> None:
    if Plan.objects.filter(slug=slug).exists():
        raise PlansError(
            _("アドレスの名前「{}」は、ほかの計画が使っています。別の名前にしてください。").format(
                slug
            )
        )


def _check(known: Mapping[str, Measure], fates: Mapping[str, Fate]) -> None:
    for code, fate in fates.items():
        title = known[code].title if code in known else code
        if fate.sort == DROP and not fate.why.strip():
            raise PlansError(_("「{}」を引き継がない理由を書いてください。").format(title))
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


def _say_why(measures: Sequence[Measure], told: Mapping[int, Fate]) -> None:
    """Each dropped measure says why nothing continues it."""
    dropped: dict[str, list[int]] = {}
    for m in measures:
        fate = told[m.pk]
        if fate.sort == DROP and fate.why and m.dropped_because != fate.why:
            dropped.setdefault(fate.why, []).append(m.pk)
    for why, pks in dropped.items():
        for first in range(0, len(pks), _BATCH):
            rows = Measure.objects.filter(pk__in=pks[first : first + _BATCH])
            rows.update(dropped_because=why, version=F("version") + 1)


class _Copies:
    """The measures of the next plan, level by level: a parent is there before what hangs below."""

    def __init__(
        self,
        plan: Plan,
        after: Plan,
        measures: Sequence[Measure],
        told: Mapping[int, Fate],
        known: Mapping[str, Measure],
        progress: Progress,
    ) -> None:
        self.after, self.measures, self.told, self.known = after, measures, told, known
        self.by_pk = {m.pk: m for m in measures}
        self.progress = progress
        self.marks = {mark.sign: mark for mark in after.marks.all()}
        self.references: dict[int, list[MeasureReference]] = {}
        for one in MeasureReference.objects.filter(measure__plan=plan).order_by("pk"):
            self.references.setdefault(one.measure_id, []).append(one)
        self.actors: dict[int, list[MeasureActor]] = {}
        for actor in MeasureActor.objects.filter(measure__plan=plan).order_by("pk"):
            self.actors.setdefault(actor.measure_id, []).append(actor)
        self.made: dict[int, Measure] = {}

    def make(self) -> dict[int, Measure]:
        """The (first) copy of each measure that is carried over, by the id of its original."""
        rows: list[tuple[Measure, str, int]] = []  # the original, its part, its order
        for m in self.measures:
            if self.told[m.pk].sort in (DROP, MERGE):
                continue
            parts = ("-a", "-b") if self.told[m.pk].sort == SPLIT else ("",)
            rows += [(m, part, len(rows) + n) for n, part in enumerate(parts, 1)]
        done = 0
        for level in sorted({m.level for m, _part, _order in rows}):
            here = [row for row in rows if row[0].level == level]
            for first in range(0, len(here), _BATCH):
                self.progress.step(done, len(rows), _("施策・事業を写しています"))
                batch = here[first : first + _BATCH]
                self._make(batch)
                done += len(batch)
        self.progress.step(len(rows), len(rows), "")
        return self.made

    def _make(self, rows: Sequence[tuple[Measure, str, int]]) -> None:
        faces = [self._face(m, part) for m, part, _order in rows]
        made = nodes.register_many(kind="measure", faces=faces, state=self.after.node.state)
        copies = Measure.objects.bulk_create(
            Measure(
                node=node, plan=self.after, parent=self._parent(m), level=m.level,
                code=f"{m.code}{part}"[:40], order=order, title=node.title,
                mark=self.marks.get(m.mark.sign) if m.mark else None,
                called=m.called, actor=m.actor, note=m.note, narrative=m.narrative,
            )
            for (m, part, order), node in zip(rows, made, strict=True)
        )  # fmt: skip
        pairs = [(copy, m) for copy, (m, _part, _order) in zip(copies, rows, strict=True)]
        for copy, m in pairs:
            self.made.setdefault(m.pk, copy)
        MeasureReference.objects.bulk_create(
            MeasureReference(measure=copy, text=one.text, to_node_id=one.to_node_id)
            for copy, m in pairs
            for one in self.references.get(m.pk, ())
        )
        MeasureActor.objects.bulk_create(
            MeasureActor(
                measure=copy, kind=one.kind, name=one.name, organisation_id=one.organisation_id,
                council_id=one.council_id,
            )
            for copy, m in pairs
            for one in self.actors.get(m.pk, ())
        )  # fmt: skip
        trace.connect_new(
            [(copy.node, m.node, "") for copy, m in pairs], relation=Link.Relation.CONTINUES
        )

    def _face(self, m: Measure, part: str) -> nodes.Face:
        title = f"{m.title}（{1 if part == '-a' else 2}）" if part else m.title
        short = identity.short_code()
        told = {"narrative": m.narrative, "note": m.note, "actor": m.actor}
        names = [one.name for one in self.actors.get(m.pk, ())]
        return nodes.Face(
            title=title[:200],
            path=f"plans/{self.after.slug}/{short}/",
            summary=summary_of(told),
            body=searched(told, [one.text for one in self.references.get(m.pk, ())], names),
            occurred_on=self.after.node.occurred_on,
            district_ids=(self.after.district_id,) if self.after.district_id else (),
            short_code=short,
        )

    def _parent(self, m: Measure) -> Measure | None:
        """Where the copy hangs: below the copy of what it hung below, or of what that became."""
        if m.parent_id is None:
            return None
        if m.parent_id in self.made:
            return self.made[m.parent_id]
        above = self.by_pk.get(m.parent_id)
        target = self.known.get(self.told[above.pk].into) if above is not None else None
        found = self.made.get(target.pk) if target is not None else None
        return found if found is not None and found.level < m.level else None
