"""What can't be done; each message is a sentence for a person."""


class PlacesError(ValueError):
    """Something can't be done to a district or a small area."""


class StillUsed(PlacesError):
    """Something else speaks of it: it can't be taken away."""


class NestedInItself(PlacesError):
    """A district was about to lie inside itself."""


class EndsBeforeItBegins(PlacesError):
    """A district was about to end before its first day."""


class InUse(PlacesError):
    """Something was about to be taken away although other records count in it."""


class TooMuch(PlacesError):
    """The shares of a small area among districts of a kind would exceed 1."""


class ChangedSince(PlacesError):
    """Something was about to be undone that has been changed again."""
