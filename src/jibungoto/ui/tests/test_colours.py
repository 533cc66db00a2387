"""The promises of the palette: contrast in the light and in the dark, read from the sheets."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parent.parent / "assets/css"
_TOKEN = re.compile(r"(--[\w-]+):\s*(#[0-9a-fA-F]{6})")


def _read(*names: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        text = (CSS / name).read_text(encoding="utf-8").split("@media")[0]
        found.update(_TOKEN.findall(text))
    return found


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((_light(a), _light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT = [
    ("--ink", "--paper", 12),
    ("--ink-2", "--paper", 7),
    ("--ink-2", "--sunken", 7),
    ("--ink-3", "--paper", 5.5),
    ("--ink-3", "--sunken", 4.5),
    ("--link", "--paper", 7),
    ("--link", "--surface", 7),
    ("--visited", "--paper", 4.5),
    ("--on-ai", "--ai", 7),
    ("--on-ai", "--ai-hover", 4.5),
    ("--ai", "--ai-soft", 4.5),
    ("--on-deep", "--ai-deep", 7),
    ("--on-deep-2", "--ai-deep", 7),
    ("--tokiwa-ink", "--tokiwa-soft", 4.5),
    ("--shu-ink", "--shu-soft", 4.5),
    ("--yamabuki-ink", "--yamabuki-soft", 4.5),
    ("--shu-ink", "--paper", 4.5),
    ("--line-strong", "--paper", 3),
    ("--line-strong", "--surface", 3),
    ("--d-here", "--paper", 3),
    ("--d-city", "--paper", 3),
    ("--d-then", "--paper", 3),
    ("--d-agree", "--paper", 3),
    ("--d-disagree", "--paper", 3),
]


@pytest.mark.parametrize(
    "sheets", [("tokens.css",), ("tokens.css", "dark.css")], ids=["light", "dark"]
)
@pytest.mark.parametrize("front, back, least", TEXT)
def test_words_and_edges_stand_out_enough(
    sheets: tuple[str, ...], front: str, back: str, least: float
) -> None:
    values = _read(*sheets)
    assert contrast(values[front], values[back]) >= least


def test_the_dark_answers_for_every_colour_of_the_light_that_is_not_shared() -> None:
    shared = {"--on-deep"}
    assert set(_read("tokens.css")) - set(_read("dark.css")) <= shared


def test_every_colour_a_sheet_uses_is_in_the_palette() -> None:
    known = set(re.findall(r"(--[\w-]+):", (CSS / "tokens.css").read_text(encoding="utf-8")))
    used = {
        name
        for sheet in CSS.glob("*.css")
        for name in re.findall(r"var\((--[\w-]+)\)", sheet.read_text(encoding="utf-8"))
    }
    assert used <= known
