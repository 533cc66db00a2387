"""Everything that happens to plans. One verb is one transaction and one audit record."""

from .errors import CodeTaken, PlansError, YearClosed
from .generations import Fate, carry_over, check_carry_over
from .grid import Answer, Typed, fill_row, fill_rows
from .indicators import Told, add_indicator, close_year, correct_value, record_value
from .measures import add_measure, change_measure
from .plans import add_viewpoints, change_plan, create_plan, publish_plan
from .progress import (
    add_hurdle,
    change_hurdle,
    record_hurdle,
    remove_hurdle,
    report_progress,
    same_as_last_year,
    set_schedule,
)
from .questions import answer_question, ask_question, hide_question, show_question
from .reading import discard_document, keep_document, plan_from_document, plan_from_reading
from .relations import Carrier, Pointer
from .taking import Confirmed, take_over
from .tree import edit_measure, hang_measure, remove_measure, restore_measure, shift_measure
from .values import (
    Figure,
    change_indicator,
    remove_indicator,
    restore_indicator,
    set_values,
)
from .words import set_words

__all__ = [
    "Answer",
    "Carrier",
    "CodeTaken",
    "Confirmed",
    "Fate",
    "Figure",
    "PlansError",
    "Pointer",
    "Told",
    "Typed",
    "YearClosed",
    "add_hurdle",
    "add_indicator",
    "add_measure",
    "add_viewpoints",
    "answer_question",
    "ask_question",
    "carry_over",
    "change_hurdle",
    "change_indicator",
    "change_measure",
    "change_plan",
    "check_carry_over",
    "close_year",
    "correct_value",
    "create_plan",
    "discard_document",
    "edit_measure",
    "fill_row",
    "fill_rows",
    "hang_measure",
    "hide_question",
    "keep_document",
    "plan_from_document",
    "plan_from_reading",
    "publish_plan",
    "record_hurdle",
    "record_value",
    "remove_hurdle",
    "remove_indicator",
    "remove_measure",
    "report_progress",
    "restore_indicator",
    "restore_measure",
    "same_as_last_year",
    "set_schedule",
    "set_values",
    "set_words",
    "shift_measure",
    "show_question",
    "take_over",
]
