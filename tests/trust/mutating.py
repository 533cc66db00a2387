"""Files spoilt as files are spoilt in life and by malice: cut, shuffled, filled with rubbish."""

import hashlib
import io
import random
import zipfile
from collections.abc import Callable

from openpyxl import load_workbook

RUBBISH = [
    "", "x", "-", "?", "9" * 30, "-1", "1e9", "1e400", "三", "0.5", "=1+1", '"', "\x00", "\u3000",
    "令和99年", "昭和64年1月8日", "2026-02-30", "0000-00-00", "あ" * 500, "NaN", "Infinity", "１２",
    "1,2", "\u202e", "🏠", "𠮷", "#REF!", "総数", "合計", "<script>", "{{ 7 }}", "%s%n", "\r",
    "'--", "../../etc/passwd", "１－（１）－①",
]  # fmt: skip
_NEITHER = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])  # Excel has no such letters
ENCODINGS = ("utf-8", "utf-8", "utf-8", "cp932", "utf-8-sig", "utf-16", "euc_jp")


def spoilt_table(content: bytes, chance: random.Random) -> bytes:
    """A CSV file with one to five things done to it, and perhaps in another encoding."""
    text = content.decode()
    for _ in range(chance.randint(1, 5)):
        text = _CHANGES[chance.randrange(len(_CHANGES))](text, chance)
    made = text.encode(chance.choice(ENCODINGS), errors="replace")
    return made[: -chance.randint(1, 3)] if chance.random() < 0.1 else made


def spoilt_bytes(content: bytes, chance: random.Random) -> bytes:
    """Any file with bytes changed, taken out, put in twice, or its end missing."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made) + 1)
        what = chance.randrange(4)
        if what == 0 and at < len(made):
            made[at] = chance.randrange(256)
        elif what == 1:
            del made[at : at + chance.randint(1, 40)]
        elif what == 2:
            made[at:at] = made[at : at + chance.randint(1, 40)]
        elif chance.random() < 0.3:
            del made[at:]
    return bytes(made)


def spoilt_zip(content: bytes, chance: random.Random) -> bytes:
    """An archive that opens, with one of its files spoilt or missing; or one that does not open."""
    if chance.random() < 0.2:
        return spoilt_bytes(content, chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(packed, "w") as archive:
        names = whole.namelist()
        chosen = chance.choice(names)
        for name in names:
            told = whole.read(name)
            if name == chosen and chance.random() < 0.2:
                continue
            archive.writestr(name, spoilt_bytes(told, chance) if name == chosen else told)
    return packed.getvalue()


def spoilt_workbook(content: bytes, chance: random.Random) -> bytes:
    """A workbook with rubbish in cells, rows twice or gone, a sheet less; or spoilt as a zip."""
    if chance.random() < 0.3:
        return spoilt_zip(content, chance)
    book = load_workbook(io.BytesIO(content))
    for _ in range(chance.randint(1, 6)):
        sheet = chance.choice(book.worksheets)
        row, column = chance.randint(1, sheet.max_row + 1), chance.randint(1, sheet.max_column + 1)
        what = chance.randrange(6)
        if what < 3:
            sheet.cell(row, column).value = chance.choice(RUBBISH).translate(_NEITHER)
        elif what == 3:
            sheet.delete_rows(row)
        elif what == 4:
            sheet.append([cell.value for cell in sheet[min(row, sheet.max_row)]])
        elif len(book.worksheets) > 1 and chance.random() < 0.3:
            book.remove(sheet)
        else:
            sheet.insert_cols(column)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text) + 1)]


def _inserted(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(RUBBISH) + text[at:]


def _by_lines(change: Callable[[list[str], int, random.Random], list[str]]):
    def changed(text: str, chance: random.Random) -> str:
        lines = text.splitlines() or [""]
        return "\r\n".join(change(lines, chance.randrange(len(lines)), chance))

    return changed


def _cell(lines: list[str], at: int, chance: random.Random) -> list[str]:
    cells = lines[at].split(",")
    cells[chance.randrange(len(cells))] = chance.choice(RUBBISH)
    return [*lines[:at], ",".join(cells), *lines[at + 1 :]]


def _shuffled(lines: list[str], at: int, chance: random.Random) -> list[str]:
    return sorted(lines, key=lambda line: hashlib.sha256(f"{at}{line}".encode()).digest())


def _column(lines: list[str], at: int, chance: random.Random) -> list[str]:
    if chance.random() < 0.5:
        return [line.partition(",")[2] for line in lines]
    return [f"{chance.choice(RUBBISH)},{line}" for line in lines]


_CHANGES = (
    _cut,
    _inserted,
    _by_lines(_cell),
    _by_lines(_cell),
    _by_lines(_cell),
    _by_lines(lambda lines, at, _: [*lines[: at + 1], *lines[at:]]),
    _by_lines(lambda lines, at, _: [*lines[:at], *lines[at + 1 :]]),
    _by_lines(_shuffled),
    _by_lines(_column),
)
