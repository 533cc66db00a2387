"""Reading one's notices."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from jibungoto.kernel import links, nodes, together, wording
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import DigestChoice, Node, Notice, NoticeLine

from .events import words_of


@dataclass(frozen=True, slots=True)
class LineText:
    """What became of one record."""

    title: str
    words: str
    url: str
    occurred_at: dt.datetime


@dataclass(frozen=True, slots=True)
class NoticeText:
    """One day's notice as its reader sees it now: what was withdrawn since is left out."""

    public_id: uuid.UUID
    day: dt.date
    is_read: bool
    lines: tuple[LineText, ...]


def notices(actor: Actor, *, limit: int = 14) -> list[NoticeText]:
    """The actor's notices, newest first, in two queries; none for a guest."""
    return texts(actor, days(actor, limit=limit))


def days(actor: Actor, *, limit: int = 14) -> QuerySet[Notice]:
    """The actor's notices as rows, newest first, for `texts`."""
    if actor.participant_id is None:
        return Notice.objects.none()
    return _DAYS.put(limit, participant=actor.participant_id)


def _days(limit: int, *, participant: int) -> QuerySet[Notice]:
    return Notice.objects.filter(participant_id=participant).order_by("-day")[:limit]


_DAYS = together.Question(_days)


def texts(actor: Actor, of: Iterable[Notice]) -> list[NoticeText]:
    """These notices in words, as far as the actor may see; empty ones left out."""
    wanted = list(of)
    if not wanted:
        return []
    lines = lines_of(actor, wanted)
    return [
        NoticeText(n.public_id, n.day, n.read_at is not None, tuple(lines[n.pk]))
        for n in wanted
        if lines[n.pk]
    ]


def lines_of(actor: Actor, of: Iterable[Notice]) -> dict[int, list[LineText]]:
    """The lines of these notices by notice, newest first."""
    seen = Node.objects.filter(nodes.visible(actor)).values("pk")
    rows = (
        NoticeLine.objects.filter(notice__in=[notice.pk for notice in of], node__in=seen)
        .select_related("node", "event")
        .order_by("-event__occurred_at", "-event_id")
    )
    found: dict[int, list[LineText]] = defaultdict(list)
    for row in rows:
        found[row.notice_id].append(
            LineText(
                wording.title_of(row.node),
                words_of(row.event),
                links.node_url(row.node),
                row.event.occurred_at,
            )
        )
    return found


def unread(actor: Actor) -> int:
    """How many days' notices the actor has not read."""
    if actor.participant_id is None:
        return 0
    return Notice.objects.filter(participant_id=actor.participant_id, read_at=None).count()


def frequency(actor: Actor) -> str:
    """How often the actor wants notices by mail; never, as long as they did not choose."""
    if actor.participant_id is None:
        return DigestChoice.Frequency.NONE
    chosen = DigestChoice.objects.filter(participant_id=actor.participant_id).first()
    return chosen.frequency if chosen else DigestChoice.Frequency.NONE
