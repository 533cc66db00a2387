"""Surveys that are often wanted, as a beginning: read from presets.toml. Pure."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Preset:
    key: str
    title: str
    summary: str
    why: str
    use: str
    thanks: str
    questions: tuple[dict[str, Any], ...]


@cache
def presets() -> tuple[Preset, ...]:
    """The templates in their order."""
    read = tomllib.loads((Path(__file__).parent / "presets.toml").read_text("utf-8"))
    return tuple(Preset(**{**one, "questions": tuple(one["questions"])}) for one in read["preset"])


def preset(key: str) -> Preset | None:
    return next((p for p in presets() if p.key == key), None)
