"""What workers see to between jobs: lost jobs, lost tasks, old rows."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jibungoto.kernel import clock
from jibungoto.kernel.models import Job, Worker

from . import carrier
from .pulse import LEASE
from .running import give_back

KEEP_JOBS = dt.timedelta(days=90)
KEEP_TASKS = dt.timedelta(days=7)
KEEP_WORKERS = dt.timedelta(days=1)


def recover(lease: dt.timedelta = LEASE) -> int:
    """Put back the jobs of workers that stopped beating, and send lost tasks again; how many."""
    recovered = 0
    # Looking costs no lock; most of the time there is nothing to mend.
    if _abandoned(lease).exists():
        recovered += _give_back_abandoned(lease)
    if _unsent().exists():
        recovered += _send_again()
    return recovered


def _abandoned(lease: dt.timedelta) -> QuerySet[Job]:
    """Running jobs that no living worker says it is working at."""
    gone = Q(worker__isnull=True) | Q(worker__beat_at__lt=clock.now() - lease)
    elsewhere = Q(worker__job__isnull=True) | ~Q(worker__job=F("pk"))
    return Job.everywhere.filter(gone | elsewhere, state=Job.State.RUNNING)


@transaction.atomic
def _give_back_abandoned(lease: dt.timedelta) -> int:
    # A row that is locked is just being finished by somebody alive, whatever the beat says.
    rows = _abandoned(lease).select_for_update(skip_locked=True, no_key=True, of=("self",))
    lost = list(rows)
    for job in lost:
        give_back(job)
    return len(lost)


def _unsent() -> QuerySet[Job]:
    """Jobs that are due while no task is under way to them."""
    under_way = DBTaskResult.objects.filter(status=TaskResultStatus.READY).values("id")
    due = Job.everywhere.filter(state=Job.State.QUEUED, run_after__lte=clock.now())
    return due.filter(Q(carrier__isnull=True) | ~Q(carrier__in=under_way))


@transaction.atomic
def _send_again() -> int:
    lost = list(_unsent().select_for_update(skip_locked=True, no_key=True))
    for job in lost:
        carrier.send(job)
    return len(lost)


@transaction.atomic
def tidy() -> int:
    """Forget jobs of the municipality at hand that ended long ago, and the carrier's old rows."""
    now = clock.now()
    old = Job.objects.filter(finished_at__lt=now - KEEP_JOBS)
    forgotten = old.exclude(state__in=[Job.State.QUEUED, Job.State.RUNNING]).delete()[0]
    over = DBTaskResult.objects.exclude(status=TaskResultStatus.READY)
    over.filter(enqueued_at__lt=now - KEEP_TASKS).delete()
    Worker.objects.filter(beat_at__lt=now - KEEP_WORKERS).delete()
    return forgotten
