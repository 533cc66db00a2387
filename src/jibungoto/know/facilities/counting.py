"""What facilities can be counted: how many there are, and how many residents are near one."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from jibungoto.kernel.links import node_url
from jibungoto.kernel.measures import Measure, Period, Row

from . import selectors
from .models import Facility
from .walks import GROUPS, Group, walks


def measures() -> list[Measure]:
    """The measures of the manifest: how many of each kind, and the walking share of each group."""
    numbers = [_number(kind) for kind in Facility.Kind]
    return [*numbers, *(_share(group) for group in GROUPS)]


def _number(kind: Facility.Kind) -> Measure:
    def value(area: Any, period: Period) -> float | None:
        # Without a list of the kind nothing is known of any district: that is not zero.
        if not Facility.objects.filter(kind=kind).exists():
            return None
        return selectors.existing(period.last, area, kind=kind).count()

    def rows(area: Any, period: Period) -> Iterator[Row]:
        yield from _rows(selectors.existing(period.last, area, kind=kind))

    return Measure(
        key=f"facilities.number.{kind.value}",
        label=_titled(gettext_lazy("{}の数"), kind.label),
        unit=gettext_lazy("か所"),
        formula=gettext_lazy("期間の終わりの日に、公開の一覧にあった施設の数"),
        value=value,
        rows=rows,
    )


def _share(group: Group) -> Measure:
    def value(area: Any, period: Period) -> float | None:
        found = walks([area], groups=[group])[area.pk if area else None]
        # What the lists of today say, they do not say of years ago.
        if not found or found[0].share is None or period.last < found[0].places_on:
            return None
        return round(found[0].share * 100, 1)

    def rows(area: Any, period: Period) -> Iterable[Row]:
        kept = selectors.existing(period.last, area, kind=group.kind, subkind=group.subkind)
        return _rows(kept.filter(lat__isnull=False))

    return Measure(
        key=f"facilities.walk.{group.key}",
        label=_titled(gettext_lazy("歩いて行けるところに{}がある住民"), group.label),
        unit=gettext_lazy("%"),
        formula=gettext_lazy(
            "施設からの直線距離が決まったメートル以内に住む住民の割合。"
            "避難場所・公園・AEDは500m、ほかは800m。住民は町丁・字の中に均等に住むと仮定"
        ),
        value=value,
        rows=rows,
    )


def _rows(found: Any) -> Iterator[Row]:
    for facility in found.select_related("node").order_by("kana", "pk"):
        yield Row(facility.dated, facility.name, node_url(facility.node))


def _titled(text: Any, word: Any) -> Any:
    """A label in the reader's language, put together when it is read."""

    def put_together() -> str:
        return str(text).format(word)

    return lazy(put_together, str)()
