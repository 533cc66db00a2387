"""Forms of conversations, by errand."""

from .handling import HandleForm
from .preparing import (
    POLICY,
    CloseForm,
    CopyForm,
    ExtendForm,
    LanguageForm,
    QuestionForm,
    RulesForm,
    SeedsForm,
)
from .taking_part import AboutForm, WriteForm

__all__ = [
    "POLICY",
    "AboutForm",
    "CloseForm",
    "CopyForm",
    "ExtendForm",
    "HandleForm",
    "LanguageForm",
    "QuestionForm",
    "RulesForm",
    "SeedsForm",
    "WriteForm",
]
