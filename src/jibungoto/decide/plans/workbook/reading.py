"""A workbook read back into records; what is wrong is told by sheet, cell and heading."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from jibungoto.japan.eras import JapaneseDateError, parse_date
from jibungoto.japan.tables.model import Grid, column_letter
from jibungoto.japan.tables.reading import read_grids
from jibungoto.japan.text import search_key
from jibungoto.japan.yen import YenError, parse_yen
from jibungoto.kernel.intake.kinds import Problem, Unfit, Upload
from jibungoto.ui.listing import quoted

from .columns import BY_TITLE, GUIDE, LOOK, Column, Sheet
from .records import MEASURE, PLAN, Key, Told, clean, joined, number, split, year_of
from .writing import Words

_YES = ("○", "〇", "◯", "1", "はい", "TRUE", "true", "同じ")
_NO = ("", "×", "0", "いいえ", "FALSE", "false")
_MOST_LEVEL = 99


class _Bad(ValueError):
    """A cell that can't be read; the message says why."""


@dataclass(slots=True)
class Read:
    """What a workbook says, where each thing stands, and what is wrong with it."""

    told: Told = field(default_factory=Told)
    places: dict[Key, tuple[Sheet, int, dict[str, int]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fault(self, key: Key, field: str, sentence: str, value: str = "") -> None:
        """Something wrong with a field of a record, said at its cell."""
        sheet, row, columns = self.places[key]
        self.problems.append(_problem(sheet, row, sheet.column(field), columns, value, sentence))


def read_book(upload: Upload, words: Words) -> Read:
    """The records of a workbook. Raises Unfit where it is none of ours, TableError for no workbook.

    `words` are the choices of the columns that offer some: key -> word.
    """
    grids = {grid.source.sheet or "": grid for grid in read_grids(upload.content, name=upload.name)}
    grids = {_said_today(title): grid for title, grid in grids.items()}
    known = {title: grid for title, grid in grids.items() if title.strip() in BY_TITLE}
    if "計画" not in {title.strip() for title in known}:
        raise Unfit(
            _("「計画」というシートがありません。ひな形か、書き出したファイルをお使いください。")
        )
    found = Read()
    others = [title for title in grids if title not in known and title.strip() != GUIDE]
    if others:
        found.notes.append(_("シート{}は読んでいません。").format(quoted(others)))
    for title, grid in known.items():
        _Reader(BY_TITLE[title.strip()], grid, found, words).read()
    plans = found.told.of(PLAN)
    if not plans and not found.problems:
        raise Unfit(_("「計画」のシートに、計画が書かれていません。2行目に書いてください。"))
    return found


def _said_today(head: str) -> str:
    """A heading as it is called now: files of before said わけ for a reason."""
    return head.replace("わけ", "理由")


class _Reader:
    """One sheet."""

    def __init__(self, sheet: Sheet, grid: Grid, found: Read, words: Words) -> None:
        self.sheet, self.grid, self.found, self.words = sheet, grid, found, words
        self.columns: dict[str, int] = {}

    def read(self) -> None:
        rows = self.grid.rows
        heads = [_said_today(clean(cell)) for cell in rows[0]] if rows else []
        by_head = {column.head: column for column in self.sheet.columns}
        for place, head in enumerate(heads):
            column = by_head.get(head)
            if column and column.form != LOOK and column.field not in self.columns:
                self.columns[column.field] = place
        unknown = [head for head in heads if head and head not in by_head]
        if unknown:
            self.found.notes.append(
                _("シート「{}」の列{}は読んでいません。").format(self.sheet.title, quoted(unknown))
            )
        keys = [column for column in self.sheet.columns if column.is_key]
        missing = [column.head for column in keys if column.field not in self.columns]
        if missing:
            raise Unfit(
                _("シート「{}」に、列{}がありません。見出しは1行目に書いてください。").format(
                    self.sheet.title, quoted(missing)
                )
            )
        for line, row in enumerate(rows[1:], 2):
            cells = {f: (row[p] if p < len(row) else "") or "" for f, p in self.columns.items()}
            if any(clean(text) for text in cells.values()):
                self._record(line, cells)

    def _record(self, line: int, cells: Mapping[str, str]) -> None:
        fields = self._fields(line, cells)
        if fields is None:
            return
        key = self._key(fields)
        if self._is_again(line, key):
            return
        self.found.told.records[key] = fields
        self.found.places[key] = (self.sheet, line, self.columns)
        if self.sheet.kind == MEASURE:
            self.found.told.order.append(key[1])

    def _fields(self, line: int, cells: Mapping[str, str]) -> dict[str, str] | None:
        """The texts of a row; None where it can't be said which record it is."""
        fields: dict[str, str] = {}
        nameless = False
        for name, cell in cells.items():
            column = self.sheet.column(name)
            try:
                fields[name] = self._text(column, cell)
            except _Bad as error:
                self._problem(line, column, clean(cell), str(error))
                nameless = nameless or column.is_key
        if nameless:
            return None
        for column in self.sheet.columns:
            if column.is_key and not fields[column.field]:
                self._problem(line, column, "", _("「{}」が書かれていません。").format(column.head))
                return None
        return fields

    def _is_again(self, line: int, key: Key) -> bool:
        """Whether a record stands in the sheet already; said at its cell."""
        column = next(c for c in reversed(self.sheet.columns) if c.is_key)
        if key in self.found.told.records:
            first = self.found.places[key][1]
            said = _("{1}行目と同じものが、もう一度書かれています。")
            if self.sheet.kind == MEASURE:
                said = _("番号「{0}」は、{1}行目でも使われています。別の番号にしてください。")
            self._problem(line, column, key[-1], said.format(key[1], first))
            return True
        if self.sheet.kind == PLAN and self.found.told.of(PLAN):
            self._problem(line, column, key[1], _("一つのファイルには、計画を一つだけ書きます。"))
            return True
        return False

    def _key(self, fields: dict[str, str]) -> Key:
        parts = []
        for column in self.sheet.columns:
            if not column.is_key:
                continue
            if column.form == "year":
                parts.append(str(year_of(fields[column.field])[0]))
            else:
                parts.append(fields.pop(column.field))
        return (self.sheet.kind, *parts)

    def _text(self, column: Column, cell: str) -> str:
        reader = _READERS.get(column.form)
        if reader is not None:
            text = reader(cell)
        elif column.form in self.words:
            text = _chosen(clean(cell), self.words[column.form], column.head)
        else:
            text = clean(cell)
        if column.most:
            parts = split(text) if column.form == "list" else [text]
            for part in parts:
                if len(part) > column.most:
                    said = _("「{}」は{}字までです（いまは{}字）。短くしてください。")
                    raise _Bad(said.format(column.head, column.most, len(part)))
        return text

    def _problem(self, line: int, column: Column, value: str, sentence: str) -> None:
        self.found.problems.append(
            _problem(self.sheet, line, column, self.columns, value, sentence)
        )


def _problem(
    sheet: Sheet, line: int, column: Column, columns: Mapping[str, int], value: str, sentence: str
) -> Problem:
    cell = f"{column_letter(columns[column.field] + 1)}{line}" if column.field in columns else ""
    where = _("{sheet} {cell}「{head}」").format(sheet=sheet.title, cell=cell, head=column.head)
    return Problem(line, where, value, sentence)


def _chosen(word: str, words: Mapping[str, str], head: str) -> str:
    if not word:
        return ""
    same = search_key(word)
    for key, said in words.items():
        if word == key or search_key(said) == same:
            return key
    raise _Bad(_("「{}」は、「{}」にはありません。{}のどれかを書いてください。").format(
        word, head, quoted(dict.fromkeys(words.values()))
    ))  # fmt: skip


def _list(cell: str) -> str:
    # Not clean() first: one name that holds 、 is told by the line end after it.
    return joined(split(cell.replace("\r\n", "\n")))


def _fiscal(cell: str) -> str:
    if not clean(cell):
        return ""
    try:
        year, is_fiscal = year_of(clean(cell))
    except JapaneseDateError as error:
        raise _Bad(str(error)) from None
    if not is_fiscal:
        said = _("「{}」は年です。年度のことなら「{}年度」と書いてください。")
        raise _Bad(said.format(clean(cell), year))
    return str(year)


def _plain_year(cell: str) -> str:
    if not clean(cell):
        return ""
    try:
        return str(year_of(clean(cell))[0])
    except JapaneseDateError as error:
        raise _Bad(str(error)) from None


def _any_year(cell: str) -> str:
    if clean(cell):
        try:
            year, is_fiscal = year_of(clean(cell))
        except JapaneseDateError as error:
            raise _Bad(str(error)) from None
        if clean(cell) == str(year):  # a bare number is a fiscal year
            return f"{year}年度" if is_fiscal else f"{year}年"
    return clean(cell)


def _number(cell: str) -> str:
    plain = clean(cell).replace(",", "").replace("，", "")
    if not plain:
        return ""
    try:
        value = Decimal(plain)
    except InvalidOperation:
        said = _("「{}」を数として読めません。単位を付けずに、数だけを書いてください。")
        raise _Bad(said.format(clean(cell))) from None
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or abs(value) >= Decimal(10) ** 16:
        raise _Bad(_("「{}」は、大きすぎて扱えません。").format(clean(cell)))
    if -exponent > 4:
        raise _Bad(_("「{}」は、小数点の下が4けたをこえています。").format(clean(cell)))
    return number(value)


def _yen(cell: str) -> str:
    if not clean(cell):
        return ""
    try:
        amount = parse_yen(clean(cell))
    except YenError as error:
        raise _Bad(str(error)) from None
    if amount < 0:
        raise _Bad(_("0円より少ない金額は書けません。"))
    return str(amount)


def _day(cell: str) -> str:
    if not clean(cell):
        return ""
    try:
        return parse_date(clean(cell)).isoformat()
    except JapaneseDateError as error:
        raise _Bad(str(error)) from None


def _flag(cell: str) -> str:
    said = clean(cell)
    if said in _YES:
        return "○"
    if said in _NO:
        return ""
    raise _Bad(
        _("「{}」がわかりません。同じときは ○ を書き、ちがうときは空けてください。").format(said)
    )


def _count(most: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        said = clean(cell)
        if not said:
            return ""
        if not said.isdecimal() or int(said) > most:
            raise _Bad(_("「{}」は、{}までの数で書いてください。").format(said, most))
        return str(int(said))

    return read


def _slug(cell: str) -> str:
    said = clean(cell)
    if not said or not said.isascii() or not said.replace("-", "").replace("_", "").isalnum():
        raise _Bad(
            _("アドレスの名前は、半角の英数字とハイフンで書いてください（例：machi-2026）。")
        )
    return said.lower()


_READERS: Mapping[str, Callable[[str], str]] = {
    "list": _list,
    "fiscal": _fiscal,
    "plain_year": _plain_year,
    "year": _any_year,
    "number": _number,
    "yen": _yen,
    "day": _day,
    "flag": _flag,
    "count": _count(_MOST_LEVEL),
    "decimals": _count(4),
    "slug": _slug,
}
