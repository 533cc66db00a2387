"""`{% load ui %}`: gathers the tags of jibungoto.ui.tags under one name."""

from jibungoto.ui.tags import (
    assets,
    blocks,
    breaks,
    charts,
    contours,
    forms,
    icicles,
    keeping,
    listing,
    navigation,
    parts,
    places,
    readings,
    shapes,
    words,
)
from jibungoto.ui.tags.library import register

__all__ = [
    "assets",
    "blocks",
    "breaks",
    "charts",
    "contours",
    "forms",
    "icicles",
    "keeping",
    "listing",
    "navigation",
    "parts",
    "places",
    "readings",
    "register",
    "shapes",
    "words",
]
