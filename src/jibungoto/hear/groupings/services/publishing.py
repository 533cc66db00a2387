"""Publishing a grouping, and turning what was said into statements to vote on."""

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.groupings.models import Grouping, Item, Turned
from jibungoto.hear.opinions import services as opinions
from jibungoto.hear.opinions.models import Conversation, Statement
from jibungoto.kernel import audit, clock, nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node

from .making import GroupingError


@transaction.atomic
def publish_grouping(
    *, grouping: Grouping, who: str, note: str = "", shows_texts: bool = False
) -> Grouping:
    """Show a mended grouping to everybody, with who mended it. Texts that may name somebody stay
    with staff. Raises GroupingError while it is being made."""
    current = (
        Grouping.objects.select_for_update(of=("self",)).select_related("node").get(pk=grouping.pk)
    )
    if current.state == Grouping.State.WAITING:
        raise GroupingError(_("いま分けているところです。終わってから公開してください。"))
    current.state, current.published_on = Grouping.State.PUBLISHED, clock.today()
    current.who, current.note, current.shows_texts = who.strip(), note.strip(), shows_texts
    current.save()
    nodes.change(
        current.node, state=Node.State.PUBLIC, summary=current.note[:200], body=current.note
    )
    audit.record("groupings.grouping.publish", current, changes={"who": ("", who)})
    return current


@transaction.atomic
def withdraw_grouping(*, grouping: Grouping) -> Grouping:
    """Undo publish_grouping: it becomes a draft again."""
    current = (
        Grouping.objects.select_for_update(of=("self",)).select_related("node").get(pk=grouping.pk)
    )
    if current.state == Grouping.State.PUBLISHED:
        current.state, current.published_on = Grouping.State.READY, None
        current.save(update_fields=["state", "published_on"])
        nodes.change(current.node, state=Node.State.DRAFT)
        audit.record("groupings.grouping.withdraw", current)
    return current


@transaction.atomic
def turn_into_statement(
    *, item: Item, conversation: Conversation, text: str, actor: Actor | None = None
) -> Statement:
    """Put a sentence of a text to the vote; the statement names where it came from.

    Raises GroupingError with the sentence of the room of opinions: too long, there already, closed.
    """
    grouping = item.grouping
    try:
        made = opinions.add_statement(
            conversation=conversation, text=text, actor=actor, source=item.node or grouping.node
        )
    except opinions.OpinionProblem as problem:
        raise GroupingError(str(problem)) from problem
    Turned.objects.create(grouping=grouping, item=item, statement=made)
    audit.record("groupings.item.turn", grouping, actor=actor, changes={"text": ("", text[:140])})
    return made
