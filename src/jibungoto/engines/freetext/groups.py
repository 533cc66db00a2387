"""What is told of texts put into groups. Plain values: neither numpy nor a dictionary of words."""

from dataclasses import dataclass

VERSION = "freetext 1"
# Which stances are told, in the order they are shown.
STANCES = ("for", "against", "wish", "stop", "worry", "thanks")


@dataclass(frozen=True, slots=True)
class Group:
    """Texts about one thing. Members are places in the input, the most central first."""

    members: tuple[int, ...]
    keywords: tuple[str, ...]
    sentences: tuple[tuple[int, str], ...]
    stances: dict[str, int]  # stance -> texts
    opposed: tuple[str, str] | None  # two opposite stances that both stand in the group
    parent: int  # number of its upper group
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Grouping:
    """All that was found. `rest` are texts that belong nowhere: empty ones, or with words of
    their own only. `families` are texts that say the same, two or more of them."""

    groups: tuple[Group, ...]
    rest: tuple[int, ...]
    families: tuple[tuple[int, ...], ...]
    stances: tuple[frozenset[str], ...]  # of each text
    places: tuple[tuple[float, float], ...]  # of each text, on a map of -1 to 1
    tried: tuple[tuple[int, float], ...]  # number of groups -> how well it was found again
    parameters: dict[str, float]
    seed: int
    sha256: str  # of the texts, in order of their keys
