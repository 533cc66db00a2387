"""What people read in the five documents, and how much of it the reader found."""

import tomllib
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jibungoto.japan.documents import Reading, read

_FILES = {"machida": "000", "third_plan": "001", "mitaka": "002", "shiroi": "004"}
TRUTH: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "truth.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class Score:
    """Of what is true, how much was found; of what was found, how much is true."""

    recall: float
    precision: float


def text(seeds: Path, city: str) -> str:
    """The document of a city as it came out of its PDF."""
    (file,) = seeds.glob(f"{_FILES[city]}_*.txt")
    return file.read_text(encoding="utf-8")


def reading(seeds: Path, city: str) -> Reading:
    """The document of a city, read."""
    return read(text(seeds, city))


def score(found: Collection[Hashable], true: Collection[Hashable]) -> Score:
    """Exact matches only. Nothing found of nothing true counts as all."""
    both = len(set(found) & set(true))
    return Score(
        both / len(set(true)) if true else 1.0, both / len(set(found)) if found else float(not true)
    )


def scores(seeds: Path, city: str) -> dict[str, Score]:
    """One score for each kind of thing the document holds."""
    said, true = reading(seeds, city), TRUTH[city]
    return {
        kind: score(_found(said, city, kind), [_key(entry) for entry in true[kind]])
        for kind in true
        if isinstance(true[kind], list) and true[kind] and kind != "period"
    }


def _key(entry: Any) -> Hashable:
    return tuple(_key(e) for e in entry) if isinstance(entry, list) else entry


def _found(said: Reading, city: str, kind: str) -> list[Hashable]:
    return _READ.get(f"{city} {kind}", _READ.get(kind, lambda said: []))(said)


_READ: dict[str, Callable[[Reading], list[Hashable]]] = {
    "mitaka items": lambda said: [
        (i.code, i.mark, i.title, tuple(r.text for r in i.references)) for i in said.walk()
    ],
    "items": lambda said: [(i.code, i.title) for i in said.walk()],
    "narratives": lambda said: [
        (i.code, i.narrative[:8], i.narrative[-8:]) for i in said.walk() if i.narrative
    ],
    "indicators": lambda said: [
        (i.name, i.unit, tuple((a.year, a.role, int(a.value or 0)) for a in i.amounts))
        for i in said.indicators
    ],
    "tasks": lambda said: [(t.code, t.title[:12], t.state, t.years) for t in said.tasks],
    "departments": lambda said: list({d for t in said.tasks for d in t.departments}),
    "causes": lambda said: [
        (c.cause[:8], c.countermeasure[:10], "not yet" if c.is_done is False else "")
        for c in said.causes
    ],
    "principles": lambda said: [i.title[:9] for i in said.principles],
    "viewpoints": lambda said: [i.title for i in said.viewpoints],
    "third_plan generations": lambda said: [
        (g.title, g.starts, g.ends, g.policy) for g in said.generations
    ],
    "generations": lambda said: [(g.title, g.decided) for g in said.generations],
    "outcomes": lambda said: [(o.title, o.result[:12], o.direction[:12]) for o in said.outcomes],
    "pairings": lambda said: [(p.kind, p.title, p.text[:10]) for p in said.pairings],
}
