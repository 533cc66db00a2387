"""The way to django.tasks: a task that names a job, and the worker that brings tasks home."""

import uuid

from django.db import OperationalError
from django.tasks import TaskContext, task
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import is_locked_database_exception

from jibungoto.kernel import clock
from jibungoto.kernel.models import Job

from . import pulse


class NobodyAtWork(RuntimeError):
    """A job was delivered to a process that does not beat: start `jobs_work`, not `db_worker`."""


@task(takes_context=True)
def run_job(context: "TaskContext[..., None]", job_id: int) -> None:
    """Make one attempt at a job; nothing when it is taken, over, or not due yet."""
    from .running import attempt  # running sends retries through this module

    heart = pulse.current()
    if heart is None:
        raise NobodyAtWork
    attempt(job_id, heart)


def send(job: Job) -> None:
    """Send a task for a queued job. The caller's transaction holds both, so neither comes alone."""
    carried = run_job.using(run_after=job.run_after) if job.run_after > clock.now() else run_job
    job.carrier = uuid.UUID(carried.enqueue(job.pk).id)
    job.save(update_fields=["carrier"])


def bring_one(worker_name: str) -> bool:
    """Claim one task that is due and run it. False when there was none.

    Looks before it claims: a claim takes SQLite's write lock, and an idle worker must not.
    """
    if not DBTaskResult.objects.ready().exists():
        return False
    worker = DatabaseWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=worker_name,
    )
    try:
        worker.run()
    except OperationalError as error:
        if not is_locked_database_exception(error):
            raise
        return False  # somebody writes for very long; the next turn tries again
    return bool(worker._run_tasks)
