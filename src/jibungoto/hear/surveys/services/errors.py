"""What can stand in the way of a survey's verbs; each message is a sentence for a person."""

from collections.abc import Sequence

from jibungoto.hear.surveys.models import Question


class SurveysError(ValueError):
    """Something can't be done to a survey or question."""


class NotRunning(SurveysError):
    """Answers are not taken now."""


class Incomplete(SurveysError):
    """Required questions are without an answer."""

    def __init__(self, message: str, questions: Sequence[Question]) -> None:
        super().__init__(message)
        self.questions = questions
