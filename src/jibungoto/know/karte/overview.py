"""All kartes of a kind side by side: the city's page. Reads the brief figures only."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.ui.charts import Figure, quadrants

from .contents import Contents, Number

COLUMNS = (
    "population.total",
    "population.five",
    "population.young",
    "population.old",
    "future.total_20",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A district in the table of all."""

    name: str
    url: str
    numbers: tuple[Number, ...]


def brief(found: Contents) -> list[dict[str, Any]]:
    """What of a karte the table of all shows, to be stored beside it."""
    by_key = {n.key: n for n in found.numbers} | {n.key: n for _t, _s, n in found.all_numbers()}
    return [
        {
            k: v
            for k, v in dataclasses.asdict(by_key.get(key, Number(key, "", None))).items()
            if v is not None and v is not False and v != ""
        }
        for key in COLUMNS
    ]


def numbers(stored: Iterable[Mapping[str, Any]]) -> tuple[Number, ...]:
    """The figures brief() was asked for, in the order of COLUMNS."""
    return tuple(Number(**{"key": "", "label": "", "value": None, **one}) for one in stored)


def field(rows: Sequence[Row], city: str) -> Figure | None:
    """Every district by its shares of old and young, with the city's lines; None for a few."""
    places = {key: n for n, key in enumerate(COLUMNS)}
    young, old = places["population.young"], places["population.old"]
    points = [
        (row.name.removesuffix("地区") or row.name, a.value, b.value)
        for row in rows
        for a, b in [(row.numbers[old], row.numbers[young])]
        if a.value is not None and b.value is not None
    ]
    if len(points) < 3:
        return None
    of_city = next(
        (
            (a.city, b.city)
            for a, b in ((row.numbers[old], row.numbers[young]) for row in rows)
            if a.city is not None and b.city is not None
        ),
        None,
    )
    return Figure(
        _("年齢のかたちで見た、地区のひろがり"),
        quadrants(
            points,
            city=of_city,
            x_word=_("65歳以上"),
            y_word=_("15歳未満"),
            city_word=city,
            head=_("地区"),
        ),
        reading=_(
            "一つの丸が一つの地区です。右へ行くほど65歳以上の割合が、上へ行くほど15歳未満の"
            "割合が高い地区です。点線は市全体です。順位を競うための図ではありません。"
        ),
        level=2,
    )
