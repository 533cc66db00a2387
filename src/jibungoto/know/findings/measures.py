"""What can be counted of findings: how many, how many answered, how many resources used."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.links import node_url
from jibungoto.kernel.measures import Measure, Period, Row

from .models import Answer, Deed, Finding
from .selectors import public
from .selectors.findings import placed_in


def _found(area: Any, period: Period) -> QuerySet[Finding]:
    rows = public(district=area).filter(found_on__range=(period.first, period.last))
    return rows.select_related("node").order_by("found_on", "pk")


def found_value(area: Any, period: Period) -> float | None:
    return float(_found(area, period).count())


def found_rows(area: Any, period: Period) -> Iterator[Row]:
    for finding in _found(area, period):
        yield Row(finding.found_on, finding.title, node_url(finding.node))


def _answered(area: Any, period: Period) -> QuerySet[Finding]:
    answers = Answer.objects.filter(answered_on__range=(period.first, period.last))
    rows = public(district=area).filter(pk__in=answers.values("finding_id"))
    return rows.select_related("node").order_by("found_on", "pk")


def answered_value(area: Any, period: Period) -> float | None:
    return float(_answered(area, period).count())


def answered_rows(area: Any, period: Period) -> Iterator[Row]:
    for finding in _answered(area, period):
        yield Row(finding.found_on, finding.title, node_url(finding.node))


def _used(area: Any, period: Period) -> QuerySet[Deed]:
    rows = Deed.objects.filter(
        verb=Deed.Verb.USED,
        on__range=(period.first, period.last),
        finding__in=public(sort=Finding.Sort.RESOURCE),
    )
    if area is not None:
        rows = rows.filter(finding__node__in=placed_in(area))
    return rows.select_related("finding__node").order_by("on", "pk")


def used_value(area: Any, period: Period) -> float | None:
    return float(_used(area, period).values("finding_id").distinct().order_by().count())


def used_rows(area: Any, period: Period) -> Iterator[Row]:
    """Each resource once, at its first use of the period."""
    seen: set[int] = set()
    for deed in _used(area, period):
        if deed.finding_id not in seen:
            seen.add(deed.finding_id)
            yield Row(deed.on, deed.finding.title, node_url(deed.finding.node))


MEASURES = (
    Measure(
        "findings.found",
        _("気づきの数"),
        _("件"),
        _("期間の中の日付をもつ、公開の気づき（魅力・課題・資源）。まとめたものは1件と数えます。"),
        found_value,
        found_rows,
    ),
    Measure(
        "findings.answered",
        _("返事をした気づきの数"),
        _("件"),
        _("期間の中に返事がついた、公開の気づき。返事がいくつあっても1件と数えます。"),
        answered_value,
        answered_rows,
    ),
    Measure(
        "findings.resources_used",
        _("生かされた資源の数"),
        _("件"),
        _("期間の中に「活用」が書かれた資源。何度使っても1件と数えます。"),
        used_value,
        used_rows,
    ),
)
