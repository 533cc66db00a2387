"""One attempt at a job: claim it, do it, and mark it done together with what it wrote.

The checks here are what "exactly once" rests on; see the package's docstring.
"""

import datetime as dt
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_noop as _

from jibungoto.kernel import audit, clock, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Job, Worker
from jibungoto.ui.saying import say
from jibungoto.ui.troubles import is_full

from . import carrier
from .definitions import Definition, Done, Failed, UnknownJob, definition
from .progress import Cancelled, Progress
from .pulse import Pulse

logger = logging.getLogger(__name__)


class LostJob(Exception):
    """The job is no longer this attempt's: given to another worker, stopped, or over."""


def attempt(job_id: int, pulse: Pulse) -> bool:
    """Make one attempt at the job; False when it was not there to be taken."""
    job = claim(job_id, pulse.worker)
    if job is None:
        return False
    pulse.begin()
    with (
        tenancy.within(job.municipality_id),
        audit.acting(_starter(job)),
        translation.override(settings.LANGUAGE_CODE),
    ):
        try:
            _work(job, definition(job.name), Progress(pulse))
        except LostJob:
            logger.warning("job %s: lost to another worker, nothing written", job)
        except BaseException as error:
            give_up(job, error)
        finally:
            pulse.end()
    return True


def run_due() -> list[Job]:
    """Work off every due job of all municipalities here and now; answers them as they ended.

    For tests and for an operator in a shell; servers run `jobs_work`.
    """
    ended: list[int] = []
    with Pulse().at_work(beating=False) as pulse:
        while job_id := _next_due():
            attempt(job_id, pulse)
            ended.append(job_id)
    found = Job.everywhere.in_bulk(ended)
    return [found[pk] for pk in dict.fromkeys(ended)]


def _next_due() -> int | None:
    due = Job.everywhere.filter(state=Job.State.QUEUED, run_after__lte=clock.now())
    return due.order_by("run_after", "pk").values_list("pk", flat=True).first()


@transaction.atomic
def claim(job_id: int, worker: Worker) -> Job | None:
    """Take a queued job that is due and count the attempt; None when it's not to be had."""
    job = _locked(Job.everywhere.filter(pk=job_id, state=Job.State.QUEUED)).first()
    if job is None or job.run_after > clock.now():
        return None
    job.state = Job.State.RUNNING
    job.attempts += 1
    job.started_at, job.finished_at = clock.now(), None
    job.worker = worker
    job.save(update_fields=["state", "attempts", "started_at", "finished_at", "worker"])
    Worker.objects.filter(pk=worker.pk).update(
        job=job, done=0, total=0, message="", stop_asked=False
    )
    return job


@contextmanager
def finishing(job: Job) -> Iterator[None]:
    """The transaction in which a job takes effect and is done. Raises LostJob.

    `job.tell` may be called inside.
    """
    with transaction.atomic():
        _require_held(job)
        yield
        _end(job, Job.State.DONE)


def give_up(job: Job, error: BaseException) -> None:
    """A broken attempt: try again after a pause, or end the job with a sentence for people."""
    detail = "".join(traceback.format_exception(error))
    with transaction.atomic():
        try:
            _require_held(job)
        except LostJob:
            logger.exception("job %s: broke after it was over", job, exc_info=error)
            return
        job.detail = detail
        if isinstance(error, Cancelled):
            job.tell(say(_("途中で取りやめました。何も変わっていません。")))
            _end(job, Job.State.CANCELLED)
        elif isinstance(error, Failed):
            job.tell(error.sentence)
            _end(job, Job.State.FAILED)
        elif isinstance(error, UnknownJob):
            job.tell(say(_("いまは使われていない仕事のため、進めませんでした。")))
            _end(job, Job.State.FAILED)
        elif job.attempts < job.max_attempts:
            _requeue(job, definition(job.name).pause_after(job.attempts))
        else:
            logger.error("job %s failed", job, exc_info=error)
            job.tell(say(_NO_ROOM if is_full(error) else _NO_WAY))
            _end(job, Job.State.FAILED)


_NO_ROOM = _(
    "データやファイルを置く場所がいっぱいで、途中で止めました。何も変わっていません。"
    "市の担当が場所を空けたあとに、もう一度試せます。"
)
_NO_WAY = _(
    "うまく進まなかったため、途中で止めました。何も変わっていません。"
    "もう一度試せます。同じところで止まるときは、担当へお知らせください。"
)


def give_back(job: Job) -> None:
    """The worker of a running job is gone: the attempt counts, another one begins or the job ends.

    The caller holds the row.
    """
    job.detail = f"attempt {job.attempts}: worker lost"
    if job.attempts < job.max_attempts:
        _requeue(job, dt.timedelta())
        return
    job.tell(
        say(
            _(
                "作業をしていた機械が止まったため、終わりませんでした。何も変わっていません。"
                "もう一度試せます。"
            )
        )
    )
    _end(job, Job.State.FAILED)


def _starter(job: Job) -> Actor:
    """In whose name the job works: what it records was done by whoever ordered it."""
    return Actor(job.municipality_id, job.started_by_id, job.participant_id)


def _work(job: Job, known: Definition, progress: Progress) -> None:
    if not known.long:
        with finishing(job):
            _answer(job, known.work(progress, **job.args))
        return
    answer = known.work(progress, **job.args)
    with finishing(job):
        _answer(job, answer() if callable(answer) else answer)


def _answer(job: Job, answer: object) -> None:
    if isinstance(answer, Done):
        job.outcome_url = answer.url
        job.tell(answer.sentence)
    elif isinstance(answer, str):
        job.tell(answer)


def _locked(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """The rows, held until the transaction ends. On SQLite the transaction itself holds them."""
    return jobs.select_for_update(no_key=True)


def _require_held(job: Job) -> None:
    """Hold the row, if it is still at work on the attempt that `job` was claimed for."""
    mine = Job.everywhere.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
    if _locked(mine).first() is None:
        raise LostJob


def _requeue(job: Job, pause: dt.timedelta) -> None:
    job.state = Job.State.QUEUED
    job.run_after = clock.now() + pause
    _leave(job)


def _end(job: Job, state: Job.State) -> None:
    job.state = state
    job.finished_at = clock.now()
    _leave(job)


def _leave(job: Job) -> None:
    Worker.objects.filter(job=job).update(job=None)
    job.worker = None
    job.save(
        update_fields=[
            *("state", "run_after", "finished_at", "worker"),
            *("outcome", "outcome_said", "outcome_url", "detail"),
        ]
    )
    if job.state == Job.State.QUEUED:
        carrier.send(job)
