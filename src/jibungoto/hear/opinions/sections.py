"""What conversations show elsewhere: on the homes of a district and the city."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import ngettext

from jibungoto.kernel import tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.kept import shared
from jibungoto.kernel.links import link

from . import selectors
from .models import Conversation

SHOWN = 4


def summary_rows(actor: Actor, district: Any) -> Sequence[QuerySet[Any]]:
    public = Actor(municipality_id=tenancy.current_id())
    found = selectors.conversations(public, state="open", district=district)
    return [
        found.prefetch_related(None).order_by().values_list("municipality").annotate(Count("pk"))
    ]


def summary(actor: Actor, district: Any, counts: QuerySet[Any]) -> str:
    """How many questions are open now: one sentence for the wheel."""
    number = sum(n for _place, n in counts)
    if not number:
        return ""
    return ngettext(
        "{}件の問いかけで、意見を聴いています。", "{}件の問いかけで、意見を聴いています。", number
    ).format(number)


def section(actor: Actor, district: Any) -> Mapping[str, Any] | None:
    """The questions asked now, then those that ended last; nothing where none was ever asked."""
    public = Actor(municipality_id=tenancy.current_id())
    name = f"opinions:{district.pk if district else ''}"
    found: dict[str, Any] = shared(public, name, lambda: _found(public, district))
    if not found["rows"]:
        return None
    tail = f"?district={district.slug}" if district else ""
    return {**found, "all_url": link("opinions:conversation_list") + tail}


def _found(actor: Actor, district: Any) -> dict[str, Any]:
    rows = list(
        selectors.conversations(actor, district=district).exclude(state=Conversation.State.DRAFT)[
            :SHOWN
        ]
    )
    return {"rows": rows, "numbers": selectors.numbers_of(rows) if rows else {}}
