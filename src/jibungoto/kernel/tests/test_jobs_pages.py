"""The pages of jobs: who sees which, how far it is, stopping it and trying it again."""

import pytest
from django.test import Client
from django.urls import reverse

from jibungoto.kernel import jobs, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.jobs import running
from jibungoto.kernel.jobs.pulse import Pulse
from jibungoto.kernel.models import AuditRecord, Job
from jibungoto.people.tests import factories

from . import jobs_cast

pytestmark = pytest.mark.django_db

declare, put = jobs_cast.declare, jobs_cast.put
REFRESH = '<noscript><meta http-equiv="refresh"'


@pytest.fixture
def city():
    made = factories.the_city()
    with tenancy.within(made):
        yield made


@pytest.fixture
def keeper(city):
    """The browser of somebody who looks after jobs."""
    return factories.signed_in(factories.with_role("administrator"))


def at(name, job=None):
    kwargs = {"public_id": job.public_id} if job else {}
    return reverse(f"kernel:{name}", kwargs={"municipality": "koko", **kwargs})


def shown(client, job, **headers):
    return client.get(at("job_show", job), headers=headers)


def refuses(progress):
    raise jobs.Failed("3行目の人口が数ではありません。")


def test_the_list_tells_each_job_and_how_it_ended(keeper, declare):
    declare(put)
    jobs.enqueue("test.job", text="木")
    jobs.run_due()
    jobs.enqueue("test.job")
    text = keeper.get(at("job_list")).content.decode()
    assert "ためし" in text
    assert "木を書きました。" in text
    assert "順番を待っています" in text


def test_the_list_is_narrowed_by_state_and_an_odd_state_is_no_error(keeper, declare):
    declare(put)
    jobs.enqueue("test.job", text="木")
    jobs.run_due()
    assert "木を書きました。" in keeper.get(at("job_list"), {"state": "done"}).content.decode()
    assert (
        "木を書きました。" not in keeper.get(at("job_list"), {"state": "failed"}).content.decode()
    )
    for query in ({"state": "?"}, {"page": "-1"}, {"page": "x"}):
        assert keeper.get(at("job_list"), query).status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_few_queries(keeper, declare, count, django_assert_max_num_queries):
    declare(put)
    for _ in range(count):
        jobs.enqueue("test.job")
    keeper.get(at("job_list"))
    with django_assert_max_num_queries(10):
        keeper.get(at("job_list"))


def test_whoever_ordered_a_job_watches_it_and_nobody_else_finds_it(city, keeper, declare):
    declare(put)
    starter, other = factories.a_user(), factories.a_user()
    job = jobs.enqueue("test.job", by=Actor(user_id=starter.pk))
    assert shown(factories.signed_in(starter), job).status_code == 200
    assert shown(keeper, job).status_code == 200
    for client in (factories.signed_in(other), Client()):
        for door in ("job_show", "job_cancel", "job_retry"):
            method = client.get if door == "job_show" else client.post
            assert method(at(door, job)).status_code == 404
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_the_list_is_not_for_those_who_only_ordered_one(city, declare):
    declare(put)
    starter = factories.a_user()
    jobs.enqueue("test.job", by=Actor(user_id=starter.pk))
    assert factories.signed_in(starter).get(at("job_list")).status_code == 403


def test_the_page_refreshes_itself_without_scripts_until_the_job_is_over(keeper, declare):
    declare(put)
    job = jobs.enqueue("test.job", text="木")
    assert REFRESH in shown(keeper, job).content.decode()
    jobs.run_due()
    text = shown(keeper, job).content.decode()
    assert REFRESH not in text
    assert "hx-get" not in text
    assert "木を書きました。" in text


def test_with_scripts_only_the_progress_is_fetched_and_its_end_reloads_the_page(keeper, declare):
    declare(put)
    job = jobs.enqueue("test.job")
    answer = shown(keeper, job, HX_Request="true")
    assert "<html" not in answer.content.decode()
    assert "HX-Refresh" not in answer
    jobs.run_due()
    assert shown(keeper, job, HX_Request="true")["HX-Refresh"] == "true"


def test_progress_is_told_in_words_while_the_job_is_at_work(keeper, declare):
    seen = []

    def counts(progress):
        progress.step(3, 10, "3件目を読んでいます。")
        seen.append(shown(keeper, Job.objects.get()).content.decode())

    declare(counts)
    jobs.enqueue("test.job")
    jobs.run_due()
    assert "3件目を読んでいます。" in seen[0]
    assert "10件のうち3件" in seen[0]


def test_a_page_of_a_waiting_job_says_when_nobody_works(keeper, declare):
    declare(put)
    job = jobs.enqueue("test.job")
    assert "係が動いていません" in shown(keeper, job).content.decode()
    with Pulse().at_work(beating=False):
        assert "係が動いていません" not in shown(keeper, job).content.decode()


def test_a_waiting_job_is_taken_back_and_the_log_knows(keeper, declare):
    declare(put)
    job = jobs.enqueue("test.job")
    answer = keeper.post(at("job_cancel", job), follow=True)
    assert "始まる前に取りやめました。" in answer.content.decode()
    assert AuditRecord.objects.filter(action="kernel.job.cancel").exists()


def test_a_running_job_is_asked_to_stop_and_the_page_says_so(keeper, declare):
    declare(put)
    job = jobs.enqueue("test.job")
    with Pulse().at_work(beating=False) as pulse:
        running.claim(job.pk, pulse.worker)
        answer = keeper.post(at("job_cancel", job), follow=True)
        text = answer.content.decode()
    assert "きりのよいところで止まります" in text
    assert at("job_cancel", job) not in text


def test_a_failed_job_says_why_and_is_tried_again(keeper, declare):
    declare(refuses)
    job = jobs.enqueue("test.job")
    jobs.run_due()
    text = shown(keeper, job).content.decode()
    assert "3行目の人口が数ではありません。" in text
    assert at("job_retry", job) in text
    keeper.post(at("job_retry", job))
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_a_look_stops_and_repeats_nothing(keeper, declare):
    declare(put)
    job = jobs.enqueue("test.job")
    for door in ("job_cancel", "job_retry"):
        assert keeper.get(at(door, job)).status_code == 405
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_what_the_machine_said_is_shown_to_those_who_look_after_it_only(city, keeper, declare):
    def breaks(progress):
        raise ConnectionError("the other machine is away")

    declare(breaks, retries=0)
    starter = factories.a_user()
    job = jobs.enqueue("test.job", by=Actor(user_id=starter.pk))
    jobs.run_due()
    assert "the other machine is away" in shown(keeper, job).content.decode()
    own = shown(factories.signed_in(starter), job).content.decode()
    assert "the other machine is away" not in own
    assert "うまく進まなかったため" in own


def test_a_job_whose_code_is_gone_still_has_a_page(keeper, declare):
    job = Job.objects.create(name="test.gone", state=Job.State.FAILED)
    text = shown(keeper, job).content.decode()
    assert "いまは使われていない仕事" in text
    assert at("job_retry", job) not in text
    assert keeper.post(at("job_retry", job)).status_code == 302
