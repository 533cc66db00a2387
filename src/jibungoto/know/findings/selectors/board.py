"""What staff and council see: the board of their districts, what waits, merges, reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    StringAgg,
    Subquery,
    TextField,
    Value,
)

from jibungoto.kernel import together
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.kernel.prepared import Part
from jibungoto.know.findings import policies
from jibungoto.know.findings.models import (
    Contact,
    Deed,
    Draft,
    Finding,
    FindingTheme,
    Report,
)
from jibungoto.know.places.models import District

from .findings import matching, placed_in, with_counts, with_rows


@dataclass(frozen=True, slots=True)
class Waits:
    """How many findings wait: to be received, to be looked at before they are public, reported."""

    new: int
    check: int
    report: int


def board(
    actor: Actor,
    *,
    waits: str = "",
    sort: str = "",
    district: District | None = None,
    theme: int | None = None,
    state: str = "",
    asset: str = "",
    presence: str = "",
    words: str = "",
) -> QuerySet[Finding]:
    """All findings of the districts somebody sorts, whatever their state, newest first; bare ones,
    see `on_page`."""
    found = _mine(actor).alias(reported=_REPORTED)
    if waits:
        found = found.filter(_WAITS.get(waits, Q()) if waits != "report" else Q(reported=True))
    if district is not None:
        found = found.filter(node__in=placed_in(district))
    if theme is not None:
        found = found.filter(themes=theme)
    asked = {"sort": sort, "state": state, "asset": asset, "presence": presence}
    found = found.filter(**{name: value for name, value in asked.items() if value})
    return matching(found, words).order_by(*_NEWEST)


def on_page(found: QuerySet[Finding]) -> list[Finding]:
    """The few of a board that a page shows, with what their rows show: `me_toos`, `theme_names` and
    `reported` (somebody is worried, nobody has looked yet). One query.

    Counted for these only: a database that sorts counts for every row there is.
    """
    rows = Finding.objects.filter(pk__in=found.values("pk"))
    told = rows.annotate(reported=_REPORTED, theme_names=_THEME_NAMES)
    return list(with_counts(told).select_related("node", "district").order_by(*_NEWEST))


def waits(actor: Actor) -> Waits:
    """What waits for somebody in the districts they sort. One query; nothing for others."""
    if not actor.may_somewhere(policies.SORT):
        return Waits(0, 0, 0)
    key = ("findings.waits", actor)
    return waits_of(together.rows_again(key, lambda: waiting_counts(actor)))


def waiting_counts(actor: Actor) -> QuerySet[Any]:
    """The counts of `waits` as the one row of a query, or none."""
    reported = Q(reports__isnull=False, reports__handled_at=None)
    return (
        _mine(actor)
        .order_by()
        .values("municipality_id")
        .annotate(
            new=Count("pk", filter=_WAITS["new"], distinct=True),
            unchecked=Count("pk", filter=_WAITS["check"], distinct=True),
            report=Count("pk", filter=reported, distinct=True),
        )
        .values_list("new", "unchecked", "report")
    )


def waits_of(counts: Iterable[Any]) -> Waits:
    """What `waiting_counts` found."""
    return next((Waits(*row) for row in counts), Waits(0, 0, 0))


_NEWEST = ("-found_on", "-pk")  # the day a row shows, as the public list has it
_WAITS = {
    # A city's own list of charms waits for nobody; what was collected on paper does.
    "new": Q(state=Finding.State.NEW, node__state=Node.State.PUBLIC)
    & ~Q(channel=Finding.Channel.FILE),
    "check": Q(node__state=Node.State.STAFF, hidden_reason="", checked_at=None),
    "hidden": ~Q(hidden_reason=""),
}


def _mine(actor: Actor) -> QuerySet[Finding]:
    return Finding.objects.filter(
        policies.workable(actor), merged_into__isnull=True, withdrawn_at__isnull=True
    )


def _theme_names() -> Subquery:
    """The names of a row's themes in its own query: a board has many rows."""
    said = FindingTheme.objects.filter(finding=OuterRef("pk")).order_by().values("finding")
    return Subquery(said.annotate(told=StringAgg("theme__name", Value("・"))).values("told"))


def _reported() -> Exists:
    return Exists(Report.objects.filter(finding=OuterRef("pk"), handled_at=None))


_REPORTED = Part(Finding, _reported, BooleanField())
_THEME_NAMES = Part(Finding, _theme_names, TextField())


def chosen(actor: Actor, codes: list[str]) -> list[Finding]:
    """The findings of these short codes that somebody sorts, most noticed first."""
    found = with_rows(_mine(actor).filter(node__short_code__in=codes[:50]), photos=False)
    return sorted(found, key=lambda f: (-f.me_toos, f.pk))  # type: ignore[attr-defined]


def deed(actor: Actor, number: int) -> Deed | None:
    """A verb of a resource's history by its number."""
    found = Deed.objects.filter(pk=number)
    return found.select_related("finding__node", "finding__district").first()


def contact(actor: Actor, finding: Finding) -> Contact | None:
    """The entrusted contact of a resource, for those who may read it."""
    if finding.sort != Finding.Sort.RESOURCE or not policies.may_read_contact(actor, finding):
        return None
    return Contact.objects.filter(finding=finding).first()


def has_contact(finding: Finding) -> bool:
    """Whether somebody can be reached through the office."""
    return Contact.objects.filter(finding=finding).exists()


def mine(actor: Actor) -> list[Finding]:
    """What this participant noticed, in whatever state, newest first."""
    if actor.participant_id is None:
        return []
    found = with_rows(Finding.objects.filter(participant_id=actor.participant_id))
    return list(found.select_related("merged_into__node").order_by("-created_at", "-pk")[:100])


def my_drafts(actor: Actor) -> list[Draft]:
    """What this participant began to write and did not finish."""
    if actor.participant_id is None:
        return []
    return list(Draft.objects.filter(participant_id=actor.participant_id).order_by("-pk")[:20])


def my_hidden(actor: Actor) -> QuerySet[Finding]:
    """Findings of this participant that were taken from public sight."""
    if actor.participant_id is None:
        return Finding.objects.none()
    found = Finding.objects.filter(participant_id=actor.participant_id, withdrawn_at=None)
    return found.exclude(hidden_reason="").select_related("node")[:20]
