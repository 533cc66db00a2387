"""The revision of a municipality: bumped by whatever changes what the public sees."""

from django.db import connection
from django.db.models import F

from . import tenancy
from .models import Municipality

_REVISION = f"SELECT revision FROM {Municipality._meta.db_table} WHERE slug = %s"  # noqa: S608  our own name


def published() -> None:
    """Something public changed: every cached page of the municipality is out of date."""
    Municipality.objects.filter(pk=tenancy.current_id()).update(revision=F("revision") + 1)


def revision(slug: str) -> int | None:
    """The revision of a municipality, or None when there is no such. One small look-up."""
    # By hand: every kept page asks this, and building the query takes five times its answer.
    with connection.cursor() as cursor:
        cursor.execute(_REVISION, [slug])
        found = cursor.fetchone()
    return found[0] if found else None
