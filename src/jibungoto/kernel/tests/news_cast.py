"""What tests of news share: records somebody follows, and things that happen to them."""

from django.db import transaction

from jibungoto.kernel import nodes, outbox
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.people import services as people
from jibungoto.people.tests import factories


def a_node(number=1, **fields):
    return nodes.register(
        kind="councils.council", title=f"記録その{number}", path=f"x/{number}/", **fields
    )


def a_reader(*followed, user=None):
    """Somebody with an account who follows these records."""
    user = user or factories.a_user()
    participant = people.participant_of_user(user_id=user.pk)
    for node in followed:
        nodes.follow(node, participant_id=participant.pk)
    return participant


def happens(node, stage="設立", *, by=None):
    """The record enters a stage; `by` is the participant whose doing it is."""
    actor = Actor(participant_id=by.pk) if by else Actor()
    with transaction.atomic():
        return outbox.emit("councils.stage.entered", node=node, by=actor, stage=stage)


def withdraw(node, state=Node.State.REMOVED):
    nodes.change(node, state=state)
