"""Reading jobs: what a person may see, and what the doctor asks."""

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Job, Worker

from .pulse import LEASE

MANAGE = "kernel.job.manage"


def visible(actor: Actor) -> Q:
    """The view rule: whoever looks after jobs sees all, others what they started themselves."""
    if actor.may(MANAGE):
        return Q()
    mine = Q(pk__in=[])
    if actor.user_id is not None:
        mine |= Q(started_by_id=actor.user_id)
    if actor.participant_id is not None:
        mine |= Q(participant_id=actor.participant_id)
    return mine


def jobs(actor: Actor, *, state: str = "") -> QuerySet[Job]:
    """Jobs the actor may see, newest first."""
    found = Job.objects.filter(visible(actor)).select_related("worker").defer("detail", "args")
    return (found.filter(state=state) if state else found).order_by("-created_at", "-pk")


def job_at(actor: Actor, public_id: uuid.UUID) -> Job | None:
    """One job, if the actor may see it."""
    found = Job.objects.filter(visible(actor), public_id=public_id)
    return only(found.select_related("worker"))


def workers_alive(lease: dt.timedelta = LEASE) -> int:
    """How many processes work off jobs right now."""
    return Worker.objects.filter(beat_at__gte=clock.now() - lease).count()


def overdue(wait: dt.timedelta = dt.timedelta(minutes=10)) -> int:
    """How many jobs of the whole installation should have begun that long ago."""
    late = clock.now() - wait
    return Job.everywhere.filter(state=Job.State.QUEUED, run_after__lt=late).count()
