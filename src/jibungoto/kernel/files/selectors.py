"""Reading: the files of a record, and one file by its public id, as far as the actor may see."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from jibungoto.kernel import nodes
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Attachment, Node


def _visible(actor: Actor) -> QuerySet[Attachment]:
    seen = nodes.visible(actor, "node__")
    if actor.participant_id is not None:
        # What one sent in oneself one sees, also while the record waits to be looked at.
        seen |= Q(uploaded_by=actor.participant_id)
    return Attachment.objects.filter(seen)


def attachments(actor: Actor, node: Node) -> QuerySet[Attachment]:
    """The files of a record, in the order they came."""
    return _visible(actor).filter(node=node, removed_at=None).order_by("pk")


def by_public_id(actor: Actor, public_id: UUID, name: str = "") -> Attachment | None:
    """A file that is there; `name` in an address is for people and decides nothing."""
    return only(_visible(actor).filter(public_id=public_id, removed_at=None))


def also_removed(actor: Actor, public_id: UUID) -> Attachment | None:
    """A file, taken away or not, for those who want to take it away or bring it back."""
    return only(_visible(actor).filter(public_id=public_id).select_related("node"))


def public_images(public_ids: Iterable[UUID | str]) -> QuerySet[Attachment]:
    """Those of these pictures that everybody may see; for paper, which nobody signs in to."""
    return _visible(GUEST).filter(
        public_id__in=public_ids, removed_at=None, content_type__startswith="image/"
    )
