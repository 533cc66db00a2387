"""Rounds: whom they ask, when they remind, and that they do it once."""

import datetime as dt

import pytest
import time_machine
from django.core import mail

from jibungoto.decide.plans.models import Measure
from jibungoto.kernel import audit, clock, jobs
from jibungoto.kernel.actor import Actor, Grant
from jibungoto.kernel.jobs import schedules
from jibungoto.kernel.models import Letter
from jibungoto.review.reviews import policies, selectors, services
from jibungoto.review.reviews.models import ReviewContact, ReviewRequest, ReviewRound

from .factories import (
    EMAILS,
    PARKS,
    WELFARE,
    a_plan_with_departments,
    a_planner,
    a_round,
    an_official,
    this_year,
)

pytestmark = pytest.mark.django_db(transaction=True)
MORNING = dt.datetime(2026, 5, 11, 0, 0, tzinfo=dt.UTC)  # nine o'clock here
DAY = dt.timedelta(days=1)


@pytest.fixture
def traveller():
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def letters(errand: str) -> list[str]:
    found = Letter.objects.filter(key__startswith=f"reviews.{errand}:")
    return sorted(found.values_list("email", flat=True))


def answer(request: ReviewRequest) -> None:
    for item in request.items.all():
        services.report_measure(item=item, actor=Actor(), told=services.Told("done"))
    services.give_answer(request=request, actor=Actor())


def test_a_round_asks_each_department_for_the_measures_that_name_it(world, traveller):
    found = a_round()
    asked = {
        r.department: list(r.items.values_list("measure__code", flat=True))
        for r in found.requests.all()
    }
    assert asked == {PARKS: ["1-1", "1-2"], WELFARE: ["1-3"]}
    assert letters("ask") == sorted(EMAILS.values())
    jobs.run_due()
    assert sorted(m.to[0] for m in mail.outbox) == sorted(EMAILS.values())
    words = next(m.body for m in mail.outbox if m.to == [EMAILS[PARKS]])
    assert "/koko/reviews/by-link/" in words
    assert "2026年（令和8年）6月1日" in words
    assert not audit.verify().faults


def test_a_round_of_tomorrow_asks_tomorrow(world, traveller):
    found = a_round(opens=clock.today() + DAY)
    assert (found.state, letters("ask")) == (ReviewRound.State.PLANNED, [])
    services.tend_rounds()
    assert letters("ask") == []
    traveller.shift(DAY)
    assert services.tend_rounds().begun == 1
    assert len(letters("ask")) == 2


def test_who_has_not_answered_is_reminded_once_whatever_jobs_and_clocks_do(world, traveller):
    found = a_round()
    answer(found.requests.get(department=WELFARE))
    services.tend_rounds()
    assert letters("remind") == []
    traveller.move_to(MORNING + 15 * DAY)
    assert services.tend_rounds().reminded == 1
    assert services.tend_rounds().reminded == 0
    traveller.move_to(MORNING + 2 * DAY)  # the clock turns back
    services.tend_rounds()
    traveller.move_to(MORNING + 14 * DAY)  # and the day comes a second time
    services.tend_rounds()
    assert letters("remind") == [EMAILS[PARKS]]
    jobs.run_due()
    jobs.run_due()
    told = [m.subject for m in mail.outbox if "お待ちしています" in m.subject]
    assert len(told) == 1


def test_a_server_that_slept_over_the_day_reminds_late_and_once(world, traveller):
    a_round(departments={PARKS: [EMAILS[PARKS]]})
    traveller.move_to(MORNING + 30 * DAY)
    schedules.enqueue_due()
    schedules.enqueue_due()
    jobs.run_due()
    assert letters("remind") == [EMAILS[PARKS]]
    assert "過ぎています" in Letter.objects.get(key__startswith="reviews.remind").body


def test_more_time_reminds_nobody_again(world, traveller):
    found = a_round(departments={PARKS: [EMAILS[PARKS]]})
    traveller.move_to(MORNING + 15 * DAY)
    services.tend_rounds()
    services.change_round(found=found, due=clock.today() + 30 * DAY, note="", actor=Actor())
    traveller.move_to(MORNING + 44 * DAY)
    assert services.tend_rounds().reminded == 0


def test_a_closed_round_reminds_nobody_and_takes_nothing(world, traveller):
    found = a_round()
    services.close_round(found=found, actor=Actor())
    traveller.move_to(MORNING + 15 * DAY)
    assert services.tend_rounds() == services.rounds.Tended(0, 0)
    item = found.requests.first().items.first()
    with pytest.raises(services.ReviewsError, match="締め切りました"):
        services.report_measure(item=item, actor=Actor(), told=services.Told("done"))
    services.reopen_round(found=found, actor=Actor())
    services.report_measure(item=item, actor=Actor(), told=services.Told("done"))


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"due": dt.date(2026, 5, 11)}, "始める日より後"),
        ({"remind_on": dt.date(2026, 7, 1)}, "期日までに"),
        ({"departments": {}}, "一つ以上"),
        ({"departments": {"秘書課": []}}, "「秘書課」が担当する"),
        ({"year": 1999}, "1999年度は、この計画の期間"),
    ],
)
def test_a_round_that_can_not_be_says_why_and_leaves_nothing(world, traveller, fields, words):
    with pytest.raises(services.ReviewsError, match=words):
        a_round(**fields)
    assert not ReviewRound.objects.exists()
    assert not Letter.objects.exists()


def test_a_year_has_one_round(world, traveller):
    plan = a_plan_with_departments()
    a_round(plan)
    with pytest.raises(services.RoundTaken, match="もう始まっています"):
        a_round(plan)
    assert ReviewRound.objects.count() == 1


def test_the_address_of_an_account_is_that_persons_request(world, traveller):
    user = world.users["department"]
    a_round(departments={PARKS: [user.email.upper()], WELFARE: ["x@example.jp"]})
    assert [r.department for r in selectors.waiting_for_answer(an_official(user))] == [
        PARKS,
        WELFARE,  # named are only addresses without an account: any department may
    ]
    assert list(selectors.waiting_for_answer(an_official(world.users["officer"]))) != []
    assert list(selectors.waiting_for_answer(a_planner(user))) == []
    ours = frozenset([PARKS])
    officer = Actor(
        user_id=world.users["resident"].pk,
        grants=(Grant("department", frozenset([policies.ANSWER]), departments=ours),),
    )
    assert [r.department for r in selectors.waiting_for_answer(officer)] == [PARKS]
    services.unlink_contacts(user)
    assert ReviewContact.objects.count() == 1


def test_the_addresses_of_last_time_are_offered_again(world, traveller):
    plan = a_plan_with_departments()
    a_round(plan, year=this_year() - 1)
    a_round(plan, year=this_year() - 2, departments={PARKS: ["new@example.jp"]})
    assert selectors.suggested_addresses([PARKS, WELFARE]) == {
        PARKS: ["new@example.jp"],
        WELFARE: [EMAILS[WELFARE]],
    }
    assert selectors.without_department(plan) == 1
    assert Measure.objects.count() == 5
