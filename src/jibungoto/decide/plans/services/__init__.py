"""Everything that happens to plans. One verb is one transaction and one audit record."""

from .errors import CodeTaken, PlansError, YearClosed
from .indicators import Told, add_indicator, close_year, correct_value, record_value, remove_value
from .measures import add_measure, change_measure
from .plans import add_viewpoints, change_plan, create_plan, publish_plan
from .progress import record_hurdle, report_progress, same_as_last_year
from .reading import discard_document, keep_document, plan_from_document, plan_from_reading

__all__ = [
    "CodeTaken",
    "PlansError",
    "Told",
    "YearClosed",
    "add_indicator",
    "add_measure",
    "add_viewpoints",
    "change_measure",
    "change_plan",
    "close_year",
    "correct_value",
    "create_plan",
    "discard_document",
    "keep_document",
    "plan_from_document",
    "plan_from_reading",
    "publish_plan",
    "record_hurdle",
    "record_value",
    "remove_value",
    "report_progress",
    "same_as_last_year",
]
