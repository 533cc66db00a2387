"""What staff and council read of one contribution: what was merged, reported and answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from jibungoto.kernel import nodes, registry, together
from jibungoto.kernel.actor import Actor, Scopes
from jibungoto.kernel.keyed import only
from jibungoto.kernel.links import node_url
from jibungoto.kernel.models import Node, NodeDistrict

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


@dataclass(frozen=True, slots=True)
class Beside:
    """What those who work on a record find beside it: what was put under it and not taken apart
    since, newest first, each with the titles and addresses of the originals; what somebody was
    worried about and nobody has looked at yet; the answers."""

    merges: list[tuple[Merge, list[tuple[str, str]]]]
    reports: list[Report]
    answers: list[Answer]


def beside(handling: Handling[Any], record: Contribution, *reported: str) -> Beside:
    """All of it by one query; `reported` names the rows a report of this room is about."""
    of = handling.field
    merges = _MERGES.put(handling.merges, of, record=record.pk)
    reports = _REPORTS.put(handling.reports, of, reported, record=record.pk)
    answers = _ANSWERS.put(handling.answers, of, record=record.pk)
    together.ask(merges, reports, answers)
    found = []
    for merge in merges:
        parts = [getattr(part, of) for part in merge.originals.all()]  # type: ignore[attr-defined]
        found.append((merge, [(part.title, node_url(part.node)) for part in parts]))
    return Beside(found, list(reports), list(answers))


def _merges(rows: Any, of: str, *, record: int) -> QuerySet[Merge]:
    found: QuerySet[Merge] = rows.objects.filter(head_id=record, undone_at=None)
    return found.prefetch_related(f"originals__{of}__node")


def _reports(rows: Any, of: str, reported: tuple[str, ...], *, record: int) -> QuerySet[Report]:
    found: QuerySet[Report] = rows.objects.filter(**{f"{of}_id": record}, handled_at=None)
    return found.select_related(*reported) if reported else found


def _answers(rows: Any, of: str, *, record: int) -> QuerySet[Answer]:
    found: QuerySet[Answer] = rows.objects.filter(**{f"{of}_id": record})
    return found


_MERGES = together.Question(_merges)
_REPORTS = together.Question(_reports)
_ANSWERS = together.Question(_answers)

_OFFERED = 40  # newest records of the district to choose from


def offered(actor: Actor, district_id: int | None) -> list[tuple[str, str]]:
    """The newest records of a district, or of all, that may have come of a contribution."""
    read = nodes.read_scopes(actor)
    if district_id is None:
        return _OUTCOMES.rows(read)
    return _OUTCOMES.rows(read, district=district_id)


def _outcomes(read: Scopes, *, district: int | None = None) -> QuerySet[Node, tuple[str, str]]:
    never = [kind.key for kind in registry.kinds().values() if not kind.outcome]
    seen = Node.objects.filter(nodes.seen_within(read)).exclude(kind__in=never)
    if district is not None:
        placed = NodeDistrict.objects.filter(district_id=district)
        seen = seen.filter(pk__in=placed.values("node_id"))
    found = seen.order_by("-occurred_on", "-pk")
    return found.values_list("short_code", "title")[:_OFFERED]


_OUTCOMES = together.Question(_outcomes)
