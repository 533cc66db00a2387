"""What the processes of test_jobs_workers and test_outbox_workers do (see tests/forking.py)."""

import json
import os
import signal
import time
from collections import Counter
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.db.models import Count, Max  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from jibungoto.kernel import jobs, nodes, outbox, tenancy  # noqa: E402
from jibungoto.kernel.jobs import schedules  # noqa: E402
from jibungoto.kernel.models import (  # noqa: E402
    Job,
    Municipality,
    Node,
    Notice,
    NoticeLine,
    OutboxEvent,
    Worker,
)
from jibungoto.people import services as people  # noqa: E402

MARKS = Path(os.environ["MARKS"])
DEADLY = 13


@jobs.job("working.put", title="ためし")
def put(progress, *, number):
    """Write one row; the first time at the deadly number, hang in the middle until killed."""
    Node.objects.create(kind="t", title=str(number), path=f"t/{number}/{time.time_ns()}/")
    mark = MARKS / "hanging"
    if number == DEADLY and not mark.exists():
        (MARKS / "new").write_text(str(os.getpid()))
        (MARKS / "new").rename(mark)
        signal.pause()


@jobs.job("working.steps", title="ためし", long=True)
def steps(progress, *, inside):
    """Say a step and wait until somebody has seen it, before or inside the transaction."""

    def wait():
        for _ in range(600):
            progress.step(7, 9, "数えています。")
            if (MARKS / "seen").exists():
                return "見えました。"
            (MARKS / "waiting").touch()
            time.sleep(0.05)
        raise TimeoutError

    if inside:
        return wait
    wait()
    return lambda: "見えました。"


@jobs.job("working.slow", title="ためし")
def slow(progress):
    """Tell that it runs, and end a little after it was told to."""
    (MARKS / "waiting").touch()
    while not (MARKS / "seen").exists():
        time.sleep(0.05)


def order(count):
    city, _ = Municipality.objects.get_or_create(slug="working", defaults={"name": "ためし市"})
    with tenancy.within(city):
        for number in range(int(count)):
            jobs.enqueue("working.put", number=number)


def order_one(name, args="{}"):
    city, _ = Municipality.objects.get_or_create(slug="working", defaults={"name": "ためし市"})
    with tenancy.within(city):
        jobs.enqueue(name, **json.loads(args))


def follow():
    """A record somebody follows."""
    city, _ = Municipality.objects.get_or_create(slug="working", defaults={"name": "ためし市"})
    with tenancy.within(city):
        record = nodes.register(kind="t", title="ためし", path="t/")
        nodes.follow(record, participant_id=people.participant_of_user(user_id=_user()).pk)


def _user():
    return people.create_account(email="reader@example.jp").pk


def tell(count):
    """Let things happen to the record, and merge after each, as others do at the same time."""
    with tenancy.within(Municipality.objects.get()):
        record = Node.objects.get(kind="t")
        for number in range(int(count)):
            with transaction.atomic():
                outbox.emit("councils.stage.entered", node=record, stage=str(number))
            outbox.merge()


def told():
    events = OutboxEvent.everywhere
    print(  # noqa: T201
        json.dumps(
            {
                "notices": sorted(
                    Notice.everywhere.values("participant", "day")
                    .annotate(n=Count("pk"))
                    .values_list("n", flat=True)
                ),
                "lines": list(NoticeLine.everywhere.values_list("event", flat=True)),
                "newest": events.aggregate(Max("pk"))["pk__max"],
                "events": events.count(),
                "left": events.filter(is_merged=False).count(),
            }
        )
    )


def work(*options):
    # Only the jobs at hand: what recurs has its own test.
    schedules.schedules = list
    call_command("jobs_work", *options)


def lose():
    """Lose every task on its way, as a broken queue would."""
    DBTaskResult.objects.all().delete()


def tick():
    """Order what recurs, as each of several workers does."""
    print(len(schedules.enqueue_due()))  # noqa: T201


def report():
    found = Job.everywhere.values_list("state", "attempts")
    print(  # noqa: T201
        json.dumps(
            {
                "rows": Counter(Node.everywhere.filter(kind="t").values_list("title", flat=True)),
                "states": Counter(state for state, _ in found),
                "attempts": Counter(str(attempts) for _, attempts in found),
                "workers": jobs.workers_alive(),
                "outcomes": list(Job.everywhere.values_list("outcome", flat=True)),
                "names": Counter(Job.everywhere.values_list("name", flat=True)),
                "said": list(Worker.objects.values_list("done", "total", "message")),
            }
        )
    )


def main(words):
    """`<function> <arguments>`."""
    globals()[words[0]](*words[1:])
