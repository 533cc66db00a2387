"""The one clock of the house: code asks here what time it is, so that tests can say."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """Today's date where the municipality lives (the installation's time zone)."""
    return timezone.localdate()
