"""All figures of kartes as rows: what the page says, for a spreadsheet or a program. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .contents import Contents

HEAD = (
    "地区", "区分", "項目", "値", "単位", "市の値", "前の値", "前の時点", "値のない理由",
    "基準日", "出典", "方法", "記号",
)  # fmt: skip


def rows(kartes: Iterable[Contents]) -> Iterator[Sequence[Any]]:
    """The header, then a row for each figure of each karte. Values are plain numbers; what is not
    known is empty and has its reason beside it."""
    yield HEAD
    for karte in kartes:
        for title, source, n in karte.all_numbers():
            yield (
                karte.district, title, n.label, _plain(n.value, n.places), n.unit,
                _plain(n.city, n.places), _plain(n.then, n.places), n.then_when, n.missing,
                source.date, source.source, source.method, n.key,
            )  # fmt: skip


def _plain(value: float | None, places: int) -> str:
    return "" if value is None else f"{round(value, places):.{places}f}"
