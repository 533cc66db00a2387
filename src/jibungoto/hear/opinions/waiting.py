"""What of conversations waits for somebody."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.registry import Waiting

from .result_policies import ANSWER
from .selectors.deeds import waiting_deeds
from .selectors.handling import waiting as waiting_statements

SHOWN = 20


def deeds(actor: Actor) -> Iterator[Waiting]:
    """Statements that were promised an answer, the nearest day first."""
    if not actor.may_somewhere(ANSWER):
        return
    for deed in waiting_deeds(actor)[:SHOWN]:
        statement = deed.statement
        late = deed.due < clock.today()
        yield Waiting(
            _("意見「{}」への返事").format(statement.text),
            link(
                "opinions:deed_promise", slug=statement.conversation.slug, number=statement.number
            ),
            _("{}の返事が遅れています。").format(deed.who) if late else deed.who,
            deed.due,
        )


def statements(actor: Actor) -> Iterator[Waiting]:
    """Statements that wait to be looked at; one's own that were taken out of sight."""
    for conversation in waiting_statements(actor):
        yield Waiting(
            _("確かめを待つ意見 {}件").format(conversation.waits),  # type: ignore[attr-defined]
            link("opinions:statement_board", slug=conversation.slug),
            conversation.title,
        )
