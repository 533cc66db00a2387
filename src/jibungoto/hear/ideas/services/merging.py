"""Putting ideas together into one, with the originals kept, and taking that back."""

from collections.abc import Sequence
from typing import cast

from jibungoto.hear.ideas.models import Idea, Merge
from jibungoto.kernel.actor import Actor

from .contribution import handling


def merge_ideas(
    *, head: Idea, others: Sequence[Idea], reason: str = "", actor: Actor | None = None
) -> Merge:
    """Put `others`, and what was merged into them, under `head`. Raises CannotMerge.

    The originals stay, linked to the head, and everybody who supports one of them counts once.
    All who follow an original follow the head from now on.
    """
    return cast(Merge, handling.merge(head, others, reason, actor))


def undo_merge(*, merge: Merge, actor: Actor | None = None) -> Merge:
    """Take a merge apart again as it was before. Raises CannotMerge when it was built upon."""
    return cast(Merge, handling.undo_merge(merge, actor))
