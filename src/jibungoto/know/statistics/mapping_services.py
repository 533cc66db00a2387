"""Everything that happens to mappings and to the column dictionary."""

from collections.abc import Sequence

from django.db import transaction

from jibungoto.japan.tables.columns import header_key
from jibungoto.kernel import audit, clock
from jibungoto.kernel.actor import Actor

from .mapping import Use
from .models import ColumnWord, Mapping, MappingColumn


@transaction.atomic
def store_mapping(
    *,
    signature: str,
    layout: str,
    header: tuple[int, int],
    skip: str,
    uses: Sequence[Use],
    actor: Actor,
    name: str = "",
    places: str = "",
) -> Mapping:
    """Keep how a table is read; under a name it is offered next time and replaces one so called.

    `header` are the first and last line of the headers, from 1.
    """
    told = {
        "signature": signature,
        "layout": layout,
        "header_first": header[0],
        "header_last": header[1],
        "skip": skip,
        "places": places,
        "changed_at": clock.now(),
        "created_by_id": actor.user_id,
    }
    mapping = Mapping.objects.select_for_update().filter(name=name).first() if name else None
    if mapping is None:
        mapping = Mapping.objects.create(name=name, **told)
    else:
        Mapping.objects.filter(pk=mapping.pk).update(**told)
        mapping.columns.all().delete()
        mapping.refresh_from_db()
    MappingColumn.objects.bulk_create(_columns(mapping, uses))
    audit.record("statistics.mapping.store", mapping, changes={"name": ("", name)})
    return mapping


def _columns(mapping: Mapping, uses: Sequence[Use]) -> list[MappingColumn]:
    return [
        MappingColumn(
            mapping=mapping,
            position=use.position,
            header=use.header[:200],
            meaning=use.meaning,
            detail=use.detail[:120],
        )
        for use in uses
    ]


@transaction.atomic
def change_mapping(*, mapping: Mapping, name: str, uses: Sequence[Use]) -> Mapping:
    """Call a saved mapping otherwise, or change what its columns mean. What was read stays."""
    before = mapping.name
    mapping.name, mapping.changed_at = name, clock.now()
    mapping.save(update_fields=["name", "changed_at"])
    mapping.columns.all().delete()
    MappingColumn.objects.bulk_create(_columns(mapping, uses))
    audit.record("statistics.mapping.change", mapping, changes={"name": (before, name)})
    return mapping


@transaction.atomic
def remove_mapping(*, mapping: Mapping) -> None:
    """Offer a mapping no more. What was taken in with it stays."""
    audit.record("statistics.mapping.remove", mapping, changes={"name": (mapping.name, "")})
    mapping.delete()


@transaction.atomic
def add_word(*, word: str, meaning: str, actor: Actor) -> ColumnWord:
    """Teach the dictionary a header; one it had is given the new meaning."""
    known, _new = ColumnWord.objects.update_or_create(
        key=header_key(word),
        defaults={"word": word, "meaning": meaning, "created_by_id": actor.user_id},
    )
    audit.record("statistics.word.add", known, changes={"word": ("", word)})
    return known


@transaction.atomic
def remove_word(*, word: ColumnWord) -> None:
    """Make the dictionary forget a word of the municipality's own."""
    audit.record("statistics.word.remove", word, changes={"word": (word.word, "")})
    word.delete()
