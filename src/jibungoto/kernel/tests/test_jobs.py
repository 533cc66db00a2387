"""Jobs: they take effect once, say how far they are, and tell people what went wrong."""

import datetime as dt

import pytest
import time_machine
from django.db import transaction
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from jibungoto.kernel import clock, jobs, tenancy
from jibungoto.kernel.actor import Actor, Grant
from jibungoto.kernel.jobs import running, selectors, upkeep
from jibungoto.kernel.jobs.pulse import LEASE, Pulse
from jibungoto.kernel.models import Job, Municipality, Word, Worker
from jibungoto.people.models import User
from jibungoto.ui.saying import say

from . import jobs_cast

pytestmark = pytest.mark.django_db

MANAGER = Actor(grants=(Grant("administrator", frozenset({"kernel.job.manage"})),))
MORNING = jobs_cast.MORNING
city, declare, put = jobs_cast.city, jobs_cast.declare, jobs_cast.put


def run(job):
    jobs.run_due()
    job.refresh_from_db()
    return job


def words():
    return sorted(Word.objects.values_list("text", flat=True))


def test_a_job_takes_effect_and_says_so_in_a_sentence(city, declare):
    declare(put)
    job = run(jobs.enqueue("test.job", text="木"))
    assert (job.state, job.outcome, job.attempts) == (Job.State.DONE, "木を書きました。", 1)
    assert words() == ["木"]


def test_a_job_may_say_where_its_result_is_found(city, declare):
    declare(lambda progress: jobs.Done("できました。", url="/koko/karte/"))
    job = run(jobs.enqueue("test.job"))
    assert (job.outcome, job.outcome_url) == ("できました。", "/koko/karte/")


def test_a_job_works_in_its_own_municipality_only(city, declare):
    there = Municipality.objects.create(slug="jobs-there", name="あちら市")
    declare(put)
    with tenancy.within(there):
        jobs.enqueue("test.job", text="海")
    jobs.run_due()
    assert words() == []
    with tenancy.within(there):
        assert words() == ["海"]


def test_a_job_nobody_declared_cannot_be_ordered(city):
    with pytest.raises(jobs.UnknownJob):
        jobs.enqueue("test.nowhere")


def test_arguments_must_be_plain_values(city, declare):
    declare(put)
    with pytest.raises(TypeError):
        jobs.enqueue("test.job", text=object())


def test_two_jobs_of_one_name_are_a_programming_error(declare):
    declare(put)
    with pytest.raises(ValueError, match="two jobs"):
        declare(lambda progress: None)


def test_an_order_that_was_rolled_back_leaves_neither_job_nor_task(city, declare):
    declare(put)
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        jobs.enqueue("test.job")
        raise ZeroDivisionError
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_the_same_order_twice_is_one_job_even_when_the_first_is_over(city, declare):
    declare(put)
    first = jobs.enqueue("test.job", key="2026-11", text="一度")
    assert jobs.enqueue("test.job", key="2026-11", text="一度") == first
    jobs.run_due()
    assert jobs.enqueue("test.job", key="2026-11", text="一度") == first
    jobs.run_due()
    assert words() == ["一度"]


def test_a_key_belongs_to_one_municipality(city, declare):
    declare(put)
    first = jobs.enqueue("test.job", key="k")
    with tenancy.within(Municipality.objects.create(slug="jobs-there", name="あちら市")):
        assert jobs.enqueue("test.job", key="k") != first


def test_a_job_waits_for_its_time(city, declare):
    declare(put)
    with time_machine.travel(MORNING, tick=False) as traveller:
        job = jobs.enqueue("test.job", run_after=clock.now() + dt.timedelta(hours=1))
        assert run(job).state == Job.State.QUEUED
        traveller.shift(dt.timedelta(hours=1))
        assert run(job).state == Job.State.DONE


def test_a_second_delivery_of_the_same_job_does_nothing(city, declare):
    declare(put)
    job = jobs.enqueue("test.job")
    with Pulse().at_work(beating=False) as pulse:
        assert running.attempt(job.pk, pulse)
        assert not running.attempt(job.pk, pulse)
    assert words() == ["花"]


def test_a_job_that_breaks_leaves_nothing_and_is_tried_again_after_a_growing_pause(city, declare):
    def breaks(progress):
        put(progress)
        raise ConnectionError("the other machine is away")

    declare(breaks, retries=2)
    with time_machine.travel(MORNING, tick=False) as traveller:
        job = jobs.enqueue("test.job")
        pauses = []
        while run(job).state == Job.State.QUEUED:
            pauses.append((job.run_after - clock.now()).total_seconds())
            traveller.move_to(job.run_after)
    assert pauses == [30, 60]
    assert (job.state, job.attempts) == (Job.State.FAILED, 3)
    assert "the other machine is away" in job.detail
    assert "the other machine" not in job.outcome
    assert "何も変わっていません" in job.outcome
    assert words() == []


def test_a_pause_never_grows_beyond_an_hour(declare):
    declare(put)
    assert jobs.definition("test.job").pause_after(60) == dt.timedelta(hours=1)


def test_what_can_never_succeed_is_told_and_not_tried_again(city, declare):
    def refuses(progress):
        raise jobs.Failed("3行目の人口が数ではありません。直してから、もう一度取り込んでください。")

    declare(refuses, retries=5)
    job = run(jobs.enqueue("test.job"))
    assert (job.state, job.attempts) == (Job.State.FAILED, 1)
    assert job.outcome.startswith("3行目")


def test_a_job_that_exits_does_not_stay_at_work_for_ever(city, declare):
    def leaves(progress):
        raise SystemExit(1)

    declare(leaves, retries=0)
    assert run(jobs.enqueue("test.job")).state == Job.State.FAILED


def test_long_work_computes_outside_a_transaction_and_writes_inside(city, declare):
    depth = []

    def long(progress):
        depth.append(len(transaction.get_connection().savepoint_ids))

        def write():
            depth.append(len(transaction.get_connection().savepoint_ids))
            return put(progress)

        return write

    declare(long, long=True)
    assert run(jobs.enqueue("test.job")).state == Job.State.DONE
    assert depth[0] < depth[1]
    assert words() == ["花"]


def test_an_attempt_that_lost_its_job_writes_nothing(city, declare):
    """A machine that slept: meanwhile the lease ran out, another worker took the job and did it."""

    asleep = [True]

    def work(progress):
        if asleep:
            asleep.clear()
            Worker.objects.update(beat_at=clock.now() - 2 * LEASE)
            upkeep.recover()
            running.attempt(Job.objects.get().pk, Pulse())
        return lambda: put(progress)

    declare(work, long=True)
    job = run(jobs.enqueue("test.job"))
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    assert words() == ["花"]


def test_a_job_whose_worker_stopped_beating_is_given_to_another_and_counts(city, declare):
    declare(put)
    job = jobs.enqueue("test.job")
    dead = Pulse().worker
    running.claim(job.pk, dead)
    assert upkeep.recover() == 0
    with time_machine.travel(clock.now() + LEASE * 2, tick=False):
        assert upkeep.recover() == 1
        assert run(job).attempts == 2
    assert job.state == Job.State.DONE


def test_a_job_that_kills_its_workers_ends_with_a_sentence(city, declare):
    declare(put, retries=0)
    job = jobs.enqueue("test.job")
    running.claim(job.pk, Pulse().worker)
    Worker.objects.all().delete()
    upkeep.recover()
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "機械が止まった" in job.outcome


def test_a_job_whose_code_is_gone_ends_in_words_and_disturbs_no_other(city, declare):
    declare(put)
    gone = jobs.enqueue("test.job", text="前")
    Job.objects.update(name="test.gone", max_attempts=5)
    running.claim(gone.pk, Pulse().worker)
    Worker.objects.all().delete()
    jobs.enqueue("test.job", text="今")
    assert upkeep.recover() == 1
    assert run(gone).state == Job.State.FAILED
    assert "使われていない" in gone.outcome
    assert words() == ["今"]


def test_a_job_left_behind_by_a_living_worker_is_found_too(city, declare):
    declare(put)
    job = jobs.enqueue("test.job")
    worker = Pulse().worker
    running.claim(job.pk, worker)
    Worker.objects.update(job=None)
    assert upkeep.recover() == 1
    assert run(job).state == Job.State.DONE


def test_a_task_that_got_lost_is_sent_again(city, declare):
    declare(put)
    jobs.enqueue("test.job")
    DBTaskResult.objects.all().delete()
    assert upkeep.recover() == 1
    assert upkeep.recover() == 0
    assert DBTaskResult.objects.count() == 1


def test_progress_stands_at_the_worker_while_the_job_is_at_work(city, declare):
    seen = []

    def counts(progress):
        progress.step(3, 10, "3件目を読んでいます。")
        seen.append(Worker.objects.values_list("done", "total", "message").get())

    declare(counts)
    jobs.enqueue("test.job")
    jobs.run_due()
    assert seen == [(3, 10, "3件目を読んでいます。")]


def test_a_waiting_job_is_cancelled_at_once(city, declare):
    declare(put)
    job = jobs.enqueue("test.job")
    jobs.cancel(job)
    assert run(job).state == Job.State.CANCELLED
    assert words() == []


def test_a_running_job_stops_at_its_next_step_and_keeps_nothing(city, declare):
    def work(progress):
        put(progress)
        jobs.cancel(Job.objects.get())
        progress.step(1, 2)

    declare(work)
    job = run(jobs.enqueue("test.job"))
    assert (job.state, job.outcome) == (
        Job.State.CANCELLED,
        "途中で取りやめました。何も変わっていません。",
    )
    assert words() == []


def test_a_failed_job_can_be_ordered_again_and_one_that_is_done_cannot(city, declare):
    mood = ["bad"]

    def work(progress):
        if mood:
            raise jobs.Failed("だめでした。")
        return put(progress)

    declare(work)
    job = run(jobs.enqueue("test.job"))
    mood.clear()
    jobs.retry(job)
    assert run(job).state == Job.State.DONE
    jobs.retry(job)
    assert run(job).attempts == 2
    assert words() == ["花"]


def test_whoever_started_a_job_sees_it_and_others_do_not(city, declare):
    declare(put)
    starter = User.objects.create_user("starter@example.jp")
    mine = jobs.enqueue("test.job", by=Actor(user_id=starter.pk))
    jobs.enqueue("test.job")
    assert list(selectors.jobs(Actor(user_id=starter.pk))) == [mine]
    assert selectors.jobs(Actor(user_id=starter.pk + 1)).count() == 0
    assert selectors.jobs(Actor()).count() == 0
    assert selectors.jobs(MANAGER).count() == 2


def test_the_doctor_counts_workers_that_beat(city):
    assert jobs.workers_alive() == 0
    with Pulse().at_work(beating=False):
        assert jobs.workers_alive() == 1
        Worker.objects.update(beat_at=clock.now() - 2 * LEASE)
        assert jobs.workers_alive() == 0


def test_old_jobs_are_forgotten_and_open_ones_kept(city, declare):
    declare(put)
    with time_machine.travel(MORNING, tick=False) as traveller:
        old = run(jobs.enqueue("test.job"))
        waiting = jobs.enqueue("test.job", run_after=MORNING + dt.timedelta(days=400))
        traveller.shift(dt.timedelta(days=91))
        assert upkeep.tidy() == 1
        assert list(Job.objects.all()) == [waiting]
        assert old.state == Job.State.DONE


def test_what_came_of_a_job_is_told_in_the_language_of_its_reader(city, declare):
    declare(lambda progress: jobs.Done(say("{}件を片づけました。", 3)))
    job = run(jobs.enqueue("test.job"))
    with translation.override("en"):
        assert job.told == "3 cleared away."
    assert job.told == "3件を片づけました。"


def test_what_came_of_a_job_before_there_were_parts_is_still_read(city, declare):
    declare(put)
    job = run(jobs.enqueue("test.job", text="木"))
    Job.objects.filter(pk=job.pk).update(outcome="前の版が書いた文です。", outcome_said=None)
    job.refresh_from_db()
    with translation.override("en"):
        assert job.told == "前の版が書いた文です。"
