"""Looking back on a year of a plan: who was asked for what, who has answered, what came of it."""

from .reports import YearReport
from .rounds import ReviewContact, ReviewItem, ReviewRequest, ReviewRound

__all__ = ["ReviewContact", "ReviewItem", "ReviewRequest", "ReviewRound", "YearReport"]
