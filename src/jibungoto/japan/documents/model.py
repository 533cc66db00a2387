"""What is read out of a plan's document. Values only."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of the text something was read from, counted from 1, both included."""

    first: int
    last: int

    def __or__(self, other: "Source") -> "Source":
        return Source(min(self.first, other.first), max(self.last, other.last))

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign and what the document says it means: ◎ 主要事業."""

    sign: str
    meaning: str
    source: Source
    confidence: float


@dataclass(frozen=True, slots=True)
class Reference:
    """Another part or plan an item points to, as written: 第５部－第１ 地域福祉の推進."""

    text: str
    source: Source


@dataclass(slots=True)
class Item:
    """One numbered or bulleted entry of a tree. `code` is the way from the root: 1-(1)-①."""

    code: str
    written: str  # as the document writes it: １－（１）－①
    level: int  # from 1
    title: str
    source: Source
    confidence: float
    level_name: str = ""  # 施策, 推進する仕組み; "" where the document does not say
    mark: str = ""
    departments: tuple[str, ...] = ()
    references: list[Reference] = field(default_factory=list)
    narrative: str = ""
    narrative_source: Source | None = None
    doubts: list[str] = field(default_factory=list)
    children: list["Item"] = field(default_factory=list)

    def walk(self) -> Iterator["Item"]:
        """The entry and all below it, in the document's order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Amount:
    """A value of an indicator for a year. `value` None: `written` is no number (増加, －)."""

    year: int | None  # western; None where the column names none
    year_written: str  # 平成 34 年
    is_fiscal: bool  # 年度
    role: str  # baseline, target, actual
    label: str  # 前期目標値
    value: Decimal | None
    written: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A quantity a plan is measured by."""

    name: str
    unit: str
    amounts: tuple[Amount, ...]
    description: str
    source: Source
    confidence: float

    @property
    def direction(self) -> str:
        """up or down, by its first and last value; "" where they do not tell."""
        values = [a.value for a in self.amounts if a.value is not None]
        if len(values) < 2 or values[0] == values[-1]:
            return ""
        return "up" if values[-1] > values[0] else "down"


@dataclass(frozen=True, slots=True)
class Generation:
    """A plan the document names: its period or year, its policy, its place in the lineage."""

    title: str
    starts: int | None
    ends: int | None
    policy: str
    source: Source
    confidence: float
    horizon: int | None = None
    decided: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A row of a table of measures: what, who, what was done when. state: done, not_started, ""."""

    code: str
    title: str
    departments: tuple[str, ...]
    done: str
    state: str
    years: tuple[int, ...]  # fiscal years, western
    source: Source
    confidence: float


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something stalled, and what is to be done about it. is_done None: not said."""

    cause: str
    countermeasure: str
    is_done: bool | None
    source: Source
    confidence: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a measure, and where it goes next."""

    title: str
    result: str
    direction: str
    source: Source
    confidence: float


@dataclass(frozen=True, slots=True)
class Pairing:
    """A heading and the passage that belongs to it, out of a group of several such.

    group names the section they stand in; kind: issue, policy, measure, or "".
    """

    group: str
    kind: str
    title: str
    text: str
    source: Source
    confidence: float


@dataclass(slots=True)
class Reading:
    """Everything that was read."""

    title: str = ""
    period: tuple[int, int] | None = None  # fiscal years, western
    horizon: int | None = None
    marks: list[Mark] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)  # roots, in the document's order
    viewpoints: list[Item] = field(default_factory=list)
    principles: list[Item] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    generations: list[Generation] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    pairings: list[Pairing] = field(default_factory=list)
    related: list[Reference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def walk(self) -> Iterator[Item]:
        """Every entry of the tree."""
        for item in self.items:
            yield from item.walk()
