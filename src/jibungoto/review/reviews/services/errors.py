"""What can't be done when looking back; each message is a sentence for a person."""


class ReviewsError(ValueError):
    """Something can't be done to a round, an answer or a report."""


class RoundTaken(ReviewsError):
    """The plan has a round of this year."""
