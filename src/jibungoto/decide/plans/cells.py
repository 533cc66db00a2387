"""The cells of the progress grid: what somebody types or pastes, and what is shown. Pure."""

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


def read(column: str, typed: str, words: Words) -> Any:
    """The value of what was typed into a column; "" or None for an empty cell. Raises CellError."""
    said = tidy(typed)
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


def texts(report: Progress | None, hurdle: Hurdle | None) -> dict[str, str]:
    """All cells of a measure's year as they are shown."""
    return {
        **{name: text(getattr(report, name, None)) for name in REPORTED},
        **{name: text(getattr(hurdle, name, None)) for name in HINDERED},
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
