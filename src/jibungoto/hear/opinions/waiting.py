"""What of conversations waits for somebody."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.registry import Waiting
from jibungoto.ui.listing import inside

from .policies import MODERATE
from .result_policies import ANSWER
from .selectors.deeds import waiting_deeds
from .selectors.handling import waiting as waiting_statements

SHOWN = 20


def deed_rows(actor: Actor) -> Sequence[QuerySet[Any]] | None:
    """Statements that were promised an answer, the nearest day first."""
    return [waiting_deeds(actor)[:SHOWN]] if actor.may_somewhere(ANSWER) else None


def deeds(actor: Actor, found: QuerySet[Any]) -> Iterator[Waiting]:
    for deed in found:
        statement = deed.statement
        late = deed.due < clock.today()
        yield Waiting(
            _("意見「{}」への返事").format(inside(statement.text.rstrip("。"))),
            link(
                "opinions:deed_promise", slug=statement.conversation.slug, number=statement.number
            ),
            _("{}の返事が遅れています。").format(deed.who) if late else deed.who,
            deed.due,
        )


def statement_rows(actor: Actor) -> Sequence[QuerySet[Any]] | None:
    """Statements that wait to be looked at."""
    return [waiting_statements(actor)] if actor.may_somewhere(MODERATE) else None


def statements(actor: Actor, found: QuerySet[Any]) -> Iterator[Waiting]:
    for conversation in found:
        yield Waiting(
            _("確かめを待つ意見 {}件").format(conversation.waits),
            link("opinions:statement_board", slug=conversation.slug),
            conversation.title,
        )
