"""What tests of jobs and schedules share: a city, a job for the length of a test, its work."""

import datetime as dt

import pytest

from jibungoto.kernel import jobs, tenancy
from jibungoto.kernel.jobs import definitions
from jibungoto.kernel.models import Municipality, Word

MORNING = dt.datetime(2026, 11, 23, 0, 0, tzinfo=dt.UTC)  # nine o'clock in Japan


@pytest.fixture
def city():
    city = Municipality.objects.create(slug="jobs-here", name="ここ市")
    with tenancy.within(city):
        yield city


@pytest.fixture
def declare(monkeypatch):
    """Declare a job for the length of a test."""
    definitions._discover()  # it happens once a process: what it finds must outlast this test
    monkeypatch.setattr(definitions, "_definitions", dict(definitions._definitions))

    def declare(work, name="test.job", **options):
        jobs.job(name, title="ためし", **options)(work)

    return declare


def put(progress, *, text="花"):
    Word.objects.create(key=text, text=text)
    return f"{text}を書きました。"
