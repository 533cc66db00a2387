"""Sending a recorded mail at most once.

A mail can't be taken back, so its state is committed before the mail server is asked
(waiting → sending → sent). A worker that dies in between leaves "sending", which is never sent
again: rather no mail than two. What certainly did not go out (no connection, refused) waits on.
"""

import datetime as dt
import smtplib
from typing import Any

from django.core.mail import EmailMessage

from jibungoto.kernel import clock
from jibungoto.kernel.models import DigestMail, Letter

MAX_TRIES = 5
ABANDONED = dt.timedelta(hours=1)
State = DigestMail.State


class MailsLeft(Exception):
    """Some mails were put off by the server; the job tries again after a pause."""


def settle_abandoned(model: type[DigestMail] | type[Letter]) -> None:
    """Mails whose worker died while sending: nobody knows, so nobody sends them again."""
    long_ago = clock.now() - ABANDONED
    lost = model.objects.filter(state=State.SENDING, changed_at__lt=long_ago)
    lost.update(state=State.UNSURE, changed_at=clock.now(), detail="worker lost while sending")


def deliver(mail: DigestMail | Letter, message: EmailMessage, connection: Any) -> int:
    """Send a mail that waits; 1 when the server took it. Raises OSError and what servers raise.

    Must not run inside a transaction: each state has to be committed before the next step.
    """
    if not _move(mail, State.WAITING, State.SENDING):
        return 0
    try:
        connection.send_messages([message])
    except smtplib.SMTPServerDisconnected as error:
        _move(mail, State.SENDING, State.UNSURE, str(error))
        connection.close()
        connection.open()
        return 0
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        _refused(mail, error)
        return 0
    except Exception as error:
        _move(mail, State.SENDING, State.UNSURE, str(error))
        raise
    _move(mail, State.SENDING, State.SENT)
    return 1


def _move(mail: DigestMail | Letter, before: str, after: str, detail: str = "") -> bool:
    """From one state to the next, if it is still in the first: two workers, one mail."""
    rows = type(mail).objects.filter(pk=mail.pk, state=before)
    return bool(rows.update(state=after, changed_at=clock.now(), detail=detail[:400]))


def _refused(
    mail: DigestMail | Letter, error: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused
) -> None:
    """The server said no, so it has not been sent: 4xx may go later, anything else never will."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _said in error.recipients.values()]
    else:
        codes = [error.smtp_code]
    mail.tries += 1
    later = all(400 <= code < 500 for code in codes) and mail.tries < MAX_TRIES
    type(mail).objects.filter(pk=mail.pk).update(tries=mail.tries)
    _move(mail, State.SENDING, State.WAITING if later else State.FAILED, str(error))
