"""The progress grid: its filters, and what is sent from it, whole, cell by cell or pasted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jibungoto.decide.plans.cells import COLUMNS, column_of, is_cell, tidy
from jibungoto.decide.plans.pasting import rows_of
from jibungoto.decide.plans.selectors import EVERY, LEAVES, UNREPORTED, Grid, GridChosen
from jibungoto.decide.plans.services import Typed

_MOST_ROWS = 200
Cells = dict[int, dict[str, Typed]]


class GridFilter(forms.Form):
    """Which fiscal year, and which of a plan's measures."""

    year = forms.ChoiceField(label=_("年度"), required=False)
    branch = forms.ChoiceField(label=_("柱"), required=False)
    level = forms.ChoiceField(label=_("段"), required=False)
    department = forms.ChoiceField(label=_("担当課"), required=False)
    state = forms.ChoiceField(label=_("進みぐあい"), required=False)

    def __init__(
        self, *args: Any, years: list[tuple[int, str]], grid: Grid,
        states: Mapping[str, str], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        every = ("", _("すべて"))
        fields: dict[str, Any] = self.fields
        fields["year"].choices = years
        fields["branch"].choices = [every, *grid.branches]
        fields["level"].choices = [
            (LEAVES, _("いちばん下の段")), (EVERY, _("すべての段")), *grid.levels,
        ]  # fmt: skip
        fields["department"].choices = [every, *((name, name) for name in grid.departments)]
        fields["state"].choices = [every, (UNREPORTED, _("報告はまだ")), *states.items()]
        if not grid.departments:
            del self.fields["department"]


def grid_chosen(query: QueryDict) -> GridChosen:
    """The filters of an address; anything odd simply finds nothing."""
    names = ("branch", "level", "department", "state")
    return GridChosen(**{name: query.get(name, "") for name in names})


def whole_page(data: QueryDict) -> Cells:
    """The cells somebody changed on a page that was sent as one form."""
    found: Cells = {}
    for key in data:
        name, _dash, row = key.partition("-")
        if name != "was" or not row.isdecimal():
            continue
        for cell, was in _texts(str(data[key])).items():
            value = data.get(f"{cell}-{row}")
            if is_cell(cell) and value is not None and tidy(value) != tidy(was):
                found.setdefault(int(row), {})[cell] = Typed(was, value)
    return found


def _texts(told: str) -> dict[str, str]:
    try:
        texts = json.loads(told)
    except ValueError:
        return {}
    return {name: str(text) for name, text in texts.items()} if isinstance(texts, dict) else {}


@dataclass(frozen=True, slots=True)
class Sent:
    """What the script of the grid sends: cells, a row to repeat; `cut` rows had no place.

    A cell is told by its name: budget, cause.h12, cause.n1.
    """

    year: int
    cells: Cells
    same: int | None = None
    cut: int = 0


def sent(body: bytes) -> Sent | None:
    """What the script sent, or None for anything else."""
    try:
        told = json.loads(body)
        year = int(told["year"])
        if "same" in told:
            return Sent(year, {}, same=int(told["same"]))
        if "paste" in told:
            return _pasted(year, told)
        found: Cells = {}
        for cell in told["cells"][: _MOST_ROWS * len(COLUMNS)]:
            if is_cell(cell["column"]):
                typed = Typed(str(cell["was"]), str(cell["value"]))
                found.setdefault(int(cell["row"]), {})[cell["column"]] = typed
        return Sent(year, found)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _pasted(year: int, told: Mapping[str, Any]) -> Sent:
    """Rows from a spreadsheet, laid over the lines of the grid from one cell on.

    A line of a further reason has no cells but its own three: what is pasted beside them is left.
    """
    first = COLUMNS.index(column_of(told["column"]))
    rows: Sequence[Mapping[str, Any]] = told["rows"][:_MOST_ROWS]
    pasted = rows_of(str(told["paste"]))
    found: Cells = {}
    for row, texts in zip(rows, pasted, strict=False):
        cells = {column_of(cell): cell for cell in row["was"] if is_cell(cell)}
        for column, value in zip(COLUMNS[first:], texts, strict=False):
            if cell := cells.get(column):
                typed = Typed(str(row["was"][cell]), value)
                found.setdefault(int(row["row"]), {})[cell] = typed
    return Sent(year, found, cut=max(0, len(pasted) - len(rows)))
