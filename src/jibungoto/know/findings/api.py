"""The API of findings: public ones, and nobody's data."""

import datetime as dt

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from jibungoto.kernel.api import FARTHEST, actor_of
from jibungoto.know.places.models import District

from . import selectors
from .selectors import Card

router = Router(tags=["気づき"])


class FindingOut(Schema):
    """A finding; `me_too` counts people, each once. Coordinates are null where only words are."""

    code: str
    sort: str
    title: str
    text: str
    url: str
    district: str
    place: str
    lat: float | None
    lon: float | None
    date: dt.date
    state: str
    me_too: int
    photo: str | None
    photo_alt: str
    asset: str
    presence: str
    source: str
    licence: str

    @staticmethod
    def of(card: Card) -> "FindingOut":
        return FindingOut(
            code=card.code, sort=card.sort, title=card.title, text=card.text, url=card.url,
            district=card.district, place=card.place, lat=card.lat, lon=card.lon,
            date=card.found_on, state=card.state, me_too=card.me_toos,
            photo=card.photo.url if card.photo else None,
            photo_alt=card.photo.alt if card.photo else "",
            asset=card.asset, presence=card.presence, source=card.source, licence=card.licence,
        )  # fmt: skip


class FindingsAsked(Schema):
    """Which findings; `district` is a district's address name, `offset` and `limit` walk on."""

    sort: str = ""
    district: str = ""
    state: str = ""
    asset: str = ""
    presence: str = ""
    q: str = ""
    limit: int = 50
    offset: int = 0


@router.get(
    "/findings", response=list[FindingOut], operation_id="finding_list", url_name="finding_list"
)
def finding_list(request: HttpRequest, asked: Query[FindingsAsked]) -> list[FindingOut]:
    """Public findings, newest first, at most 200 at once; a filter nobody knows finds nothing."""
    district = None
    if asked.district:
        district = District.objects.filter(slug=asked.district).first()
        if district is None:
            return []
    found = selectors.findings(
        actor_of(request),
        sort=asked.sort,
        district=district,
        state=asked.state,
        asset=asked.asset,
        presence=asked.presence,
        words=asked.q,
    )
    first = min(max(asked.offset, 0), FARTHEST)
    page = found[first : first + min(max(asked.limit, 1), 200)]
    return [FindingOut.of(card) for card in selectors.cards(page)]


@router.get(
    "/findings/{code}", response=FindingOut, operation_id="finding_view", url_name="finding_view"
)
def finding_view(request: HttpRequest, code: str) -> FindingOut:
    """One public finding by its short code."""
    found = selectors.finding(actor_of(request), code)
    if found is None or found.node.state != "public":
        raise Http404
    return FindingOut.of(selectors.cards([found])[0])
