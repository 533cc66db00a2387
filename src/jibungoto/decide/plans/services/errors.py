"""What can't be done to a plan; each message is a sentence for a person."""


class PlansError(ValueError):
    """Something can't be done to a plan. `field` names the field of a form it is about."""

    def __init__(self, said: str, *, field: str = "") -> None:
        super().__init__(said)
        self.field = field


class CodeTaken(PlansError):
    """Another measure of the plan has this code."""


class YearClosed(PlansError):
    """The figures of a year are frozen; a correction is written beside them."""
