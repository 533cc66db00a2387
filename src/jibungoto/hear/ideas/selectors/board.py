"""What staff and council see: the board of their districts, what waits, merges, reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, Exists, OuterRef, Q, QuerySet

from jibungoto.hear.ideas import policies
from jibungoto.hear.ideas.models import Comment, Idea, Report
from jibungoto.kernel import clock, together
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.kernel.prepared import Part
from jibungoto.know.findings.selectors.findings import matching, placed_in
from jibungoto.know.places.models import District

from .reading import SUPPORTERS, with_rows


@dataclass(frozen=True, slots=True)
class Waits:
    """How many ideas wait: to be received, looked at, reported, answered by a day gone by."""

    new: int
    check: int
    report: int
    late: int


def _late() -> Q:
    return Q(answer_by__lt=clock.today(), answers__isnull=True, node__state=Node.State.PUBLIC)


def _waiting_comment() -> Exists:
    return Exists(Comment.objects.filter(idea=OuterRef("pk"), waits=True, withdrawn_at=None))


def _reported() -> Exists:
    return Exists(Report.objects.filter(idea=OuterRef("pk"), handled_at=None))


_REPORTED = Part(Idea, _reported, BooleanField())
_COMMENTED = Part(Idea, _waiting_comment, BooleanField())


_NEWEST = ("-posted_on", "-pk")  # the day a row shows, as the public list has it
_NEW = Q(state=Idea.State.NEW, node__state=Node.State.PUBLIC)
_CHECK = Q(node__state=Node.State.STAFF, hidden_reason="", checked_at=None)


def board(
    actor: Actor,
    *,
    waits: str = "",
    district: District | None = None,
    theme: int | None = None,
    state: str = "",
    words: str = "",
    campaign: str = "",
) -> QuerySet[Idea]:
    """All ideas of the districts somebody sorts, whatever their state, newest first; bare ones, see
    `on_page`."""
    found = _mine(actor).alias(reported=_REPORTED, commented=_COMMENTED)
    asked = {
        "new": _NEW,
        "check": _CHECK | Q(commented=True),
        "report": Q(reported=True),
        "late": _late(),
        "hidden": ~Q(hidden_reason=""),
    }
    if waits in asked:
        found = found.filter(asked[waits])
    if district is not None:
        found = found.filter(node__in=placed_in(district))
    if theme is not None:
        found = found.filter(themes=theme)
    if state:
        found = found.filter(state=state)
    if campaign:
        found = found.filter(campaign__node__short_code=campaign)
    return matching(found, words).order_by(*_NEWEST)


def on_page(found: QuerySet[Idea]) -> list[Idea]:
    """The few of a board that a page shows, with what their rows show: `supports`, `reported` and
    `commented`. One query.

    Counted for these only: a database that sorts counts for every row there is.
    """
    rows = Idea.objects.filter(pk__in=found.values("pk")).annotate(
        reported=_REPORTED, commented=_COMMENTED, supports=SUPPORTERS
    )
    shown = rows.select_related("node", "district", "campaign__node")
    return list(shown.order_by(*_NEWEST))


def waits(actor: Actor) -> Waits:
    """What waits for somebody in the districts they sort. One query; nothing for others."""
    if not actor.may_somewhere(policies.SORT):
        return Waits(0, 0, 0, 0)
    key = ("ideas.waits", actor, clock.today())
    return waits_of(together.rows_again(key, lambda: waiting_counts(actor)))


def waiting_counts(actor: Actor) -> QuerySet[Any]:
    """The counts of `waits` as the one row of a query, or none."""
    rows = _mine(actor).alias(reported=_REPORTED, commented=_COMMENTED)
    return (
        rows.order_by()
        .values("municipality_id")
        .annotate(
            new=Count("pk", filter=_NEW, distinct=True),
            unchecked=Count("pk", filter=_CHECK | Q(commented=True), distinct=True),
            report=Count("pk", filter=Q(reported=True), distinct=True),
            late=Count("pk", filter=_late(), distinct=True),
        )
        .values_list("new", "unchecked", "report", "late")
    )


def waits_of(counts: Iterable[Any]) -> Waits:
    """What `waiting_counts` found."""
    return next((Waits(*row) for row in counts), Waits(0, 0, 0, 0))


def _mine(actor: Actor) -> QuerySet[Idea]:
    return Idea.objects.filter(
        policies.workable(actor), merged_into__isnull=True, withdrawn_at__isnull=True
    )


def chosen(actor: Actor, codes: list[str]) -> list[Idea]:
    """The ideas of these short codes that somebody sorts, most supported first."""
    found = with_rows(_mine(actor).filter(node__short_code__in=codes[:50]), photos=False)
    return sorted(found, key=lambda i: (-i.supports, i.pk))  # type: ignore[attr-defined]


def comments(idea: Idea) -> list[Comment]:
    """Every comment that was not taken back, for those who look after them."""
    return _COMMENTS.rows(idea=idea.pk)


def _comments(*, idea: int) -> QuerySet[Comment]:
    group = Q(idea_id=idea) | Q(idea__merged_into_id=idea)
    return Comment.objects.filter(group, withdrawn_at=None)[:200]


_COMMENTS = together.Question(_comments)


def mine(actor: Actor) -> list[Idea]:
    """What this participant proposed, in whatever state, newest first."""
    if actor.participant_id is None:
        return []
    found = with_rows(Idea.objects.filter(participant_id=actor.participant_id))
    return list(found.order_by("-created_at", "-pk")[:100])


def my_hidden(actor: Actor) -> QuerySet[Idea]:
    """Ideas of this participant that were taken from public sight."""
    if actor.participant_id is None:
        return Idea.objects.none()
    found = Idea.objects.filter(participant_id=actor.participant_id, withdrawn_at=None)
    return found.exclude(hidden_reason="").select_related("node")[:20]
