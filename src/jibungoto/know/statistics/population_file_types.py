"""What a file of people by area says, as values. Importers read files into these."""

import datetime as dt
from dataclasses import dataclass, field

from jibungoto.kernel.intake.kinds import Problem


@dataclass(frozen=True, slots=True)
class Counted:
    """One row: an area and its people; None is not known."""

    line: int
    code: str
    name: str
    taken_on: dt.date
    suppressed: bool
    total: int | None
    men: int | None
    women: int | None
    households: int | None
    men_unknown: int | None
    women_unknown: int | None
    men_by_age: tuple[int, ...]
    women_by_age: tuple[int, ...]
    both_by_age: tuple[int, ...]
    merged_into: str = ""  # the code of the area in which a withheld one is counted


@dataclass(slots=True)
class PopulationFile:
    """What a table holds, what was assumed, what is wrong."""

    lows: tuple[int, ...] = ()
    rows: list[Counted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PopulationBook:
    """The tables of a file; the names of all its sheets, and which was asked for."""

    files: tuple[PopulationFile, ...]
    sheets: tuple[str, ...]
    sheet: str
