"""Another round of the same conversation: its words and rules, without its answers."""

from django.db import transaction

from jibungoto.hear.opinions.models import (
    Conversation,
    ConversationText,
    Statement,
    StatementText,
)
from jibungoto.kernel import audit, trace
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link

from .conversations import create_conversation
from .statements import add_statements

_RULES = (
    "level", "level_reason", "residents_only", "takes_statements", "moderation",
    "moderation_policy", "showing", "answer_from",
)  # fmt: skip


@transaction.atomic
def copy_conversation(
    *, conversation: Conversation, title: str, actor: Actor | None = None
) -> Conversation:
    """Prepare another round with the statements that are shown now; days are chosen anew."""
    made = create_conversation(
        title=title,
        question=conversation.question,
        background=conversation.background,
        districts=[place.district for place in conversation.node.placed.all()],
        host=conversation.host,
        actor=actor,
        **{name: getattr(conversation, name) for name in _RULES},
    )
    ConversationText.objects.bulk_create(
        ConversationText(
            conversation=made, language=t.language, question=t.question, background=t.background
        )
        for t in conversation.texts.all()
    )
    _copy_statements(conversation, made, actor)
    trace.connect(made.node, conversation.node, Link.Relation.CONTINUES)
    audit.record("opinions.conversation.copy", made, actor=actor, changes={"title": ("", title)})
    return made


def _copy_statements(old: Conversation, new: Conversation, actor: Actor | None) -> None:
    shown = list(old.statements.filter(state=Statement.State.SHOWN).order_by("number"))
    for is_meta in (False, True):
        some = [one for one in shown if one.is_meta == is_meta]
        made = add_statements(
            conversation=new, texts=[one.text for one in some], is_meta=is_meta, actor=actor
        )
        beside = {one.pk: copy for one, copy in zip(some, made, strict=True)}
        texts = StatementText.objects.filter(statement__in=beside)
        StatementText.objects.bulk_create(
            StatementText(statement=beside[t.statement_id], language=t.language, text=t.text)
            for t in texts
        )
