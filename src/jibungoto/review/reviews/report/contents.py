"""The contents of a yearly report as plain values, to and from what is stored. Pure."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Count:
    """How many measures stood in a state at the end of the year, and of the year before."""

    state: str  # "" is not reported
    word: str
    number: int
    last: int


@dataclass(frozen=True, slots=True)
class Line:
    """A measure in the year: what its department reported."""

    code: str
    title: str
    short: str  # of its node's address
    departments: str
    state: str
    word: str
    last_word: str
    done: str = ""
    done_on: str = ""
    budget: int | None = None
    spent: int | None = None
    same_as_last: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """A branch of the plan with its measures in their order."""

    code: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an indicator as it held when the report was made."""

    role: str
    year: int
    value: str = ""
    words: str = ""
    label: str = ""
    written: str = ""
    is_fiscal: bool = True
    status: str = "final"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    """An indicator with all that held of it until the year."""

    name: str
    unit: str
    direction: str
    decimals: int
    formula: str
    source: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Stalled:
    """A measure that did not get on: why, and what is done about it."""

    code: str
    title: str
    short: str
    word: str
    cause: str
    remedy: str = ""
    remedy_word: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A department of the year's review round; `answered` is a day, or empty."""

    department: str
    measures: int
    answered: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """A yearly report as a whole."""

    plan: str
    slug: str
    period: str
    year: int
    made_on: str
    counts: tuple[Count, ...]
    policies: tuple[Policy, ...]
    gauges: tuple[Gauge, ...]
    stalled: tuple[Stalled, ...]
    answers: tuple[Answer, ...]
    source: str = ""

    @property
    def lines(self) -> list[Line]:
        return [line for policy in self.policies for line in policy.lines]

    @property
    def number(self) -> int:
        return len(self.lines)

    @property
    def reported(self) -> int:
        return sum(1 for line in self.lines if line.state)

    @property
    def budget(self) -> int | None:
        return _sum(line.budget for line in self.lines)

    @property
    def spent(self) -> int | None:
        return _sum(line.spent for line in self.lines)

    def to_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    def digest(self) -> str:
        """Equal for two reports that say the same, on whatever day they were made."""
        said = {**self.to_json(), "made_on": ""}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=list)
        return hashlib.sha256(text.encode()).hexdigest()


def _sum(amounts: Any) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def read(stored: Mapping[str, Any]) -> Contents:
    """What to_json() was asked of."""
    policies = [
        Policy(p["code"], p["title"], tuple(Line(**line) for line in p["lines"]))
        for p in stored["policies"]
    ]
    gauges = [
        Gauge(**{**g, "values": tuple(Value(**v) for v in g["values"])}) for g in stored["gauges"]
    ]
    return Contents(
        **{
            **stored,
            "counts": tuple(Count(**c) for c in stored["counts"]),
            "policies": tuple(policies),
            "gauges": tuple(gauges),
            "stalled": tuple(Stalled(**s) for s in stored["stalled"]),
            "answers": tuple(Answer(**a) for a in stored["answers"]),
        }
    )
