"""What was read from a picture."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .identity import Identity
from .layout import Box

SURE = 0.9  # the confidence line: below it a person looks


class State(StrEnum):
    """What a box to mark looks like."""

    EMPTY = "empty"
    FILLED = "filled"
    STRUCK = "struck"  # marked, then taken back by lines through it
    DOUBTFUL = "doubtful"


class Fault(StrEnum):
    """Why a picture can't be read, or not well."""

    NO_PAGE = "no_page"  # none of the corners: no sheet of ours, or far too blurred
    NO_QR = "no_qr"
    FOREIGN_QR = "foreign_qr"  # a QR, of something else
    UNKNOWN = "unknown"  # ours, but of no questionnaire known here
    OTHER_LAYOUT = "other_layout"  # known, printed with other places
    CUT_OFF = "cut_off"  # boxes lie outside the picture
    BLURRED = "blurred"
    COARSE = "coarse"  # too few dots for a box
    DARK = "dark"  # boxes in a shadow too deep, or washed out


@dataclass(frozen=True, slots=True)
class MarkReading:
    """One box to mark. `crop`: where it lies in `PageReading.picture`, in millimetres.

    `likeliest` is what a doubtful one would be, if one had to say.
    """

    item: str
    key: str
    state: State
    confidence: float
    crop: Box
    likeliest: State = State.DOUBTFUL


@dataclass(frozen=True, slots=True)
class FieldReading:
    """A place to write in: only whether something stands there. What it says, a person reads."""

    item: str
    written: bool
    confidence: float
    crop: Box


@dataclass(frozen=True)
class PageReading:
    """One picture. `picture` is the page laid flat, grey, `scale` dots a millimetre; or as it came.

    `stops` says whether the faults leave nothing that could be used.
    """

    identity: Identity | None = None
    faults: tuple[Fault, ...] = ()
    marks: tuple[MarkReading, ...] = ()
    fields: tuple[FieldReading, ...] = ()
    turned: int = 0  # degrees, to the nearest quarter
    dpi: float = 0.0
    said: str = ""  # what a foreign QR says
    picture: Any = field(default=None, repr=False, compare=False)
    scale: float = 0.0

    @property
    def stops(self) -> bool:
        return not self.marks and not self.fields
