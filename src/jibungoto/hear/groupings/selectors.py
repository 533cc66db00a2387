"""Reading groupings: lists, bundles with their counts, texts, steps."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jibungoto.engines.freetext import STANCES
from jibungoto.hear.opinions.models import Conversation
from jibungoto.hear.opinions.policies import workable as workable_conversations
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.know.places.models import District

from . import policies
from .models import Bundle, Grouping, Item, Step, Turned

STANCE_WORDS = {
    "for": _("賛成"),
    "against": _("反対"),
    "wish": _("ほしい"),
    "stop": _("やめて"),
    "worry": _("心配"),
    "thanks": _("ありがたい"),
}
_OPPOSED = (("for", "against"), ("wish", "stop"))
SENTENCES = 3
_LOOKED_AT, _LONGEST = 200, 90


@dataclass(frozen=True, slots=True)
class Shown:
    """A bundle as pages show it. `stances` are (word, texts); `opposed` two words or nothing."""

    bundle: Bundle
    number: int
    stances: list[tuple[str, int]]
    opposed: tuple[str, str] | None
    sentences: list[Item]
    by_llm: bool


def groupings(actor: Actor, district: District | None = None) -> QuerySet[Grouping]:
    """The groupings somebody may see, newest first."""
    found = Grouping.objects.filter(policies.visible(actor)).select_related(
        "node", "district__node"
    )
    return found.filter(district=district) if district is not None else found


def grouping(actor: Actor, code: str) -> Grouping | None:
    """One grouping by its short code, as far as the actor may see it."""
    return only(groupings(actor).filter(node__short_code=code))


def workable(actor: Actor, code: str) -> Grouping | None:
    """One grouping by its short code, for those who may mend it or see it."""
    return grouping(actor, code)


def bundles(grouping: Grouping) -> list[Shown]:
    """The bundles that hold texts, the largest first. Three queries."""
    inside = Q(items__aside=False)
    counted: dict[str, Any] = {
        f"n_{stance}": Count("items", filter=inside & Q(items__stances__contains=f" {stance} "))
        for stance in STANCES
    }
    found = (
        Bundle.objects.filter(grouping=grouping)
        .annotate(n=Count("items", filter=inside), **counted)
        .filter(n__gt=0)
        .order_by("-n", "order", "pk")
    )
    speak: dict[int, list[Item]] = {}
    central = Item.objects.filter(grouping=grouping, aside=False, bundle__isnull=False)
    for item in central.exclude(sentence="").select_related("node"):
        speak.setdefault(item.bundle_id or 0, []).append(item)
    rows = list(found)
    _first_texts(speak, [b.pk for b in rows if b.pk not in speak])
    return [_shown(bundle, speak.get(bundle.pk, [])) for bundle in rows]


def _first_texts(speak: dict[int, list[Item]], missing: list[int]) -> None:
    """A bundle people made speaks by the beginning of its first texts."""
    if not missing:
        return
    found = Item.objects.filter(bundle__in=missing, aside=False).select_related("node")
    for item in found[:_LOOKED_AT]:
        item.sentence = next(iter(item.text.splitlines()), "")[:_LONGEST]
        speak.setdefault(item.bundle_id or 0, []).append(item)


def _shown(bundle: Any, sentences: list[Item]) -> Shown:
    taken = {stance: getattr(bundle, f"n_{stance}") for stance in STANCES}
    opposed = None
    for one, other in _OPPOSED:
        if min(taken[one], taken[other]) >= max(1, round(0.1 * bundle.n)):
            opposed = str(STANCE_WORDS[one]), str(STANCE_WORDS[other])
            break
    return Shown(
        bundle=bundle,
        number=bundle.n,
        stances=[(str(STANCE_WORDS[s]), n) for s, n in taken.items() if n],
        opposed=opposed,
        sentences=[s for s in sentences if not s.cautions][:SENTENCES],
        by_llm=bool(bundle.llm_name and not bundle.name),
    )


def counts(grouping: Grouping) -> dict[str, int]:
    """How many texts stand in bundles, belong nowhere, were set aside. One query."""
    return Item.objects.filter(grouping=grouping).aggregate(
        inside=Count("pk", filter=Q(bundle__isnull=False, aside=False)),
        rest=Count("pk", filter=Q(bundle__isnull=True, aside=False)),
        aside=Count("pk", filter=Q(aside=True)),
        alike=Count("pk", filter=Q(family__gt=0)),
    )


def items(grouping: Grouping, part: str, *, cautious: bool = False) -> QuerySet[Item]:
    """The texts of a bundle (its number), of `rest` or of what was set `aside`; `cautious` leaves
    out those in which a name or a number may stand."""
    found = Item.objects.filter(grouping=grouping).select_related("node", "district__node")
    if cautious:
        found = found.filter(cautions="")
    if part == "aside":
        return found.filter(aside=True)
    found = found.filter(aside=False)
    if part == "rest":
        return found.filter(bundle=None)
    known = part.isdecimal() and len(part) < 18
    return found.filter(bundle_id=int(part)) if known else found.none()


def bundle(grouping: Grouping, number: int | str) -> Bundle | None:
    """A bundle of this grouping by its number."""
    if len(str(number)) > 17:
        return None
    return only(Bundle.objects.filter(grouping=grouping, pk=number))


def item(grouping: Grouping, number: str) -> Item | None:
    """A text of this grouping by its number."""
    if not number.isdecimal() or len(number) > 17:
        return None
    found = Item.objects.filter(grouping=grouping, pk=number)
    return only(found.select_related("node", "grouping__node"))


def steps(grouping: Grouping) -> list[Step]:
    """What people changed and did not undo, newest first."""
    return list(Step.objects.filter(grouping=grouping, undone_at=None)[:50])


def number_of_steps(grouping: Grouping) -> int:
    return Step.objects.filter(grouping=grouping, undone_at=None).count()


def conversations(actor: Actor) -> list[Conversation]:
    """The conversations this actor may add statements to."""
    found = Conversation.objects.filter(workable_conversations(actor)).exclude(
        state=Conversation.State.CLOSED
    )
    return list(found.select_related("node")[:60])


def turned(grouping: Grouping) -> dict[int, Turned]:
    """Which texts became a statement, by item."""
    found = Turned.objects.filter(grouping=grouping).select_related("statement__conversation__node")
    return {t.item_id: t for t in found}
