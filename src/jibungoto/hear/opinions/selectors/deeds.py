"""Deeds: of a statement, and those that wait for somebody's answer."""

from django.db.models import QuerySet

from jibungoto.hear.opinions.models import Conversation, Deed, Statement
from jibungoto.hear.opinions.result_policies import answerable
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only


def deed_of(statement: Statement) -> Deed | None:
    """What is to come of a statement, with the record it became."""
    return only(Deed.objects.filter(statement=statement).select_related("became", "statement"))


def waiting_deeds(actor: Actor) -> QuerySet[Deed]:
    """Deeds without an answer that the actor may answer, the nearest day first."""
    mine = Conversation.objects.filter(answerable(actor))
    found = Deed.objects.filter(answered_on=None, statement__conversation__in=mine)
    return found.filter(statement__state=Statement.State.SHOWN).select_related(
        "statement__conversation"
    )
