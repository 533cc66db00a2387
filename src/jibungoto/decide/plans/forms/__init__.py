"""Forms of plans, one file an errand."""

from .documents import DocumentForm, PlanFromDocumentForm
from .measures import HurdleForm, MeasureForm, ScheduleRows
from .plans import LevelRows, MarkRows, NewPlanForm, PlanForm, VersionForm, ViewpointRows
from .versions import VersionedForm, chosen

__all__ = [
    "DocumentForm",
    "HurdleForm",
    "LevelRows",
    "MarkRows",
    "MeasureForm",
    "NewPlanForm",
    "PlanForm",
    "PlanFromDocumentForm",
    "ScheduleRows",
    "VersionForm",
    "VersionedForm",
    "ViewpointRows",
    "chosen",
]
