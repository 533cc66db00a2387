from .answers import Answering, Pick, Reply
from .questions import Kind, Option, Question
from .surveys import Outcome, Survey

__all__ = ["Answering", "Kind", "Option", "Outcome", "Pick", "Question", "Reply", "Survey"]
