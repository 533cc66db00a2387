"""Conversations as lists and one by one."""

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from jibungoto.hear.opinions import policies
from jibungoto.hear.opinions.models import Conversation, Part, Vote
from jibungoto.kernel import clock, identity
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import NodeDistrict
from jibungoto.know.places.models import District

State = Conversation.State


def conversations(
    actor: Actor, *, state: str = "", district: District | None = None
) -> QuerySet[Conversation]:
    """What the actor may see: open ones first, then the newest."""
    found = Conversation.objects.filter(policies.visible(actor))
    if state:
        found = found.filter(state=state)
    if district is not None:
        inside = NodeDistrict.objects.filter(district__lineage__contains=f".{district.pk}.")
        found = found.filter(node__in=inside.values("node"))
    return with_rows(found).order_by("-state", "-pk")  # open, draft, closed


def with_rows(found: QuerySet[Conversation]) -> QuerySet[Conversation]:
    placed = NodeDistrict.objects.select_related("district").order_by("pk")
    return found.select_related("node", "host").prefetch_related(
        Prefetch("node__placed", queryset=placed), "texts"
    )


def conversation(actor: Actor, slug: str) -> Conversation | None:
    """One conversation the actor may see, with its host, districts and texts."""
    return only(with_rows(Conversation.objects.filter(policies.visible(actor), slug=slug)))


def by_code(actor: Actor, code: str) -> Conversation | None:
    """The conversation behind the short code of a poster, as it may have been typed."""
    rows = Conversation.objects.filter(policies.visible(actor))
    return only(with_rows(rows.filter(node__short_code=identity.read_code(code))))


def is_open(conversation: Conversation) -> bool:
    """Whether votes are taken today. The day after the last one counts as closed at once."""
    today = clock.today()
    return (
        conversation.state == State.OPEN
        and (conversation.opens_on is None or conversation.opens_on <= today)
        and (conversation.closes_on is None or today <= conversation.closes_on)
    )


def begins_later(conversation: Conversation) -> bool:
    """Whether its first day is still to come."""
    return conversation.opens_on is not None and clock.today() < conversation.opens_on


def counted_parts(conversation: Conversation) -> QuerySet[Part]:
    """The parts that count: not taken back, with at least one vote."""
    voted = Vote.objects.filter(part=OuterRef("pk"))
    return Part.objects.filter(
        Exists(voted), conversation=conversation, withdrawn_at__isnull=True
    ).order_by("pk")


def took_part(conversation: Conversation) -> dict[str, int]:
    """How many took part, in all and on paper or at the counter. One query."""
    return counted_parts(conversation).aggregate(
        people=Count("pk"),
        flagged=Count("pk", filter=~Q(flag="")),
        paper=Count("pk", filter=Q(channel=Part.Channel.PAPER)),
        counter=Count("pk", filter=Q(channel=Part.Channel.COUNTER)),
    )


def numbers_of(found: Sequence[Conversation]) -> dict[int, int]:
    """How many took part in each; one query."""
    voted = Vote.objects.filter(part=OuterRef("pk"))
    rows = Part.objects.filter(Exists(voted), conversation__in=found, withdrawn_at__isnull=True)
    counted = rows.order_by().values_list("conversation").annotate(number=Count("pk"))
    return {one.pk: 0 for one in found} | dict(counted)
