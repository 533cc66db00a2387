"""The plan of ひなた市: three years of it, a report of a closed one, a review that is under way.

Invented, from plan.toml; written through the services a real city uses.
"""

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from jibungoto.decide.plans import services as plans
from jibungoto.decide.plans.models import Measure, Plan
from jibungoto.kernel import clock, nodes, outbox
from jibungoto.kernel.actor import Actor
from jibungoto.know.places.models import District
from jibungoto.people.models import User
from jibungoto.people.services.participation import participant_of_user
from jibungoto.review.reviews import services as reviews

_HOUSE = Actor()
_DAYS = 18  # a department has to answer


def facts() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("plan.toml").read_text("utf-8"))


def load() -> None:
    """The plan and its years; a resident who follows it; the report; the review of last year."""
    told = facts()
    own = dict(told["plan"])
    closed, reviewed = own.pop("closed"), own.pop("reviewed")
    plan = plans.create_plan(**own)
    measures = _measures(plan, told)
    _years(measures, told, until=closed)
    _hurdles(measures, told)
    _indicators(plan, measures, told)
    _follow(plan)
    _looked_back(plan, told, closed)
    report = reviews.freeze_report(plan=plan, year=closed, actor=_HOUSE)
    reviews.publish_report(report=report, actor=_HOUSE)
    _correct(plan, told["correction"])
    _review(plan, told, reviewed)
    _of_a_district(told["district"])
    outbox.merge()


def _of_a_district(told: dict[str, Any]) -> None:
    """One district's own plan in its first year."""
    own = {name: value for name, value in told.items() if name not in ("item", "at")}
    plan = plans.create_plan(**own, district=District.objects.get(slug=told["at"]))
    _years(_measures(plan, told), told, until=own["ends"])


def _measures(plan: Plan, told: dict[str, Any]) -> dict[str, Measure]:
    made: dict[str, Measure] = {}
    for item in told["item"]:
        fields = {k: v for k, v in item.items() if k not in ("years", "code")}
        parent = made.get(item["code"].rpartition("-")[0])
        made[item["code"]] = plans.add_measure(
            plan=plan, code=item["code"], parent=parent, **fields
        )
    return made


def _told(year: list[Any]) -> dict[str, Any]:
    _year, state, done, day, budget, spent = year
    return {
        "state": state,
        "done": done,
        "done_on": dt.date.fromisoformat(day) if day else None,
        "budget": budget or None,
        "spent": spent or None,
    }


def _years(measures: dict[str, Measure], told: dict[str, Any], *, until: int) -> None:
    for item in told["item"]:
        for year in item.get("years", ()):
            if year[0] <= until:
                plans.report_progress(
                    measure=measures[item["code"]], year=year[0], actor=_HOUSE, **_told(year)
                )


def _hurdles(measures: dict[str, Measure], told: dict[str, Any]) -> None:
    for hurdle in told["hurdle"]:
        plans.record_hurdle(
            measure=measures[hurdle["at"]],
            year=hurdle["year"],
            cause=hurdle["cause"],
            remedy=hurdle["remedy"],
            remedy_state=hurdle["state"],
        )


def _indicators(plan: Plan, measures: dict[str, Measure], told: dict[str, Any]) -> None:
    for facts in told["indicator"]:
        known = [
            ("baseline", facts["baseline"]),
            *(("target", one) for one in facts["targets"]),
            *(("actual", one) for one in facts["actuals"]),
        ]
        plans.add_indicator(
            plan=plan,
            name=facts["name"],
            unit=facts["unit"],
            measure=measures.get(facts.get("measure", "")),
            definition=facts["definition"],
            formula=facts["formula"],
            source="協働推進課の調べ（見本）",
            values=[plans.Told(role, year, Decimal(value)) for role, (year, value) in known],
        )


def _follow(plan: Plan) -> None:
    """The resident of the demo hears of what becomes of the plan."""
    resident = User.objects.filter(email="jumin@hinata.example.jp").first()
    if resident is not None:
        participant = participant_of_user(user_id=resident.pk)
        nodes.follow(plan.node, participant_id=participant.pk)


def _correct(plan: Plan, told: dict[str, Any]) -> None:
    """A figure of the closed year was wrong: the correction stands beside it."""
    indicator = plan.indicators.get(name=told["indicator"])
    value = indicator.values.get(role="actual", year=told["year"], corrects=None)
    plans.correct_value(value=value, to=Decimal(told["to"]), source=told["source"])


def _departments(told: dict[str, Any]) -> list[str]:
    named = [name for item in told["item"] for name in item.get("departments", ())]
    return list(dict.fromkeys(named))


def _looked_back(plan: Plan, told: dict[str, Any], year: int) -> None:
    """The closed year was looked back on in its time: everybody answered."""
    first = dt.datetime(year + 1, 4, 14, 9, tzinfo=dt.UTC)
    held = reviews.open_round(
        plan=plan, year=year, opens=first.date(), due=dt.date(year + 1, 5, 16), actor=_HOUSE,
        departments={name: [] for name in _departments(told)},
    )  # fmt: skip
    for number, request in enumerate(held.requests.all(), 1):
        reviews.give_answer(request=request, actor=_HOUSE)
        held.requests.filter(pk=request.pk).update(
            asked_at=first, answered_at=first + dt.timedelta(days=5 * number)
        )
    reviews.close_round(found=held, actor=_HOUSE)


def _review(plan: Plan, told: dict[str, Any], year: int) -> None:
    """Every department is asked; one has answered, one has begun, the others have not."""
    names: dict[str, list[str]] = {name: [] for name in _departments(told)}
    names["公園緑地課"] = ["koen@hinata.example.jp"]
    names["協働推進課"] = ["kyodo@hinata.example.jp"]
    for number, emails in enumerate(names.values(), 1):
        emails += [] if emails else [f"kyoku{number}@hinata.example.jp"]
    today = clock.today()
    held = reviews.open_round(
        plan=plan,
        year=year,
        opens=today,
        due=today + dt.timedelta(days=_DAYS),
        departments=names,
        actor=_HOUSE,
        note=told["review"]["note"],
    )
    years = {i["code"]: [y for y in i.get("years", ()) if y[0] == year] for i in told["item"]}
    for name in (*told["review"]["answered"], *told["review"]["begun"]):
        request = held.requests.get(department=name)
        for item in request.items.select_related("measure"):
            for one in years[item.measure.code]:
                reviews.report_measure(item=item, actor=_HOUSE, told=reviews.Told(**_told(one)))
        if name in told["review"]["answered"]:
            reviews.give_answer(request=request, actor=_HOUSE)
