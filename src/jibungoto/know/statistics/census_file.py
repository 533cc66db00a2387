"""e-Stat census tables by small area (T001081, T001082 …): from a file to counted areas.

The file holds all municipalities of a prefecture at four levels (HYOSYO): the municipality, 町 or
大字 without 丁目, 町 or 大字 with 丁目, 丁目. People stand once in the second and fourth; where all
丁目 of a 町 are withheld the 町 itself tells them. HTKSYORI says which areas are withheld and
HTKSAKI in which other area their people are counted. What the leaves make together is held against
the municipality's own row.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.japan.codes import CodeError, MunicipalityCode
from jibungoto.japan.tables.model import Grid
from jibungoto.japan.tables.reading import read_grids
from jibungoto.kernel.intake.kinds import Options, Problem, Unfit, Upload
from jibungoto.ui.listing import listed, with_note

from .census_columns import Columns, census_day, census_header, data_begins, plain
from .gathering import AGES, COUNTS
from .packing import MISSING, SUPPRESSED
from .population_file_types import Counted, PopulationFile

_LEVELS = {"1": "municipality", "2": "leaf", "3": "parent", "4": "leaf"}
_SHOWN = 10  # names of a sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the municipality."""

    number: int
    cells: Sequence[str | None]
    city: str  # five digits
    inner: str  # the code within the city, as HTKSAKI writes it
    level: str


@dataclass(frozen=True, slots=True)
class CensusLines:
    """Which lines of any such table count: the municipality's own and its leaves."""

    wholes: frozenset[int]
    leaves: Mapping[int, str]  # line → KEY_CODE of the receiver, "" where it is not withheld
    names: Mapping[int, str]
    problems: tuple[Problem, ...]


def census_lines(grid: Grid, *, code: str, name: str) -> CensusLines | None:
    """The lines of the municipality that count, for tables of households and dwellings too.

    None where the table is not of this layout. Raises Unfit when the municipality is not in it.
    """
    if data_begins(grid) is None:
        return None
    first, columns = census_header(grid, totals=False)
    own = _Own.of(code, name)
    lines = list(_lines(grid, first, columns, own))
    if not lines:
        raise Unfit(_nothing_of(grid, first, columns, own))
    found = PopulationFile()
    by_key = {(line.city, line.inner): line for line in lines}
    leaves = list(_leaves(lines, columns, found))
    return CensusLines(
        frozenset(line.number for line in lines if line.level == "municipality"),
        {line.number: _receiver(line, columns, by_key, found) for line in leaves},
        {
            line.number: own.area_name(_city_name(line.cells, columns), _cell(line, columns.name))
            for line in leaves
        },
        tuple(found.problems),
    )


def read_census(upload: Upload, options: Options, *, code: str, name: str) -> PopulationFile:
    """Read the municipality's lines. Raises Unfit or TableError when the file is a wrong one.

    `code` is the municipality's (six digits), `name` what CITYNAME calls it. A designated city
    takes the lines of its wards, a prefecture all of them.
    """
    grid = read_grids(upload.content, name=upload.name)[0]
    first, columns = census_header(grid)
    found = PopulationFile(lows=columns.lows, notes=list(grid.notes))
    own = _Own.of(code, name)
    lines = list(_lines(grid, first, columns, own))
    if not lines:
        raise Unfit(_nothing_of(grid, first, columns, own))
    others = len(grid.rows) - first - len(lines)
    if others:
        found.notes.append(
            _("{}の{:,}行だけを読みました。ほかの市区町村の{:,}行は使いません。").format(
                name, len(lines), others
            )
        )
    day = _day(options, columns, found)
    if day is not None:
        _read_lines(lines, columns, own, day, found)
    if columns.lows:
        found.notes.append(_("最後の年齢の区分は{}歳以上です。").format(columns.lows[-1]))
    else:
        found.notes.append(_("年齢の列がないので、総数だけを読みました。"))
    return found


@dataclass(frozen=True, slots=True)
class _Own:
    """Which lines are the municipality's."""

    code: MunicipalityCode | None
    name: str

    @classmethod
    def of(cls, code: str, name: str) -> "_Own":
        try:
            return cls(MunicipalityCode(code) if code else None, name)
        except CodeError:
            return cls(None, name)  # an invented city has an invented code

    def has(self, city: str, city_name: str) -> bool:
        if self.code is None:
            return city_name == self.name
        if self.code.is_prefecture:
            return city[:2] == self.code.six[:2]
        # Wards have codes of their own; a designated city's third digit is 1, and so is theirs.
        ward = self.code.five[2] == "1" and city[:3] == self.code.five[:3]
        return city == self.code.five or (ward and city_name.startswith(self.name))

    def area_name(self, city_name: str, name: str) -> str:
        """An area's name, told apart by ward or town where the municipality has several."""
        if self.code is not None and self.code.is_prefecture:
            return f"{city_name}{name}"
        return f"{city_name.removeprefix(self.name)}{name}"


def _lines(grid: Grid, first: int, columns: Columns, own: _Own) -> Iterator[Line]:
    width = max(columns.key, columns.level, columns.city, columns.name)
    known: dict[tuple[str, str], bool] = {}
    for number, cells in enumerate(grid.rows[first:], first + 1):
        if len(cells) <= width or not (key := cells[columns.key]):
            continue
        key = key.strip()
        city = key[:5]
        told = (city, _city_name(cells, columns))
        if told not in known:
            known[told] = own.has(*told)
        if known[told]:
            level = _LEVELS.get((cells[columns.level] or "").strip(), "")
            yield Line(number, cells, city, key[5:], level)


def _city_name(cells: Sequence[str | None], columns: Columns) -> str:
    return (cells[columns.city] or "").strip() if columns.city >= 0 else ""


def _nothing_of(grid: Grid, first: int, columns: Columns, own: _Own) -> str:
    names = dict.fromkeys(
        _city_name(row, columns) or (row[columns.key] or "")[:5]
        for row in grid.rows[first:]
        if len(row) > max(columns.key, columns.city) and row[columns.key]
    )
    if not names:
        return _("見出しの下にデータの行がありません。")
    mine = with_note(own.name, own.code.five if own.code else "")
    said = _("このファイルに{}の行がありません。入っているのは、{}（{}市区町村）です。")
    return said.format(mine, listed(names, most=_SHOWN), len(names))


def _day(options: Options, columns: Columns, found: PopulationFile) -> dt.date | None:
    if options.get("taken_on"):
        return dt.date.fromisoformat(options["taken_on"])
    day = census_day(columns.labels)
    if day is not None:
        found.notes.append(_("{}年の国勢調査（{}）の表です。").format(day.year, day.isoformat()))
        return day
    said = _("何年の国勢調査か、表の番号からはわかりません。基準日（10月1日）を選んでください。")
    found.problems.append(Problem(None, _("基準日"), "", said))
    return None


def _read_lines(
    lines: Sequence[Line], columns: Columns, own: _Own, day: dt.date, found: PopulationFile
) -> None:
    by_key = {(line.city, line.inner): line for line in lines}
    if len(by_key) < len(lines):
        seen: set[tuple[str, str]] = set()
        for line in lines:
            if (line.city, line.inner) in seen:
                said = _("同じKEY_CODEの行がもう一度出てきます。どちらかを消してください。")
                found.problems.append(Problem(line.number, "KEY_CODE", line.inner, said))
            seen.add((line.city, line.inner))
    reader = _Reader(columns, own, day, found)
    wholes = [reader.counted(line) for line in lines if line.level == "municipality"]
    leaves = list(_leaves(lines, columns, found))
    rows = [reader.counted(line, _receiver(line, columns, by_key, found)) for line in leaves]
    rows = [_without_told_parts(row, line, rows) for row, line in zip(rows, leaves, strict=True)]
    found.rows += _together(wholes)
    found.rows += rows
    hidden = sum(row.suppressed for row in rows)
    if hidden:
        said = _(
            "秘匿の{:,}の町丁・字は、人数を合わせて公表している町丁・字とひとまとまりにします。"
        )
        found.notes.append(said.format(hidden))
    _check(wholes, rows, own.name, found)


def _leaves(lines: Iterable[Line], columns: Columns, found: PopulationFile) -> Iterator[Line]:
    """The lines whose people are counted."""
    parents = 0
    for line in lines:
        if line.level == "":
            said = _("HYOSYOは1から4までの数字です。この行が何の行かわかりません。")
            value = _cell(line, columns.level)
            found.problems.append(Problem(line.number, "HYOSYO", value, said))
        elif line.level == "leaf":
            yield line
        elif line.level == "parent":
            # A 町 tells people that stand nowhere else only where its 丁目 are merged into it.
            if _cell(line, columns.handling) == "1":
                yield line
            else:
                parents += 1
    if parents:
        found.notes.append(
            _("丁目のある町の合計の{:,}行は、二重に数えないように外しました。").format(parents)
        )


def _cell(line: Line, column: int) -> str:
    return (line.cells[column] or "").strip() if len(line.cells) > column else ""


def _receiver(
    line: Line, columns: Columns, by_key: Mapping[tuple[str, str], Line], found: PopulationFile
) -> str:
    """The KEY_CODE in which a withheld area is counted, "" where it is not withheld."""
    if _cell(line, columns.handling) != "2":
        return ""
    told = _cell(line, columns.receiver)
    # Spreadsheets drop the zeros before a code: 79001 is 079001, 790 is 0790.
    for inner in (told, told.zfill(4), told.zfill(6)):
        other = by_key.get((line.city, inner))
        if told and other is not None and _cell(other, columns.handling) != "2":
            return line.city + inner
    said = _(
        "秘匿の人数を合わせた先（HTKSAKI）の行がありません。ファイルが欠けていないか確かめてください。"
    )
    found.problems.append(Problem(line.number, "HTKSAKI", told, said))
    return ""


@dataclass(slots=True)
class _Reader:
    """Cells to numbers: - is nobody, X is withheld, anything else a fault."""

    columns: Columns
    own: _Own
    day: dt.date
    found: PopulationFile

    def counted(self, line: Line, receiver: str = "") -> Counted:
        columns = self.columns
        total, men, women, households = (
            self._number(line, column)
            for column in (columns.total, columns.men, columns.women, columns.households)
        )
        by_age = {
            name: tuple(self._number(line, c) for c in getattr(columns, name)) for name in AGES
        }
        suppressed = bool(receiver) or total == SUPPRESSED
        if suppressed:
            by_age = dict.fromkeys(by_age, ())
        whole = line.level == "municipality"
        name = self.own.area_name(_city_name(line.cells, columns), _cell(line, columns.name))
        return Counted(
            line=line.number,
            code="" if whole else line.city + line.inner,
            name="" if whole else (name or line.inner)[:80],
            taken_on=self.day,
            suppressed=suppressed,
            total=_people(total),
            men=_people(men),
            women=_people(women),
            households=_people(households),
            men_unknown=_rest(men, by_age["men_by_age"]),
            women_unknown=_rest(women, by_age["women_by_age"]),
            merged_into=receiver,
            **by_age,
        )

    def _number(self, line: Line, column: int) -> int:
        if column < 0:
            return MISSING
        text = line.cells[column] if len(line.cells) > column else None
        if text is not None and text.isdecimal() and len(text) < 10:
            return int(text)
        cell = plain(text).replace(",", "")
        if cell == "-":
            return 0
        if cell.upper() in ("X", "*"):
            return SUPPRESSED
        if cell.isascii() and cell.isdigit() and len(cell) < 10:
            return int(cell)
        said = (
            _("「{}」を人数として読めませんでした。").format((text or "")[:40])
            if cell
            else _("人数が書かれていません。ファイルが欠けていないか確かめてください。")
        )
        label = self.columns.labels[column]
        self.found.problems.append(Problem(line.number, label, (text or "")[:40], said))
        return MISSING


def _people(count: int) -> int | None:
    return count if count >= 0 else None


def _rest(whole: int, ages: Sequence[int]) -> int | None:
    """People of unknown age: what the whole has beyond its classes."""
    if whole < 0 or not ages or min(ages) < 0:
        return None
    return max(0, whole - sum(ages))


def _without_told_parts(row: Counted, line: Line, rows: Sequence[Counted]) -> Counted:
    """A 町 into which some of its 丁目 are merged, without the 丁目 that are told themselves."""
    if line.level != "parent":
        return row
    parts = [
        r for r in rows if r.code.startswith(row.code) and r.code != row.code and not r.suppressed
    ]
    if not any(part.total for part in parts):
        return row

    def left(whole: int | None, name: str) -> int | None:
        counts = [getattr(part, name) for part in parts]
        return None if whole is None or None in counts else max(0, whole - sum(counts))

    made: dict[str, Any] = {name: left(getattr(row, name), name) for name in COUNTS}
    for name in AGES:
        columns = zip(*(getattr(part, name) for part in parts), strict=False)
        ages = zip(getattr(row, name), columns, strict=False)
        made[name] = tuple(max(0, whole - sum(told)) for whole, told in ages)
    return replace(row, **made)


def _together(wholes: Sequence[Counted]) -> Iterator[Counted]:
    """The municipality's row; of a city with wards or a prefecture, its rows added up."""
    if not wholes:
        return
    first = wholes[0]

    def total(of: str) -> int | None:
        counts = [getattr(w, of) for w in wholes]
        return None if None in counts else sum(counts)

    def ages(of: str) -> tuple[int, ...]:
        rows = [getattr(w, of) for w in wholes]
        if any(not r or min(r) < 0 for r in rows):
            return ()
        return tuple(sum(column) for column in zip(*rows, strict=True))

    made: dict[str, Any] = {n: total(n) for n in COUNTS}
    made |= {n: ages(n) for n in AGES}
    yield replace(first, **made)


def _check(
    wholes: Sequence[Counted], rows: Sequence[Counted], name: str, found: PopulationFile
) -> None:
    """The leaves make the municipality: else the file is cut or somebody changed it."""
    if not wholes:
        said = _("{}の合計の行（HYOSYOが1の行）がないので、合計と合うかは確かめていません。")
        found.notes.append(said.format(name))
        return
    if any(w.total is None for w in wholes):
        return
    official = sum(w.total or 0 for w in wholes)
    leaves = sum(row.total or 0 for row in rows)
    if leaves == official:
        found.notes.append(
            _("町丁・字を足すと{:,}人で、{}の総人口と合っています。").format(leaves, name)
        )
        return
    said = _(
        "町丁・字を足すと{:,}人で、総人口（{:,}人）と合いません。"
        "ファイルが途中で切れていないか確かめてください。"
    )
    found.problems.append(
        Problem(wholes[0].line, _("総人口"), str(official), said.format(leaves, official))
    )
