"""What became of a plan in the next generation: continued, merged, split, dropped, new."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.decide.plans import policies
from jibungoto.decide.plans.models import Measure, Plan
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link

CONTINUED, MERGED, SPLIT, DROPPED, NEW = "continued", "merged", "split", "dropped", "new"
WORDS = {
    CONTINUED: _("引き継いだもの"),
    MERGED: _("まとめたもの"),
    SPLIT: _("分けたもの"),
    DROPPED: _("引き継がなかったもの"),
    NEW: _("新しく加わったもの"),
}


# More measures than this are carried over by a job.
MOST_AT_ONCE = 300


def is_large(plan: Plan) -> bool:
    """Whether a plan has too many measures to be copied while somebody waits."""
    return plan.measures.filter(removed_at=None).count() > MOST_AT_ONCE


@dataclass(frozen=True, slots=True)
class Change:
    """What became of measures: those before, those after, and why where it was told."""

    sort: str
    before: Sequence[Measure]
    after: Sequence[Measure]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A plan beside its predecessor. `is_told` is false while no measure of both is linked."""

    before: Plan
    after: Plan
    changes: Sequence[Change]
    is_told: bool

    @property
    def groups(self) -> list[tuple[str, str, list[Change]]]:
        """The changes by what happened, as (key, word, changes)."""
        found = {sort: [c for c in self.changes if c.sort == sort] for sort in WORDS}
        return [(sort, str(WORDS[sort]), rows) for sort, rows in found.items() if rows]


def difference(actor: Actor, before: Plan, after: Plan) -> Difference:
    """Every measure of two generations, each once; three queries."""
    old, new = _measures(actor, before), _measures(actor, after)
    links = Link.objects.filter(
        relation=Link.Relation.CONTINUES, from_node__in=new, to_node__in=old
    ).values_list("from_node", "to_node")
    onwards: dict[int, list[int]] = {}
    back: dict[int, list[int]] = {}
    for later, earlier in links:
        onwards.setdefault(earlier, []).append(later)
        back.setdefault(later, []).append(earlier)
    changes: list[Change] = []
    merged: set[int] = set()
    for node, measure in old.items():
        after_it = sorted((new[n] for n in onwards.get(node, ())), key=_order)
        if not after_it:
            changes.append(Change(DROPPED, [measure], [], measure.dropped_because))
        elif len(after_it) > 1:
            changes.append(Change(SPLIT, [measure], after_it))
        elif len(back[after_it[0].node_id]) > 1:
            if after_it[0].node_id not in merged:
                merged.add(after_it[0].node_id)
                before_it = sorted((old[n] for n in back[after_it[0].node_id]), key=_order)
                changes.append(Change(MERGED, before_it, after_it))
        else:
            changes.append(Change(CONTINUED, [measure], after_it))
    changes += [Change(NEW, [], [measure]) for node, measure in new.items() if node not in back]
    return Difference(before, after, changes, bool(back))


@dataclass(frozen=True, slots=True)
class Kin:
    """Measures of other plans a measure belongs with."""

    before: Sequence[Measure]  # of the generation before
    after: Sequence[Measure]
    served_by: Sequence[Measure]  # of the districts
    serves: Sequence[Measure]
    answers: Sequence[Measure]  # the issues of the plan it came of
    answered_by: Sequence[Measure]

    def __bool__(self) -> bool:
        return any((self.before, self.after, self.served_by, self.serves, self.answers,
                    self.answered_by))  # fmt: skip


def kin(actor: Actor, measure: Measure) -> Kin:
    """The generations of a measure, what serves it and what it serves; two queries.

    Each measure comes with what is noted of the link (`link_note`).
    """
    node = measure.node_id
    relations = (Link.Relation.CONTINUES, Link.Relation.SERVES, Link.Relation.CAME_OF)
    links = Link.objects.filter(Q(from_node=node) | Q(to_node=node), relation__in=relations)
    found: dict[tuple[str, bool], dict[int, str]] = {}
    for relation, later, earlier, said in links.values_list(
        "relation", "from_node", "to_node", "note"
    ):
        other = earlier if later == node else later
        found.setdefault((relation, later == node), {})[other] = said
    wanted = [n for nodes in found.values() for n in nodes]
    rows = Measure.objects.filter(policies.visible(actor), node__in=wanted)
    rows = rows.select_related("node", "plan__district").defer("narrative")
    known = {m.node_id: m for m in rows} if wanted else {}

    def named(relation: str, *, outwards: bool) -> list[Measure]:
        there = []
        for other, said in found.get((relation, outwards), {}).items():
            if other in known:
                there.append(copy(known[other]))
                there[-1].link_note = said  # type: ignore[attr-defined]
        return sorted(there, key=_order)

    return Kin(
        named(Link.Relation.CONTINUES, outwards=True),
        named(Link.Relation.CONTINUES, outwards=False),
        named(Link.Relation.SERVES, outwards=False),
        named(Link.Relation.SERVES, outwards=True),
        named(Link.Relation.CAME_OF, outwards=True),
        named(Link.Relation.CAME_OF, outwards=False),
    )


def _order(measure: Measure) -> tuple[int, int, int]:
    return measure.plan_id, measure.order, measure.pk


def _measures(actor: Actor, plan: Plan) -> dict[int, Measure]:
    rows = plan.measures.filter(policies.visible(actor)).select_related("node")
    return {m.node_id: m for m in rows.defer("narrative")}
