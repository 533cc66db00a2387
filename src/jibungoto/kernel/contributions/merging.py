"""Records put together into one, and apart again: their links and who follows them.

Which record stands under which is kept by `Handling`, which calls this.
"""

import datetime as dt
from collections.abc import Sequence

from jibungoto.kernel import trace
from jibungoto.kernel.models import Follow, Link, Node


def join(head: Node, chosen: Sequence[Node], inner: Sequence[Node], *, at: dt.datetime) -> None:
    """Link the chosen to the head; who follows one of them, or of `inner` (merged into them
    before), follows the head. The moment `at` tells `part` which follows came of this."""
    for node in chosen:
        trace.connect(node, head, Link.Relation.MERGED_INTO)
    theirs = Follow.objects.filter(node__in=[*chosen, *inner])
    have = set(Follow.objects.filter(node=head).values_list("participant_id", flat=True))
    new = set(theirs.values_list("participant_id", flat=True)) - have
    Follow.objects.bulk_create(
        [Follow(node=head, participant_id=pk, created_at=at) for pk in sorted(new)]
    )


def part(head: Node, originals: Sequence[Node], *, at: dt.datetime) -> None:
    """Undo `join`."""
    links = Link.objects.filter(
        from_node__in=originals, to_node=head, relation=Link.Relation.MERGED_INTO
    )
    for link in links.select_related("from_node"):
        trace.disconnect(link)
    Follow.objects.filter(node=head, created_at=at).delete()
