"""What people do with their notices: read them, choose the mail, stop it from the mail itself."""

import datetime as dt
from dataclasses import dataclass

from django.core import signing
from django.db import transaction

from jibungoto.kernel import audit, clock
from jibungoto.kernel.models import DigestChoice, Notice, OutboxEvent

_signer = signing.Signer(sep=".", salt="kernel.outbox.stop")


@transaction.atomic
def read_notices(*, participant_id: int) -> int:
    """Mark all notices of a person as read; how many were not."""
    unread = Notice.objects.filter(participant_id=participant_id, read_at=None)
    return unread.update(read_at=clock.now())


@transaction.atomic
def choose_frequency(*, participant_id: int, frequency: str) -> DigestChoice:
    """Set how often somebody wants notices by mail. Raises ValueError for no such frequency."""
    frequency = DigestChoice.Frequency(frequency)
    before = DigestChoice.objects.filter(participant_id=participant_id).first()
    choice, _ = DigestChoice.objects.update_or_create(
        participant_id=participant_id,
        defaults={"frequency": frequency, "changed_at": clock.now()},
    )
    was = before.frequency if before else DigestChoice.Frequency.NONE
    if was != frequency:
        changes = {"frequency": (was, frequency)}
        audit.record("kernel.digest.choose", choice, changes=changes)
    return choice


def stop_token(choice: DigestChoice) -> str:
    """The signed end of the link that stops mails; it works for ever and without signing in."""
    return _signer.sign(str(choice.participant.public_id))


@dataclass(frozen=True, slots=True)
class StopLink:
    """A link that came from a mail; `choice` is None when we did not make it."""

    choice: DigestChoice | None


def stop_link(token: str) -> StopLink:
    """Whose mails a link stops."""
    try:
        public_id = _signer.unsign(token)
    except signing.BadSignature:
        return StopLink(None)
    return StopLink(DigestChoice.objects.filter(participant__public_id=public_id).first())


@transaction.atomic
def forget_old_events(*, keep_days: int = 400) -> int:
    """Delete events, and with them the lines and empty notices, older than that; how many rows."""
    before = clock.now() - dt.timedelta(days=keep_days)
    gone = OutboxEvent.objects.filter(is_merged=True, occurred_at__lt=before).delete()[0]
    return gone + Notice.objects.filter(created_at__lt=before, lines=None).delete()[0]
