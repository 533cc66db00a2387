"""All reads of the homes. What belongs to a room is asked of that room."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from jibungoto.decide.councils import journey
from jibungoto.decide.councils import selectors as councils
from jibungoto.decide.councils.models import Council
from jibungoto.kernel import clock, kept, nodes, outbox, registry, together
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.models import Link, Municipality, Node, NodeDistrict
from jibungoto.kernel.registry import Section, Stage, Waiting
from jibungoto.kernel.trace import BACKWARDS
from jibungoto.know.places import selectors as places
from jibungoto.know.places.models import District
from jibungoto.people.models import Participant, RoleGrant

from . import policies

# What is entered into a register is no news: places and groups are there before their record is.
_NOT_NEWS = ("district", "organisation", "facility")


@dataclass(frozen=True, slots=True)
class Filled:
    """A section of a page together with what fills it."""

    section: Section
    context: dict[str, Any]


def municipalities() -> QuerySet[Municipality]:
    """Everybody who uses the installation, in their order."""
    return Municipality.objects.all()


def districts(actor: Actor) -> QuerySet[District]:
    """The districts people know their municipality by, valid today."""
    return places.known_districts().select_related("node")


def district_by_slug(actor: Actor, district: str) -> District | None:
    known = kept.grounded(f"district:{district}", lambda: _district(GUEST, district))
    return known or (_district(actor, district) if actor.grants else None)


def _district(actor: Actor, slug: str) -> District | None:
    return (
        District.objects.filter(slug=slug)
        .filter(nodes.visible(actor, "node__"))
        .select_related("node", "kind", "parent__node")
        .first()
    )


@dataclass(frozen=True, slots=True)
class AtStage:
    """A district seen from one of the six parts."""

    district: District
    stage: str


def district_stage(actor: Actor, district: str, stage: str) -> AtStage | None:
    found = district_by_slug(actor, district) if stage in Stage.values else None
    return AtStage(found, stage) if found else None


def stage(actor: Actor, stage: str) -> str | None:
    return stage if stage in Stage.values else None


def latest(actor: Actor, district: District | None = None, *, number: int = 40) -> list[Node]:
    """What was published last here, newest first; what lies ahead waits for its day.

    More rows than a list shows, so that a flood of one kind can be told as one (news.merged).
    """
    rows = nodes.nodes(actor, district_id=district.pk if district else None).exclude(
        kind__in=_NOT_NEWS
    )
    rows = rows.filter(occurred_on__lte=clock.today())
    if district is None:
        placed = NodeDistrict.objects.select_related("district")
        rows = rows.prefetch_related(Prefetch("placed", placed))
    return list(rows[:number])


def chain(district: District) -> list[Node]:
    """The longest way from an early record to its latest result among this district's last links,
    as everybody may see it.

    One query: the newest links of records placed here, joined up in memory.
    """
    here = NodeDistrict.objects.filter(district=district).values("node_id")
    links = (
        Link.objects.filter(relation__in=BACKWARDS, from_node__in=here)
        .filter(nodes.visible(GUEST, "from_node__"), nodes.visible(GUEST, "to_node__"))
        .select_related("from_node", "to_node")
        .order_by("-pk")[:60]
    )
    return longest(list(links))


def longest(links: Sequence[Link]) -> list[Node]:
    """The longest chain through links from later to earlier, earliest first; five steps at most."""
    earlier: dict[int, list[Link]] = {}
    for row in links:
        earlier.setdefault(row.from_node_id, []).append(row)
    known: dict[int, list[Node]] = {}

    def back(node: Node, depth: int) -> list[Node]:
        if node.pk not in known:
            known[node.pk] = [node]  # a loop, were there one, ends here
            ways = [back(row.to_node, depth + 1) for row in earlier.get(node.pk, ()) if depth < 8]
            known[node.pk] = [*max(ways, key=len, default=[]), node]
        return known[node.pk]

    found = max((back(row.from_node, 0) for row in links), key=len, default=[])
    return found[-5:] if len(found) > 2 else []


def filled(actor: Actor, stage: str, district: District | None) -> list[Filled]:
    """The sections of a part that have something to show here."""
    found = []
    for section in registry.sections(Stage(stage)):
        context = section.context(actor, district)
        if context is not None:
            found.append(Filled(section, dict(context)))
    return found


def council(actor: Actor, district: District) -> Council | None:
    return councils.council_of(actor, district)


def part_of(council: Council | None) -> str:
    """The part of the cycle a district is at, as its council's journey says; "" without one."""
    return journey.PART[Council.Stage(council.stage)] if council else ""


@dataclass(frozen=True, slots=True)
class Mine:
    """What a person's own page gathers from all rooms."""

    district: District | None
    roles: list[RoleGrant]
    followed: list[Node]
    notices: list[outbox.NoticeText]
    waiting: list[Waiting]


def mine(actor: Actor) -> Mine:
    """A person's own page: one query for all of it, and one for the lines of notices."""
    home = _HOME.put(district=actor.district_id or 0)
    roles, days = _my_roles(actor), outbox.days(actor, limit=5)
    followed = nodes.followed(actor)
    waiting = registry.waiting(actor, home, roles, days, followed)
    return Mine(
        next(iter(home), None),
        sorted(roles, key=lambda g: (g.ends_on is None, g.ends_on, g.pk)),
        list(followed),
        outbox.texts(actor, days),
        waiting,
    )


def _my_roles(actor: Actor) -> QuerySet[RoleGrant]:
    """Roles the person holds today in this municipality."""
    if actor.user_id is None:
        return RoleGrant.objects.none()
    return _ROLES.put(user=actor.user_id, today=clock.today())


def _home(*, district: int) -> QuerySet[District]:
    return District.objects.filter(pk=district).select_related("node")


def _roles(*, user: int, today: dt.date) -> QuerySet[RoleGrant]:
    now = Q(ends_on=None) | Q(ends_on__gte=today)
    found = RoleGrant.objects.filter(now, user_id=user, starts_on__lte=today)
    return found.select_related("role", "district", "organisation")


_HOME = together.Question(_home)
_ROLES = together.Question(_roles)


def my_municipalities(user_id: int) -> list[Municipality]:
    """Where somebody holds a role today or takes part, roles first."""
    today = clock.today()
    held = RoleGrant.everywhere.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), user_id=user_id, starts_on__lte=today
    )
    with_role = list(dict.fromkeys(held.values_list("municipality_id", flat=True)))
    joined = Municipality.objects.filter(Q(pk__in=with_role) | Q(pk__in=_participations(user_id)))
    return sorted(joined, key=lambda m: (m.pk not in with_role, m.order, m.code))


def _participations(user_id: int) -> QuerySet[Any, int]:
    return Participant.everywhere.filter(user_id=user_id).values_list("municipality_id", flat=True)


def cockpit_districts(actor: Actor) -> list[District]:
    return [d for d in places.known_list() if policies.is_on_cockpit(actor, d.lineage)]
