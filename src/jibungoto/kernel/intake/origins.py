"""From a stored value back to the row of the file that brought it. Reads only."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from .models import IntakeChange, IntakeRun


@dataclass(frozen=True, slots=True)
class Origin:
    """A row of a file that was taken in."""

    file_name: str
    line: int
    public_id: UUID  # of the run
    told: str = ""  # the value it brought, where a field was asked for


def origins(kinds: Collection[str], keys: Collection[str]) -> dict[str, Origin]:
    """By the key of a record the newest row that told it; one query.

    What was typed over by hand since is the caller's to know.
    """
    if not keys:
        return {}
    told = (
        _applied(kinds).filter(key__in=keys)
        .values_list("key", "run__file_name", "line", "run__public_id")
    )  # fmt: skip
    return {key: Origin(name, line or 0, run) for key, name, line, run in told}


def of_fields(kinds: Collection[str], key: str, fields: Collection[str]) -> dict[str, Origin]:
    """The same by field of one record, each with the value the row brought; one query."""
    if not fields:
        return {}
    told = (
        _applied(kinds).filter(key=key, field__in=fields)
        .values_list("field", "run__file_name", "line", "run__public_id", "after")
    )  # fmt: skip
    return {field: Origin(name, line or 0, run, after) for field, name, line, run, after in told}


def _applied(kinds: Collection[str]) -> QuerySet[IntakeChange]:
    rows = IntakeChange.objects.filter(
        line__isnull=False, run__state=IntakeRun.State.APPLIED, run__kind__in=kinds
    )
    return rows.order_by("run_id")
