"""The revision of a municipality: bumped by whatever changes what the public sees.

Voices of residents come many a day and leave the rest as it is: the districts, the figures, the
organisations. That rest is the ground, with a revision of its own (kernel.kept.grounded).
"""

from django.db import connection

from . import tenancy
from .models import Municipality

# By hand: every kept page asks the one and every deed the other, and building the query takes five
# times its answer.
_CITIES = Municipality._meta.db_table
_REVISION = f"SELECT revision FROM {_CITIES} WHERE slug = %s"  # noqa: S608  our own name
_HEARD = f"UPDATE {_CITIES} SET revision = revision + 1 WHERE id = %s"  # noqa: S608
_NEXT = f"UPDATE {_CITIES} SET revision = revision + 1, ground = ground + 1 WHERE id = %s"  # noqa: S608


def published() -> None:
    """Something public changed: every cached page of the municipality is out of date."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [tenancy.current_id()])


def heard() -> None:
    """A voice is public, or not any more: every cached page is out of date, the ground is not."""
    with connection.cursor() as cursor:
        cursor.execute(_HEARD, [tenancy.current_id()])


def revision(slug: str) -> int | None:
    """The revision of a municipality, or None when there is no such. One small look-up."""
    with connection.cursor() as cursor:
        cursor.execute(_REVISION, [slug])
        found = cursor.fetchone()
    return found[0] if found else None
