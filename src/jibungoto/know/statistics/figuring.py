"""From figures as told to what would change in the store, the writing of it, the undoing."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.japan.text import search_key
from jibungoto.kernel.intake.kinds import Action, CannotUndo, Change, FieldChange, Proposal
from jibungoto.kernel.intake.models import IntakeChange, IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.know.places.models import District, SmallArea
from jibungoto.ui.listing import listed, with_note

from . import services
from .models import AreaFigure, Figure, Indicator


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
    area: SmallArea | None = None  # of a small area, which may be a new one
    merged_into: SmallArea | None = None

    @property
    def key(self) -> str:
        return told_key(self.slug, self.district, self.area, self.last_on)


def told_key(slug: str, district: District | None, area: SmallArea | None, last_on: dt.date) -> str:
    """What a figure is called among the changes of an intake."""
    place = district.slug if district else ""
    if area is not None:
        short = len(area.key) <= _LONGEST
        place = "~" + (area.key if short else hashlib.sha256(area.key.encode()).hexdigest()[:16])
    return f"{slug}/{place}/{last_on}"


_LONGEST = 40  # of an area's key within the key of a change
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
    stored = _stored(areas=any(row.area for row in rows))
    for row in rows:
        before = stored.get(row.key)
        fields = tuple(_differences(before, row))
        if before is not None and not fields:
            proposal.unchanged += 1
            continue
        action = Action.ADD if before is None else Action.CHANGE
        there = row.area or row.district
        place = there.name if there else _("市全体")
        title = with_note(row.name, listed((place, row.last_on)))
        proposal.changes.append(Change(action, row.key, title, row.line, fields))


def _stored(*, areas: bool) -> dict[str, Figure | AreaFigure]:
    found: dict[str, Figure | AreaFigure] = {
        told_key(f.indicator.slug, f.district, None, f.last_on): f
        for f in Figure.objects.select_related("indicator__node", "district")
    }
    if areas:
        rows = AreaFigure.objects.select_related("indicator__node", "small_area", "merged_into")
        found |= {told_key(f.indicator.slug, None, f.small_area, f.last_on): f for f in rows}
    return found


def _differences(before: Figure | AreaFigure | None, row: Told) -> Iterator[FieldChange]:
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
    of_areas: dict[str, list[Told]] = defaultdict(list)
    for done, row in enumerate(rows, 1):
        indicator = row.known or made.get(row.slug) or _create(row, rows, run)
        made[row.slug] = indicator
        if row.area is not None:
            of_areas[row.slug].append(row)
            continue
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
    for slug, told_areas in of_areas.items():
        services.store_area_figures(
            indicator=made[slug], figures=[_area_figure(row) for row in told_areas], run=run
        )


def _area_figure(row: Told) -> AreaFigure:
    return AreaFigure(
        small_area=row.area,
        merged_into=row.merged_into,
        line=row.line,
        **{name: getattr(row, name) for name in (*FIELDS, "last_on")},
    )


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
    stored = _stored(areas=any("/~" in key for key in changes))
    of_areas: list[tuple[AreaFigure, list[IntakeChange]]] = []
    for key, fields in changes.items():
        figure = stored.get(key)
        if figure is None or any(_text(getattr(figure, c.field)) != c.after for c in fields):
            raise CannotUndo(
                _("「{}」は、取りこんだあとに変わったので、取り消せません。").format(
                    fields[0].title
                )
            )
        if isinstance(figure, AreaFigure):
            of_areas.append((figure, fields))
        elif fields[0].action == Action.ADD:
            services.remove_figure(figure=figure)
        else:
            _restore(figure, {c.field: c.before for c in fields})
    _undo_areas(of_areas)
    for indicator in Indicator.objects.filter(
        run=run, figures__isnull=True, area_figures__isnull=True
    ):
        services.remove_indicator(indicator=indicator)


def _undo_areas(changed: Sequence[tuple[AreaFigure, list[IntakeChange]]]) -> None:
    gone: dict[Indicator, list[AreaFigure]] = defaultdict(list)
    back: dict[Indicator, list[AreaFigure]] = defaultdict(list)
    for figure, fields in changed:
        if fields[0].action == Action.ADD:
            gone[figure.indicator].append(figure)
            continue
        was = _was(figure, {c.field: c.before for c in fields})
        same = {n: getattr(figure, n) for n in ("small_area", "merged_into", "last_on")}
        back[figure.indicator].append(AreaFigure(**same, **was))
    for indicator, figures in gone.items():
        services.remove_area_figures(indicator=indicator, figures=figures)
    for indicator, figures in back.items():
        services.store_area_figures(indicator=indicator, figures=figures)


def _restore(figure: Figure, before: dict[str, str]) -> None:
    services.record_figure(
        indicator=figure.indicator,
        district=figure.district,
        last_on=figure.last_on,
        **_was(figure, before),
    )


def _was(figure: Figure | AreaFigure, before: dict[str, str]) -> dict[str, Any]:
    def was(name: str) -> str:
        return before.get(name, _text(getattr(figure, name)))

    return {
        "first_on": dt.date.fromisoformat(was("first_on")) if was("first_on") else None,
        "status": was("status"),
        "value": Decimal(was("value")) if was("value") else None,
        "source": was("source"),
        "method": was("method"),
    }
