"""What the services of sheets raise."""


class SheetError(ValueError):
    """Something can't be done with a sheet; the message says why and what to do."""
