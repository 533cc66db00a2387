"""What staff and council read of one contribution: what was merged, reported and answered."""

from collections.abc import Callable
from typing import Any

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.links import node_url

from .handling import Handling
from .tables import Answer, Contribution, Merge, Report

type Numbered[T] = Callable[[Actor, int], T | None]


def merge_numbered(handling: Handling[Any]) -> Numbered[Merge]:
    """The selector of a merge by its number; the rule answers who may undo it."""

    def merge(actor: Actor, number: int) -> Merge | None:
        found: Any = handling.merges._default_manager.filter(pk=number)
        return only(found.select_related("head__node", "head__district"))

    return merge


def answer_numbered(handling: Handling[Any]) -> Numbered[Answer]:
    """The selector of an answer by its number; the rule answers who may take it back."""
    of = handling.field

    def answer(actor: Actor, number: int) -> Answer | None:
        found: Any = handling.answers._default_manager.filter(pk=number)
        return only(found.select_related(f"{of}__node", f"{of}__district"))

    return answer


def merges(
    handling: Handling[Any], record: Contribution
) -> list[tuple[Merge, list[tuple[str, str]]]]:
    """What was put under a record and not taken apart since, newest first, each with the titles
    and addresses of the originals."""
    of = handling.field
    rows: Any = handling.merges._default_manager
    found = []
    for merge in rows.filter(head=record, undone_at=None).prefetch_related(
        f"originals__{of}__node"
    ):
        parts = [getattr(part, of) for part in merge.originals.all()]
        found.append((merge, [(part.title, node_url(part.node)) for part in parts]))
    return found


def reports(handling: Handling[Any], record: Contribution, *with_: str) -> list[Report]:
    """What somebody was worried about and nobody has looked at yet; `with_` names the rows a
    report of this room is about."""
    rows: Any = handling.reports._default_manager.filter(**{handling.field: record})
    rows = rows.filter(handled_at=None)
    return list(rows.select_related(*with_) if with_ else rows)
