"""From events to notices: one a day for each person, one line for each record."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from jibungoto.kernel import clock, nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Follow, Node, NodeDistrict, Notice, NoticeLine, OutboxEvent

from . import introductions


@dataclass(slots=True)
class News:
    """The newest event of a record, and the newest by anybody else than the one who did that."""

    newest: OutboxEvent
    other: OutboxEvent | None = None

    def for_somebody(self, participant_id: int) -> OutboxEvent | None:
        """The newest that is not this person's own doing."""
        return self.other if self.newest.participant_id == participant_id else self.newest


@transaction.atomic
def merge() -> int:
    """Merge the events that wait into today's notices; how many people have news.

    Of each record only the newest state is told; nothing to those who did it themselves, who may
    not see it, or who began to follow later.
    """
    # Not skipping what is locked: a second worker waits, and finds only what came later.
    waiting = OutboxEvent.objects.select_for_update(no_key=True)
    events = list(waiting.filter(is_merged=False).order_by("pk"))
    lines = _seen_by_their_readers(_lines(_news(events)))
    if lines:
        _write(lines)
    OutboxEvent.objects.filter(pk__in=[event.pk for event in events]).update(is_merged=True)
    return len(lines)


def _news(events: Iterable[OutboxEvent]) -> dict[int, News]:
    """By record; the events come oldest first."""
    found: dict[int, News] = {}
    for event in events:
        news = found.get(event.node_id)
        if news is None:
            found[event.node_id] = News(event)
            continue
        if event.participant_id is None or event.participant_id != news.newest.participant_id:
            news.other = news.newest
        news.newest = event
    return found


def _lines(news: dict[int, News]) -> dict[int, dict[int, OutboxEvent]]:
    """{participant: {node: event}}, of those who follow."""
    lines: dict[int, dict[int, OutboxEvent]] = defaultdict(dict)
    for node_id, participant_id, since in _follows(news):
        event = news[node_id].for_somebody(participant_id)
        if event is not None and event.occurred_at >= since:
            lines[participant_id][node_id] = event
    return lines


def _follows(news: Iterable[int]) -> Iterator[tuple[int, int, dt.datetime]]:
    """(record, participant, since) of those who follow a record, or a district it is placed in."""
    follows = Follow.objects.values_list("node_id", "participant_id", "created_at")
    yield from follows.filter(node_id__in=news)
    placed: dict[int, list[int]] = defaultdict(list)
    where = NodeDistrict.objects.filter(node_id__in=news).exclude(district__node=F("node"))
    for node_id, district_node_id in where.values_list("node_id", "district__node_id"):
        placed[district_node_id].append(node_id)
    for district_node_id, participant_id, since in follows.filter(node_id__in=placed):
        for node_id in placed[district_node_id]:
            yield node_id, participant_id, since


def _seen_by_their_readers(
    lines: dict[int, dict[int, OutboxEvent]],
) -> dict[int, dict[int, OutboxEvent]]:
    """Without what a person may not see; without people for whom nothing is left."""
    told = {node_id for of_one in lines.values() for node_id in of_one}
    seen = _Sight(told)
    kept = {}
    for participant_id, actor in introductions.actors(lines).items():
        mine = {n: e for n, e in lines[participant_id].items() if n in seen.by(actor)}
        if mine:
            kept[participant_id] = mine
    return kept


class _Sight:
    """Which of some nodes an actor sees: one query for all who hold the same roles."""

    def __init__(self, node_ids: Iterable[int]) -> None:
        self._node_ids = list(node_ids)
        self._known: dict[object, set[int]] = {}

    def by(self, actor: Actor) -> set[int]:
        if actor.grants not in self._known:
            found = Node.objects.filter(nodes.visible(actor), pk__in=self._node_ids)
            self._known[actor.grants] = set(found.values_list("pk", flat=True))
        return self._known[actor.grants]


def _write(lines: dict[int, dict[int, OutboxEvent]]) -> None:
    day = clock.today()
    Notice.objects.bulk_create(
        [Notice(participant_id=pk, day=day) for pk in lines], ignore_conflicts=True
    )
    todays = Notice.objects.filter(day=day, participant_id__in=lines)
    of_person = dict(todays.values_list("participant_id", "pk"))
    todays.update(read_at=None)
    # An event may be committed after a later one: what is told already is never put back.
    told = {
        (notice_id, node_id): event_id
        for notice_id, node_id, event_id in NoticeLine.objects.filter(
            notice__in=of_person.values()
        ).values_list("notice_id", "node_id", "event_id")
    }
    NoticeLine.objects.bulk_create(
        [
            NoticeLine(notice_id=of_person[participant_id], node_id=node_id, event=event)
            for participant_id, of_one in lines.items()
            for node_id, event in of_one.items()
            if told.get((of_person[participant_id], node_id), 0) < event.pk
        ],
        update_conflicts=True,
        unique_fields=["notice", "node"],
        update_fields=["event"],
    )
