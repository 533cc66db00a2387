"""The row behind a key: a slug, a short code, a number."""

from typing import Any

from django.db.models import QuerySet


def only[R](found: QuerySet[Any, R]) -> R | None:
    """The one row there can be, or None.

    `first()` would put it in order: for a row of many columns that costs more than the question.
    """
    return next(iter(found.order_by()), None)
