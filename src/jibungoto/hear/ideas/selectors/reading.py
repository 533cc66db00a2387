"""Ideas and campaigns as lists, pages and files read them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from jibungoto.hear.ideas import policies
from jibungoto.hear.ideas.models import Campaign, Comment, Idea, Support
from jibungoto.kernel import clock, nodes, together
from jibungoto.kernel.actor import Actor, Scopes
from jibungoto.kernel.contributions import counting
from jibungoto.kernel.keyed import only
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.models import Attachment, Node
from jibungoto.kernel.prepared import Part
from jibungoto.know.findings.models import Theme
from jibungoto.know.findings.selectors.district import Photo, photo_of
from jibungoto.know.findings.selectors.findings import matching, placed_in
from jibungoto.know.places.models import District
from jibungoto.ui.maps import Place

ORDERS = {
    "new": ("-posted_on", "-pk"),
    "support": ("-supports", "-posted_on", "-pk"),
    "answer": (F("answer_by").asc(nulls_last=True), "-pk"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """An idea as pages show it. `supports` counts people, each once, its author not."""

    code: str
    title: str
    text: str
    url: str
    district: str
    place: str
    lat: float | None
    lon: float | None
    posted_on: dt.date
    state: str
    supports: int
    comments: int
    campaign: str
    answer_by: dt.date | None
    answer_from: str
    photo: Photo | None

    def pin(self) -> Place | None:
        """Its place on a map of the house, None where it has only words."""
        if self.lat is None or self.lon is None:
            return None
        return Place(self.title, self.lon, self.lat, "place", self.url, self.place)


def ideas(
    actor: Actor,
    *,
    district: District | None = None,
    campaign: Campaign | None = None,
    theme: Theme | int | None = None,
    state: str = "",
    words: str = "",
    order: str = "new",
) -> QuerySet[Idea]:
    """Public ideas; those that were put together with others only as one.

    Each has `supports` and `comments_shown` (int) and its photos prefetched.
    """
    found = public(district=district)
    if campaign is not None:
        found = found.filter(campaign=campaign)
    if theme is not None:
        found = found.filter(themes=theme)
    if state:
        found = found.filter(state=state)
    return with_rows(matching(found, words)).order_by(*ORDERS.get(order, ORDERS["new"]))


def public(*, district: District | None = None) -> QuerySet[Idea]:
    """The bare rows of `ideas()`, for counting."""
    found = Idea.objects.filter(
        node__state=Node.State.PUBLIC, merged_into__isnull=True, withdrawn_at__isnull=True
    )
    return found.filter(node__in=placed_in(district)) if district is not None else found


def with_rows(found: QuerySet[Idea], *, photos: bool = True) -> QuerySet[Idea]:
    """With what every row of a list shows."""
    rows = with_counts(found).select_related("node", "district__node", "campaign__node")
    if not photos:
        return rows
    pictures = Attachment.objects.filter(removed_at=None, content_type__startswith="image/")
    wanted = Prefetch("node__attachments", pictures.order_by("pk"), to_attr="photos")
    return rows.prefetch_related(wanted)


def with_counts(found: QuerySet[Idea]) -> QuerySet[Idea]:
    """With `supports`, each person once over all that were merged, the author of the idea itself
    not; and `comments_shown`."""
    return found.annotate(supports=SUPPORTERS, comments_shown=_COMMENTS)


def _supporters() -> CombinedExpression:
    """How many people support an idea, each once over all that were merged."""
    return counting.people(Support.objects.all(), "idea")


def _comments() -> CombinedExpression:
    return counting.rows(Comment.objects.filter(shown()), "idea")


SUPPORTERS = Part(Idea, _supporters, IntegerField())
_COMMENTS = Part(Idea, _comments, IntegerField())


def shown() -> Q:
    """Comments everybody sees."""
    return Q(waits=False, hidden_reason="", withdrawn_at=None)


def cards(found: Iterable[Idea]) -> list[Card]:
    """Ideas of `ideas()` as cards; no query beyond theirs."""
    return [
        Card(
            code=i.code, title=i.title, text=i.text, url=node_url(i.node),
            district=i.district.name if i.district else "", place=i.place, lat=i.lat, lon=i.lon,
            posted_on=i.posted_on, state=i.state, supports=getattr(i, "supports", 0),
            comments=getattr(i, "comments_shown", 0),
            campaign=i.campaign.title if i.campaign else "", answer_by=i.answer_by,
            answer_from=i.answer_from, photo=photo_of(i),
        )
        for i in found
    ]  # fmt: skip


def counts(actor: Actor, district: District | None = None) -> Mapping[str, int]:
    """How many public ideas there are, and how many of them got an answer. One query."""
    return next(iter(count_rows(district)), {"ideas": 0, "answered": 0})


def count_rows(district: District | None = None) -> QuerySet[Any, Any]:
    """`counts` as the one row of a query; none where there is no idea."""
    return (
        public(district=district)
        .order_by()
        .values("municipality_id")
        .annotate(
            ideas=Count("pk", distinct=True),
            answered=Count("pk", filter=Q(answers__isnull=False), distinct=True),
        )
        .values("ideas", "answered")
    )


def idea(actor: Actor, code: str) -> Idea | None:
    """One idea by its short code, as far as the actor may see it; own ones in any state."""
    found = Idea.objects.filter(policies.visible(actor), node__short_code=code)
    rows = with_rows(found).prefetch_related("themes")
    return only(rows.select_related("merged_into__node"))


def workable_idea(actor: Actor, code: str) -> Idea | None:
    """One idea in whatever state, for those who work on it; what others may see besides."""
    found = _WORKABLE.rows(
        nodes.read_scopes(actor), actor.scopes(policies.SORT),
        code=code, participant=actor.participant_id or 0,
    )  # fmt: skip
    return next(iter(found), None)


def _workable(read: Scopes, sorted_in: Scopes, *, code: str, participant: int) -> QuerySet[Idea]:
    seen = nodes.seen_within(read, "node__") | Q(participant_id=participant)
    found = Idea.objects.filter(seen | sorted_in.covers(), node__short_code=code)
    return with_rows(found, photos=False).select_related("merged_into__node").order_by()


_WORKABLE = together.Question(_workable)


def is_answered(idea: Idea) -> bool:
    """Whether an official answer stands on its page."""
    return idea.answers.exists()


def supported(actor: Actor, idea: Idea) -> bool:
    """Whether this participant supports it or one that was merged into it."""
    if actor.participant_id is None:
        return False
    group = Q(idea=idea) | Q(idea__merged_into=idea)
    return Support.objects.filter(group, participant_id=actor.participant_id).exists()


def comments(actor: Actor, idea: Idea) -> list[Comment]:
    """The comments the actor may read: public ones and one's own; with those of merged ideas."""
    group = Q(idea=idea) | Q(idea__merged_into=idea)
    seen = shown()
    if actor.participant_id is not None:
        seen |= Q(participant_id=actor.participant_id, withdrawn_at=None)
    return list(Comment.objects.filter(group, seen)[:200])


def comment(actor: Actor, number: int) -> Comment | None:
    """A comment by its number; the rule answers who may do what with it."""
    found = Comment.objects.filter(pk=number, withdrawn_at=None)
    return only(found.select_related("idea__node", "idea__district"))


def reportable(actor: Actor, number: int) -> Comment | None:
    """A comment everybody sees, on an idea the actor sees."""
    seen = Idea.objects.filter(policies.visible(actor))
    found = Comment.objects.filter(shown(), pk=number, idea__in=seen)
    return only(found.select_related("idea__node"))


def campaigns(actor: Actor, *, district: District | None = None) -> QuerySet[Campaign]:
    """Campaigns, the newest first, each with `number` of public ideas."""
    seen = Node.objects.filter(nodes.visible(actor), kind="campaign")
    found = Campaign.objects.filter(node__in=seen).select_related("node", "district__node", "host")
    if district is not None:
        found = found.filter(Q(district=None) | Q(node__in=placed_in(district)))
    return found.annotate(number=_NUMBER)


def _number() -> Coalesce:
    return counting.number(public().filter(campaign=OuterRef("pk")), "pk")


_NUMBER = Part(Campaign, _number, IntegerField())


def latest_campaigns(actor: Actor) -> list[Campaign]:
    """The campaigns a form offers to filter by."""
    return together.rows_again(("ideas.campaigns", actor), lambda: campaigns(actor)[:40])


def campaign(actor: Actor, code: str) -> Campaign | None:
    """One campaign by its short code."""
    return only(campaigns(actor).filter(node__short_code=code))


def open_campaigns(actor: Actor, district: District | None = None) -> list[Campaign]:
    """Campaigns one can write to today; of a district with those of the whole city."""
    today = clock.today()
    found = campaigns(actor, district=district)
    return list(found.filter(opens_on__lte=today, closes_on__gte=today).order_by("closes_on"))


def campaign_urls(found: Iterable[Campaign]) -> list[dict[str, Any]]:
    """Campaigns as lists draw them; no query."""
    return [
        {
            "title": c.title, "url": node_url(c.node), "who": c.who, "opens_on": c.opens_on,
            "closes_on": c.closes_on, "is_open": c.is_open, "number": getattr(c, "number", 0),
            "district": c.district.name if c.district else "",
            "new_url": f"{link('ideas:idea_create')}?campaign={c.code}",
        }
        for c in found
    ]  # fmt: skip
