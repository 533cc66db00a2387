"""What recurs is ordered once for each occurrence, whatever the clock and the workers do."""

import datetime as dt

import pytest
import time_machine

from jibungoto.kernel import jobs, registry
from jibungoto.kernel.jobs import schedules
from jibungoto.kernel.models import Municipality

from . import jobs_cast

pytestmark = pytest.mark.django_db

MORNING = jobs_cast.MORNING
city, declare, put = jobs_cast.city, jobs_cast.declare, jobs_cast.put


@pytest.fixture
def recurring(monkeypatch, declare):
    """One schedule and no other."""

    def recurring(**when):
        declare(put)
        module = registry.Module(app="test", jobs=[jobs.Schedule("test.job", **when)])
        monkeypatch.setattr(registry, "_modules", {"test": module})

    return recurring


def test_what_recurs_is_ordered_once_for_each_occurrence_and_municipality(city, recurring):
    Municipality.objects.create(slug="jobs-there", name="あちら市")
    recurring(daily_at=dt.time(6))
    with time_machine.travel(MORNING, tick=False) as traveller:
        assert len(schedules.enqueue_due()) == 2
        assert schedules.enqueue_due() == []
        traveller.shift(dt.timedelta(hours=20))  # five in the morning
        assert schedules.enqueue_due() == []
        traveller.shift(dt.timedelta(hours=1))
        assert len(schedules.enqueue_due()) == 2


def test_an_occurrence_is_not_repeated_when_the_clock_is_turned_back(city, recurring):
    recurring(every=dt.timedelta(minutes=10))
    with time_machine.travel(MORNING, tick=False) as traveller:
        ordered = len(schedules.enqueue_due())
        traveller.shift(dt.timedelta(minutes=10))
        ordered += len(schedules.enqueue_due())
        traveller.shift(dt.timedelta(minutes=-5))
        ordered += len(schedules.enqueue_due())
        traveller.shift(dt.timedelta(minutes=9))
        ordered += len(schedules.enqueue_due())
    assert ordered == 2


def test_occurrences_missed_are_made_up_for_by_one(city, recurring):
    recurring(daily_at=dt.time(6))
    with time_machine.travel(MORNING, tick=False) as traveller:
        schedules.enqueue_due()
        traveller.shift(dt.timedelta(days=9))
        assert len(schedules.enqueue_due()) == 1


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"every": dt.timedelta(hours=1)}, "@2026-11-23T00:00:00Z"),
        ({"daily_at": dt.time(9)}, "@2026-11-23T00:00:00Z"),
        ({"daily_at": dt.time(9, 1)}, "@2026-11-22T00:01:00Z"),
        ({"daily_at": dt.time(9), "weekday": 0}, "@2026-11-23T00:00:00Z"),  # a Monday
        ({"daily_at": dt.time(9), "weekday": 1}, "@2026-11-17T00:00:00Z"),
    ],
)
def test_the_latest_occurrence_is_known_by_its_moment(when, expected):
    assert jobs.Schedule("x", **when).key(MORNING) == expected


@pytest.mark.parametrize(
    "when",
    [
        {},
        {"every": dt.timedelta(1), "daily_at": dt.time(6)},
        {"every": dt.timedelta(1), "weekday": 1},
    ],
)
def test_a_schedule_must_say_when(when):
    with pytest.raises(ValueError, match="x"):
        jobs.Schedule("x", **when)


def test_every_schedule_of_the_house_names_a_job_that_exists():
    for schedule in schedules.schedules():
        assert jobs.definition(schedule.name)
