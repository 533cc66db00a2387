"""Who may read what the votes say, tell of it in words, and say what is to come of it."""

from django.db.models import Q

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, allowed, rule

from .models import Conversation, Statement
from .policies import EDIT, held, workable

DECIDE = "opinions.deed.decide"
ANSWER = "opinions.deed.answer"
WORK = "opinions.deed.work"


def sees_results(actor: Actor, conversation: Conversation) -> bool:
    """Everybody as soon as the conversation shows them; whoever works on it at any time."""
    at_end = conversation.showing == Conversation.Showing.END
    if not at_end or conversation.state == Conversation.State.CLOSED:
        return True
    return bool(held(actor, EDIT, conversation))


def answerable(actor: Actor) -> Q:
    """The conversations whose deeds somebody may answer, for the database."""
    return workable(actor, ANSWER)


@rule("opinions.result.view")
def may_view(actor: Actor, _obj: object) -> Decision:
    """The page says when there will be something to see; a file there is not is not found."""
    return allowed


@rule(DECIDE)
def may_decide(actor: Actor, about: Conversation | Statement) -> Decision:
    """Say who answers by when, and tell of groups in words: whoever hosts the conversation."""
    return held(actor, DECIDE, about.conversation if isinstance(about, Statement) else about)


@rule(ANSWER)
def may_answer(actor: Actor, statement: Statement) -> Decision:
    return held(actor, ANSWER, statement.conversation)


@rule(WORK)
def may_work(actor: Actor, statement: Statement) -> Decision:
    """Whoever decides or answers sees the page for both."""
    decided = held(actor, DECIDE, statement.conversation)
    return decided or held(actor, ANSWER, statement.conversation)
