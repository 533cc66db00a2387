"""Putting ideas together into one, with the originals kept, and taking that back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.ideas.models import Idea, Merge, MergedIdea
from jibungoto.kernel import audit, clock, merging, outbox, publishing
from jibungoto.kernel.actor import Actor

from .posting import IdeasError


class CannotMerge(IdeasError):
    """These ideas can't be put together, or not apart again; the message says why."""


@transaction.atomic
def merge_ideas(
    *, head: Idea, others: Sequence[Idea], reason: str = "", actor: Actor | None = None
) -> Merge:
    """Put `others`, and what was merged into them, under `head`. Raises CannotMerge.

    The originals stay, linked to the head, and everybody who supports one of them counts once.
    All who follow an original follow the head from now on.
    """
    ids = [head.pk, *(f.pk for f in others)]
    rows = Idea.objects.select_for_update(of=("self",)).select_related("node")
    locked = {f.pk: f for f in rows.filter(pk__in=ids).order_by("pk")}
    head = locked[head.pk]
    chosen = [locked[f.pk] for f in others if f.pk in locked and f.pk != head.pk]
    if not chosen:
        raise CannotMerge(_("まとめる提案を、二つ以上選んでください。"))
    if head.merged_into_id or any(f.merged_into_id for f in chosen):
        raise CannotMerge(_("もうほかにまとめられている提案が入っています。"))
    merge = Merge.objects.create(
        head=head, reason=reason, done_by_id=actor.user_id if actor else None
    )
    inner = list(Idea.objects.select_related("node").filter(merged_into__in=chosen))
    for idea in [*chosen, *inner]:
        MergedIdea.objects.create(merge=merge, idea=idea, was=idea.merged_into)
    moved = Idea.objects.filter(pk__in=[f.pk for f in [*chosen, *inner]])
    moved.update(merged_into=head)
    merging.join(head.node, [f.node for f in chosen], [f.node for f in inner], at=merge.done_at)
    audit.record(
        "ideas.idea.merge",
        head,
        actor=actor,
        changes={"merged": ("", "、".join(f.title for f in chosen))},
    )
    outbox.emit("ideas.idea.merged", node=head.node, by=actor, number=len(chosen) + 1)
    publishing.published()
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, actor: Actor | None = None) -> Merge:
    """Take a merge apart again as it was before. Raises CannotMerge when it was built upon."""
    merge = (
        Merge.objects.select_for_update(of=("self",)).select_related("head__node").get(pk=merge.pk)
    )
    if merge.undone_at is not None:
        return merge
    parts = list(merge.originals.select_related("idea__node"))
    if merge.head.merged_into_id or any(p.idea.merged_into_id != merge.head_id for p in parts):
        raise CannotMerge(
            _("このあとで、さらにまとめられています。新しいほうから先に取り消してください。")
        )
    for part in parts:
        Idea.objects.filter(pk=part.idea_id).update(merged_into=part.was_id)
    merging.part(merge.head.node, [p.idea.node for p in parts], at=merge.done_at)
    merge.undone_at = clock.now()
    merge.save(update_fields=["undone_at"])
    audit.record("ideas.idea.merge_undo", merge.head, actor=actor)
    publishing.published()
    return merge
