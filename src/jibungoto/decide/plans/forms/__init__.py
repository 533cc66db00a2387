"""Forms of plans, one file an errand."""

from .documents import DocumentForm, PlanFromDocumentForm, TakeOverForm
from .grid import Cells, GridFilter, grid_chosen, sent, whole_page
from .indicators import (
    CorrectionForm,
    IndicatorForm,
    PastedForm,
    ValueRows,
    YearForm,
    value_initial,
)
from .measures import HurdleForm, MeasureForm, ScheduleRows
from .plans import LevelRows, MarkRows, NewPlanForm, PlanForm, VersionForm, ViewpointRows
from .questions import AnswerForm, QuestionForm
from .versions import VersionedForm, chosen

__all__ = [
    "AnswerForm",
    "Cells",
    "CorrectionForm",
    "DocumentForm",
    "GridFilter",
    "HurdleForm",
    "IndicatorForm",
    "LevelRows",
    "MarkRows",
    "MeasureForm",
    "NewPlanForm",
    "PastedForm",
    "PlanForm",
    "PlanFromDocumentForm",
    "QuestionForm",
    "ScheduleRows",
    "TakeOverForm",
    "ValueRows",
    "VersionForm",
    "VersionedForm",
    "ViewpointRows",
    "YearForm",
    "chosen",
    "grid_chosen",
    "sent",
    "value_initial",
    "whole_page",
]
