"""All reads of the desk."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet, Subquery

from jibungoto.decide.councils.selectors import ending_seats
from jibungoto.kernel import clock, together
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.know.places import selectors as places
from jibungoto.know.places.models import District
from jibungoto.people.models import RoleGrant, User

from . import policies
from .models import Contact, DeskSettings

SILENT_AFTER_DAYS = 60


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Open follow-ups by urgency: overdue, due today, later."""

    late: list[Contact]
    today: list[Contact]
    later: list[Contact]

    def __bool__(self) -> bool:
        return bool(self.late or self.today or self.later)


def silent_after_days() -> int:
    """From how many days without contact a district counts as left alone."""
    found = DeskSettings.objects.values_list("silent_after_days", flat=True).first()
    return SILENT_AFTER_DAYS if found is None else found


def districts(actor: Actor, permission: str = policies.READ) -> QuerySet[District]:
    """Districts with a council of their own that the permission counts in, in their order."""
    return (
        District.objects.filter(actor.scopes(permission).covers(""))
        .filter(places.of_known_kind(), valid_until=None)
        .select_related("node")
        .order_by("order", "code", "pk")
    )


def district(actor: Actor, district: str) -> District | None:
    """A district by its slug; whether the actor may read its desk is the rule's answer."""
    return only(District.objects.filter(slug=district).select_related("node"))


def contacts(
    actor: Actor, district: District | None = None, *, mine: bool = False
) -> QuerySet[Contact]:
    """Contacts the actor may read, latest first; `mine` are those one wrote oneself."""
    rows = Contact.objects.filter(policies.visible(actor)).select_related(
        "district", "organisation__node"
    )
    if district is not None:
        rows = rows.filter(district=district)
    if mine:
        rows = rows.filter(by_id=actor.user_id)
    return rows.order_by("-on", "-pk")


def contact(actor: Actor, pk: int) -> Contact | None:
    """A contact the actor may read, withdrawn ones included so that withdrawing can be undone."""
    return only(
        Contact.objects.filter(actor.scopes(policies.READ).covers(), pk=pk).select_related(
            "district", "organisation"
        )
    )


def open_follow_ups(
    actor: Actor, *, mine: bool = False, district: District | None = None
) -> FollowUps:
    """What is still to be done, most urgent first; `mine` asks only for what the actor wrote."""
    rows = _promised(contacts(actor, district))
    if mine:
        rows = rows.filter(by_id=actor.user_id)
    today = clock.today()
    found = FollowUps([], [], [])
    for row in rows[:200]:
        due = row.follow_up_on
        urgency = found.later
        if due is not None and due <= today:
            urgency = found.late if due < today else found.today
        urgency.append(row)
    return found


def due_follow_ups(actor: Actor) -> QuerySet[Contact]:
    """What the actor promised to do until today or before, most urgent first."""
    mine = _promised(contacts(actor)).filter(by_id=actor.user_id)
    return (
        mine.filter(follow_up_on__lte=clock.today())
        .select_related(None)
        .select_related("district")[:200]
    )


def _promised(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    found = rows.filter(done_on=None).exclude(follow_up_on=None)
    return found.order_by("follow_up_on", "pk")


def just_done(actor: Actor) -> list[Contact]:
    """Follow-ups finished in the last three days, where finishing can still be undone."""
    since = clock.today() - dt.timedelta(days=3)
    rows = contacts(actor).filter(done_on__gte=since, by_id=actor.user_id)
    return list(rows.order_by("-done_on", "-pk")[:10])


@dataclass(frozen=True, slots=True)
class LastContact:
    """The last day somebody was in touch, and from how many days on that counts as left alone."""

    on: dt.date
    limit: int


def contact_days() -> QuerySet[Any]:
    """For each district the last day of a contact, as rows for `last_contacts`."""
    return _CONTACT_DAYS.put()


def last_contacts(days: Iterable[Mapping[str, Any]]) -> dict[int, LastContact]:
    """{district id: its last contact}."""
    return {
        row["district_id"]: LastContact(row["last"], row["limit"] or SILENT_AFTER_DAYS)
        for row in days
    }


def late_counts() -> QuerySet[Any]:
    """For each district the number of follow-ups past their day."""
    return _LATE_COUNTS.put(today=clock.today())


def _contact_days() -> QuerySet[Any]:
    limit = Subquery(DeskSettings.objects.values("silent_after_days")[:1])
    there = Contact.objects.filter(withdrawn_at=None).values("district_id")
    return there.order_by("district_id").annotate(last=Max("on"), limit=limit)


def _late_counts(*, today: dt.date) -> QuerySet[Any]:
    late = Contact.objects.filter(done_on=None, follow_up_on__lt=today, withdrawn_at=None)
    return late.values("district_id").order_by("district_id").annotate(number=Count("pk"))


_CONTACT_DAYS = together.Question(_contact_days)
_LATE_COUNTS = together.Question(_late_counts)


def ending_roles(district: District, *, within_days: int = 200) -> list[RoleGrant]:
    """Roles in a district, or on all it lies in, that end within this time, earliest first."""
    today = clock.today()
    ids = [int(pk) for pk in district.lineage.split(".") if pk]
    rows = RoleGrant.objects.filter(
        district_id__in=ids,
        starts_on__lte=today,
        ends_on__range=(today, today + dt.timedelta(days=within_days)),
    )
    return list(rows.select_related("role").order_by("ends_on", "role__order", "pk"))


def hand_over(actor: Actor, district: District) -> dict[str, Any]:
    """Everything somebody who takes a district over must know, for one sheet of paper."""
    return {
        "follow_ups": open_follow_ups(actor, district=district),
        "contacts": list(contacts(actor, district)[:8]),
        "roles": ending_roles(district),
        "terms": list(ending_seats([district.pk], within_days=200)),
    }


def contacts_by(person: Any) -> list[dict[str, Any]]:
    """What an account wrote at the desk, for the person's own export."""
    user_id = person.pk if isinstance(person, User) else person.user_id
    if user_id is None:
        return []
    rows = Contact.objects.filter(by_id=user_id).select_related("district")
    return [
        {
            "district": row.district.name,
            "on": row.on.isoformat(),
            "kind": str(row.get_kind_display()),
            "note": row.note,
            "follow_up": row.follow_up,
        }
        for row in rows
    ]
