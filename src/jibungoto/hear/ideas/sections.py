"""What ideas show elsewhere: on the pages of a district and the city, in lists of what waits."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jibungoto.kernel import tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.kept import shared, words_at_hand
from jibungoto.kernel.links import link
from jibungoto.kernel.registry import SourceText, TextChoice, Waiting

from . import policies, selectors
from .models import Idea
from .selectors import reading
from .selectors.board import my_hidden, waiting_counts, waits_of
from .selectors.history import SHAPES

SHOWN = 5
OUTSIDE = "all"


def summary_rows(actor: Actor, district: Any) -> Sequence[QuerySet[Any]]:
    return [selectors.count_rows(district)]


def summary(actor: Actor, district: Any, counts: QuerySet[Any]) -> str:
    """How many ideas there are: one sentence for the wheel."""
    numbers = next(iter(counts), None)
    if numbers is None:
        return ""
    return _("{}件の提案が届き、{}件に返事があります。").format(
        numbers["ideas"], numbers["answered"]
    )


def section(actor: Actor, district: Any) -> Mapping[str, Any] | None:
    """Open campaigns, the newest few ideas, and the ways in. Public facts, kept for all."""
    public = Actor(municipality_id=tenancy.current_id())
    name = f"ideas:{district.pk if district else ''}"
    found = shared(public, name, lambda: _found(public, district))
    asked = f"?district={district.slug}" if district else ""
    return {
        **found,
        "shapes": SHAPES,
        "words": words_at_hand(),
        "district": district,
        "new_url": link("ideas:idea_create") + asked,
        "all_url": link("ideas:idea_list") + asked,
    }


def _found(actor: Actor, district: Any) -> dict[str, Any]:
    campaigns = selectors.open_campaigns(actor, district)
    return {
        "cards": selectors.cards(selectors.ideas(actor, district=district)[:SHOWN]),
        "campaigns": reading.campaign_urls(campaigns[:3]),
    }


def waiting_rows(actor: Actor) -> Sequence[QuerySet[Any]] | None:
    """New, unchecked, reported and late ideas for those who sort; hidden ones for their author."""
    sorts = actor.may_somewhere(policies.SORT)
    if not sorts and actor.participant_id is None:
        return None
    return [waiting_counts(actor) if sorts else Idea.objects.none(), my_hidden(actor)]


def waiting(actor: Actor, counts: QuerySet[Any], hidden: QuerySet[Any]) -> Iterator[Waiting]:
    found = waits_of(counts)
    board = link("ideas:idea_board")
    lines = (
        (found.new, "new", _("新しい提案 {}件")),
        (found.check, "check", _("公開の前に確かめる提案とコメント {}件")),
        (found.report, "report", _("知らせのあった提案 {}件")),
        (found.late, "late", _("返事の日を過ぎた提案 {}件")),
    )
    for number, key, said in lines:
        if number:
            yield Waiting(said.format(number), f"{board}?waits={key}")
    for idea in hidden:
        yield Waiting(
            _("あなたの提案「{}」を、いまは見えないようにしています").format(idea.title),
            link("ideas:idea_view", code=idea.code),
            idea.hidden_reason,
        )


def text_choices(actor: Actor) -> Sequence[TextChoice]:
    """The ideas of each campaign, and all of them, for those who sort."""
    if not actor.may_somewhere(policies.SORT):
        return ()
    every = reading.public().count()
    found = [TextChoice(OUTSIDE, _("公開の提案すべて"), every)] if every else []
    campaigns = selectors.campaigns(actor)
    return [*found, *(TextChoice(c.code, c.title, c.number) for c in campaigns if c.number)]  # type: ignore[attr-defined]


def texts(actor: Actor, choice: str) -> Sequence[SourceText]:
    """The words of the ideas of one of `text_choices`."""
    if not actor.may_somewhere(policies.SORT):
        return ()
    found = reading.public().select_related("node").order_by("pk")
    if choice != OUTSIDE:
        found = found.filter(campaign__node__short_code=choice)
    return [
        SourceText(i.code, f"{i.title}\n{i.text}".strip(), i.district_id, i.node_id) for i in found
    ]
