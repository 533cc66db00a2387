"""All reads of councils."""

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet

from jibungoto.kernel import clock, kept, nodes, together
from jibungoto.kernel.actor import Actor, Scopes
from jibungoto.kernel.keyed import only
from jibungoto.know.places import selectors as places
from jibungoto.know.places.models import District
from jibungoto.people.models import Consent, User
from jibungoto.people.selectors import public_names

from . import journey, policies
from .models import Council, CouncilDistrict, Seat, StageEntry, Term

ENDING_DAYS = 60  # a term that ends within these days waits for a successor


@dataclass(frozen=True, slots=True)
class SeatNow:
    """A seat today: the term that runs, the one agreed on after it, and who, if they consented."""

    seat: Seat
    term: Term | None
    next_term: Term | None
    name: str = ""
    is_ending: bool = False


@dataclass(frozen=True, slots=True)
class SoFar:
    """The journey, the seats without names, and the terms that are over."""

    entries: list[StageEntry]
    seats: list[SeatNow]
    past_terms: list[Term]


def councils(actor: Actor) -> QuerySet[Council]:
    """Councils the actor may see, in the order of their first districts."""
    placed = CouncilDistrict.objects.select_related("district__node").order_by(
        "district__order", "district__code", "pk"
    )
    return (
        Council.objects.filter(policies.visible(actor))
        .select_related("node")
        .prefetch_related(Prefetch("placed", placed))
        .order_by("node__occurred_on", "pk")
    )


def council(actor: Actor, slug: str) -> Council | None:
    return only(councils(actor).filter(slug=slug).select_related("organisation__node"))


def council_of(actor: Actor, district: District) -> Council | None:
    """The council that stands for a district, or for one it lies in; one query."""
    return next((placed.council for placed in councils_over(actor, district)), None)


def councils_over(actor: Actor, district: District) -> QuerySet[CouncilDistrict]:
    """The row of `council_of`, with its council."""
    ids = [int(pk) for pk in district.lineage.split(".") if pk] or [district.pk]
    placed = CouncilDistrict.objects.filter(
        district_id__in=ids, council__in=Council.objects.filter(policies.visible(actor))
    )
    return placed.select_related("council__node").order_by("-district__lineage")[:1]


def seat(actor: Actor, slug: str, seat_id: int) -> Seat | None:
    """A seat together with its council, whose districts the rules ask for."""
    found = council(actor, slug)
    row = only(Seat.objects.filter(council=found, pk=seat_id)) if found else None
    if row is not None and found is not None:
        row.council = found
    return row


def closed_seats(council: Council) -> list[Seat]:
    """Seats the council no longer has, newest first."""
    return list(council.seats.exclude(closed_on=None).order_by("-closed_on", "pk")[:10])


def entries(council: Council) -> list[StageEntry]:
    """The journey so far without what was taken back, earliest first."""
    return list(
        council.entries.filter(undone_at=None).select_related("node").order_by("entered_on", "pk")
    )


def steps(
    council: Council, entries: Sequence[StageEntry], words: dict[str, str]
) -> list[journey.Step]:
    """The journey as a page draws it, with the day each step was last entered."""
    since: dict[str, Any] = {entry.stage: entry.entered_on for entry in entries}
    return journey.steps(council.stage, words, since)


def rounds(entries: Sequence[StageEntry]) -> int:
    """How many times the journey has begun anew after a review, the first included."""
    pairs = itertools.pairwise(entries)
    return 1 + sum(
        a.stage == Council.Stage.REVIEW and b.stage != Council.Stage.REVIEW for a, b in pairs
    )


def seats(council: Council) -> list[SeatNow]:
    """The open seats with their terms of today and after, without names."""
    today = clock.today()
    running = Term.objects.filter(ends_on__gte=today).order_by("starts_on", "pk")
    rows = council.seats.filter(closed_on=None).select_related("organisation__node")
    return [
        _seat_now(row, today)
        for row in rows.prefetch_related(Prefetch("terms", running, to_attr="running"))
    ]


def _seat_now(row: Any, today: dt.date) -> SeatNow:
    term = next((t for t in row.running if t.starts_on <= today), None)
    after = next((t for t in row.running if t.starts_on > today), None)
    ending = bool(
        term and after is None and (term.ends_on - today) <= dt.timedelta(days=ENDING_DAYS)
    )
    return SeatNow(row, term, after, is_ending=ending)


def named(seats: Sequence[SeatNow], names: Mapping[int, str]) -> list[SeatNow]:
    """The seats with the names of `consented_names`."""
    return [
        replace(s, name=names.get(s.term.holder_id, "")) if s.term and s.term.holder_id else s
        for s in seats
    ]


def so_far(council: Council) -> SoFar:
    """What a council's page tells everybody who may open it, in four queries."""
    return SoFar(entries(council), seats(council), past_terms(council))


def past_terms(council: Council) -> list[Term]:
    """Terms that are over, latest first: the memory of a council whose chair changes every year."""
    over = Term.objects.filter(seat__council=council, ends_on__lt=clock.today())
    return list(over.select_related("seat").order_by("-ends_on", "seat__order", "pk")[:30])


def ending_seats(
    districts: Sequence[int] | QuerySet[Any, Any], *, within_days: int = ENDING_DAYS
) -> QuerySet[Term]:
    """Terms in councils of these districts that end soon with nobody agreed on after them."""
    today = clock.today()
    following = Term.objects.filter(seat=OuterRef("seat"), starts_on__gt=OuterRef("starts_on"))
    rows = (
        Term.objects.filter(
            seat__closed_on=None,
            seat__council__placed__district__in=districts,
            starts_on__lte=today,
            ends_on__range=(today, today + dt.timedelta(days=within_days)),
        )
        .exclude(Exists(following))
        .select_related("seat__council")
        .order_by("ends_on", "seat__order", "pk")
    )
    return rows.distinct()


def ending_seats_for(actor: Actor, permission: str) -> QuerySet[Term] | None:
    """Seats without a successor in the councils where the actor may settle it. Districts only:
    somebody who looks after the whole city is not told about every seat in it."""
    scopes = actor.scopes(permission)
    if not scopes.district_ids:
        return None
    return ending_seats(District.objects.filter(scopes.inside("")).values_list("pk", flat=True))


def placed(actor: Actor) -> QuerySet[CouncilDistrict]:
    """In which districts the councils are that the actor may see."""
    return _PLACED.put(nodes.read_scopes(actor))


def _placed(read: Scopes) -> QuerySet[CouncilDistrict]:
    seen = Council.objects.filter(nodes.seen_within(read, "node__"))
    return CouncilDistrict.objects.filter(council__in=seen).select_related("council__node")


_PLACED = together.Question(_placed)


def stage_counts(actor: Actor) -> dict[str, int]:
    """{stage: number of councils at it}."""
    rows = Council.objects.filter(policies.visible(actor)).values("stage").order_by("stage")
    return {row["stage"]: row["number"] for row in rows.annotate(number=Count("pk"))}


def founded(area: District | None, last: dt.date) -> QuerySet[Council]:
    """Councils founded on or before a day, in a district or anywhere."""
    rows = Council.objects.filter(founded_on__lte=last, node__state="public")
    if area is not None:
        rows = rows.filter(placed__district=area)
    return rows.select_related("node").order_by(F("founded_on").asc(), "pk")


def free_districts(council: Council | None = None) -> QuerySet[District]:
    """Districts that may have a council and have none yet (or this one)."""
    taken = CouncilDistrict.objects.exclude(council=council).values("district_id")
    found = District.objects.filter(places.of_known_kind(), valid_until=None)
    return found.exclude(pk__in=taken)


def consented_names(seats: Sequence[SeatNow]) -> dict[int, str]:
    """Names of those who hold a seat today and agreed to be named in public; nobody else's."""
    held = [s.term.holder_id for s in seats if s.term and s.term.holder_id]
    if not held:
        return {}
    agreed = Consent.objects.filter(user_id__in=held, withdrawn_at=None)
    ids = list(agreed.values_list("user_id", flat=True).distinct())
    return public_names(ids) if ids else {}


def terms_of(person: Any) -> list[dict[str, Any]]:
    """The seats an account holds or held, for the person's own export."""
    user_id = _user_id(person)
    if user_id is None:
        return []
    rows = Term.objects.filter(holder_id=user_id).select_related("seat__council")
    return [
        {
            "council": term.seat.council.name,
            "seat": term.seat.title,
            "starts_on": term.starts_on.isoformat(),
            "ends_on": term.ends_on.isoformat(),
        }
        for term in rows
    ]


def _user_id(person: Any) -> int | None:
    found: int | None = person.pk if isinstance(person, User) else person.user_id
    return found


def words() -> dict[str, str]:
    return kept.words_at_hand()
