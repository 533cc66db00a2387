"""Votes: cast, changed, taken back. One person has one vote on each statement, the latest.

A vote writes one row and nothing else: no record in the log, no node, no revision. The row itself,
with its time and how often it was changed, is what there is to check; a log beside it would tell
who voted what, which the secrecy of the ballot forbids.
"""

import datetime as dt
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from jibungoto.hear.opinions import selectors
from jibungoto.hear.opinions.models import Conversation, Part, Statement, Vote
from jibungoto.kernel import clock, tenancy
from jibungoto.kernel.actor import Level

from .problems import ConversationClosed, OpinionProblem, StatementGone

# One statement: the conversation is open and the statement shown at the moment of writing, and
# a second device of the same part meets the unique row instead of a second vote.
_CAST = f"""
INSERT INTO {Vote._meta.db_table}
    (municipality_id, part_id, statement_id, value, cast_at, changed)
SELECT s.municipality_id, p.id, s.id, %s, %s, 0
FROM {Statement._meta.db_table} s
JOIN {Conversation._meta.db_table} c ON c.id = s.conversation_id
JOIN {Part._meta.db_table} p ON p.conversation_id = c.id
WHERE s.id = %s AND p.id = %s AND s.municipality_id = %s
  AND s.state = 'shown' AND c.state = 'open' AND p.withdrawn_at IS NULL
  AND (c.opens_on IS NULL OR c.opens_on <= %s) AND (c.closes_on IS NULL OR c.closes_on >= %s)
ON CONFLICT (part_id, statement_id) DO UPDATE
SET value = excluded.value, cast_at = excluded.cast_at,
    changed = {Vote._meta.db_table}.changed
              + CASE WHEN {Vote._meta.db_table}.value = excluded.value THEN 0 ELSE 1 END
WHERE {Vote._meta.db_table}.changed < 1000
"""  # noqa: S608  our own names

VALUES = (-1, 0, 1)


@transaction.atomic
def part_for(
    *,
    conversation: Conversation,
    participant: Any,
    level: int = Level.DEVICE,
    channel: str = Part.Channel.WEB,
    network: str = "",
    district_id: int | None = None,
) -> Part:
    """Somebody's part in a conversation, made at their first vote. Two at once make one.

    `participant` is a people.Participant or its id. The surest level anybody came with stays.
    """
    part, created = Part.objects.get_or_create(
        conversation=conversation,
        participant_id=getattr(participant, "pk", participant),
        defaults={
            "level": level,
            "channel": channel,
            "network": network,
            "district_id": district_id,
        },
    )
    if not created and part.level < level:
        Part.objects.filter(pk=part.pk).update(level=level)
        part.level = level
    return part


def cast_vote(*, conversation: Conversation, part: Part, statement: Statement, value: int) -> None:
    """Agree (1), pass (0) or disagree (-1); voting again replaces the vote.

    Raises ConversationClosed, StatementGone or OpinionProblem, and then nothing is written.
    """
    if value not in VALUES:
        raise OpinionProblem(_("「そう思う」「わからない」「そう思わない」から選んでください。"))
    today = clock.today()
    given = [
        value, clock.now(), statement.pk, part.pk, tenancy.current_id(), today, today,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_CAST, [_adapt(one) for one in given])
        written = cursor.rowcount
    if not written:
        _refuse(conversation, part, statement)


def _adapt(value: Any) -> Any:
    """Days and moments as the database keeps them."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value


def _refuse(conversation: Conversation, part: Part, statement: Statement) -> None:
    """Say why a vote was not written."""
    now = Conversation.objects.get(pk=conversation.pk)
    if not selectors.is_open(now):
        raise ConversationClosed(closed_words(now))
    if not Statement.objects.filter(pk=statement.pk, state=Statement.State.SHOWN).exists():
        raise StatementGone(
            _("この意見は、いま見えなくなりました。ほかの意見への答えは、そのまま残っています。")
        )
    raise OpinionProblem(_("答えを受けとれませんでした。はじめから開き直してください。"))


def closed_words(conversation: Conversation) -> str:
    """Why votes are not taken."""
    opens = conversation.opens_on
    if conversation.state == Conversation.State.OPEN and opens and clock.today() < opens:
        return _("受付は、まだ始まっていません。")
    if conversation.state == Conversation.State.DRAFT:
        return _("この問いかけは、まだ下書きです。")
    return _("受付は締め切りました。これまでの答えは、そのまま数えています。")


def take_back_vote(*, conversation: Conversation, part: Part, statement: Statement) -> bool:
    """Forget one's vote on a statement while the conversation is open. True when there was one."""
    if not selectors.is_open(conversation):
        raise ConversationClosed(closed_words(conversation))
    return Vote.objects.filter(part=part, statement=statement).delete()[0] > 0


@transaction.atomic
def tell_of_oneself(*, part: Part, age_band: str = "", district: Any = None) -> Part:
    """Say one's age band and district, as far as one wants to."""
    part.age_band, part.district = age_band, district
    part.save(update_fields=["age_band", "district"])
    return part
