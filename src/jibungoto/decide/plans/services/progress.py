"""Reporting a year of a measure."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import Hurdle, Measure, Progress
from jibungoto.kernel import audit, clock, nodes, publishing
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.vocabulary import STANDARD
from jibungoto.ui.listing import inside

from .errors import PlansError
from .found import measures_told

STATES: tuple[str, ...] = tuple(
    key.removeprefix("state.") for key in STANDARD if key.startswith("state.")
)


@transaction.atomic
def report_progress(
    *,
    measure: Measure,
    year: int,
    actor: Actor,
    state: str = "",
    planned: str = "",
    done: str = "",
    done_on: dt.date | None = None,
    budget: int | None = None,
    spent: int | None = None,
    same_as_last: bool = False,
    expected_version: int | None = None,
) -> Progress:
    """Say what became of a measure in a fiscal year; what was said of it before is replaced.

    The newest year's state becomes the measure's own. `expected_version` is that of the report
    somebody looked at, 0 for none yet. Raises ChangedMeanwhile, PlansError.
    """
    _check(measure, year, state)
    Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    old = Progress.objects.filter(measure=measure, year=year).first()
    if expected_version is not None and expected_version != (old.version if old else 0):
        raise nodes.ChangedMeanwhile
    told = {
        "planned": planned, "state": state, "done": done, "done_on": done_on, "budget": budget,
        "spent": spent, "same_as_last": same_as_last,
    }  # fmt: skip
    before = {name: getattr(old, name, None) for name in told}
    by = {"reported_by_id": actor.user_id, "reported_at": clock.now()}
    if old is None:
        report = Progress.objects.create(measure=measure, year=year, **told, **by)
    else:
        Progress.objects.filter(pk=old.pk).update(**told, **by, version=F("version") + 1)
        report = Progress.objects.get(pk=old.pk)
    newest = measure.years.order_by("-year").values_list("year", "state").first()
    if newest is not None and newest[0] == year and state:
        Measure.objects.filter(pk=measure.pk).update(state=state)
    measures_told([measure.pk])
    audit.record("plans.progress.report", measure, changes=audit.diff(before, told))
    publishing.published()
    return report


@transaction.atomic
def same_as_last_year(*, measure: Measure, year: int, actor: Actor) -> Progress:
    """Repeat the last report, marked as such. Raises PlansError where there is none."""
    last = measure.years.filter(year__lt=year).order_by("-year").first()
    if last is None:
        raise PlansError(
            _("「{}」には前の年度の報告がないので、「前の年度と同じ」にはできません。").format(
                inside(measure.title)
            )
        )
    return report_progress(
        measure=measure, year=year, actor=actor, state=last.state, planned=last.planned,
        done=last.done, budget=last.budget, same_as_last=True,
    )  # fmt: skip


@transaction.atomic
def record_hurdle(
    *, measure: Measure, year: int, cause: str, remedy: str = "", remedy_state: str = ""
) -> Hurdle:
    """Say why a measure did not get on and what is done about it; the same cause is replaced.

    For what is read from elsewhere; people use add_hurdle(). Raises PlansError for a state of no
    remedy.
    """
    if remedy_state and not remedy:
        raise PlansError(_("対応策の状況を選んだときは、対応策も書いてください。"))
    told = {"remedy": remedy, "remedy_state": remedy_state}
    hurdle, _created = Hurdle.objects.update_or_create(
        measure=measure, year=year, cause=cause, defaults={**told, "version": F("version") + 1},
        create_defaults=told,
    )  # fmt: skip
    measures_told([measure.pk])
    audit.record("plans.hurdle.record", measure, changes={"cause": (None, cause)})
    publishing.published()
    return hurdle


@transaction.atomic
def add_hurdle(
    *, measure: Measure, year: int, cause: str, remedy: str = "", remedy_state: str = ""
) -> Hurdle:
    """Say one more reason why a measure did not get on. Raises PlansError; a cause stands once."""
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    _check_hurdle(measure, year, cause, remedy, remedy_state)
    return record_hurdle(
        measure=measure, year=year, cause=cause, remedy=remedy, remedy_state=remedy_state
    )


@transaction.atomic
def change_hurdle(
    *, hurdle: Hurdle, cause: str, remedy: str, remedy_state: str, year: int, expected_version: int
) -> Hurdle:
    """Change what is said of a hurdle. Raises ChangedMeanwhile, PlansError."""
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=hurdle.measure_id)
    hurdle = Hurdle.objects.get(pk=hurdle.pk)
    if hurdle.version != expected_version:
        raise nodes.ChangedMeanwhile
    _check_hurdle(measure, year, cause, remedy, remedy_state, but=hurdle)
    told = {"cause": cause, "remedy": remedy, "remedy_state": remedy_state, "year": year}
    before = {name: getattr(hurdle, name) for name in told}
    for name, value in told.items():
        setattr(hurdle, name, value)
    hurdle.version += 1
    hurdle.save()
    measures_told([measure.pk])
    audit.record("plans.hurdle.record", measure, changes=audit.diff(before, told))
    publishing.published()
    return hurdle


@transaction.atomic
def remove_hurdle(*, hurdle: Hurdle) -> None:
    """Take a hurdle away; the log keeps what it said."""
    told = ("cause", "remedy")
    changes = {name: (getattr(hurdle, name), "") for name in told if getattr(hurdle, name)}
    audit.record("plans.hurdle.remove", hurdle.measure, changes=changes)
    hurdle.delete()
    measures_told([hurdle.measure_id])
    publishing.published()


@transaction.atomic
def set_schedule(*, measure: Measure, planned: Mapping[int, str], actor: Actor) -> int:
    """What is planned for each fiscal year; answers how many years changed. Raises PlansError."""
    Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    known = {one.year: one for one in measure.years.all()}
    before: list[str] = []
    after: list[str] = []
    for year, words in planned.items():
        old = known.get(year)
        if words == (old.planned if old else ""):
            continue
        _check(measure, year, "")
        before.append(f"{year} {old.planned}" if old and old.planned else f"{year} —")
        after.append(f"{year} {words or '—'}")
        if old is None:
            Progress.objects.create(measure=measure, year=year, planned=words)
        else:
            Progress.objects.filter(pk=old.pk).update(planned=words, version=F("version") + 1)
    if after:
        audit.record("plans.schedule.set", measure, changes={"planned": (before, after)})
        publishing.published()
    return len(after)


def _check_hurdle(
    measure: Measure, year: int, cause: str, remedy: str, remedy_state: str,
    but: Hurdle | None = None,
) -> None:  # fmt: skip
    if not cause:
        raise PlansError(_("進まなかった理由を書いてください。"), field="cause")
    if remedy_state and not remedy:
        raise PlansError(_("対応策の状況を選んだときは、対応策も書いてください。"), field="remedy")
    same = measure.hurdles.filter(year=year, cause=cause)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise PlansError(_("{}年度の同じ理由が、もう書かれています。").format(year), field="cause")


def _check(measure: Measure, year: int, state: str) -> None:
    if state and state not in STATES:
        raise PlansError(_("「{}」という進みぐあいはありません。").format(state))
    starts, ends = measure.plan.starts, measure.plan.ends
    if (starts and year < starts - 1) or (ends and year > ends + 1):
        raise PlansError(
            _("{}年度は、この計画の期間（{}〜{}年度）から離れています。").format(
                year, starts or "", ends or ""
            )
        )
