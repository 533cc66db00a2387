"""Plans, the trees of what they promise, how far they got, and the figures they are measured by."""

from .documents import PlanDocument
from .imports import PlanImport
from .indicators import IndicatorValue, PlanIndicator
from .measures import Measure, MeasureActor, MeasureReference, MeasureViewpoint
from .plans import Plan, PlanLevel, PlanMark, Viewpoint
from .progress import Hurdle, Progress
from .questions import Question

__all__ = [
    "Hurdle",
    "IndicatorValue",
    "Measure",
    "MeasureActor",
    "MeasureReference",
    "MeasureViewpoint",
    "Plan",
    "PlanDocument",
    "PlanImport",
    "PlanIndicator",
    "PlanLevel",
    "PlanMark",
    "Progress",
    "Question",
    "Viewpoint",
]
