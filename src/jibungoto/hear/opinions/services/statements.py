"""Statements: written by whoever asks or takes part, and looked at by a person."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from jibungoto.hear.opinions import selectors
from jibungoto.hear.opinions.models import Conversation, Handling, Statement, StatementText
from jibungoto.hear.opinions.models.conversations import MOST_LETTERS
from jibungoto.japan.text import search_key
from jibungoto.kernel import audit, clock, identity, nodes, outbox, publishing
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.contributions import caution
from jibungoto.kernel.models import Node

from .conversations import lock
from .problems import ConversationClosed, OpinionProblem, SameStatement

State, Origin = Statement.State, Statement.Origin
KIND = "statement"


@transaction.atomic
def add_statement(
    *,
    conversation: Conversation,
    text: str,
    actor: Actor | None = None,
    origin: str = Origin.SEED,
    participant: Any = None,
    source: Node | None = None,
    is_meta: bool = False,
) -> Statement:
    """Add a statement to vote on; one that was written by a participant may wait to be looked at.

    `participant` is a people.Participant or its id. Raises OpinionProblem: nothing said, too long,
    the same words stand there (SameStatement), or the conversation is closed (ConversationClosed).
    """
    return add_statements(
        conversation=conversation, texts=[text], actor=actor, origin=origin,
        participant=participant, source=source, is_meta=is_meta,
    )[0]  # fmt: skip


@transaction.atomic
def add_statements(
    *,
    conversation: Conversation,
    texts: Sequence[str],
    actor: Actor | None = None,
    origin: str = Origin.SEED,
    participant: Any = None,
    source: Node | None = None,
    is_meta: bool = False,
) -> list[Statement]:
    """Add many at once, in their order: all or none. As add_statement."""
    if not texts:
        return []
    current = lock(conversation)
    said = [_checked(text) for text in texts]
    if origin == Origin.WRITTEN:
        _refuse_writing(current)
    elif current.state == Conversation.State.CLOSED:
        raise ConversationClosed(_("締め切ったあとは、意見を足せません。"))
    known = {search_key(text): n for n, text in current.statements.values_list("number", "text")}
    first = (current.statements.aggregate(most=Max("number"))["most"] or 0) + 1
    made = []
    for number, text in enumerate(said, first):
        key = search_key(text)
        if key in known:
            raise SameStatement(
                _("「{}」は、もう意見にあります（{}番）。").format(text, known[key]), known[key]
            )
        known[key] = number
        found = caution.cautions(text)
        made.append(
            Statement(
                conversation=current, number=number, text=text, origin=origin,
                state=_first_state(current, origin, found), is_meta=is_meta,
                participant_id=getattr(participant, "pk", participant), source=source,
                cautions=" ".join(found),
            )
        )  # fmt: skip
    register_statements(current, made)
    Statement.objects.bulk_create(made, batch_size=500)
    Conversation.objects.filter(pk=current.pk).update(version=current.version + 1)
    audit.record(
        "opinions.statement.add",
        current if len(made) > 1 else made[0],
        actor=actor,
        changes={"statements": (0, len(made)), "origin": (None, origin)},
    )
    if origin == Origin.WRITTEN and participant is not None:
        for one in made:
            nodes.follow(one.node, participant_id=getattr(participant, "pk", participant))
    return made


def register_statements(conversation: Conversation, made: Sequence[Statement]) -> None:
    """Give statements their nodes: public ones only while their conversation is."""
    districts = tuple(conversation.node.placed.values_list("district_id", flat=True))
    for state in State.values:
        some = [one for one in made if one.state == state]
        faces = [
            nodes.Face(
                title=one.text[:200],
                path=f"opinions/{conversation.slug}/statements/{one.number}/",
                summary=conversation.title,
                district_ids=districts,
                short_code=identity.short_code(),
            )
            for one in some
        ]
        if some:
            told = nodes.register_many(
                kind=KIND, faces=faces, state=_node_state(conversation, state)
            )
            for one, node in zip(some, told, strict=True):
                one.node = node


def _node_state(conversation: Conversation, state: str) -> str:
    if state == State.OUT:
        return Node.State.REMOVED
    public = state == State.SHOWN and conversation.state != Conversation.State.DRAFT
    return Node.State.PUBLIC if public else Node.State.STAFF


def _first_state(conversation: Conversation, origin: str, found: Sequence[str]) -> str:
    if origin != Origin.WRITTEN:
        return State.SHOWN
    waits = conversation.moderation == Conversation.Moderation.BEFORE or bool(found)
    return State.WAITING if waits else State.SHOWN


def _checked(text: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise OpinionProblem(_("意見を一つの文で書いてください。"))
    if len(said) > MOST_LETTERS:
        raise OpinionProblem(
            _("{}字までで書いてください（いまは{}字です）。").format(MOST_LETTERS, len(said))
        )
    return said


def _refuse_writing(conversation: Conversation) -> None:
    if not selectors.is_open(conversation):
        raise ConversationClosed(_("受付は締め切りました。書いたことばは、この欄に残しています。"))
    if not conversation.takes_statements:
        raise OpinionProblem(_("この問いかけでは、意見を書き足すことはできません。"))


@transaction.atomic
def remove_statement(*, statement: Statement, actor: Actor | None = None) -> None:
    """Take back a statement of a conversation nobody has seen yet. Raises OpinionProblem."""
    conversation = lock(statement.conversation)
    if conversation.state != Conversation.State.DRAFT:
        raise OpinionProblem(_("受付を始めたあとは、消せません。見えなくすることはできます。"))
    changes = {"text": (statement.text, None)}
    audit.record("opinions.statement.remove", conversation, actor=actor, changes=changes)
    node = statement.node
    Statement.objects.filter(pk=statement.pk).delete()
    node.delete()
    publishing.heard()


@transaction.atomic
def write_statement_texts(
    *, conversation: Conversation, language: str, texts: Mapping[int, str], actor: Actor | None
) -> int:
    """Say statements in another language, by number; empty ones take theirs away."""
    ids = dict(conversation.statements.values_list("number", "pk"))
    StatementText.objects.filter(
        statement__in=[ids[n] for n in texts if n in ids], language=language
    ).delete()
    made = StatementText.objects.bulk_create(
        StatementText(statement_id=ids[n], language=language, text=text.strip())
        for n, text in texts.items()
        if text.strip() and n in ids
    )
    changes = {"language": ("", language), "statements": (0, len(made))}
    audit.record("opinions.statement.change", conversation, actor=actor, changes=changes)
    publishing.heard()
    return len(made)


@transaction.atomic
def moderate_statements(
    *,
    conversation: Conversation,
    statements: Iterable[Statement],
    state: str,
    reason: str = "",
    actor: Actor | None = None,
) -> uuid.UUID | None:
    """Show statements or take them out of sight, with the reason their writers read.

    Answers the name of this step, by which undo_moderation takes all of it back; None when nothing
    changed. What was voted on a statement out of sight is kept: shown again, it counts again.
    Raises OpinionProblem without a reason where one is owed.
    """
    current = lock(conversation)
    if state == State.OUT and not reason.strip():
        raise OpinionProblem(_("見えなくする理由を書いてください。書いた方に届きます。"))
    rows = current.statements.select_for_update(of=("self",)).select_related("node")
    ids = [one.pk for one in statements]
    changed = [one for one in rows.filter(pk__in=ids).order_by("number") if one.state != state]
    if not changed:
        return None
    batch = uuid.uuid4()
    for one in changed:
        _move(current, one, state, reason.strip(), batch)
    audit.record(
        "opinions.statement.moderate",
        current if len(changed) > 1 else changed[0],
        actor=actor,
        changes={"state": ("", state), "number": (0, len(changed)), "reason": ("", reason)},
    )
    return batch


@transaction.atomic
def undo_moderation(
    *, conversation: Conversation, batch: uuid.UUID, actor: Actor | None = None
) -> int:
    """Take back one step of moderation where nobody has decided anew since; how many statements."""
    current = lock(conversation)
    undone = 0
    for row in Handling.objects.filter(
        batch=batch, statement__conversation=current, undone_at__isnull=True
    ).select_related("statement__node"):
        if row.statement.state == row.after:
            _move(current, row.statement, row.before, row.reason_before, None)
            undone += 1
        row.undone_at = clock.now()
        row.save(update_fields=["undone_at"])
    if undone:
        audit.record(
            "opinions.statement.moderate_undo",
            current,
            actor=actor,
            changes={"number": (undone, 0)},
        )
    return undone


def _move(
    conversation: Conversation,
    statement: Statement,
    state: str,
    reason: str,
    batch: uuid.UUID | None,
) -> None:
    if batch is not None:
        Handling.objects.create(
            statement=statement, before=statement.state, after=state, reason=reason,
            reason_before=statement.reason, batch=batch,
        )  # fmt: skip
    told = statement.participant_id is not None and batch is not None
    statement.state, statement.decided_at = state, clock.now()
    statement.reason = reason if state == State.OUT else ""
    statement.save(update_fields=["state", "reason", "decided_at"])
    nodes.change(statement.node, state=_node_state(conversation, state))
    if told:
        outbox.emit("opinions.statement.moderated", node=statement.node, state=state, reason=reason)
