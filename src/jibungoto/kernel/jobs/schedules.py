"""What recurs. Each occurrence is one job: its moment is the job's key, so it is ordered only once,
by however many workers, and once more by none when the clock is turned back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from jibungoto.kernel import clock, registry, tenancy
from jibungoto.kernel.models import Job, Municipality

from .services import enqueue


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job that recurs in each municipality: `every` so long, or `daily_at` a time of day there,
    on one `weekday` (0 is Monday) if given. Stands in a manifest's `jobs`.

    Occurrences missed while nobody worked are made up for by one job, the latest.
    """

    name: str
    every: dt.timedelta | None = None
    daily_at: dt.time | None = None
    weekday: int | None = None
    args: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.every is None) == (self.daily_at is None):
            raise ValueError(f"{self.name}: either `every` or `daily_at`")
        if self.weekday is not None and self.daily_at is None:
            raise ValueError(f"{self.name}: `weekday` goes with `daily_at`")

    def latest(self, now: dt.datetime) -> dt.datetime:
        """The moment of the latest occurrence that is due at `now`."""
        if self.every is not None:
            seconds = int(self.every.total_seconds())
            return dt.datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=dt.UTC)
        here = timezone.localtime(now)
        day = here.date()
        if here.time() < (self.daily_at or dt.time()):
            day -= dt.timedelta(days=1)
        if self.weekday is not None:
            day -= dt.timedelta(days=(day.weekday() - self.weekday) % 7)
        return timezone.make_aware(dt.datetime.combine(day, self.daily_at or dt.time()))

    def key(self, now: dt.datetime) -> str:
        """The key of that occurrence's job."""
        return f"@{self.latest(now).astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def schedules() -> list[Schedule]:
    """What all manifests ask for."""
    return [schedule for module in registry.modules() for schedule in module.jobs]


def enqueue_due() -> list[Job]:
    """Order the latest occurrence of each schedule in each municipality, unless it was before."""
    now = clock.now()
    wanted = {(s.name, s.key(now)): s for s in schedules()}
    if not wanted:
        return []
    names, keys = {name for name, _ in wanted}, {key for _, key in wanted}
    known = Job.everywhere.filter(name__in=names, key__in=keys)
    there = set(known.values_list("municipality_id", "name", "key"))
    ordered = []
    for municipality in Municipality.objects.order_by("pk"):
        with tenancy.within(municipality):
            ordered += [
                enqueue(name, key=key, **schedule.args)
                for (name, key), schedule in wanted.items()
                if (municipality.pk, name, key) not in there
            ]
    return ordered
