"""Reading the votes: when, what is kept of it, and in which words a person tells of a group."""

import datetime as dt
import json
import zlib
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from jibungoto.hear.opinions import reading
from jibungoto.hear.opinions.models import Analysis, Conversation, GroupWords, Part
from jibungoto.hear.opinions.reading import Read
from jibungoto.hear.opinions.selectors.results import likeness, told_of
from jibungoto.hear.opinions.selectors.votes import cast
from jibungoto.kernel import audit, clock, jobs, publishing, tenancy
from jibungoto.kernel.actor import Actor

PACES = ((200_000, 60), (2_000_000, 300))  # up to so many votes: a reading in so many seconds
SLOWEST = 1_800
_SLACK = dt.timedelta(seconds=2)  # a vote of the last moment is committed by then
_BATCH = 500
_BESIDE = ("out", "meta", "channels", "few", "cast")  # told, and not in the digest of the votes
ALIKE = 0.12  # shares that differ less than this on average are those of the same group

# Until when a reading is ordered already, by conversation: spares a look-up for every vote.
_ordered: dict[int, float] = {}


def order_analysis(*, conversation: Conversation) -> None:
    """Somebody voted: have the votes read when the minute is over. Cheap to call at every vote.

    Each minute (or longer, where there are very many votes) has one job, by its key; a vote is in
    the reading that is made when its own minute ends.
    """
    now = clock.now().timestamp()
    if now < _ordered.get(conversation.pk, 0):
        return
    pace = _pace(conversation)
    until = (int(now) // pace + 1) * pace
    jobs.enqueue(
        "opinions.analyse",
        key=f"{conversation.pk}:{until}",
        run_after=dt.datetime.fromtimestamp(until, tz=dt.UTC) + _SLACK,
        by=Actor(tenancy.current_id()),  # never in the name of somebody who voted
        conversation_id=conversation.pk,
    )
    transaction.on_commit(lambda: _ordered.__setitem__(conversation.pk, until))


def order_final(*, conversation: Conversation) -> None:
    """The conversation closed: have its votes read once more, for good."""
    jobs.enqueue(
        "opinions.analyse",
        key=f"{conversation.pk}:closed:{clock.now():%Y%m%d%H%M%S}",
        conversation_id=conversation.pk,
    )


def analyse_now(*, conversation: Conversation) -> Analysis:
    """Read the votes here and now, as the job does; for good where the conversation is closed."""
    final = conversation.state == Conversation.State.CLOSED
    read = reading.read(cast(conversation), release=final)
    return keep_analysis(conversation=conversation, read=read, final=final)


def _pace(conversation: Conversation) -> int:
    last = Analysis.objects.filter(conversation=conversation).values_list("votes", flat=True)
    votes = last.first() or 0
    return next((seconds for most, seconds in PACES if votes <= most), SLOWEST)


@transaction.atomic
def keep_analysis(*, conversation: Conversation, read: Read, final: bool = False) -> Analysis:
    """Keep what was read, unless the last reading says the same; answers the one that holds.

    Sentences people wrote for groups go on with groups that are the same. Of earlier readings that
    of each day is kept, the final ones, and those somebody wrote words for.
    """
    # Not its key: whoever votes for the first time refers to the row, and must not wait.
    held = Conversation.objects.select_for_update(of=("self",), no_key=True).get(pk=conversation.pk)
    _mark_parts(held, read.flags)
    last = Analysis.objects.filter(conversation=held).first()
    if last is not None and last.digest == read.digest and last.is_final >= final:
        before = told_of(last)
        if all(
            before.get(part) == read.told[part]
            for part in ("out", "meta", "channels", "few", "cast")
        ):
            return last
    made = Analysis.objects.create(
        conversation=held,
        number=last.number + 1 if last else 1,
        people=read.people,
        votes=read.votes,
        digest=read.digest,
        told=packed(read.told),
        release=packed(read.release) if final and read.release else None,
        is_final=final,
    )
    if last is not None:
        _carry_words(last, made)
    _thin(made)
    if final:
        audit.record("opinions.analysis.final", held, changes={"digest": ("", read.digest)})
    publishing.heard()
    return made


def packed(told: Any) -> bytes:
    """Plain data as it lies in the database."""
    return zlib.compress(json.dumps(told, ensure_ascii=False, sort_keys=True).encode(), 6)


@transaction.atomic
def write_group_words(*, analysis: Analysis, group: int, sentence: str) -> GroupWords | None:
    """Tell of a group in one's own words; an empty sentence goes back to the one from figures."""
    said = sentence.strip()
    rows = GroupWords.objects.filter(analysis=analysis, group=group)
    before = rows.values_list("sentence", flat=True).first() or ""
    if said == before:
        return rows.first()
    if not said:
        rows.delete()
        made = None
    else:
        made, _new = GroupWords.objects.update_or_create(
            analysis=analysis, group=group, defaults={"sentence": said}
        )
    audit.record("opinions.group.tell", analysis.conversation, changes={"sentence": (before, said)})
    publishing.heard()
    return made


def _mark_parts(conversation: Conversation, flags: dict[int, str]) -> None:
    """Flag the parts that look made now, and no others."""
    rows = Part.objects.filter(conversation=conversation)
    known = dict(rows.exclude(flag="").values_list("pk", "flag"))
    for kind in {*flags.values(), ""}:
        wanted = [pk for pk, flag in flags.items() if flag == kind and known.get(pk) != kind]
        if not kind:
            wanted = [pk for pk in known if pk not in flags]
        for batch in _batches(sorted(wanted)):
            rows.filter(pk__in=batch).update(flag=kind)


def _carry_words(last: Analysis, made: Analysis) -> None:
    """Give a group that is there again the sentence it had."""
    words = dict(last.words.values_list("group", "sentence"))
    if not words:
        return
    before, now = told_of(last), told_of(made)
    taken: set[int] = set()
    for group, sentence in sorted(words.items()):
        found = [
            (likeness(before, group, now, other), other)
            for other in range(len(now["groups"]))
            if other not in taken
        ]
        if found and min(found)[0] < ALIKE:
            other = min(found)[1]
            taken.add(other)
            GroupWords.objects.create(analysis=made, group=other, sentence=sentence)


def _thin(made: Analysis) -> None:
    """Forget the readings of the same day before this one, unless final or told in words."""
    day = timezone.localtime(made.made_at).replace(hour=0, minute=0, second=0, microsecond=0)
    Analysis.objects.filter(
        conversation=made.conversation_id,
        number__lt=made.number,
        made_at__gte=day,
        is_final=False,
        words=None,
    ).delete()


def _batches(pks: list[int]) -> Iterable[list[int]]:
    return (pks[n : n + _BATCH] for n in range(0, len(pks), _BATCH))
