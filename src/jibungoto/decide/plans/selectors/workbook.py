"""A plan told as the records of its workbook; a fixed number of queries."""

from typing import Any

from jibungoto.decide.plans.models import (
    Hurdle,
    IndicatorValue,
    Measure,
    MeasureActor,
    MeasureReference,
    Plan,
    PlanIndicator,
    Progress,
)
from jibungoto.decide.plans.workbook.records import (
    HURDLE,
    INDICATOR,
    MEASURE,
    PLAN,
    PROGRESS,
    VALUE,
    Key,
    Told,
    clean,
    joined,
    number,
    year_text,
)
from jibungoto.kernel import vocabulary
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Node

MEASURE_TEXTS = (
    "title", "called", "actor", "note", "narrative", "done", "next_step", "dropped_because",
)  # fmt: skip
INDICATOR_TEXTS = ("unit", "definition", "formula", "source", "missing_rule")
PLAN_TEXTS = ("title", "policy", "body", "decided_by", "related", "source")
PLAN_YEARS = ("starts", "ends", "decided", "horizon")


def book_words() -> dict[str, dict[str, str]]:
    """What may be chosen in the columns of the workbook: key -> word, in Japanese as written."""
    words = vocabulary.written()
    return {
        "state": {
            key.removeprefix("state."): word
            for key, word in words.items()
            if key.startswith("state.") and key in vocabulary.STANDARD
        },
        "direction": {v: str(label) for v, label in PlanIndicator.Direction.choices},
        "role": {v: str(label) for v, label in IndicatorValue.Role.choices},
        "status": {v: str(label) for v, label in IndicatorValue.Status.choices},
        "grade": {v: str(label) for v, label in PlanIndicator.Grade.choices},
        "remedy": {v: str(label) for v, label in Hurdle.Remedy.choices},
    }


def plan_named(slug: str) -> Plan | None:
    """The plan of this address, whoever may see it: for those who register plans."""
    return only(Plan.objects.filter(slug=slug).select_related("node"))


def frozen_values(plan: Plan) -> set[Key]:
    """The values nobody changes any more: their year is closed."""
    rows = IndicatorValue.objects.filter(
        indicator__plan=plan, frozen_at__isnull=False, corrects=None
    ).values_list("indicator__name", "role", "year")
    return {(VALUE, clean(name), role, str(year)) for name, role, year in rows}


def removed_indicators(plan: Plan) -> set[str]:
    """The names of indicators that were taken out: they are still theirs."""
    gone = plan.indicators.filter(node__state=Node.State.REMOVED)
    return set(map(clean, gone.values_list("name", flat=True)))


def plan_told(plan: Plan) -> Told:
    """Everything the workbook of a plan says of it, as keys and texts."""
    told = Told()
    told.records[PLAN, plan.slug] = {
        **{name: clean(getattr(plan, name)) for name in PLAN_TEXTS},
        **{name: number(getattr(plan, name)) for name in PLAN_YEARS},
        "levels": joined(level.name for level in plan.levels.all()),
        "marks": joined(f"{mark.sign} {mark.name}" for mark in plan.marks.all()),
    }
    _tell_measures(plan, told)
    _tell_indicators(plan, told)
    return told


def progress_told(plan: Plan) -> Told:
    """What a table of its progress needs of a plan: its name, its measures and their reports."""
    told = Told({(PLAN, plan.slug): {"title": clean(plan.title)}})
    _tell_measures(plan, told)
    return told


def _tell_measures(plan: Plan, told: Told) -> None:
    measures = list(
        plan.measures.filter(removed_at=None).select_related("mark").order_by("order", "pk")
    )
    code = {m.pk: m.code for m in measures}
    there: dict[str, Any] = {"measure__plan": plan, "measure__removed_at": None}
    departments = _names(
        MeasureActor.objects.filter(**there, kind=MeasureActor.Kind.DEPARTMENT)
        .exclude(name="")
        .order_by("pk")
        .values_list("measure_id", "name")
    )
    references = _names(
        MeasureReference.objects.filter(**there).order_by("pk").values_list("measure_id", "text")
    )
    progress = list(
        Progress.objects.filter(**there).order_by("measure__order", "measure_id", "year")
    )
    reported = {p.measure_id for p in progress if p.state}
    for m in measures:
        told.order.append(m.code)
        told.records[MEASURE, m.code] = _measure(m, code, reported) | {
            "departments": joined(departments.get(m.pk, ())),
            "references": joined(references.get(m.pk, ())),
        }
    for p in progress:
        told.records[PROGRESS, code[p.measure_id], str(p.year)] = {
            "state": p.state,
            "planned": clean(p.planned),
            "done": clean(p.done),
            "done_on": p.done_on.isoformat() if p.done_on else "",
            "budget": number(p.budget),
            "spent": number(p.spent),
            "same_as_last": "○" if p.same_as_last else "",
        }
    for h in Hurdle.objects.filter(**there).order_by("measure__order", "year", "pk"):
        told.records[HURDLE, code[h.measure_id], str(h.year), clean(h.cause)] = {
            "remedy": clean(h.remedy),
            "remedy_state": h.remedy_state,
        }


def _measure(m: Measure, code: dict[int, str], reported: set[int]) -> dict[str, str]:
    return {
        "parent": code.get(m.parent_id or 0, ""),
        "level": str(m.level),
        "mark": m.mark.sign if m.mark else "",
        # Of what is reported year by year, the newest year says it.
        "state": "" if m.pk in reported else m.state,
        **{name: clean(getattr(m, name)) for name in MEASURE_TEXTS},
    }


def _tell_indicators(plan: Plan, told: Told) -> None:
    there = plan.indicators.exclude(node__state=Node.State.REMOVED)
    indicators = there.select_related("measure").prefetch_related("values")
    for one in indicators.order_by("order", "pk"):
        told.records[INDICATOR, clean(one.name)] = {
            "measure": one.measure.code if one.measure else "",
            "direction": one.direction,
            "decimals": str(one.decimals),
            "grade": one.grade,
            **{name: clean(getattr(one, name)) for name in INDICATOR_TEXTS},
        }
        for v in one.values.all():
            if v.corrects_id is None:
                told.records[VALUE, clean(one.name), v.role, str(v.year)] = {
                    "year": year_text(v.year, is_fiscal=v.is_fiscal, written=v.written),
                    "value": number(v.value),
                    "words": clean(v.words),
                    "label": clean(v.label),
                    "status": v.status,
                    "source": clean(v.source),
                }


def _names(rows: object) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for measure_id, name in rows:  # type: ignore[attr-defined]
        found.setdefault(measure_id, []).append(name)
    return found
