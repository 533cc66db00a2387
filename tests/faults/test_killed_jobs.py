"""The process that does a job is killed in the middle: the job is done once more, and everything is
as if nobody had been killed.

What a killed process leaves (a row that says running, nobody who beats, an open transaction rolled
back) is made here in one process; real processes are killed in kernel/tests/test_jobs_workers.py.
"""

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import transaction

from jibungoto.decide.plans.tests.factories import a_measure, a_plan
from jibungoto.hear.groupings.tests.factories import a_grouping
from jibungoto.hear.opinions.tests.voted import add_votes, an_empty_conversation, two_camps
from jibungoto.hear.sheets import services as sheets
from jibungoto.hear.sheets.tests import factories as paper
from jibungoto.kernel import jobs, tenancy
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import Upload
from jibungoto.kernel.jobs import running, upkeep
from jibungoto.kernel.models import AuditRecord, Job
from jibungoto.know.karte.tests.factories import three_dates
from jibungoto.know.organisations.register_intake import KIND as REGISTER
from tests import world as worlds

pytestmark = pytest.mark.django_db
LIST = "団体名,種別\n" + "".join(f"第{n}町会,自治会\n" for n in range(12))


@pytest.fixture
def world(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("jibungoto.know.karte.building.draw_all", lambda *_given: None)
    monkeypatch.setattr("jibungoto.hear.sheets.printing.sheets_pdf", lambda *_a, **_k: b"%PDF-")
    monkeypatch.setattr("jibungoto.hear.sheets.services.printing.AT_ONCE", 1)
    made = worlds.build()
    with tenancy.within(made.municipality):
        yield made


def a_karte(world):
    three_dates([(world.district, 60, -2)])
    jobs.enqueue("karte.rebuild")


def an_import(world):
    run = intake.preview(
        kind=REGISTER, upload=Upload("list.csv", LIST.encode()), options={}, actor=GUEST
    )
    with transaction.atomic():
        intake.hand_to_job(run=run, actor=GUEST)


def an_analysis(world):
    conversation = an_empty_conversation()
    add_votes(conversation, two_camps(30))
    jobs.enqueue("opinions.analyse", conversation_id=conversation.pk)


def a_grouping_of_voices(world):
    a_grouping(done=False)


def sheets_of_paper(world):
    paper.a_room()
    sheets.print_sheets(node=paper.a_node(world.district), copies=20, actor=GUEST)


def the_next_plan(world):
    plan = a_plan("mae", "前", ends=2025)
    root = a_measure(plan, "1", "柱")
    for n in range(3):
        a_measure(plan, f"1-{n}", f"事業{n}", level=2, parent=root)
    told = {"slug": "ato", "title": "後"}
    jobs.enqueue("plans.carry_over", plan_id=plan.pk, told=told, fates={})


class Killed(BaseException):
    """Nothing of ours runs after a SIGKILL."""


def killed_at(monkeypatch, moment: str) -> None:
    """Work until this moment of the last transaction, and no further."""

    def die(*_told):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(running, moment, die)
        patched.setattr(running, "give_up", die)
        with pytest.raises(Killed):
            jobs.run_due()
    caches["pages"].clear()


def rows() -> dict[str, int]:
    """How much there is of everything but the machinery of jobs, and what was recorded of it."""
    recorded = AuditRecord.everywhere.exclude(action="kernel.job.retry")
    return {"recorded": recorded.count()} | {
        model._meta.label: (getattr(model, "everywhere", None) or model._base_manager).count()
        for model in apps.get_models()
        if model._meta.label not in ("kernel.Job", "kernel.Worker", "kernel.AuditRecord")
        and model._meta.app_label != "django_tasks_database"
    }


@pytest.mark.parametrize(
    "order",
    [a_karte, an_import, an_analysis, a_grouping_of_voices, sheets_of_paper, the_next_plan],
)
def test_a_job_killed_in_the_middle_takes_effect_once(world, monkeypatch, order):
    order(world)
    job = Job.objects.get()
    before = rows()
    with transaction.atomic():
        jobs.run_due()
        undisturbed = rows()
        transaction.set_rollback(True)
    caches["pages"].clear()
    assert undisturbed != before
    for moment in ("_require_held", "_end"):  # all is computed; all is written, but not yet kept
        killed_at(monkeypatch, moment)
        assert rows() == before
        upkeep.recover()
        job.refresh_from_db()
        if job.state == Job.State.FAILED:  # as often as it may: a person orders it again
            assert "もう一度" in job.outcome
            jobs.retry(job)
    jobs.run_due()
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.outcome
    assert rows() == undisturbed
    assert jobs.run_due() == []
