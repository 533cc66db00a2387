"""The database's own estimates are renewed, once for all municipalities."""

import pytest
from django.db import connection

from jibungoto.kernel import jobs, nodes, statistics, tenancy
from jibungoto.kernel.jobs.schedules import schedules
from jibungoto.kernel.models import Job, Municipality

pytestmark = pytest.mark.django_db


def test_the_first_municipality_renews_them_for_all():
    first = Municipality.objects.create(slug="ichi", name="いち市")
    second = Municipality.objects.create(slug="ni", name="に市")
    with tenancy.within(first):
        nodes.register(kind="x", title="記録", path="x/1/")
    with tenancy.within(second):
        assert statistics.renew() is False
    with tenancy.within(first):
        assert statistics.renew() is (connection.vendor == "sqlite")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'kernel_node'")
            assert cursor.fetchone()[0] > 0


def test_it_is_a_job_of_every_week():
    weekly = [s for s in schedules() if s.name == "kernel.database.look_over"]
    assert [s.weekday for s in weekly] == [6]
    with tenancy.within(Municipality.objects.create(slug="ichi", name="いち市")):
        jobs.enqueue("kernel.database.look_over")
        assert Job.objects.filter(name="kernel.database.look_over").exists()
