"""Tables whose rows hang together, laid so that each row is an area: 丁目 written beside its town,
a row for each sex or age. Values only; what the columns mean is the dictionary's.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from jibungoto.japan.place_numbers import block_name
from jibungoto.japan.tables.ages import AgeClass, Sex, read_parts
from jibungoto.japan.tables.columns import Dictionary, header_key
from jibungoto.japan.tables.model import Column, Row, Table
from jibungoto.know.places.areas import is_total
from jibungoto.ui.listing import quoted

DATASET = "04"
SUBTOTAL = "小計"
_SEXES: dict[str, Sex] = {
    **dict.fromkeys(("総数", "計", "合計", "男女計", "全体", "総計", "男女"), "both"),
    **dict.fromkeys(("男", "男性", "男子", "male"), "male"),
    **dict.fromkeys(("女", "女性", "女子", "female"), "female"),
}
_PEOPLE: dict[str, Sex] = {"population": "both", "male": "male", "female": "female"}
_EVERY_AGE = frozenset(("総数", "計", "合計", "全年齢", "総計", "年齢計", "全体"))
_AGE_HEADERS = frozenset(("年齢", "年齢区分", "年齢階級", "年齢別", "年代", "5歳階級", "各歳"))
_COUNT_HEADERS = frozenset(("人数", "数", "値", "人口数", "人員"))
_BLOCK_HEADERS = frozenset(("丁目", "丁目名", "丁"))
_KEYS = ("localgov_code", "area_code", "key_code", "ward", "surveyed_on", "area_name")
_SEX_WORDS = {"male": "男性", "female": "女性", "both": "総数"}
_TOTALS = {"male": "男性", "female": "女性", "both": "総人口"}
_AGAIN = re.compile(r"\(\d+\)$")  # how a header that stands twice is told from the first
_BLOCK = re.compile(r"^(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:丁目?)?$")

Cells = Sequence[str | None]


def straightened(table: Table, dictionary: Dictionary) -> Table:
    """The table with one row an area; itself where its rows stand alone already."""
    table = _narrowed(_stacked(table), dictionary)
    return _folded(_with_blocks(table, dictionary), dictionary)


def _narrowed(table: Table, dictionary: Dictionary) -> Table:
    """東部地区 | 朝日町 as 朝日町, where two columns name areas: towns differ most."""
    known = dictionary.fields["area_name"]
    keys = [header_key(header) for header in table.headers]
    values = {
        i: [row.cells[i] for row in table.rows] for i, key in enumerate(keys) if known.accepts(key)
    }
    # 区分 names areas in one table, and tells men from women in another.
    at = [i for i, cells in values.items() if not _tells_sex(cells) and not _tells_age("", cells)]
    if len(at) < 2:
        return table
    town = max(at, key=lambda i: len({cell for cell in values[i] if cell}))
    others = [i for i in at if i != town]
    if sum(cell is not None for cell in values[town]) * 2 < len(table.rows):
        return table
    rows = tuple(
        replace(
            row,
            cells=tuple(
                next((row.cells[j] for j in (town, *others) if row.cells[j]), None)
                if i == town
                else cell
                for i, cell in enumerate(row.cells)
            ),
        )
        for row in table.rows
    )
    said = _("地域の名前の列が{}あるので、いちばん細かい「{}」で読みました。").format(
        len(at), table.headers[town]
    )
    table = replace(table, rows=rows, notes=(*table.notes, said))
    for i in sorted(others, reverse=True):
        table = replace(_without(table, i), rows=_cut(table.rows, i))
    return table


def _stacked(table: Table) -> Table:
    """町名 | 人口 | 町名 | 人口 as 町名 | 人口: printed tables stand side by side to save paper."""
    keys = [_AGAIN.sub("", header_key(header)) for header in table.headers]
    width = next((w for w in range(2, len(keys) // 2 + 1) if _repeats(keys, w)), 0)
    if not width:
        return table
    rows = [
        Row(row.number, row.cells[at : at + width])
        for at in range(0, len(keys), width)
        for row in table.rows
        if any(row.cells[at : at + width])
    ]
    said = _("横に{}つ並んだ表を、上から順に一つの表として読みました。").format(len(keys) // width)
    return replace(
        table, columns=table.columns[:width], rows=tuple(rows), notes=(*table.notes, said)
    )


def _repeats(keys: Sequence[str], width: int) -> bool:
    return len(keys) % width == 0 and all(
        key == keys[i % width] and key for i, key in enumerate(keys)
    )


def _with_blocks(table: Table, dictionary: Dictionary) -> Table:
    """朝日町 | 2 as 朝日町2丁目, where the number of the block has a column of its own."""
    keys = [header_key(header) for header in table.headers]
    at = next((i for i, key in enumerate(keys) if key in _BLOCK_HEADERS), None)
    town = dictionary.match(table.headers, DATASET).columns.get("area_name")
    if at is None or town is None or town == at:
        return table
    rows, above = [], ""
    for row in table.rows:
        cells = list(row.cells)
        block = "".join(unicodedata.normalize("NFKC", cells[at] or "").split())
        above = cells[town] or above
        if block and not cells[town]:
            cells[town] = above
        if _BLOCK.match(block):
            cells[town] = block_name(cells[town] or "", block.removesuffix("丁"))
        elif (block and is_total(block)) or block == SUBTOTAL:
            cells[town] = f"{cells[town] or ''} {SUBTOTAL}"
        elif block:
            cells[town] = f"{cells[town] or ''}{block}"
        cells[at] = None
        rows.append(replace(row, cells=tuple(cells)))
    said = _("「{}」の列を、町の名前に続けて読みました。").format(table.headers[at])
    return replace(_without(table, at), rows=_cut(rows, at), notes=(*table.notes, said))


def _without(table: Table, at: int) -> Table:
    return replace(table, columns=tuple(c for i, c in enumerate(table.columns) if i != at))


def _cut(rows: Sequence[Row], at: int) -> tuple[Row, ...]:
    return tuple(replace(r, cells=(*r.cells[:at], *r.cells[at + 1 :])) for r in rows)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which columns say the sex and the age of a row, name its area, and hold its figures."""

    sex: int | None
    age: int | None
    area: Mapping[str, int]
    ages: tuple[tuple[int, AgeClass], ...]  # columns of one class
    people: tuple[tuple[int, Sex], ...]
    households: int | None


def _folded(table: Table, dictionary: Dictionary) -> Table:
    shape = _shape(table, dictionary)
    if shape is None:
        return table
    headers: dict[str, None] = {}
    areas: list[tuple[int, tuple[str | None, ...], dict[str, str | None]]] = []
    now: dict[tuple[str | None, ...], dict[str, str | None]] = {}
    above: tuple[str | None, ...] = (None,) * len(shape.area)
    filled = 0
    for row in table.rows:
        area = tuple(row.cells[i] for i in shape.area.values())
        if "area_name" in shape.area and row.cells[shape.area["area_name"]] is None:
            area = tuple(cell or up for cell, up in zip(area, above, strict=True))
            filled += 1
        above = area
        told = _told(row.cells, shape)
        if area not in now or set(told) & set(now[area]):  # the same twice: said further on
            now[area] = {}
            areas.append((row.number, area, now[area]))
        now[area].update(told)
        headers |= dict.fromkeys(told)
    columns = (*shape.area, *headers)
    named = [*(table.headers[i] for i in shape.area.values()), *headers]
    notes = [_said(table, shape)]
    if filled:
        notes.append(_("地域名の空いている{:,}行は、上の行と同じ地域と見ました。").format(filled))
    return replace(
        table,
        columns=tuple(Column(named[i], i + 1, (named[i],)) for i in range(len(columns))),
        rows=tuple(Row(line, (*area, *map(told.get, headers))) for line, area, told in areas),
        notes=(*table.notes, *notes),
    )


def _said(table: Table, shape: _Shape) -> str:
    names = quoted(table.headers[i] for i in (shape.sex, shape.age) if i is not None)
    return _("{}が行に分かれているので、地域ごとに1行にまとめて読みました。").format(names)


def _shape(table: Table, dictionary: Dictionary) -> _Shape | None:
    """How the rows hang together; None where each stands alone."""
    values = [[row.cells[i] for row in table.rows] for i in range(len(table.columns))]
    keys = [header_key(header) for header in table.headers]
    sex = next((i for i, cells in enumerate(values) if _tells_sex(cells)), None)
    age = next(
        (i for i, cells in enumerate(values) if i != sex and _tells_age(keys[i], cells)), None
    )
    if sex is None and age is None:
        return None
    # 区分 names areas elsewhere; here it may be what tells men from women.
    left = ["" if i in (sex, age) else header for i, header in enumerate(table.headers)]
    match = dictionary.match(left, DATASET)
    area = {key: match.columns[key] for key in _KEYS if key in match.columns}
    if not {"area_name", "area_code", "key_code"} & set(area):
        return None
    people = [(match.columns[key], of) for key, of in _PEOPLE.items() if key in match.columns]
    if not people and not match.ages:
        people = [(i, "both") for i, key in enumerate(keys) if key in _COUNT_HEADERS][:1]
    if sex is not None:
        people = [(i, of) for i, of in people if of == "both"]
    ages = () if age is not None else tuple((a.column, (a.low, a.high, a.sex)) for a in match.ages)
    if not people and not ages:
        return None
    return _Shape(sex, age, area, ages, tuple(people), match.columns.get("households"))


def _tells_sex(cells: Cells) -> bool:
    words = {_SEXES.get("".join((cell or "総数").split()).casefold()) for cell in cells}
    return None not in words and {"male", "female"} <= words


def _tells_age(key: str, cells: Cells) -> bool:
    told = [cell for cell in cells if cell]
    if len(told) < 3 or not (key in _AGE_HEADERS or any("歳" in cell for cell in told[:50])):
        return False
    read = [_age(cell) for cell in told]
    return sum(one is not None for one in read) >= 0.8 * len(read) and len(set(read)) > 2


def _age(cell: str) -> AgeClass | None:
    """The class of a row; (None, None, …) is unknown, (0, None, …) everybody."""
    key = header_key(cell)
    if key in _EVERY_AGE:
        return 0, None, "both"
    return (int(key), int(key), "both") if re.fullmatch(r"\d{1,3}", key) else read_parts(key)


def _told(cells: Cells, shape: _Shape) -> dict[str, str | None]:
    """Header → cell of what a row tells, as if each figure had a column of its own."""
    sex: Sex | None = None
    if shape.sex is not None:
        sex = _SEXES["".join((cells[shape.sex] or "総数").split()).casefold()]
    row_age: AgeClass | None = (0, None, "both")
    if shape.age is not None:
        row_age = _age(cells[shape.age] or "総数")
        if row_age is None:
            return {}  # 平均年齢 and the like at the foot of a town
    told: dict[str, str | None] = {}
    for i, of in shape.people:
        told[_header(row_age, sex or of)] = cells[i]
    for i, (low, high, of) in shape.ages:
        told[_header((low, high, of), sex or of)] = cells[i]
    first = sex in (None, "both") and row_age == (0, None, "both")
    if shape.households is not None and first:
        told["世帯数"] = cells[shape.households]
    return told


def _header(age: AgeClass | None, sex: Sex) -> str:
    low, high = age[:2] if age else (0, None)
    if (low, high) == (0, None):
        return _TOTALS[sex]
    if low is None:
        return f"年齢不詳の{_SEX_WORDS[sex]}"
    return (
        f"{low}歳以上の{_SEX_WORDS[sex]}" if high is None else f"{low}-{high}歳の{_SEX_WORDS[sex]}"
    )
