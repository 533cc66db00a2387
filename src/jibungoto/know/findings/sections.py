"""What findings show elsewhere: on the pages of a district and the city, in lists of what waits."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jibungoto.kernel import tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.kept import shared, words_at_hand
from jibungoto.kernel.links import link
from jibungoto.kernel.registry import SourceText, TextChoice, Waiting
from jibungoto.ui.listing import inside, listed

from . import policies, selectors
from .models import Finding
from .selectors.board import my_hidden, waiting_counts, waits_of
from .selectors.findings import public
from .selectors.history import SHAPES

SHOWN = 5


def summary_rows(actor: Actor, district: Any) -> Sequence[QuerySet[Any]]:
    return [selectors.sort_counts(district)]


def summary(actor: Actor, district: Any, counts: QuerySet[Any]) -> str:
    """How many findings there are: one sentence for the wheel."""
    numbers = selectors.of_each_sort(counts)
    if not sum(numbers.values()):
        return ""
    said = words_at_hand()
    parts = [
        _("{word}{number}件").format(word=said[sort], number=number)
        for sort, number in numbers.items()
        if number
    ]
    return _("{}が書きとめられています。").format(listed(parts))


def section(actor: Actor, district: Any) -> Mapping[str, Any] | None:
    """How many of each sort, the newest few, and the ways in. Public facts, kept for all."""
    public = Actor(municipality_id=tenancy.current_id())
    name = f"findings:{district.pk if district else ''}"
    found = shared(public, name, lambda: _found(public, district))
    asked = f"district={district.slug}" if district else ""
    base = link("findings:finding_list")
    said = words_at_hand()
    tail = f"&{asked}" if asked else ""
    return {
        "numbers": [
            (said[sort], number, f"{base}?sort={sort}{tail}")
            for sort, number in found["counts"].items()
        ],
        "cards": found["cards"],
        "shapes": SHAPES,
        "words": said,
        "district": district,
        "new_url": _asked("findings:finding_create", asked),
        "all_url": _asked("findings:finding_list", asked),
        "matrix_url": _asked("findings:resource_matrix", asked),
    }


def _found(actor: Actor, district: Any) -> dict[str, Any]:
    return {
        "counts": selectors.counts(actor, district),
        "cards": selectors.cards(selectors.findings(actor, district=district)[:SHOWN]),
    }


def _asked(url_name: str, asked: str) -> str:
    return link(url_name) + (f"?{asked}" if asked else "")


def waiting_rows(actor: Actor) -> Sequence[QuerySet[Any]] | None:
    """New, unchecked and reported findings for those who sort; hidden ones for their author."""
    sorts = actor.may_somewhere(policies.SORT)
    if not sorts and actor.participant_id is None:
        return None
    return [waiting_counts(actor) if sorts else Finding.objects.none(), my_hidden(actor)]


def waiting(actor: Actor, counts: QuerySet[Any], hidden: QuerySet[Any]) -> Iterator[Waiting]:
    found = waits_of(counts)
    board = link("findings:finding_board")
    if found.new:
        yield Waiting(
            _("新しい気づき {}件").format(found.new),
            f"{board}?waits=new",
            _("受けとめて、段階を決めるのを待っています。"),
        )
    if found.check:
        yield Waiting(
            _("公開の前に確かめる気づき {}件").format(found.check), f"{board}?waits=check"
        )
    if found.report:
        yield Waiting(_("知らせのあった気づき {}件").format(found.report), f"{board}?waits=report")
    for finding in hidden:
        yield Waiting(
            _("あなたの気づき「{}」を、いまは見えないようにしています").format(
                inside(finding.title)
            ),
            link("findings:finding_view", code=finding.code),
            finding.hidden_reason,
        )


def text_choices(actor: Actor) -> list[TextChoice]:
    """The public findings of each sort, for those who sort them."""
    if not actor.may_somewhere(policies.SORT):
        return []
    said = words_at_hand()
    numbers = selectors.counts(actor)
    return [TextChoice(sort, said[sort], n) for sort, n in numbers.items() if n]


def texts(actor: Actor, choice: str) -> list[SourceText]:
    """The words of the public findings of one sort."""
    if not actor.may_somewhere(policies.SORT):
        return []
    found = public(sort=choice).select_related("node").order_by("pk")
    return [
        SourceText(f.code, f"{f.title}\n{f.text}".strip(), f.district_id, f.node_id) for f in found
    ]
