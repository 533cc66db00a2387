"""全国地方公共団体コード: six digits, of which the last checks the others. Text, never integers.

Spreadsheets drop leading zeros and statistics drop the check digit. Reading repairs both and says
so; it never repairs a wrong check digit.
"""

from dataclasses import dataclass

from .numerals import half_width_digits
from .prefectures import PREFECTURES, Prefecture


class CodeError(ValueError):
    """A municipality code that cannot be accepted; its text is a sentence."""


@dataclass(frozen=True, slots=True, order=True)
class MunicipalityCode:
    """A checked code: MunicipalityCode("132098") is 町田市. Raises CodeError when it is wrong."""

    six: str

    def __post_init__(self) -> None:
        _check(self.six)

    @property
    def five(self) -> str:
        """Without the check digit, as census tables write it."""
        return self.six[:5]

    @property
    def prefecture(self) -> Prefecture:
        return PREFECTURES[self.six[:2]]

    @property
    def is_prefecture(self) -> bool:
        """Whether the code names a prefecture itself (130001 東京都)."""
        return self.six[2:5] == "000"

    def __str__(self) -> str:
        return self.six


@dataclass(frozen=True, slots=True)
class CodeReading:
    """A code as read, with the sentence that says what was repaired, if anything was."""

    code: MunicipalityCode
    repair: str | None = None


def check_digit(five: str) -> str:
    """The sixth digit: (11 − (6a+5b+4c+3d+2e) mod 11) mod 10."""
    total = sum(weight * int(digit) for weight, digit in zip((6, 5, 4, 3, 2), five, strict=True))
    return str((11 - total % 11) % 10)


def read_code(text: str, *, expected: MunicipalityCode | None = None) -> CodeReading:
    """Read 132098, 13209, １３２０９８, 92011 (012011 or 09201 without its zero), 1100.

    A five-digit text may be a code without check digit or one without its leading zero. Where
    both fit, `expected` (a code of the same prefecture) decides, else the first is taken and the
    repair sentence says so. Raises CodeError.
    """
    digits = half_width_digits(text.strip())
    if not digits:
        raise CodeError("市区町村コードが書かれていません。")
    if not (digits.isascii() and digits.isdigit()):
        raise CodeError(f"「{text}」に数字でない文字があります。6けたの数字で書いてください。")
    match len(digits):
        case 6:
            return CodeReading(MunicipalityCode(digits))
        case 5:
            return _read_five(digits, expected)
        case 4:
            code = _completed("0" + digits)
            return CodeReading(
                code, f"「{digits}」は先頭の0と検査数字が落ちていたので、{code}と読みました。"
            )
    raise CodeError(
        f"「{text}」は{len(digits)}けたです。コードは6けた（検査数字なしなら5けた）で書いてください。"
    )


def _read_five(digits: str, expected: MunicipalityCode | None) -> CodeReading:
    without_check = _plausible(digits + check_digit(digits))
    without_zero = _plausible("0" + digits)
    no_check = f"「{digits}」に検査数字を補い、{without_check}と読みました。"
    no_zero = f"「{digits}」は先頭の0が落ちていたので、{without_zero}と読みました。"
    if without_check and without_zero:
        if expected and expected.six[:2] == without_zero.six[:2]:
            return CodeReading(without_zero, no_zero)
        if expected and expected.six[:2] == without_check.six[:2]:
            return CodeReading(without_check, no_check)
        return CodeReading(
            without_check,
            f"{no_check}先頭の0が落ちた{without_zero}とも読めます。確かめてください。",
        )
    if without_check:
        return CodeReading(without_check, no_check)
    if without_zero:
        return CodeReading(without_zero, no_zero)
    raise CodeError(f"「{digits}」は市区町村コードとして読めません。6けたで書いてください。")


def _completed(five: str) -> MunicipalityCode:
    return MunicipalityCode(five + check_digit(five))


def _plausible(six: str) -> MunicipalityCode | None:
    # Municipal numbers begin at 100 (designated cities and wards); 000 is the prefecture.
    if 0 < int(six[2:5]) < 100:
        return None
    try:
        return MunicipalityCode(six)
    except CodeError:
        return None


def _check(six: str) -> None:
    if len(six) != 6 or not (six.isascii() and six.isdigit()):
        raise CodeError(f"「{six}」は6けたの数字ではありません。")
    if six[:2] not in PREFECTURES:
        raise CodeError(f"「{six}」の先頭2けたは、都道府県の番号（01から47）ではありません。")
    right = check_digit(six[:5])
    if six[5] != right:
        raise CodeError(
            f"「{six}」の検査数字（最後の1けた）が合いません。正しくは{six[:5]}{right}です。"
            "写しまちがいがないか確かめてください。"
        )
