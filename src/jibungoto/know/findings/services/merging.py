"""Putting findings together into one, with the originals kept, and taking that back."""

from collections.abc import Sequence
from typing import cast

from django.utils.translation import gettext as _

from jibungoto.kernel.actor import Actor
from jibungoto.know.findings.models import Finding, Merge

from .contribution import handling


def merge_findings(
    *, head: Finding, others: Sequence[Finding], reason: str = "", actor: Actor | None = None
) -> Merge:
    """Put `others`, and what was merged into them, under `head`. Raises CannotMerge.

    The originals stay, linked to the head, and everybody who noticed one of them counts once.
    All who follow an original follow the head from now on.
    """
    return cast(Merge, handling.merge(head, others, reason, actor, fits=_of_one_sort))


def _of_one_sort(head: Finding, chosen: Sequence[Finding]) -> str:
    if all(finding.sort == head.sort for finding in chosen):
        return ""
    return _("魅力・課題・資源は、それぞれの中でまとめてください。")


def undo_merge(*, merge: Merge, actor: Actor | None = None) -> Merge:
    """Take a merge apart again as it was before. Raises CannotMerge when it was built upon."""
    return cast(Merge, handling.undo_merge(merge, actor))
