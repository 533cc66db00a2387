"""Review rounds: opening one, asking and reminding the departments, closing it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import MeasureActor, Plan
from jibungoto.kernel import audit, clock
from jibungoto.kernel.actor import Actor
from jibungoto.people.models import User
from jibungoto.review.reviews import letters
from jibungoto.review.reviews.models import (
    ReviewContact,
    ReviewItem,
    ReviewRequest,
    ReviewRound,
)
from jibungoto.ui.listing import quoted

from .errors import ReviewsError, RoundTaken

State = ReviewRound.State


@dataclass(frozen=True, slots=True)
class Tended:
    """What the morning's look at the rounds did."""

    begun: int
    reminded: int


@transaction.atomic
def open_round(
    *,
    plan: Plan,
    year: int,
    opens: dt.date,
    due: dt.date,
    remind_on: dt.date | None = None,
    departments: Mapping[str, Sequence[str]],
    actor: Actor,
    note: str = "",
) -> ReviewRound:
    """Ask departments for a year of their measures, each at its mail addresses, from `opens` on.

    Without `remind_on` it is a week before the day, later where the round is short. Raises
    RoundTaken; ReviewsError for days out of order, for nobody to ask and for a department no
    measure of the plan names.
    """
    remind_on = _check_days(opens, due, remind_on)
    if not departments:
        raise ReviewsError(_("回答をお願いする課を、一つ以上選んでください。"))
    if (plan.starts and year < plan.starts - 1) or (plan.ends and year > plan.ends + 1):
        raise ReviewsError(
            _("{}年度は、この計画の期間（{}〜{}年度）から離れています。").format(
                year, plan.starts or "", plan.ends or ""
            )
        )
    found = ReviewRound(
        plan=plan, year=year, opens=opens, due=due, remind_on=remind_on, note=note,
        created_by_id=actor.user_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError:
        raise RoundTaken(
            _("{}年度の見直しは、もう始まっています。一覧からお開きください。").format(year)
        ) from None
    _ask_for(found, departments)
    audit.record(
        "reviews.round.open",
        found,
        actor=actor,
        changes={"year": (None, year), "departments": (None, len(departments))},
    )
    if opens <= clock.today():
        _begin(found)
    return found


def _check_days(opens: dt.date, due: dt.date, remind_on: dt.date | None) -> dt.date:
    """The day of the reminder: given, or chosen."""
    if due <= opens:
        raise ReviewsError(_("回答の期日は、始める日より後にしてください。"))
    if remind_on is None:
        remind_on = max(due - dt.timedelta(days=7), opens + dt.timedelta(days=1))
    if not opens < remind_on <= due:
        raise ReviewsError(_("お知らせを出す日は、始める日より後、期日までにしてください。"))
    return remind_on


def _ask_for(found: ReviewRound, departments: Mapping[str, Sequence[str]]) -> None:
    named = MeasureActor.objects.filter(
        measure__plan=found.plan,
        measure__removed_at=None,
        kind=MeasureActor.Kind.DEPARTMENT,
        name__in=departments,
    ).values_list("name", "measure_id")
    measures: dict[str, list[int]] = {}
    for name, measure_id in named:
        measures.setdefault(name, []).append(measure_id)
    nothing = [name for name in departments if name not in measures]
    if nothing:
        raise ReviewsError(
            _("{}が担当する施策・事業が、この計画にありません。").format(quoted(nothing))
        )
    requests = ReviewRequest.objects.bulk_create(
        ReviewRequest(round=found, department=name) for name in departments
    )
    ReviewItem.objects.bulk_create(
        ReviewItem(request=request, measure_id=pk)
        for request in requests
        for pk in measures[request.department]
    )
    emails = {e.strip().lower() for given in departments.values() for e in given}
    users = dict(User.objects.filter(email__in=emails, is_active=True).values_list("email", "pk"))
    ReviewContact.objects.bulk_create(
        ReviewContact(request=request, email=email, user_id=users.get(email))
        for request in requests
        for email in dict.fromkeys(e.strip().lower() for e in departments[request.department])
    )


def _begin(found: ReviewRound) -> bool:
    """Ask everybody, once. False when somebody else just did."""
    rows = ReviewRound.objects.filter(pk=found.pk, state=State.PLANNED)
    if not rows.update(state=State.OPEN):
        return False
    found.state = State.OPEN
    found.requests.update(asked_at=clock.now())
    letters.ask(list(_with_contacts(found)))
    audit.record("reviews.round.begin", found)
    return True


def _with_contacts(found: ReviewRound) -> list[ReviewRequest]:
    return list(
        found.requests.select_related("round__plan", "municipality").prefetch_related(
            "contacts__user"
        )
    )


@transaction.atomic
def tend_rounds() -> Tended:
    """Begin the rounds whose day has come, and remind once those who have not answered.

    Doing it twice, or on a day that comes again, reminds nobody twice.
    """
    today = clock.today()
    begun = sum(
        _begin(one) for one in ReviewRound.objects.filter(state=State.PLANNED, opens__lte=today)
    )
    waiting = ReviewRequest.objects.filter(
        round__state=State.OPEN, round__remind_on__lte=today, answered_at=None, reminded_at=None
    )
    late = [
        request
        for request in waiting.select_related("round__plan", "municipality").prefetch_related(
            "contacts__user"
        )
        if ReviewRequest.objects.filter(pk=request.pk, reminded_at=None).update(
            reminded_at=clock.now()
        )
    ]
    letters.remind(late)
    for request in late:
        audit.record("reviews.request.remind", request)
    return Tended(begun, len(late))


@transaction.atomic
def change_round(
    *, found: ReviewRound, due: dt.date, note: str, actor: Actor, remind_on: dt.date | None = None
) -> ReviewRound:
    """Give more time, or other words. Whoever was reminded is not reminded again.

    Raises ReviewsError for days out of order, and for a closed round.
    """
    found = ReviewRound.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if found.state == State.CLOSED:
        raise ReviewsError(_("この回は締め切りました。直すときは、もう一度開いてください。"))
    remind_on = _check_days(found.opens, due, remind_on)
    before = {"due": found.due, "remind_on": found.remind_on, "note": found.note}
    after = {"due": due, "remind_on": remind_on, "note": note}
    ReviewRound.objects.filter(pk=found.pk).update(**after)
    audit.record("reviews.round.change", found, actor=actor, changes=audit.diff(before, after))
    found.refresh_from_db()
    return found


@transaction.atomic
def close_round(*, found: ReviewRound, actor: Actor) -> ReviewRound:
    """Take no more answers. Closing twice is the same as once."""
    rows = ReviewRound.objects.filter(pk=found.pk).exclude(state=State.CLOSED)
    if rows.update(state=State.CLOSED, closed_at=clock.now()):
        audit.record("reviews.round.close", found, actor=actor)
    found.refresh_from_db()
    return found


@transaction.atomic
def reopen_round(*, found: ReviewRound, actor: Actor) -> ReviewRound:
    """Undo close_round: answers are taken again."""
    rows = ReviewRound.objects.filter(pk=found.pk, state=State.CLOSED)
    if rows.update(state=State.OPEN, closed_at=None):
        audit.record("reviews.round.reopen", found, actor=actor)
    found.refresh_from_db()
    return found


@transaction.atomic
def unlink_contacts(who: Any) -> int:
    """Forget the address of an account that is erased; how many requests named it."""
    if not isinstance(who, User):
        return 0
    return ReviewContact.objects.filter(email=who.email).delete()[0]
