"""What others show of findings: a district's charms, issues and resources (for the karte too)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.models import Attachment, Record
from jibungoto.know.findings.models import Finding
from jibungoto.know.places.models import District
from jibungoto.ui.maps import Place

from .findings import findings, public


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of a finding: addresses, words, size, and the file itself (for print)."""

    url: str
    thumb: str
    alt: str
    width: int
    height: int
    attachment: Attachment = field(compare=False)


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as other pages show it. `me_toos` counts people, each once."""

    code: str
    sort: str  # charm, issue or resource
    title: str
    text: str
    url: str
    place: str
    lat: float | None
    lon: float | None
    found_on: dt.date
    state: str
    state_word: str
    me_toos: int
    photo: Photo | None
    district: str
    asset: str = ""
    presence: str = ""
    source: str = ""
    licence: str = ""

    def pin(self) -> Place | None:
        """Its place on a map of the house, None where it has only words."""
        if self.lat is None or self.lon is None:
            return None
        kind = self.sort if self.sort in ("charm", "issue") else "place"
        return Place(self.title, self.lon, self.lat, kind, self.url, self.place)


def counts(actor: Actor, district: District | None = None) -> dict[str, int]:
    """How many public charms, issues and resources there are: all three keys. One query."""
    return of_each_sort(sort_counts(district))


def sort_counts(district: District | None = None) -> QuerySet[Any, Any]:
    """The rows of `counts`: a sort and its number."""
    return public(district=district).order_by().values_list("sort").annotate(n=Count("pk"))


def of_each_sort(rows: Iterable[Any]) -> dict[str, int]:
    """`sort_counts` with all three keys."""
    return {**dict.fromkeys(Finding.Sort.values, 0), **{sort: n for sort, n in rows}}


def cards(found: Iterable[Finding]) -> list[Card]:
    """Findings of `findings()` as cards; no query beyond theirs."""
    return [
        Card(
            code=f.code,
            sort=f.sort,
            title=f.title,
            text=f.text,
            url=node_url(f.node),
            place=f.place,
            lat=f.lat,
            lon=f.lon,
            found_on=f.found_on,
            state=f.state,
            state_word=str(Finding.State(f.state).label),
            me_toos=getattr(f, "me_toos", 0) or 0,
            photo=photo_of(f),
            district=f.district.name if f.district else "",
            asset=f.asset,
            presence=f.presence,
            source=f.source,
            licence=f.licence,
        )
        for f in found
    ]


def photo_of(record: Record) -> Photo | None:
    """The first picture of a finding of `findings()` or `finding()`, or of another record whose
    pictures were prefetched as `node.photos`; no query."""
    pictures: list[Attachment] = getattr(record.node, "photos", [])
    if not pictures:
        return None
    first = pictures[0]
    return Photo(
        url=link("kernel:file_open", public_id=first.public_id, name=first.name),
        thumb=link("kernel:file_thumb", public_id=first.public_id),
        alt=first.alt or record.node.title,
        width=first.width or 0,
        height=first.height or 0,
        attachment=first,
    )


def resource_matrix(
    actor: Actor, district: District | None = None, *, examples: int = 2
) -> dict[str, dict[str, tuple[int, list[Card]]]]:
    """asset -> presence -> (how many, the newest few): all ten cells, also empty ones.

    Four queries: the counts, and the newest resources from which the examples are taken.
    """
    sort = Finding.Sort.RESOURCE.value
    rows = public(sort=sort, district=district).order_by().values_list("asset", "presence")
    numbers = {(a, p): n for a, p, n in rows.annotate(n=Count("pk"))}
    found = findings(actor, district=district, sort=sort)
    shown: dict[tuple[str, str], list[Card]] = {}
    for card in cards(found[:120]):
        kept = shown.setdefault((card.asset, card.presence), [])
        if len(kept) < examples:
            kept.append(card)
    return {
        asset: {
            presence: (numbers.get((asset, presence), 0), shown.get((asset, presence), []))
            for presence in Finding.Presence.values
        }
        for asset in Finding.Asset.values
    }
