"""Taking back what a table of findings wrote."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from jibungoto.kernel.intake.kinds import Action, CannotUndo
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.models import Link
from jibungoto.know.places.areas import AreaIndex
from jibungoto.ui.listing import inside

from . import services
from .models import Answer, Deed, Finding, MergedFinding, MeToo, StateChange
from .table_columns import CODE, shown


def undo(run: IntakeRun) -> None:
    """Make it as it was. Raises CannotUndo when somebody has built on one of the findings."""
    by_key: dict[str, list[Any]] = {}
    for change in run.changes.all():
        by_key.setdefault(change.key, []).append(change)
    codes = [key.removeprefix(CODE) for key in by_key if key.startswith(CODE)]
    found = Finding.objects.filter(
        Q(source_key__in=[key for key in by_key if not key.startswith(CODE)])
        | Q(node__short_code__in=codes)
    ).select_related("node", "district")
    known = {f.source_key or f"{CODE}{f.code}": f for f in found}
    areas = AreaIndex.load("")
    added = []
    for key, changes in by_key.items():
        finding = known.get(key)
        if finding is None or _written_over(finding, changes):
            raise CannotUndo(
                _(
                    "「{}」は、取りこんだあとに書きかえられているので、まとめては取り消せません。"
                ).format(changes[0].title)
            )
        if changes[0].action == Action.ADD:
            added.append(finding)
        else:
            _restore(finding, changes, areas)
    _remove(added)


def _written_over(finding: Finding, changes: Sequence[Any]) -> bool:
    return any(c.field and not _is_still(finding, c.after, c.field) for c in changes)


def _is_still(finding: Finding, told: str, field: str) -> bool:
    now = getattr(finding, field)
    # A district was told by its address name once.
    return told == shown(field, now) or (field == "district" and bool(now) and told == now.slug)


def _remove(findings: Sequence[Finding]) -> None:
    """All of them at once: looked through one by one, a hundred take seconds."""
    keys = [finding.pk for finding in findings]
    used: set[int | None] = {finding.pk for finding in findings if finding.merged_into_id}
    for table in (MeToo, Answer, StateChange, Deed, MergedFinding):
        rows = table.objects.filter(finding__in=keys)
        used.update(rows.values_list("finding", flat=True))
    merged = Finding.objects.filter(merged_into__in=keys)
    used.update(merged.values_list("merged_into", flat=True))
    nodes = [finding.node_id for finding in findings]
    linked = set(Link.objects.filter(to_node__in=nodes).values_list("to_node", flat=True))
    for finding in findings:
        if finding.pk in used or finding.node_id in linked:
            raise CannotUndo(
                _("「{}」には、もう「わたしも」や返事がついているので、取り消せません。").format(
                    inside(finding.title)
                )
            )
    services.remove_findings(findings=findings)


def _restore(finding: Finding, changes: Sequence[Any], areas: AreaIndex) -> None:
    told: dict[str, Any] = {}
    for change in changes:
        text = change.before
        if change.field in ("lat", "lon"):
            told[change.field] = float(text) if text else None
        elif change.field == "found_on":
            told[change.field] = dt.date.fromisoformat(text)
        elif change.field == "district":
            told[change.field] = areas.district(text) if text else None
        elif change.field:
            told[change.field] = text
    services.change_finding(finding=finding, checked=True, **told)
