"""A job as a page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Job

from .definitions import Definition, UnknownJob, definition

ALL = gettext_lazy("すべて")

# The shape beside the word; see ui's `state`.
_SHAPES = {
    Job.State.QUEUED: "wait",
    Job.State.RUNNING: "run",
    Job.State.DONE: "done",
    Job.State.FAILED: "late",
    Job.State.CANCELLED: "none",
}


@dataclass(frozen=True, slots=True)
class JobText:
    """One job in words. `done` of `total` is its progress; a total of 0 is unknown."""

    job: Job
    title: str
    shape: str
    state: str
    starter: str
    message: str
    done: int
    total: int
    stop_asked: bool
    is_known: bool

    @property
    def can_stop(self) -> bool:
        return not self.job.is_over and not self.stop_asked

    @property
    def can_retry(self) -> bool:
        return self.is_known and self.job.state in (Job.State.FAILED, Job.State.CANCELLED)

    @property
    def again(self) -> bool:
        """Waiting for another attempt after one that broke."""
        return self.job.state == Job.State.QUEUED and self.job.attempts > 0


def texts(actor: Actor, jobs: Iterable[Job]) -> list[JobText]:
    """These jobs in words; their workers must have been fetched with them."""
    return [text(actor, job) for job in jobs]


def text(actor: Actor, job: Job) -> JobText:
    state = Job.State(job.state)
    known = _known(job.name)
    worker = job.worker if job.worker and job.worker.job_id == job.pk else None
    return JobText(
        job=job,
        title=title_of(job.name),
        shape=_SHAPES[state],
        state=str(state.label),
        starter=_starter(actor, job),
        message=worker.message if worker else "",
        done=worker.done if worker else 0,
        total=worker.total if worker else 0,
        stop_asked=bool(worker and worker.stop_asked),
        is_known=known is not None,
    )


def title_of(name: str) -> str:
    """What a job is called."""
    known = _known(name)
    return str(known.title) if known else _("いまは使われていない仕事")


def _known(name: str) -> Definition | None:
    try:
        return definition(name)
    except UnknownJob:
        return None


def _starter(actor: Actor, job: Job) -> str:
    if job.started_by_id is None and job.participant_id is None:
        return _("決まった時刻に自動で")
    mine = (actor.user_id is not None and job.started_by_id == actor.user_id) or (
        actor.participant_id is not None and job.participant_id == actor.participant_id
    )
    return _("あなた") if mine else _("ほかの方")
