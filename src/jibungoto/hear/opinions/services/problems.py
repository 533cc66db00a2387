"""Why something can't be done to a conversation; each message is a sentence for a person."""


class OpinionProblem(ValueError):
    """Something can't be done."""


class ConversationClosed(OpinionProblem):
    """Votes and statements are not taken: not yet, or no longer."""


class StatementGone(OpinionProblem):
    """The statement is not shown (any more)."""


class SameStatement(OpinionProblem):
    """The same words stand there already; `number` says where."""

    def __init__(self, message: str, number: int) -> None:
        super().__init__(message)
        self.number = number
