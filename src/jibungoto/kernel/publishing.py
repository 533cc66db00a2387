"""The revision of a municipality: bumped by whatever changes what the public sees."""

from django.db.models import F

from . import tenancy
from .models import Municipality


def published() -> None:
    """Something public changed: every cached page of the municipality is out of date."""
    Municipality.objects.filter(pk=tenancy.current_id()).update(revision=F("revision") + 1)


def revision(slug: str) -> int | None:
    """The revision of a municipality, or None when there is no such. One small look-up."""
    return Municipality.objects.filter(slug=slug).values_list("revision", flat=True).first()
