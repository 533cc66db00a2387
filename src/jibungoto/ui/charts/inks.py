"""Colours of pictures by their meaning. A drawing carries stand-in colours; cleaning turns them
into classes, so that one SVG serves the light, the dark and paper."""

# Meaning → custom property that holds the colour.
INKS = {
    "here": "--d-here",
    "here-soft": "--d-here-soft",
    "city": "--d-city",
    "then": "--d-then",
    "agree": "--d-agree",
    "pass": "--d-pass",
    "disagree": "--d-disagree",
    "ga": "--d-ga",
    "gb": "--d-gb",
    "gc": "--d-gc",
    "grid": "--d-grid",
    "land": "--d-land",
    "water": "--d-water",
    "ink": "--ink",
    "ink-2": "--ink-2",
    "ink-3": "--ink-3",
    "edge": "--line-strong",
    "surface": "--surface",
    "paper": "--paper",
    "done": "--tokiwa",
    "late": "--shu",
    "wait": "--yamabuki",
    "halo": "--surface",
    # At the end: the colour a drawing carries follows from the place in this list.
    "gd": "--d-gd",
    "ge": "--d-ge",
    "gf": "--d-gf",
}
_PREFIX = "#fe00"
STAND_INS = {f"{_PREFIX}{number:02x}": name for number, name in enumerate(INKS)}
_BY_NAME = {name: colour for colour, name in STAND_INS.items()}


def ink(name: str) -> str:
    """The stand-in colour of a meaning. Raises KeyError for one that has no colour."""
    return _BY_NAME[name]
