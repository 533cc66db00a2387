"""The cells of the progress grid: what somebody types or pastes, and what is shown. Pure.

A measure has one cell of each reported column in a year, and three for each reason why it did not
get on: those carry in their name which one they are of, cause.h12 (its id) or cause.n1 (a new one).
"""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.japan.eras import JapaneseDateError, parse_date
from jibungoto.japan.yen import YenError, parse_yen
from jibungoto.ui.listing import listed

from .models import Hurdle, Progress

REPORTED = ("state", "done", "done_on", "budget", "spent")
HINDERED = ("cause", "remedy", "remedy_state")
COLUMNS = (*REPORTED, *HINDERED)
NEW = "n1"
_MOST = {"done": 600, "cause": 300, "remedy": 300}
_LARGEST = 10**15


class CellError(ValueError):
    """What was typed cannot stand in its cell; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Words:
    """What states are called: those of measures by the municipality, of remedies by the house."""

    states: Mapping[str, str]

    @property
    def remedies(self) -> Mapping[str, str]:
        return {key: str(label) for key, label in Hurdle.Remedy.choices}


def column_of(cell: str) -> str:
    """The column a cell stands in: cause for cause.h12."""
    return cell.partition(".")[0]


def hurdle_of(cell: str) -> str:
    """Which reason a cell is of: h12, n1; "" for a reported cell."""
    return cell.partition(".")[2]


def is_cell(cell: str) -> bool:
    """Whether a grid may have a cell of this name."""
    column, key = column_of(cell), hurdle_of(cell)
    if column in HINDERED:
        return key[:1] in ("h", "n") and key[1:].isdecimal() and len(key) < 20
    return cell in REPORTED


def key_of(hurdle: Hurdle | None, place: int = 1) -> str:
    """How the cells of a reason are told from others': h12, or n1 for one to be written."""
    return f"h{hurdle.pk}" if hurdle is not None else f"n{place}"


def read(cell: str, typed: str, words: Words) -> Any:
    """The value of what was typed into a cell; "" or None for an empty one. Raises CellError."""
    said, column = tidy(typed), column_of(cell)
    if column in _MOST:
        if len(said) > _MOST[column]:
            raise CellError(
                _("長すぎます（{}字）。{}字までにしてください。").format(len(said), _MOST[column])
            )
        return said
    if column == "state":
        return _choice(said, words.states)
    if column == "remedy_state":
        return _choice(said, words.remedies)
    if not said:
        return None
    try:
        return parse_date(said) if column == "done_on" else _amount(said)
    except (JapaneseDateError, YenError) as error:
        raise CellError(str(error)) from None


def tidy(typed: str) -> str:
    """Line breaks as the house writes them, nothing around."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()


def text(value: Any) -> str:
    """A value as its cell shows it: 2024/5/10, 1,200,000, a key of a state."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f"{value.year}/{value.month}/{value.day}"
    return f"{value:,}" if isinstance(value, int) else tidy(str(value))


def texts(report: Progress | None, hurdles: Mapping[str, Hurdle | None]) -> dict[str, str]:
    """All cells of a measure's year as they are shown; `hurdles` by their keys."""
    return {
        **{name: text(getattr(report, name, None)) for name in REPORTED},
        **{
            f"{name}.{key}": text(getattr(hurdle, name, None))
            for key, hurdle in hurdles.items()
            for name in HINDERED
        },
    }


def _choice(said: str, words: Mapping[str, str]) -> str:
    if not said or said in words:
        return said
    key = unicodedata.normalize("NFKC", said)
    for one, word in words.items():
        if unicodedata.normalize("NFKC", word) == key:
            return one
    raise CellError(
        _("「{said}」は選べません。{words}のどれかにしてください。").format(
            said=said, words=listed(words.values(), "・")
        )
    )


def _amount(said: str) -> int:
    amount = parse_yen(said)
    if not 0 <= amount < _LARGEST:
        raise CellError(_("「{}」は金額として大きすぎるか、0より小さい数です。").format(said))
    return amount
