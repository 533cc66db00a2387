"""Invented rounds, built inside the scope of a municipality."""

import datetime as dt
from typing import Any

from jibungoto.decide.plans.models import Plan
from jibungoto.decide.plans.tests.factories import a_measure, a_plan
from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor, Grant
from jibungoto.review.reviews import policies, services
from jibungoto.review.reviews.models import ReviewRound, YearReport

PARKS, WELFARE = "公園緑地課", "福祉課"
EMAILS = {PARKS: "koen@example.jp", WELFARE: "fukushi@example.jp"}


def this_year() -> int:
    return FiscalYear.of(clock.today()).year


def a_planner(user: Any = None) -> Actor:
    allowed = frozenset([policies.MANAGE])
    return Actor(user_id=user.pk if user else None, grants=(Grant("planner", allowed),))


def an_official(user: Any) -> Actor:
    """Somebody of a department."""
    return Actor(user_id=user.pk, grants=(Grant("department", frozenset([policies.ANSWER])),))


def a_plan_with_departments(slug: str = "keikaku") -> Plan:
    """Two measures of the parks, one of welfare, one of nobody."""
    year = this_year()
    plan = a_plan(slug, starts=year - 4, ends=year + 4)
    policy = a_measure(plan, "1", "みどりのまち")
    for code, title, departments in (
        ("1-1", "公園をひらく", [PARKS]),
        ("1-2", "花壇をつくる", [PARKS]),
        ("1-3", "見守りをひろげる", [WELFARE]),
        ("1-4", "だれのものでもない", []),
    ):
        a_measure(plan, code, title, level=2, parent=policy, departments=departments)
    return plan


def a_round(plan: Plan | None = None, **fields: Any) -> ReviewRound:
    """A round of last year, asked today and due in three weeks."""
    today = clock.today()
    return services.open_round(
        **{
            "plan": plan or a_plan_with_departments(),
            "year": this_year() - 1,
            "opens": today,
            "due": today + dt.timedelta(days=21),
            "departments": {name: [email] for name, email in EMAILS.items()},
            "actor": Actor(),
            **fields,
        }
    )


def a_report(plan: Plan | None = None, *, published: bool = True, **fields: Any) -> YearReport:
    """An edition of last year's report."""
    made = services.freeze_report(
        **{
            "plan": plan or a_plan_with_departments(),
            "year": this_year() - 1,
            "actor": Actor(),
            **fields,
        }
    )
    return services.publish_report(report=made, actor=Actor()) if published else made
