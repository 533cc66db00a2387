"""Rounds, requests and what a department finds on its page; no query grows with the rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from jibungoto.decide.plans import selectors as plans
from jibungoto.decide.plans.models import Hurdle, Measure, MeasureActor, Plan, Progress
from jibungoto.kernel import nodes, together
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Link, Node
from jibungoto.people.models import User
from jibungoto.people.selectors.roles import addresses_of_departments
from jibungoto.review.reviews import keys, policies
from jibungoto.review.reviews.keys import OpenedLink
from jibungoto.review.reviews.models import (
    ReviewContact,
    ReviewItem,
    ReviewRequest,
    ReviewRound,
)


def rounds(actor: Actor) -> QuerySet[ReviewRound]:
    """The rounds the actor may see, newest first, each with .asked and .answered (departments)."""
    return _rounds(policies.visible(actor))


def _rounds(seen: Q) -> QuerySet[ReviewRound]:
    answered = Q(requests__answered_at__isnull=False)
    return (
        ReviewRound.objects.filter(seen)
        .select_related("plan__node")
        .annotate(asked=Count("requests"), answered=Count("requests", filter=answered))
        .order_by("-year", "-pk")  # a query that groups forgets the model's own order
    )


def newest_round(actor: Actor, node: Any) -> QuerySet[ReviewRound, Any]:
    """Year and address of the newest round of the plan behind a node."""
    found = ReviewRound.objects.filter(policies.visible(actor), plan__node=node)
    return found.order_by("-year", "-pk").values_list("year", "public_id")[:1]


def under_way(actor: Actor) -> QuerySet[ReviewRound]:
    """The rounds that take answers, for those who lead them.

    Each with .mine and .my_department: the request in it that waits for the actor's own answer.
    """
    if not actor.may(policies.MANAGE) or not policies.sees_rounds(actor):
        return ReviewRound.objects.none()
    return _UNDER_WAY.put(user=actor.user_id or 0)


def _under_way(*, user: int) -> QuerySet[ReviewRound]:
    mine = ReviewRequest.objects.filter(
        round=OuterRef("pk"), answered_at=None, contacts__user_id=user
    ).order_by("pk")
    found = _rounds(Q()).filter(state=ReviewRound.State.OPEN)
    return found.annotate(
        mine=Subquery(mine.values("public_id")[:1]),
        my_department=Subquery(mine.values("department")[:1]),
    )[:5]


_UNDER_WAY = together.Question(_under_way)


def round_(actor: Actor, public_id: UUID) -> ReviewRound | None:
    return only(rounds(actor).filter(public_id=public_id))


def requests(found: ReviewRound) -> list[ReviewRequest]:
    """What was asked of each department, with .items_count and .reported, and its contacts."""
    return list(
        _counted(found.requests.all())
        .select_related("answered_by_link")
        .prefetch_related("contacts")
        .order_by("pk")
    )


def _counted(found: QuerySet[ReviewRequest]) -> QuerySet[ReviewRequest]:
    told = Progress.objects.filter(
        measure=OuterRef("measure"), year=OuterRef("request__round__year")
    )
    reported = ReviewItem.objects.filter(Exists(told.exclude(state=""))).values("pk")
    there = Q(items__measure__removed_at=None)
    return found.annotate(
        items_count=Count("items", filter=there, distinct=True),
        reported=Count("items", filter=there & Q(items__in=reported), distinct=True),
    )


def request(actor: Actor, public_id: UUID) -> ReviewRequest | None:
    """A request, with .names_actor, and .is_for_others: it names people, and not the actor."""
    found = ReviewRequest.objects.filter(public_id=public_id)
    if not policies.sees_rounds(actor):
        return None
    named = ReviewContact.objects.filter(request=OuterRef("pk"), user__isnull=False)
    return only(
        found.select_related("round__plan__node")
        .annotate(names_actor=Exists(named.filter(user=actor.user_id or 0)))
        .annotate(is_for_others=Exists(named) & Q(names_actor=False))
    )


def item(actor: Actor, public_id: UUID, code: str) -> ReviewItem | None:
    """One measure of a request, by the short code of its node."""
    found = request(actor, public_id)
    if found is None:
        return None
    return _item(found, code)


def _item(found: ReviewRequest, code: str) -> ReviewItem | None:
    one = only(
        ReviewItem.objects.filter(
            request=found, measure__removed_at=None, measure__node__short_code=code
        ).select_related("measure__node", "measure__plan__node", "measure__mark")
    )
    if one is not None:
        one.request = found
    return one


@dataclass(frozen=True, slots=True)
class Row:
    """A measure on a department's page: this year's report, the last before, what hangs on it."""

    item: ReviewItem
    report: Progress | None = None
    last: Progress | None = None
    hurdles: list[Hurdle] = field(default_factory=list)
    evidence: list[Node] = field(default_factory=list)

    @property
    def measure(self) -> Measure:
        return self.item.measure

    @property
    def is_reported(self) -> bool:
        return self.report is not None and self.report.state != ""


def rows(actor: Actor, found: ReviewRequest) -> list[Row]:
    """Everything of a department's page, in the order of the plan; five queries."""
    there = found.items.filter(measure__removed_at=None)
    items = list(there.select_related("measure__node", "measure__plan", "measure__mark"))
    return _rows(actor, found, items)


def row(actor: Actor, one: ReviewItem) -> Row:
    """The same for one measure."""
    return _rows(actor, one.request, [one])[0]


def _rows(actor: Actor, found: ReviewRequest, items: list[ReviewItem]) -> list[Row]:
    year = found.round.year
    ids = [one.measure_id for one in items]
    reports: dict[int, Progress] = {}
    last: dict[int, Progress] = {}
    for report in Progress.objects.filter(measure__in=ids, year__lte=year).order_by("year"):
        (reports if report.year == year else last)[report.measure_id] = report
    hurdles = _by(Hurdle.objects.filter(measure__in=ids, year=year))
    seen = Node.objects.filter(nodes.visible(actor))
    nodes_of = {one.measure.node_id: one.measure_id for one in items}
    evidence: dict[int, list[Node]] = defaultdict(list)
    links = Link.objects.filter(
        to_node__in=nodes_of, relation=Link.Relation.CAME_OF, from_node__in=seen
    )
    for link in links.select_related("from_node").order_by("pk"):
        evidence[nodes_of[link.to_node_id]].append(link.from_node)
    return [
        Row(
            one,
            reports.get(one.measure_id),
            last.get(one.measure_id),
            hurdles[one.measure_id],
            evidence[one.measure_id],
        )
        for one in items
    ]


def _by(found: Iterable[Hurdle]) -> dict[int, list[Hurdle]]:
    grouped: dict[int, list[Hurdle]] = defaultdict(list)
    for one in found:
        grouped[one.measure_id].append(one)
    return grouped


@dataclass(frozen=True, slots=True)
class Asked:
    """A department of a plan: its name and how many measures name it."""

    name: str
    measures: int


def departments(plan: Plan) -> list[Asked]:
    """The departments a plan's measures name, in the order of the plan."""
    named = MeasureActor.objects.filter(
        measure__plan=plan, measure__removed_at=None, kind=MeasureActor.Kind.DEPARTMENT
    ).exclude(name="")
    counted: dict[str, int] = {}
    for name in named.order_by("measure__order", "pk").values_list("name", flat=True):
        counted[name] = counted.get(name, 0) + 1
    return [Asked(name, number) for name, number in counted.items()]


def without_department(plan: Plan) -> int:
    """How many measures at the ends of the tree name no department, so that nobody is asked."""
    named = MeasureActor.objects.filter(
        measure=OuterRef("pk"), kind=MeasureActor.Kind.DEPARTMENT
    ).exclude(name="")
    below = Measure.objects.filter(parent=OuterRef("pk"), removed_at=None)
    there = plan.measures.filter(removed_at=None)
    return there.exclude(Exists(named)).exclude(Exists(below)).count()


def asked_before(names: Iterable[str]) -> dict[str, list[str]]:
    """The mail addresses each department was asked at last time."""
    found: dict[str, list[str]] = {}
    newest: dict[str, int] = {}
    contacts = ReviewContact.objects.filter(request__department__in=list(names))
    for contact in contacts.select_related("request").order_by("-request_id", "pk"):
        name = contact.request.department
        if newest.setdefault(name, contact.request_id) == contact.request_id:
            found.setdefault(name, []).append(contact.email)
    return found


def suggested_addresses(names: Sequence[str]) -> dict[str, list[str]]:
    """Where to ask each department: where it was asked last time, else those who are of it now."""
    return addresses_of_departments(names) | asked_before(names)


def plans_to_review(actor: Actor) -> QuerySet[Plan]:
    """Plans whose measures name departments: those a round can be opened for."""
    named = MeasureActor.objects.filter(
        measure__plan=OuterRef("pk"), kind=MeasureActor.Kind.DEPARTMENT
    )
    return plans.plans(actor).filter(Exists(named))


def plan_to_review(actor: Actor, slug: str) -> Plan | None:
    return plans.plan(actor, slug)


def waiting_for_answer(actor: Actor) -> QuerySet[ReviewRequest]:
    """The requests that wait for this person, the nearest day first, with their counts."""
    if actor.user_id is None or not actor.may(policies.ANSWER):
        return ReviewRequest.objects.none()
    mine = ReviewRequest.objects.filter(policies.mine(actor)).values("pk")
    found = ReviewRequest.objects.filter(
        pk__in=mine, round__state=ReviewRound.State.OPEN, answered_at=None
    )
    return _counted(found).select_related("round__plan").order_by("round__due", "pk")


def contacts_of(who: Any) -> list[dict[str, str]]:
    """The requests mailed to an account, for its owner to take away."""
    if not isinstance(who, User):
        return []
    found = ReviewContact.objects.filter(email=who.email).select_related("request__round__plan")
    return [
        {"department": c.request.department, "plan": c.request.round.plan.title, "email": c.email}
        for c in found
    ]


def opened(actor: Actor, token: str) -> OpenedLink:
    """What a mailed link opens; the rule says whether it still does."""
    contact = keys.contact_of(token)
    if contact is not None:
        contact.request.by_link = contact  # type: ignore[attr-defined]
    return OpenedLink(contact)


def opened_item(actor: Actor, token: str, code: str) -> OpenedLink | None:
    """One measure of the request behind a link; None where the request has no such measure."""
    found = opened(actor, token)
    if found.contact is None:
        return found
    one = _item(found.contact.request, code)
    return OpenedLink(found.contact, one) if one is not None else None


def contact(actor: Actor, pk: int) -> ReviewContact | None:
    """A contact of a round, for those who lead it."""
    if not actor.may(policies.MANAGE):
        return None
    return only(ReviewContact.objects.filter(pk=pk).select_related("request__round__plan"))
