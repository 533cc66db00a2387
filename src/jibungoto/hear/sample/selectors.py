"""What is read to compare who took part with who lives there."""

from collections import Counter

from django.db.models import Count, QuerySet

from jibungoto.know.places import selectors as places
from jibungoto.know.places.models import District

from .models import Part

Tally = Counter[tuple[str, int | None]]  # (age band, district id) -> people


def districts() -> QuerySet[District]:
    """The districts people know, valid today."""
    return places.known_districts()


def tally[P: Part](parts: QuerySet[P]) -> Tally:
    """How many of these parts come from each age band and district; one query."""
    rows = parts.order_by().values_list("age_band", "district_id").annotate(number=Count("pk"))
    return Counter({(band, district): n for band, district, n in rows})
