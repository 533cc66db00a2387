"""What there is to read of mappings and the column dictionary."""

from django.db.models import QuerySet

from jibungoto.kernel.actor import Actor

from .models import ColumnWord, Mapping


def mappings() -> QuerySet[Mapping]:
    """The named ones, newest first, with their columns."""
    found = Mapping.objects.exclude(name="").select_related("created_by")
    return found.prefetch_related("columns")


def mapping_named(actor: Actor, pk: int) -> Mapping | None:
    return Mapping.objects.exclude(name="").filter(pk=pk).first()


def words() -> QuerySet[ColumnWord]:
    """The municipality's own words."""
    return ColumnWord.objects.select_related("created_by")


def word_of(actor: Actor, pk: int) -> ColumnWord | None:
    return ColumnWord.objects.filter(pk=pk).first()
