"""Letters: mails an app writes to one address about its own errand, each at most once.

The letter is written in the transaction of the deed that asks for it, and sent by a job. Its key
says what it is about; whoever writes the same key again, or runs twice, writes nothing new.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.mail import EmailMessage, mailers
from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.kernel import clock, jobs
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.models import Letter

from .sending import MailsLeft, deliver, settle_abandoned

JOB = "kernel.outbox.letters"


@dataclass(frozen=True, slots=True)
class Written:
    """A letter to be sent: what it is about, to whom, and its words."""

    key: str
    email: str
    subject: str
    body: str


@transaction.atomic
def post(letters: Iterable[Written]) -> int:
    """Send these letters once the caller has committed; how many are new by their key."""
    wanted = {one.key: one for one in letters}
    known = set(Letter.objects.filter(key__in=wanted).values_list("key", flat=True))
    new = [
        Letter(key=one.key, email=one.email, subject=one.subject[:200], body=one.body)
        for one in wanted.values()
        if one.key not in known
    ]
    if new:
        # A race ends at the key: what another writer had first is not written again.
        Letter.objects.bulk_create(new, ignore_conflicts=True)
        jobs.enqueue(JOB)
    return len(new)


def send(progress: Progress) -> int:
    """Send the letters that wait, each at most once; how many went out. Raises MailsLeft, OSError.

    Must not run inside a transaction: each state has to be committed before the next step.
    """
    settle_abandoned(Letter)
    waiting = list(Letter.objects.filter(state=Letter.State.WAITING).order_by("pk"))
    if not waiting:
        return 0
    connection = mailers.default
    # Opening is a step of its own: what fails here has certainly not been sent.
    connection.open()
    sent = 0
    try:
        for number, letter in enumerate(waiting, start=1):
            message = EmailMessage(
                letter.subject, letter.body, to=[letter.email],
                headers={"Auto-Submitted": "auto-generated"},
            )  # fmt: skip
            sent += deliver(letter, message, connection)
            progress.step(number, len(waiting), _("メールを出しています。"))
    finally:
        connection.close()
    if Letter.objects.filter(state=Letter.State.WAITING).exists():
        raise MailsLeft
    return sent


@transaction.atomic
def forget_old(*, keep_days: int = 400) -> int:
    """Delete letters older than that; how many."""
    before = clock.now() - dt.timedelta(days=keep_days)
    return Letter.objects.filter(created_at__lt=before).delete()[0]
