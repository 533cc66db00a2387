"""The reader on invented documents, each set in a way of its own; what it finds is published.

`layouts/*.toml` hold a document's text and what a person reads in it. Each kind must be found
whole, and nothing else with it.
"""

import tomllib
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pytest

from jibungoto.japan.documents import read

from .truth import _key, score

LAYOUTS: dict[str, dict[str, Any]] = {
    file.stem: tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted((Path(__file__).parent / "layouts").glob("*.toml"))
}
_WORDS = {True: "done", False: "not yet", None: ""}
_BEGINS = 12  # letters of a narrative that are compared


def found(text: str) -> dict[str, Any]:
    """What the reader finds in a text, as the truths tell it."""
    said = read(text)
    return {
        "title": said.title,
        "period": said.period,
        "horizon": said.horizon,
        "marks": [(m.sign, m.meaning) for m in said.marks],
        "items": [(i.code, i.mark, i.title, i.departments) for i in said.walk()],
        "narratives": [(i.code, i.narrative[:_BEGINS]) for i in said.walk() if i.narrative],
        "indicators": [
            (i.name, i.unit, tuple((a.year, a.role, str(a.value)) for a in i.amounts))
            for i in said.indicators
        ],
        "tasks": [(t.code, t.title, t.departments, t.state, t.years) for t in said.tasks],
        "causes": [(c.cause, c.countermeasure, _WORDS[c.is_done]) for c in said.causes],
    }


def _true(layout: dict[str, Any], kind: str) -> list[Hashable]:
    entries = [_key(entry) for entry in layout[kind]]
    if kind == "narratives":
        return [(code, begins[:_BEGINS]) for code, begins in entries]  # type: ignore[misc]
    return entries


@pytest.mark.parametrize("name", LAYOUTS)
def test_everything_in_a_layout_is_found_and_nothing_else(name: str) -> None:
    layout = LAYOUTS[name]
    said = found(layout["text"])
    told = {}
    for kind in ("marks", "items", "narratives", "indicators", "tasks", "causes"):
        if kind in layout:
            told[kind] = score(said[kind], _true(layout, kind))
            print(f"{name:20} {kind:12} recall {told[kind].recall:.3f} "  # noqa: T201
                  f"precision {told[kind].precision:.3f}")  # fmt: skip
    assert {k: (s.recall, s.precision) for k, s in told.items()} == {k: (1, 1) for k in told}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_tells_its_title_and_its_time(name: str) -> None:
    layout = LAYOUTS[name]
    said = found(layout["text"])
    assert said["title"] == layout["title"]
    assert said["period"] == (tuple(layout["period"]) if "period" in layout else None)
    assert said["horizon"] == layout.get("horizon")
