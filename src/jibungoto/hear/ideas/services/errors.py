"""What the services of this room refuse, as sentences for a person."""


class IdeasError(ValueError):
    """Something can't be done to an idea or a campaign; the message says why."""


class CannotMerge(IdeasError):
    """These ideas can't be put together, or not apart again; the message says why."""
