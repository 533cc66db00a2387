"""Borrowing a role's eyes is written down, though nothing is changed by it."""

from django.db import transaction

from jibungoto.kernel import audit
from jibungoto.kernel.actor import Actor
from jibungoto.people.models import Role


@transaction.atomic
def start_viewing(*, role: Role, actor: Actor) -> None:
    """Note that somebody began to look at pages as this role."""
    audit.record("people.view_as.start", role, actor=actor)
