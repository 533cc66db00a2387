"""What can't be done to a plan; each message is a sentence for a person."""


class PlansError(ValueError):
    """Something can't be done to a plan."""


class CodeTaken(PlansError):
    """Another measure of the plan has this code."""


class YearClosed(PlansError):
    """The figures of a year are frozen; a correction is written beside them."""
