"""The API of ideas: public ones, and nobody's data."""

import datetime as dt

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from jibungoto.kernel.api import FARTHEST, actor_of
from jibungoto.know.places.models import District

from . import selectors
from .selectors import Card

router = Router(tags=["アイデア・提案"])


class IdeaOut(Schema):
    """An idea; `support` counts people, each once. Coordinates are null where only words are."""

    code: str
    title: str
    text: str
    url: str
    district: str
    place: str
    lat: float | None
    lon: float | None
    date: dt.date
    state: str
    campaign: str
    answer_by: dt.date | None
    support: int
    comments: int

    @staticmethod
    def of(card: Card) -> "IdeaOut":
        return IdeaOut(
            code=card.code, title=card.title, text=card.text, url=card.url,
            district=card.district, place=card.place, lat=card.lat, lon=card.lon,
            date=card.posted_on, state=card.state, campaign=card.campaign,
            answer_by=card.answer_by, support=card.supports, comments=card.comments,
        )  # fmt: skip


class IdeasAsked(Schema):
    """Which ideas; `district` is a district's address name, `campaign` a campaign's code."""

    district: str = ""
    campaign: str = ""
    state: str = ""
    q: str = ""
    order: str = "new"
    limit: int = 50
    offset: int = 0


@router.get("/ideas", response=list[IdeaOut], operation_id="idea_list", url_name="idea_list")
def idea_list(request: HttpRequest, asked: Query[IdeasAsked]) -> list[IdeaOut]:
    """Public ideas, at most 200 at once; a filter nobody knows finds nothing."""
    actor = actor_of(request)
    district = campaign = None
    if asked.district:
        district = District.objects.filter(slug=asked.district).first()
    if asked.campaign:
        campaign = selectors.campaign(actor, asked.campaign)
    if (asked.district and district is None) or (asked.campaign and campaign is None):
        return []
    found = selectors.ideas(
        actor,
        district=district,
        campaign=campaign,
        state=asked.state,
        words=asked.q,
        order=asked.order,
    )
    first = min(max(asked.offset, 0), FARTHEST)
    page = found[first : first + min(max(asked.limit, 1), 200)]
    return [IdeaOut.of(card) for card in selectors.cards(page)]


@router.get("/ideas/{code}", response=IdeaOut, operation_id="idea_view", url_name="idea_view")
def idea_view(request: HttpRequest, code: str) -> IdeaOut:
    """One public idea by its short code."""
    found = selectors.idea(actor_of(request), code)
    if found is None or found.node.state != "public":
        raise Http404
    return IdeaOut.of(selectors.cards([found])[0])
