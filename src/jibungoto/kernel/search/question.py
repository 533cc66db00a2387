"""A question to the index, whatever the database. Knows no actor and no SQL."""

from collections.abc import Callable
from dataclasses import dataclass

from jibungoto.japan.text import Term

NEVER_BEFORE, NEVER_AFTER = 0, 1 << 62


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: "tuple[Marks, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: "tuple[Marks, ...]"


type Marks = str | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Question:
    """Terms that all must be found, marks that must hold, ids from `since` up to before `until`."""

    municipality_id: int
    terms: tuple[Term, ...]
    marks: Marks
    since: int = NEVER_BEFORE
    until: int = NEVER_AFTER


def written(marks: Marks, both: str, either: str, leaf: Callable[[str], str]) -> str:
    """The marks in a language that has a word for `both` and one for `either`."""
    if isinstance(marks, str):
        return leaf(marks)
    joint = both if isinstance(marks, AllOf) else either
    return "(" + joint.join(written(part, both, either, leaf) for part in marks.parts) + ")"
