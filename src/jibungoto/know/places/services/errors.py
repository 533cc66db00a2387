"""What can't be done; each message is a sentence for a person."""


class PlacesError(ValueError):
    """Something can't be done to a district or a small area."""


class NestedInItself(PlacesError):
    """A district was about to lie inside itself."""


class EndsBeforeItBegins(PlacesError):
    """A district was about to end before its first day."""


class InUse(PlacesError):
    """Something was about to be taken away although other records count in it."""
