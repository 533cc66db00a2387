"""All reads of surveys, by errand."""

from .answers import asked_of, chosen, mine, my_sheets, replies, value_of, values
from .surveys import (
    Check,
    answered,
    checklist,
    outcome,
    outcomes,
    question,
    questions,
    questions_ever,
    removed_questions,
    reply,
    run_survey,
    survey,
    surveys,
    trials,
)

__all__ = [
    "Check",
    "answered",
    "asked_of",
    "checklist",
    "chosen",
    "mine",
    "my_sheets",
    "outcome",
    "outcomes",
    "question",
    "questions",
    "questions_ever",
    "removed_questions",
    "replies",
    "reply",
    "run_survey",
    "survey",
    "surveys",
    "trials",
    "value_of",
    "values",
]
