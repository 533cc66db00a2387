"""How many said so, of a contribution and of all that were merged into it."""

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce


def people(said: QuerySet[Any], of: str) -> CombinedExpression:
    """For each row: the people of `said` (a participant and the record `of`), each once over all
    that were merged; the author of the record itself is not among them.

    Asked in two parts: by "or" a database reads all that anybody ever said, for every row.
    """
    own = said.filter(**{f"{of}_id": OuterRef("pk")})
    also = said.filter(
        **{f"{of}_id": OuterRef(OuterRef("pk"))}, participant_id=OuterRef("participant_id")
    )
    merged = _of_merged(said, of).filter(~Exists(also))
    author = Coalesce(OuterRef("participant_id"), 0)
    return number(own.exclude(participant_id=author), "participant_id") + number(
        merged.exclude(participant_id=author), "participant_id"
    )


def rows(said: QuerySet[Any], of: str) -> CombinedExpression:
    """For each row: how many of `said` there are, those of all that were merged with them."""
    own = said.filter(**{f"{of}_id": OuterRef("pk")})
    return number(own, "pk") + number(_of_merged(said, of), "pk")


def _of_merged(said: QuerySet[Any], of: str) -> QuerySet[Any]:
    # Few were ever merged: those are looked up once, and what was said of them by its index.
    records = said.model._meta.get_field(of).related_model.objects
    merged = records.filter(merged_into__isnull=False).values("pk")
    return said.filter(**{f"{of}__in": merged, f"{of}__merged_into_id": OuterRef("pk")})


def number(found: QuerySet[Any], what: str) -> Coalesce:
    """For each row: how many different `what` there are in a query that speaks of it."""
    counted = found.order_by().values("municipality_id").annotate(n=Count(what, distinct=True))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
