"""Numbers as Japanese documents write them: full-width digits and kanji numerals.

Plain text to int and back. No units of money, time or place: those live with their own meaning.
"""

import re

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "◯": 0,
    "壱": 1,
    "壹": 1,
    "弐": 2,
    "貳": 2,
    "参": 3,
    "參": 3,
}
_SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_LARGE_UNITS = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_SECTION = re.compile(
    r"(?:(?P<千>[一二三四五六七八九]?)千)?(?:(?P<百>[一二三四五六七八九]?)百)?"
    r"(?:(?P<十>[一二三四五六七八九]?)十)?(?P<一>[一二三四五六七八九])?"
)
_CANONICAL = str.maketrans("零○◯壱壹弐貳参參拾萬", "〇〇〇一一二二三三十万")

KANJI_NUMERALS = "".join((*_DIGITS, *_SMALL_UNITS, *_LARGE_UNITS))


def half_width_digits(text: str) -> str:
    """The text with full-width digits made half-width; everything else is left as written."""
    return text.translate(_FULL_WIDTH)


def parse_integer(text: str) -> int:
    """A whole number from half-width, full-width or kanji digits (二〇二六, 二千二十六, 三十).

    Signs, commas and decimals are not numbers here. Raises ValueError.
    """
    plain = half_width_digits(text)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    kanji = plain.translate(_CANONICAL)
    if kanji and all(_DIGITS.get(c, -1) >= 0 for c in kanji):
        return int("".join(str(_DIGITS[c]) for c in kanji))
    if kanji and (value := _with_units(kanji)) is not None:
        return value
    raise ValueError(f"「{text}」を数として読めませんでした。")


def _with_units(kanji: str) -> int | None:
    total, rest = 0, kanji
    for unit, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4)):
        head, found, tail = rest.partition(unit)
        if found:
            section = _section(head)
            if not section:
                return None
            total, rest = total + section * size, tail
    section = _section(rest) if rest else 0
    return None if section is None else total + section


def _section(kanji: str) -> int | None:
    """A number below ten thousand written with 千, 百, 十, or None when it is not well formed."""
    match = _SECTION.fullmatch(kanji)
    if not match or not kanji:
        return None
    total = _DIGITS[match["一"]] if match["一"] else 0
    for unit in ("千", "百", "十"):
        if match[unit] is not None:
            total += (_DIGITS[match[unit]] if match[unit] else 1) * _SMALL_UNITS[unit]
    return total


def kanji_number(number: int) -> str:
    """The number with 十, 百, 千, 万 as official text writes it: 21 → 二十一, 0 → 〇.

    Raises ValueError below 0 and from 10 quadrillion (一京) on.
    """
    if not 0 <= number < 10**16:
        raise ValueError("0から9999兆までの数を漢数字にできます。")
    if number == 0:
        return "〇"
    parts: list[str] = []
    for unit, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4), ("", 1)):
        section, number = divmod(number, size)
        if section:
            parts.append(_kanji_section(section) + unit)
    return "".join(parts)


def _kanji_section(section: int) -> str:
    written = ""
    for unit, size in (("千", 1000), ("百", 100), ("十", 10)):
        digit, section = divmod(section, size)
        if digit:
            written += ("" if digit == 1 else "〇一二三四五六七八九"[digit]) + unit
    return written + ("〇一二三四五六七八九"[section] if section else "")
