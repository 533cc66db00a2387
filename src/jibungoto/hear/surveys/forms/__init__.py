"""What people fill in: the surveys themselves, and those who make them."""

from .answering import PageForm, typed
from .filters import SurveyFilter
from .questions import QuestionForm
from .settings import (
    CopyForm,
    HideForm,
    NewForm,
    OpenForm,
    OutcomeForm,
    SettingsForm,
    UntilForm,
)

__all__ = [
    "CopyForm",
    "HideForm",
    "NewForm",
    "OpenForm",
    "OutcomeForm",
    "PageForm",
    "QuestionForm",
    "SettingsForm",
    "SurveyFilter",
    "UntilForm",
    "typed",
]
