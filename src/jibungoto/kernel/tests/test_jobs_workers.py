"""Several workers, real processes, the database the suite runs on; one of them is killed."""

import json
import os
import signal
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from jibungoto.kernel.models import Municipality
from tests import forking

ROOT = Path(__file__).resolve().parents[4]
PATIENCE = 120  # seconds until a test gives up; nothing here depends on how fast it goes

pytestmark = pytest.mark.django_db(transaction=True)


class Workshop:
    """Starts processes on the test's database and asks them what they find there."""

    def __init__(self, ready: forking.Ready, marks: Path) -> None:
        self._ready, self.marks = ready, marks

    def start(self, *words: str) -> forking.Forked:
        return self._ready.start(*words)

    def do(self, *words: str) -> str:
        child = self.start(*words)
        assert child.wait(PATIENCE) == 0
        return child.said()

    def report(self) -> dict:
        return json.loads(self.do("report"))

    def wait_for(self, mark: str) -> Path:
        until(lambda: (self.marks / mark).exists())
        return self.marks / mark


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def ready(django_db_setup, tmp_path_factory):
    """The process that has loaded the house, for all tests of a file."""
    place = tmp_path_factory.mktemp("workshop")
    url = f"sqlite:///{place / 'db.sqlite3'}"
    if connection.vendor == "postgresql":
        at = {key: quote(str(value), safe="") for key, value in connection.settings_dict.items()}
        url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "MARKS": str(place),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT}/src:{ROOT}",
        "JIBUNGOTO_HOME": str(place),
    }
    working = "from jibungoto.kernel.tests.working import main"
    ready = forking.Ready(working, environment, place / "said")
    yield ready, place
    ready.close()


@pytest.fixture
def workshop(ready):
    forks, place = ready
    for left in place.iterdir():
        if left.is_file():
            left.unlink()
    if connection.vendor == "sqlite":
        # Processes can't share a database in memory: a copy of it on disk, as an installation has.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(place / "db.sqlite3")])
    yield Workshop(forks, place)
    forks.end_children()


def test_two_hundred_jobs_take_effect_once_each_with_four_workers_one_of_them_killed(workshop):
    workshop.do("order", "200")
    workers = [workshop.start("work", "--lease", "2", "--interval", "0.1") for _ in range(4)]
    hanging = int(workshop.wait_for("hanging").read_text())
    os.kill(hanging, signal.SIGKILL)

    def over():
        found = workshop.report()
        return found["states"] == {"done": 200}

    until(over)
    found = workshop.report()
    assert found["rows"] == {str(n): 1 for n in range(200)}
    assert found["attempts"] == {"1": 199, "2": 1}
    killed = [w for w in workers if w.poll() is not None]
    assert [w.pid for w in killed] == [hanging]


def test_a_worker_asked_to_end_finishes_its_job_first(workshop):
    workshop.do("order_one", "working.slow")
    worker = workshop.start("work")
    workshop.wait_for("waiting")
    worker.send_signal(signal.SIGTERM)
    (workshop.marks / "seen").touch()
    assert worker.wait(PATIENCE) == 0
    found = workshop.report()
    assert found["states"] == {"done": 1}
    assert found["workers"] == 0


def test_once_works_off_what_is_there_and_ends_even_when_its_tasks_were_lost(workshop):
    workshop.do("order", "3")
    workshop.do("lose")
    (workshop.marks / "hanging").touch()
    workshop.do("work", "--once")
    assert workshop.report()["states"] == {"done": 3}


def test_steps_of_long_work_are_seen_from_outside_before_it_writes(workshop):
    workshop.do("order_one", "working.steps", '{"inside": false}')
    workshop.start("work")
    workshop.wait_for("waiting")
    until(lambda: [7, 9, "数えています。"] in workshop.report()["said"])
    (workshop.marks / "seen").touch()
    until(lambda: workshop.report()["states"] == {"done": 1})


def test_steps_inside_the_transaction_are_seen_where_the_database_can_and_never_block(workshop):
    workshop.do("order_one", "working.steps", '{"inside": true}')
    workshop.start("work")
    workshop.wait_for("waiting")
    if connection.vendor == "postgresql":
        until(lambda: [7, 9, "数えています。"] in workshop.report()["said"])
    (workshop.marks / "seen").touch()
    until(lambda: workshop.report()["states"] == {"done": 1})


def test_several_workers_order_what_recurs_only_once(workshop):
    Municipality.objects.create(slug="working", name="ためし市")
    workshop.do("order", "0")
    ticks = [workshop.start("tick") for _ in range(3)]
    for tick in ticks:
        assert tick.wait(PATIENCE) == 0
    assert set(workshop.report()["names"].values()) <= {1}
