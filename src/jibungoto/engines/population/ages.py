"""The axes of a population table: age classes with an open end, and sexes told or not told."""

from dataclasses import dataclass
from enum import Enum
from typing import Self


class AgeError(ValueError):
    """The age classes don't fit what is asked of them."""


@dataclass(frozen=True, slots=True)
class Ages:
    """Age classes by their lowest ages: equally wide from 0, the last one open (85+, 75+, 100+).

    The width of a class is also the length of a projection step in years. Raises AgeError unless
    there are at least three classes, from 0 up, all of the same width.
    """

    lows: tuple[int, ...]

    def __post_init__(self) -> None:
        lows = self.lows
        if len(lows) < 3 or lows[0] != 0 or lows[1] <= 0:
            raise AgeError(f"age classes must begin at 0 and be three at least: {lows}")
        if lows != tuple(range(0, lows[1] * len(lows), lows[1])):
            raise AgeError(f"age classes must be equally wide: {lows}")

    @classmethod
    def up_to(cls, terminal: int, width: int = 5) -> Self:
        """Classes of `width` years up to the open one that begins at `terminal`."""
        return cls(tuple(range(0, terminal + 1, width)))

    @property
    def width(self) -> int:
        """Years in a closed class and in a projection step."""
        return self.lows[1]

    @property
    def terminal(self) -> int:
        """The lowest age of the open class."""
        return self.lows[-1]

    def __len__(self) -> int:
        return len(self.lows)

    def at(self, low: int) -> int:
        """The position of the class that begins at `low`; raises AgeError if none does."""
        try:
            return self.lows.index(low)
        except ValueError:
            raise AgeError(f"no class begins at age {low}: {self.lows}") from None

    def span(self, low: int, high: int | None = None) -> slice:
        """The classes of ages `low` up to, but without, `high` (None: to the open end).

        Raises AgeError where a class begins before and ends after such a border.
        """
        stop = len(self) if high is None else self.at(high)
        return slice(self.at(low), stop)


class Sexes(Enum):
    """The sex axis: men and women apart, or one column for both together."""

    BOTH = ("both",)
    APART = ("male", "female")

    def __len__(self) -> int:
        return len(self.value)

    @property
    def of_mothers(self) -> int:
        """Where women stand; for BOTH the one column, and ratios are per person, not per woman."""
        return len(self.value) - 1
