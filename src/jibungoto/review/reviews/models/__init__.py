"""Looking back on a year of a plan: who was asked for what, and who has answered."""

from .rounds import ReviewContact, ReviewItem, ReviewRequest, ReviewRound

__all__ = ["ReviewContact", "ReviewItem", "ReviewRequest", "ReviewRound"]
