"""The digest by mail: at most one a day or week, recorded before it is sent.

How a mail is sent at most once stands in `sending`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from jibungoto.kernel import clock, links
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.models import DigestChoice, DigestMail, Municipality, Notice

from . import introductions
from .introductions import Address
from .selectors import LineText, lines_of
from .sending import MailsLeft, deliver, settle_abandoned
from .services import stop_token

OLDEST = dt.timedelta(days=14)  # news older than that is not news by mail any more
_PERIOD = {
    DigestChoice.Frequency.DAILY: dt.timedelta(days=1),
    DigestChoice.Frequency.WEEKLY: dt.timedelta(days=7),
}


@transaction.atomic
def collect() -> int:
    """Take together what is unread and due by mail, one mail for each person; how many mails."""
    today = clock.today()
    wishes = dict(
        DigestChoice.objects.filter(frequency__in=_PERIOD).values_list(
            "participant_id", "frequency"
        )
    )
    last = dict(
        DigestMail.objects.filter(participant_id__in=wishes)
        .values_list("participant_id")
        .annotate(Max("day"))
    )
    # A mail dated later than today (the clock was turned back) counts as one of today.
    due = [
        pk
        for pk, wish in wishes.items()
        if pk not in last or last[pk] <= today - _PERIOD[DigestChoice.Frequency(wish)]
    ]
    unread = Notice.objects.filter(mail=None, read_at=None, day__gt=today - OLDEST)
    waiting = unread.filter(participant_id__in=introductions.addresses(due))
    people = set(waiting.values_list("participant_id", flat=True))
    mails = [DigestMail.objects.create(participant_id=pk, day=today) for pk in sorted(people)]
    for mail in mails:
        unread.filter(participant_id=mail.participant_id).update(mail=mail)
    return len(mails)


def is_waiting() -> bool:
    """Whether there is any mail to send: of today, or one that earlier rounds could not send."""
    return DigestMail.objects.filter(state=DigestMail.State.WAITING).exists()


def send(progress: Progress) -> int:
    """Send the mails that wait, each at most once; how many went out. Raises MailsLeft, OSError.

    Must not run inside a transaction: each state has to be committed before the next step.
    """
    settle_abandoned(DigestMail)
    waiting = list(
        DigestMail.objects.filter(state=DigestMail.State.WAITING)
        .select_related("participant")
        .order_by("pk")
    )
    if not waiting:
        return 0
    round_ = _Round.of(waiting)
    sent = 0
    try:
        for number, mail in enumerate(waiting, start=1):
            sent += round_.send(mail)
            progress.step(number, len(waiting), _("お知らせのメールを出しています。"))
    finally:
        round_.connection.close()
    if is_waiting():
        raise MailsLeft
    return sent


@dataclass
class _Round:
    """Everything one round of sending needs to know, read once."""

    addresses: Mapping[int, Address]
    actors: Mapping[int, Any]
    choices: Mapping[int, DigestChoice]
    municipality: Municipality
    connection: Any

    @classmethod
    def of(cls, waiting: list[DigestMail]) -> "_Round":
        people = [mail.participant_id for mail in waiting]
        chosen = DigestChoice.objects.filter(participant_id__in=people, frequency__in=_PERIOD)
        # Opening is a step of its own: what fails here has certainly not been sent.
        connection = mailers.default
        connection.open()
        return cls(
            introductions.addresses(people),
            introductions.actors(people),
            {c.participant_id: c for c in chosen.select_related("participant")},
            waiting[0].municipality,
            connection,
        )

    def send(self, mail: DigestMail) -> int:
        """Send one mail; 1 when the server took it."""
        message = self._message(mail)
        if message is None:
            # Stopped, moved away or withdrawn meanwhile: the notices stay, the mail is none.
            DigestMail.objects.filter(pk=mail.pk, state=DigestMail.State.WAITING).delete()
            return 0
        return deliver(mail, message, self.connection)

    def _message(self, mail: DigestMail) -> EmailMessage | None:
        address = self.addresses.get(mail.participant_id)
        choice = self.choices.get(mail.participant_id)
        if address is None or choice is None:
            return None
        with translation.override(address.language):
            of_mail = Notice.objects.filter(mail=mail)
            found = lines_of(self.actors[mail.participant_id], of_mail)
            lines = _newest_of_each(line for day in found.values() for line in day)
            return self._write(address, choice, lines) if lines else None

    def _write(self, address: Address, choice: DigestChoice, lines: list[LineText]) -> EmailMessage:
        base = settings.BASE_URL.rstrip("/")
        stop = base + links.link("kernel:digest_stop", token=stop_token(choice))
        subject = _("{city}: 見守っている{count}件に動きがありました").format(
            city=self.municipality.name, count=len(lines)
        )
        body = render_to_string(
            "kernel/digest_mail.txt",
            {
                "municipality": self.municipality,
                "lines": lines,
                "base": base,
                "all_url": base + links.link("kernel:notice_list"),
                "stop_url": stop,
            },
        )
        return EmailMessage(
            subject,
            body,
            to=[address.email],
            headers={
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )


def _newest_of_each(lines: Any) -> list[LineText]:
    """A week's mail tells each record once too."""
    newest: dict[str, LineText] = {}
    for line in sorted(lines, key=lambda line: line.occurred_at, reverse=True):
        newest.setdefault(line.url, line)
    return list(newest.values())
