"""What the records of plans are found by, beside their titles: told to the index anew.

Whatever a document says of a measure stands in rows of its own: why it stalled, what was done in a
year, a figure of an indicator. Somebody who holds the document looks for those words.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from jibungoto.decide.plans.models import (
    Hurdle,
    IndicatorValue,
    Measure,
    MeasureActor,
    MeasureReference,
    Plan,
    PlanIndicator,
    Progress,
    Viewpoint,
)
from jibungoto.decide.plans.standing import in_force
from jibungoto.kernel import nodes, vocabulary

_MEASURE = ("narrative", "note", "done", "next_step", "actor", "called", "dropped_because")
_PLAN = ("policy", "body", "decided_by", "related", "source")


def new_measure_told(measure: Measure, *below: Iterable[str]) -> str:
    """What a measure will be found by that is about to be added with these rows of its own."""
    texts = [getattr(measure, name) for name in _MEASURE]
    mark = measure.mark.name if measure.mark else ""
    word = vocabulary.written().get(f"state.{measure.state}", "")
    return _joined([*texts, mark, word, *(text for rows in below for text in rows)])


def measures_told(measures: Iterable[int]) -> None:
    """Let some measures be found by all that is said of them now, each in few queries."""
    ids = list(measures)
    said: dict[int, list[str]] = defaultdict(list)
    node_of: dict[int, int] = {}
    words = vocabulary.written()
    rows = Measure.objects.filter(pk__in=ids)
    for pk, node, state, mark, *texts in rows.values_list(
        "pk", "node_id", "state", "mark__name", *_MEASURE
    ):
        node_of[pk] = node
        said[pk] += [*texts, mark or "", words.get(f"state.{state}", "")]
    below: list[tuple[QuerySet[Any], Sequence[str]]] = [
        (MeasureReference.objects.all(), ("text",)),
        (MeasureActor.objects.all(), ("name",)),
        (Hurdle.objects.all(), ("cause", "remedy")),
        (Progress.objects.all(), ("done",)),
    ]
    for found, names in below:
        told = found.filter(measure__in=ids).order_by("pk")
        for pk, *texts in told.values_list("measure_id", *names):
            said[pk] += texts
    nodes.tell_many({node_of[pk]: _joined(said[pk]) for pk in node_of})


def indicators_told(indicators: Iterable[int]) -> None:
    """The same for indicators: what they are, and each figure, with commas and without."""
    ids = list(indicators)
    said: dict[int, list[str]] = {}
    node_of: dict[int, int] = {}
    names = ("definition", "formula", "source", "missing_rule")
    for pk, node, *texts in PlanIndicator.objects.filter(pk__in=ids).values_list(
        "pk", "node_id", *names
    ):
        node_of[pk], said[pk] = node, texts
    values = list(IndicatorValue.objects.filter(indicator__in=ids).order_by("pk"))
    for value in in_force(values):
        told = [value.label, value.words, value.written or f"{value.year}年度"]
        if value.value is not None:
            number = value.value.normalize()
            told += [f"{number:,f}", f"{number:f}"]
        said[value.indicator_id] += told
    nodes.tell_many({node_of[pk]: _joined(said[pk]) for pk in node_of})


def plan_told(plan: Plan) -> None:
    """The same for a plan: its words, its years, and the points of view across its tree."""
    said = [str(getattr(plan, name)) for name in _PLAN]
    said += [f"{year}年度" for year in (plan.starts, plan.ends, plan.decided) if year]
    said += [f"{plan.horizon}年"] if plan.horizon else []
    for group, title in Viewpoint.objects.filter(plan=plan).values_list("group", "title"):
        said += [group, title]
    nodes.tell_many({plan.node_id: _joined(said)})


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))
