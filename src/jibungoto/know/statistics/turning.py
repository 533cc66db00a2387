"""Tables that lie otherwise than a row an area: towns that stand side by side as columns, and the
figures of several years beside one another. Values only.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from jibungoto.japan.eras import JapaneseDateError, find_date, parse_year
from jibungoto.japan.tables.columns import Dictionary, header_key
from jibungoto.japan.tables.marks import read_number
from jibungoto.japan.tables.model import Column, Row, Table
from jibungoto.kernel.intake.kinds import Unfit
from jibungoto.ui.listing import listed

DATASET = "04"
_FEWEST_TOWNS = 2
_FEWEST_FIGURES = 2
_EACH_YEAR = re.compile(r"各年(?:度)?(?:の)?\(?(\d{1,2})月(\d{1,2}|末)日?")
_BESIDE = re.compile(r"増減|前[年月]|対前|比較|差|率|伸び|指数|構成|密度|推計|増加|減少")
_YEAR = re.compile(
    r"(?:令和|平成|昭和|[RHS])(?:元|\d{1,2})年?度?|(?:19|20)\d\d(?!\d)(?:\((?:令和|平成|昭和)(?:元|\d{1,2})年?\))?年?度?",
    re.IGNORECASE,
)


def turned(table: Table, dictionary: Dictionary) -> Table:
    """The table with its columns as rows, where towns stand as columns; itself where they don't."""
    names = [row.cells[0] or "" for row in table.rows]
    if not all(names) or len(set(names)) < len(names):
        return table
    # 合計 may be a town's column as well as a row: only more figures than that tell how it lies.
    figures = _figures(["地域名", *names], dictionary)
    if figures < _FEWEST_FIGURES or figures <= _figures(table.headers, dictionary):
        return table
    # 年齢 | 男 | 女 in rows is of one place: its headers are no names of towns.
    towns = [header for header in table.headers[1:] if not dictionary.recognises(header)]
    if len(towns) < _FEWEST_TOWNS:
        return table
    columns = [Column(_("地域名"), 1, (_("地域名"),))]
    columns += [Column(name, i, (name,)) for i, name in enumerate(names, 2)]
    rows = tuple(
        Row(column.number, (column.header, *(row.cells[i] for row in table.rows)))
        for i, column in enumerate(table.columns)
        if i > 0
    )
    said = _(
        "町が列に並んだ表なので、縦と横を入れかえて読みました。"
        "行の番号は、もとの表の左から何列目かを示します。"
    )
    return replace(table, columns=tuple(columns), rows=rows, notes=(*table.notes, said))


def _figures(headers: Sequence[str], dictionary: Dictionary) -> int:
    match = dictionary.match(headers, DATASET)
    counted = {"population", "male", "female", "households"} & match.columns.keys()
    return len(counted) + len(match.ages)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A column of one year: which day or year, and what the header says without it."""

    at: int
    day: dt.date | None
    year: int
    rest: str


def by_years(table: Table, dictionary: Dictionary, chosen: str) -> Table:
    """A row an area and day, where columns tell several years; itself where they don't.

    `chosen` is the day somebody told (ISO), for columns that tell a year only. Raises Unfit where
    the day of the years isn't told.
    """
    match = dictionary.match(table.headers, DATASET)
    if "surveyed_on" in match.columns or {"population", "male"} & match.columns.keys():
        return table
    found = [d for i, header in enumerate(table.headers) if (d := _dated(i, header))]
    title = " ".join(table.preamble)
    found = [replace(d, rest=d.rest or _subject(title)) for d in found]
    groups: dict[tuple[int, dt.date | None], dict[str, int]] = {}
    for one in found:
        groups.setdefault((one.year, one.day), {}).setdefault(one.rest, one.at)
    if len(groups) < 2 or not _counts_people(groups, dictionary):
        return table
    days = _days(list(groups), title, chosen)
    dated = {one.at for one in found}
    keys = [i for i in range(len(table.columns)) if i not in dated and _is_key(table, i)]
    rests = list(dict.fromkeys(rest for group in groups.values() for rest in group))
    columns = [table.columns[i] for i in keys]
    named = [_("調査年月日"), *rests]
    columns += [Column(name, len(keys) + i, (name,)) for i, name in enumerate(named, 1)]
    rows = [
        Row(
            row.number,
            (
                *(row.cells[i] for i in keys),
                days[key].isoformat(),
                *(row.cells[group[rest]] if rest in group else None for rest in rests),
            ),
        )
        for key, group in groups.items()
        if key in days
        for row in table.rows
        if any(row.cells[at] for at in group.values())
    ]
    said = _("年ごとの列を、それぞれの基準日（{}）の表として読みました。").format(
        listed(day.isoformat() for day in days.values())
    )
    notes = [said]
    if left := [year for year, day in groups if (year, day) not in days]:
        notes.append(_("{}年の列は、基準日がわからないので読みませんでした。").format(listed(left)))
    return replace(table, columns=tuple(columns), rows=tuple(rows), notes=(*table.notes, *notes))


def _dated(at: int, header: str) -> _Dated | None:
    plain = "".join(unicodedata.normalize("NFKC", header).split())
    if _BESIDE.search(plain):
        return None
    match = _YEAR.search(plain)
    if match is None:
        return None
    day = find_date(plain)
    if day is not None:
        rest = re.sub(r"\d{1,2}(?:月末日?|[月/.-]\d{1,2}日?)(?:現在|時点)?", "", _cut(plain, match))
        return _Dated(at, day, day.year, _bare(rest))
    try:
        year = parse_year(re.sub("度$", "", match[0]))
    except JapaneseDateError:
        return None
    return _Dated(at, None, year, _bare(_cut(plain, match)))


def _cut(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + text[match.end() :]


def _bare(rest: str) -> str:
    return re.sub(r"\(\)|^[の_/.・-]+|[の_/.・(-]+$", "", rest).strip("()（）_の")


def _subject(title: str) -> str:
    """What columns count that say nothing but their day: the title's, where it names one thing."""
    people, homes = "人口" in title, "世帯" in title
    return "人口" if people and not homes else "世帯数" if homes and not people else ""


def _counts_people(
    groups: Mapping[tuple[int, dt.date | None], Mapping[str, int]], dictionary: Dictionary
) -> bool:
    for group in groups.values():
        match = dictionary.match(list(group), DATASET)
        if not {"population", "male", "female"} & match.columns.keys() and not match.ages:
            return False
    return True


def _is_key(table: Table, at: int) -> bool:
    """A column that names areas, and none of figures that belong to no year."""
    cells = [row.cells[at] for row in table.rows if row.cells[at]]
    return any(cell and read_number(cell) is None for cell in cells) or header_key(
        table.headers[at]
    ).endswith("コード")


def _days(
    keys: Sequence[tuple[int, dt.date | None]], title: str, chosen: str
) -> dict[tuple[int, dt.date | None], dt.date]:
    each = _EACH_YEAR.search("".join(unicodedata.normalize("NFKC", title).split()))
    days: dict[tuple[int, dt.date | None], dt.date] = {}
    for year, day in keys:
        if day is not None:
            days[year, day] = day
        elif each is not None:
            days[year, day] = _day_of(year, each[1], each[2])
        elif chosen and dt.date.fromisoformat(chosen).year == year:
            days[year, day] = dt.date.fromisoformat(chosen)
    if not days:
        raise Unfit(
            _(
                "年ごとの列が並んだ表ですが、何月何日の数かがわかりません。"
                "表の題に「各年4月1日現在」のように書くか、"
                "基準日に、読みたい年の日を選んでください。"
            )
        )
    return days


def _day_of(year: int, month: str, day: str) -> dt.date:
    first = dt.date(year, min(max(int(month), 1), 12), 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    told = last.day if day == "末" else max(1, min(int(day), last.day))
    return first.replace(day=told)
