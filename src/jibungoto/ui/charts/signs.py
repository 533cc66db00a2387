"""The signs of a legend, one for each way something is drawn."""

from .figure import Key

# Drawn around 0,0, reaching about 8 to each side; maps draw places with the same.
PATHS = {
    "house": "M0-8 8-1H6v8h-12v-8H-8z",
    "dome": "M-8 5.500a8 8 0 0 1 16 0z",
    "cross": "M-2.500-7.500h5v5h5v5h-5v5h-5v-5h-5v-5h5z",
    "heart": "M0 7.500-7 0a4.200 4.200 0 0 1 7-5 4.200 4.200 0 0 1 7 5z",
    "rhomb": "M0-8 6.500 0 0 8-6.500 0z",
    "hexagon": "M-4-7h8l4 7-4 7h-8l-4-7z",
    "down": "M0 7.500-7.500-6h15z",
    "chevron": "M-8 4 0-6 8 4H3L0 .500-3 4z",
}
_SIGNS = {
    "box": '<rect y="2" width="28" height="12" class="f-{0}"/>',
    "line": '<path d="M0,8H28" class="l s-{0}" stroke-width="2.5"/>',
    "dash": '<path d="M0,8H28" class="l s-{0}" stroke-width="2.5" stroke-dasharray="7 4"/>',
    "dots": '<path d="M1,8H28" class="l s-{0}" stroke-width="2" stroke-dasharray="2 5" '
    'stroke-linecap="round"/>',
    "outline": '<rect x="1" y="3" width="26" height="10" class="f-surface s-{0}" '
    'stroke-width="2"/>',
    "circle": '<circle cx="14" cy="8" r="5.5" class="f-{0}"/>',
    "triangle": '<path d="M14 2l6.5 11.5h-13z" class="f-{0}"/>',
    "square": '<rect x="9" y="3" width="10" height="10" class="f-{0}"/>',
    "diamond": '<path d="M14 1.5 20.5 8 14 14.5 7.5 8z" class="f-surface s-{0}" stroke-width="2"/>',
    "star": '<path d="m14 .5 2.2 5 5.4.5-4.1 3.6 1.2 5.3L14 12.1 9.3 14.9l1.2-5.3L6.4 6l5.4-.5z" '
    'class="f-{0}"/>',
}
_SIGNS |= {
    shape: f'<path transform="translate(14,8) scale(.85)" d="{path}" class="f-{{0}}"/>'
    for shape, path in PATHS.items()
}
SHAPES = tuple(_SIGNS)


def sign(key: Key) -> str:
    """The sign of one entry as SVG whose colours are classes. Raises KeyError for another shape."""
    drawn = _SIGNS[key.shape].format(key.ink)
    return f'<svg class="sign" viewBox="0 0 28 16" aria-hidden="true">{drawn}</svg>'
