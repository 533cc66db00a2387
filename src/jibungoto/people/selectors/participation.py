"""What a device has done before it is joined to an account, in all municipalities."""

from dataclasses import dataclass

from django.db.models import F

from jibungoto.kernel.models import Municipality
from jibungoto.people import devices
from jibungoto.people.models import Participant


@dataclass(frozen=True, slots=True)
class Before:
    """Somebody without an account took part here from this device."""

    participant: Participant
    municipality: Municipality
    deeds: int  # rows of the house that point at it


def unjoined(*, secret: str) -> list[Before]:
    """What a device did and no account has yet; nothing for a device that only looked."""
    cities = {pk: devices.token_hash(secret, pk) for pk in _municipality_ids()}
    found = Participant.everywhere.filter(
        token_hash__in=list(cities.values()), user__isnull=True, joined_to__isnull=True
    ).select_related("municipality", "district")
    before = [Before(p, p.municipality, _deeds(p)) for p in found.order_by(F("municipality"))]
    return [b for b in before if b.deeds or b.participant.code_id]


def _municipality_ids() -> list[int]:
    return list(Municipality.objects.values_list("pk", flat=True))


def _deeds(participant: Participant) -> int:
    total = 0
    for relation in Participant._meta.get_fields(include_hidden=True):
        table = relation.related_model
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            rows = table._base_manager.filter(**{relation.field.name: participant})  # type: ignore[union-attr]
            total += rows.count()
    return total
