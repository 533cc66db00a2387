"""Ordering, stopping and repeating jobs."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.json import normalize_json
from django.utils.translation import gettext_noop as _

from jibungoto.kernel import audit, clock
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Job, Worker
from jibungoto.ui.saying import say

from . import carrier
from .definitions import UnknownJob, definition

_NOTHING_DONE = _("始まる前に取りやめました。何も変わっていません。")


@transaction.atomic
def enqueue(
    name: str,
    *,
    key: str = "",
    run_after: dt.datetime | None = None,
    by: Actor | None = None,
    **args: Any,
) -> Job:
    """Order a job of the municipality at hand; it starts once the caller has committed.

    With a `key` the same order twice is one job, also when the first is long over: the job that is
    there is answered. Whoever ordered it (`by`, else the request's actor) may watch and stop it.
    Raises UnknownJob, and TypeError for arguments
    that are not plain values.
    """
    known = definition(name)
    who = by if by is not None else audit.current_actor()
    fields: dict[str, Any] = {
        "args": normalize_json(args),
        "run_after": run_after or clock.now(),
        "max_attempts": known.retries + 1,
        "started_by_id": who.user_id,
        "participant_id": who.participant_id,
    }
    if key:
        job, is_new = Job.objects.get_or_create(name=name, key=key, defaults=fields)
    else:
        job, is_new = Job.objects.create(name=name, **fields), True
    if is_new:
        carrier.send(job)
    return job


@transaction.atomic
def cancel(job: Job) -> None:
    """Take back a waiting job; ask a running one to stop at its next step. Nothing when it's over.

    A job that is just being written goes through to its end.
    """
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    if waiting.update(
        state=Job.State.CANCELLED,
        finished_at=clock.now(),
        outcome=_NOTHING_DONE,
        outcome_said=say(_NOTHING_DONE).parts,
    ):
        audit.record("kernel.job.cancel", job)
        return
    # The job's own row may be locked by the job; the worker's never is for long.
    if Worker.objects.filter(job=job).update(stop_asked=True):
        audit.record("kernel.job.cancel", job)


@transaction.atomic
def retry(job: Job) -> None:
    """Order a failed or cancelled job once more, with as many attempts as at first.

    Nothing when it's neither, or when no app knows it any more.
    """
    try:
        known = definition(job.name)
    except UnknownJob:
        return
    over = Job.objects.select_for_update(no_key=True).filter(
        pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED]
    )
    held = over.first()
    if held is None:
        return
    held.state = Job.State.QUEUED
    # Attempts go on counting: a number may never come twice, it says whose attempt it is.
    held.max_attempts = held.attempts + known.retries + 1
    held.run_after, held.finished_at = clock.now(), None
    held.tell("")
    held.save(
        update_fields=[
            "state",
            "max_attempts",
            "run_after",
            "finished_at",
            "outcome",
            "outcome_said",
        ]
    )
    carrier.send(held)
    audit.record("kernel.job.retry", held)
