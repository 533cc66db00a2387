"""Whether a city's colour can be told from the ground it lies on. Pure."""

# The paper of a light page and the darkest ground of a dark one (ui/assets/css).
PAPER, DARK = "#faf8f3", "#13151d"
LEAST = 3.0  # WCAG 2.2, 1.4.11: shapes one must be able to tell


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
