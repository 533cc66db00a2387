"""From figures as told to what would change in the store, the writing of it, the undoing."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.japan.text import search_key
from jibungoto.kernel.intake.kinds import Action, CannotUndo, Change, FieldChange, Proposal
from jibungoto.kernel.intake.models import IntakeChange, IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.know.places.models import District
from jibungoto.ui.listing import listed, with_note

from . import services
from .models import Figure, Indicator


@dataclass(frozen=True, slots=True)
class Told:
    """One figure as the file has it."""

    line: int
    slug: str
    known: Indicator | None
    name: str
    unit: str
    definition: str
    district: District | None
    first_on: dt.date | None
    last_on: dt.date
    status: str
    value: Decimal | None
    source: str
    method: str

    @property
    def key(self) -> str:
        return f"{self.slug}/{self.district.slug if self.district else ''}/{self.last_on}"


FIELDS = ("status", "value", "first_on", "source", "method")
_LABELS = {
    "status": gettext_lazy("状態"),
    "value": gettext_lazy("値"),
    "first_on": gettext_lazy("期間のはじめ"),
    "source": gettext_lazy("出典"),
    "method": gettext_lazy("方法"),
}


def slug_of(name: str, known: Indicator | None) -> str:
    """The address an indicator has, or gets when it is new."""
    digest = hashlib.sha256(search_key(name).encode()).hexdigest()[:8]
    return known.slug if known else _latin(name) or f"i-{digest}"


def _latin(name: str) -> str:
    return slugify(name)[:50] if name.isascii() else ""


def compare_figures(rows: Sequence[Told], proposal: Proposal) -> None:
    """Say in `proposal` what these figures would change."""
    stored = {_key(f): f for f in Figure.objects.select_related("indicator", "district")}
    for row in rows:
        before = stored.get(row.key)
        fields = tuple(_differences(before, row))
        if before is not None and not fields:
            proposal.unchanged += 1
            continue
        action = Action.ADD if before is None else Action.CHANGE
        place = row.district.name if row.district else _("市全体")
        title = with_note(row.name, listed((place, row.last_on)))
        proposal.changes.append(Change(action, row.key, title, row.line, fields))


def _key(figure: Figure) -> str:
    district = figure.district.slug if figure.district else ""
    return f"{figure.indicator.slug}/{district}/{figure.last_on}"


def _differences(before: Figure | None, row: Told) -> Iterator[FieldChange]:
    for name in FIELDS:
        old = _text(getattr(before, name)) if before else ""
        new = _text(getattr(row, name))
        if old != new:
            yield FieldChange(name, str(_LABELS[name]), old, new)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def write_figures(
    run: IntakeRun, proposal: Proposal, told: Sequence[Told], progress: Progress
) -> None:
    """Make the indicators that are new and write all figures that differ."""
    changed = {change.key for change in proposal.changes}
    rows = [row for row in told if row.key in changed]
    made: dict[str, Indicator] = {}
    for done, row in enumerate(rows, 1):
        indicator = row.known or made.get(row.slug) or _create(row, rows, run)
        made[row.slug] = indicator
        services.record_figure(
            indicator=indicator,
            district=row.district,
            first_on=row.first_on,
            last_on=row.last_on,
            status=row.status,
            value=row.value,
            source=row.source,
            method=row.method,
            run=run,
        )
        progress.step(done, len(rows), row.name)


def _create(row: Told, rows: list[Told], run: IntakeRun) -> Indicator:
    values = [r.value for r in rows if r.slug == row.slug and r.value is not None]
    decimals = max((-int(v.normalize().as_tuple().exponent) for v in values), default=0)
    return services.create_indicator(
        slug=row.slug,
        name=row.name,
        unit=row.unit,
        definition=row.definition,
        decimals=min(max(decimals, 0), 4),
        run=run,
    )


def undo_figures(run: IntakeRun, *, kept: Callable[[str], bool] = lambda key: False) -> None:
    """Make every figure as it was, and forget the new indicators. Raises CannotUndo.

    Changes whose key `kept` says yes to are of something else.
    """
    changes: dict[str, list[IntakeChange]] = {}
    for change in run.changes.all():
        if kept(change.key):
            continue
        changes.setdefault(change.key, []).append(change)
    stored = {_key(f): f for f in Figure.objects.select_related("indicator__node", "district")}
    for key, fields in changes.items():
        figure = stored.get(key)
        if figure is None or any(_text(getattr(figure, c.field)) != c.after for c in fields):
            raise CannotUndo(
                _("「{}」は、取りこんだあとに変わったので、取り消せません。").format(
                    fields[0].title
                )
            )
        if fields[0].action == Action.ADD:
            services.remove_figure(figure=figure)
        else:
            _restore(figure, {c.field: c.before for c in fields})
    for indicator in Indicator.objects.filter(run=run, figures__isnull=True):
        services.remove_indicator(indicator=indicator)


def _restore(figure: Figure, before: dict[str, str]) -> None:
    def was(name: str) -> str:
        return before.get(name, _text(getattr(figure, name)))

    services.record_figure(
        indicator=figure.indicator,
        district=figure.district,
        first_on=dt.date.fromisoformat(was("first_on")) if was("first_on") else None,
        last_on=figure.last_on,
        status=was("status"),
        value=Decimal(was("value")) if was("value") else None,
        source=was("source"),
        method=was("method"),
    )
