"""Indicators as a person edits them: what they are, and their values as one small table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import IndicatorValue, Measure, PlanIndicator
from jibungoto.kernel import audit, clock, nodes, publishing, registry
from jibungoto.kernel.models import Node
from jibungoto.ui.listing import inside

from .errors import PlansError, YearClosed
from .found import indicators_told
from .indicators import Told, check_order

Role = IndicatorValue.Role
_FIELDS = (
    "name", "unit", "direction", "definition", "formula", "source", "decimals", "missing_rule",
    "grade", "bound_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A value as a row of the table says it."""

    role: str
    year: int
    value: Decimal | None
    words: str = ""
    is_fiscal: bool = True
    written: str = ""
    label: str = ""
    status: str = IndicatorValue.Status.FINAL
    source: str = ""


@transaction.atomic
def change_indicator(
    *, indicator: PlanIndicator, expected_version: int, measure: Measure | None, **fields: Any
) -> PlanIndicator:
    """Change what an indicator is. Raises ChangedMeanwhile, PlansError."""
    indicator = _locked(indicator, expected_version)
    _check_binding(fields.get("bound_to", ""))
    before = {name: getattr(indicator, name) for name in _FIELDS} | {
        "measure": indicator.measure_id
    }
    for name, value in fields.items():
        setattr(indicator, name, value)
    indicator.measure = measure
    indicator.version += 1
    indicator.save()
    after = {name: getattr(indicator, name) for name in _FIELDS} | {
        "measure": measure.pk if measure else None
    }
    nodes.change(indicator.node, title=indicator.name, summary=indicator.definition[:400])
    indicators_told([indicator.pk])
    audit.record("plans.indicator.change", indicator, changes=audit.diff(before, after))
    return indicator


@transaction.atomic
def set_values(
    *, indicator: PlanIndicator, figures: Sequence[Figure], expected_version: int
) -> int:
    """Make the values that are not frozen exactly these; answers how many changed.

    Frozen values and their corrections stay as they are. Raises ChangedMeanwhile, YearClosed,
    PlansError for a year said twice and for a target before its baseline.
    """
    indicator = _locked(indicator, expected_version)
    known = {(v.role, v.year): v for v in indicator.values.filter(corrects=None)}
    frozen = {key for key, v in known.items() if v.frozen_at is not None}
    wanted: dict[tuple[str, int], Figure] = {}
    for one in figures:
        key = (one.role, one.year)
        if key in wanted:
            raise PlansError(
                _("{year}年の{role}が二度書かれています。").format(
                    year=one.year, role=Role(one.role).label
                )
            )
        if key in frozen:
            raise YearClosed(
                _("{}年度の値は確定しています。直すときは「訂正」を使ってください。").format(
                    one.year
                )
            )
        wanted[key] = one
    check_order(
        indicator.name,
        [Told(f.role, f.year, f.value) for f in wanted.values()]
        + [Told(role, year, known[role, year].value) for role, year in frozen],
    )
    changed = _write(indicator, known, frozen, wanted)
    if changed:
        PlanIndicator.objects.filter(pk=indicator.pk).update(version=F("version") + 1)
        audit.record("plans.value.record", indicator, changes={"values": changed})
        indicators_told([indicator.pk])
        publishing.published()
    return len(changed[1]) if changed else 0


def _write(
    indicator: PlanIndicator,
    known: dict[tuple[str, int], IndicatorValue],
    frozen: Iterable[tuple[str, int]],
    wanted: dict[tuple[str, int], Figure],
) -> tuple[list[str], list[str]] | None:
    before, after = [], []
    for key in known.keys() - wanted.keys() - set(frozen):
        before.append(_said(known[key]))
        after.append("—")
        known[key].delete()
    names = ("value", "words", "is_fiscal", "written", "label", "status", "source")
    for key, one in wanted.items():
        old = known.get(key)
        if old is not None and all(getattr(old, n) == getattr(one, n) for n in names):
            continue
        before.append(_said(old) if old else "—")
        row = old or IndicatorValue(indicator=indicator, role=one.role, year=one.year)
        for name in names:
            setattr(row, name, getattr(one, name))
        row.recorded_at = clock.now()
        row.save()
        after.append(_said(row))
    return (before, after) if after else None


def _said(value: IndicatorValue) -> str:
    figure = value.words if value.value is None else f"{value.value.normalize():f}"
    return f"{value.year} {value.get_role_display()} {figure}"


@transaction.atomic
def remove_indicator(*, indicator: PlanIndicator) -> None:
    """Take an indicator out of its plan; it can be put back. Raises YearClosed."""
    if indicator.values.filter(frozen_at__isnull=False).exists():
        raise YearClosed(
            _("「{}」には確定した値があるので、消せません。").format(inside(indicator.name))
        )
    nodes.change(indicator.node, state=Node.State.REMOVED)
    audit.record("plans.indicator.remove", indicator, changes={"name": (indicator.name, "")})


@transaction.atomic
def restore_indicator(*, indicator: PlanIndicator) -> None:
    """Put a removed indicator back."""
    nodes.change(indicator.node, state=indicator.plan.node.state)
    audit.record("plans.indicator.restore", indicator, changes={"name": ("", indicator.name)})


def _locked(indicator: PlanIndicator, expected_version: int) -> PlanIndicator:
    found = (
        PlanIndicator.objects.select_for_update(of=("self",))
        .select_related("node")
        .get(pk=indicator.pk)
    )
    if found.version != expected_version:
        raise nodes.ChangedMeanwhile
    return found


def _check_binding(key: str) -> None:
    if key and key not in registry.measures():
        raise PlansError(_("「{}」という数え方はありません。").format(key), field="bound_to")
