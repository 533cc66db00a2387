"""Conversations: prepared, opened, changed, prolonged, closed, and copied for another round."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.opinions.models import Conversation, ConversationText, Statement
from jibungoto.kernel import audit, clock, identity, nodes, outbox, publishing, trace
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link, Node
from jibungoto.know.places.models import District

from .analyses import order_final
from .problems import OpinionProblem

State = Conversation.State
KIND = "conversation"


@transaction.atomic
def create_conversation(
    *,
    title: str,
    question: str,
    background: str = "",
    districts: Iterable[District] = (),
    host: Node | None = None,
    slug: str = "",
    actor: Actor | None = None,
    **rules: Any,
) -> Conversation:
    """Begin to prepare a conversation: staff of its districts see it, nobody votes yet.

    `rules` are any of level, level_reason, residents_only, takes_statements, moderation,
    moderation_policy, showing, opens_on, closes_on, answer_by, answer_from.
    """
    code = identity.short_code()
    slug = slug or code.lower()
    node = nodes.register(
        kind=KIND,
        title=title,
        path=f"opinions/{slug}/",
        short_code=code,
        summary=question,
        state=Node.State.DRAFT,
        district_ids=[d.pk for d in districts],
        body=background,
    )
    made = Conversation.objects.create(
        node=node, slug=slug, question=question, background=background, host=host, **rules
    )
    audit.record(
        "opinions.conversation.create", made, actor=actor, changes={"title": (None, title)}
    )
    return made


@transaction.atomic
def change_conversation(
    *,
    conversation: Conversation,
    expected_version: int | None = None,
    districts: Iterable[District] | None = None,
    actor: Actor | None = None,
    **told: Any,
) -> Conversation:
    """Change what a conversation says or its rules. Raises ChangedMeanwhile, OpinionProblem.

    Once somebody may have voted, who may take part stays as it was told to them.
    """
    current = lock(conversation)
    if expected_version is not None and expected_version != current.version:
        raise nodes.ChangedMeanwhile
    before = {name: getattr(current, name) for name in told if name != "title"}
    before["title"] = current.title
    changes = audit.diff(before, told)
    if current.state != State.DRAFT and {"level", "residents_only"} & changes.keys():
        raise OpinionProblem(
            _("受付を始めたあとは、どのように参加するかを変えられません。写しをつくってください。")
        )
    title = told.pop("title", current.title)
    for name, value in told.items():
        setattr(current, name, value)
    _check_period(current)
    current.version += 1
    current.save()
    nodes.change(
        current.node,
        title=title,
        summary=current.question,
        body=current.background,
        district_ids=None if districts is None else [d.pk for d in districts],
    )
    audit.record("opinions.conversation.change", current, actor=actor, changes=changes)
    return current


@transaction.atomic
def write_text(
    *,
    conversation: Conversation,
    language: str,
    question: str,
    background: str = "",
    actor: Actor | None = None,
) -> ConversationText | None:
    """Say the question in another language; an empty question takes it away."""
    rows = ConversationText.objects.filter(conversation=conversation, language=language)
    if not question:
        gone = rows.delete()[0]
        if gone:
            _told(conversation, actor, {"language": (language, None)})
        return None
    text, created = ConversationText.objects.update_or_create(
        conversation=conversation,
        language=language,
        defaults={"question": question, "background": background},
    )
    _told(conversation, actor, {"language": (None if created else language, language)})
    return text


def _told(conversation: Conversation, actor: Actor | None, changes: Any) -> None:
    audit.record("opinions.conversation.change", conversation, actor=actor, changes=changes)
    publishing.heard()


@transaction.atomic
def open_conversation(*, conversation: Conversation, actor: Actor | None = None) -> Conversation:
    """Publish it: votes are taken from its first day on. Raises OpinionProblem."""
    current = lock(conversation)
    if current.state == State.OPEN:
        return current
    if not current.statements.filter(state=Statement.State.SHOWN).exists():
        raise OpinionProblem(_("はじめからある意見を、一つは書いてください。"))
    if current.closes_on is not None and current.closes_on < clock.today():
        raise OpinionProblem(_("受付の終わりの日が過ぎています。日を選び直してください。"))
    before, first = current.state, current.state == State.DRAFT
    current.state, current.closed_at, current.period_note = State.OPEN, None, ""
    if current.opens_on is None:
        current.opens_on = clock.today()
    current.version += 1
    current.save()
    nodes.change(current.node, state=Node.State.PUBLIC, occurred_on=current.opens_on)
    for one in current.statements.filter(state=Statement.State.SHOWN).select_related("node"):
        if one.node.state != Node.State.PUBLIC:
            nodes.change(one.node, state=Node.State.PUBLIC)
    audit.record(
        "opinions.conversation.open", current, actor=actor, changes={"state": (before, State.OPEN)}
    )
    if first:
        outbox.emit("opinions.conversation.opened", node=current.node, by=actor)
        if current.host is not None:
            trace.connect(current.node, current.host, Link.Relation.CAME_OF)
    return current


@transaction.atomic
def close_conversation(
    *, conversation: Conversation, reason: str = "", actor: Actor | None = None
) -> Conversation:
    """Take no more votes. By hand before its last day only with a reason everybody can read."""
    current = lock(conversation)
    if current.state != State.OPEN:
        return current
    early = current.closes_on is None or clock.today() <= current.closes_on
    if early and not reason.strip():
        raise OpinionProblem(_("早く締め切る理由を書いてください。ページにのります。"))
    current.state, current.closed_at = State.CLOSED, clock.now()
    current.period_note = reason.strip()
    current.version += 1
    current.save()
    nodes.change(current.node)
    audit.record(
        "opinions.conversation.close",
        current,
        actor=actor,
        changes={"state": (State.OPEN, State.CLOSED), "reason": ("", reason)},
    )
    outbox.emit("opinions.conversation.closed", node=current.node, by=actor)
    order_final(conversation=current)
    return current


@transaction.atomic
def extend_conversation(
    *, conversation: Conversation, closes_on: dt.date, reason: str, actor: Actor | None = None
) -> Conversation:
    """Move the last day, with a reason everybody can read; a closed one is open again."""
    current = lock(conversation)
    if closes_on < clock.today():
        raise OpinionProblem(_("今日からあとの日を選んでください。"))
    if not reason.strip():
        raise OpinionProblem(_("日を変える理由を書いてください。ページにのります。"))
    before = current.closes_on
    current.closes_on, current.period_note = closes_on, reason.strip()
    if current.state == State.CLOSED:
        current.state, current.closed_at = State.OPEN, None
    _check_period(current)
    current.version += 1
    current.save()
    nodes.change(current.node)
    audit.record(
        "opinions.conversation.extend",
        current,
        actor=actor,
        changes={"closes_on": (before, closes_on), "reason": ("", reason)},
    )
    return current


def close_due() -> int:
    """Close every conversation whose last day is over; how many they were."""
    over = Conversation.objects.filter(state=State.OPEN, closes_on__lt=clock.today())
    return sum(
        close_conversation(conversation=one).state == State.CLOSED
        for one in over.select_related("node")
    )


@transaction.atomic
def remove_draft(*, conversation: Conversation, actor: Actor | None = None) -> None:
    """Give up a conversation that was never opened. Raises OpinionProblem."""
    current = lock(conversation)
    if current.state != State.DRAFT:
        raise OpinionProblem(_("受付を始めたものは消せません。締め切ることはできます。"))
    audit.record(
        "opinions.conversation.remove",
        current,
        actor=actor,
        changes={"title": (current.title, None)},
    )
    gone = [current.node_id, *current.statements.values_list("node_id", flat=True)]
    current.statements.all().delete()
    current.delete()
    Node.objects.filter(pk__in=gone).delete()
    publishing.heard()


def lock(conversation: Conversation) -> Conversation:
    """The conversation as it is now, for a verb that follows. Nobody who votes waits for it."""
    rows = Conversation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("node", "host").get(pk=conversation.pk)


def _check_period(conversation: Conversation) -> None:
    opens, closes = conversation.opens_on, conversation.closes_on
    if opens is not None and closes is not None and closes < opens:
        raise OpinionProblem(_("受付の終わりは、始まりより後の日にしてください。"))
