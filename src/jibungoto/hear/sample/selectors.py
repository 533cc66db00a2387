"""What is read to compare who took part with who lives there."""

from collections import Counter

from django.db.models import Count, Q, QuerySet

from jibungoto.kernel import clock
from jibungoto.kernel.models import Node
from jibungoto.know.places.models import District

from .models import Part

Tally = Counter[tuple[str, int | None]]  # (age band, district id) -> people


def districts() -> QuerySet[District]:
    """The districts people know: those with a council, valid today."""
    valid = Q(valid_until__isnull=True) | Q(valid_until__gte=clock.today())
    found = District.objects.filter(valid, kind__has_council=True, node__state=Node.State.PUBLIC)
    return found.order_by("order", "code", "pk")


def tally[P: Part](parts: QuerySet[P]) -> Tally:
    """How many of these parts come from each age band and district; one query."""
    rows = parts.order_by().values_list("age_band", "district_id").annotate(number=Count("pk"))
    return Counter({(band, district): n for band, district, n in rows})
