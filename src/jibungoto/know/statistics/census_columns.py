"""Where in an e-Stat table by small area what stands: its two header lines. Pure.

The first line has codes (T001081001), the second what they count. The numbers of the tables are
e-Stat's own and change with each census; what is not in CENSUSES is read by its labels alone.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.japan.tables.model import Grid
from jibungoto.kernel.intake.kinds import Unfit
from jibungoto.ui.listing import quoted

_HEAD = ("KEY_CODE", "HYOSYO", "NAME", "HTKSYORI", "HTKSAKI")
_BAND = re.compile(r"^(総数|男|女)の?(\d+)[~-](\d+)歳$")
# The table a column is of stands in its code; the last three digits count the columns.
_CODE = re.compile(r"^(T\d{6})\d{3}(?!\d)[\W_]*")
_PEOPLE = ("people", "ages")
CENSUSES = {
    dt.date(2020, 10, 1): {
        "T001081": "people", "T001082": "ages", "T001083": "sizes", "T001084": "families",
        "T001085": "tenures", "T001086": "buildings", "T001103": "industries",
        "T001104": "occupations",
    },
    dt.date(2015, 10, 1): {
        "T000848": "people", "T000849": "ages", "T000850": "sizes", "T000851": "families",
        "T000852": "tenures", "T000853": "buildings", "T000865": "industries",
        "T000866": "occupations",
    },
    dt.date(2010, 10, 1): {
        "T000572": "people", "T000573": "ages", "T000574": "sizes", "T000575": "families",
        "T000576": "tenures", "T000577": "buildings",
    },
}  # fmt: skip
"""Day of a census → its tables by small area and what they count."""
_SUBJECTS = {table: subject for tables in CENSUSES.values() for table, subject in tables.items()}
_OPEN = re.compile(r"^(総数|男|女)の?(\d+)歳以上$")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a line what stands; -1 is nowhere. Ages: cells from the youngest class up."""

    key: int
    level: int
    city: int
    name: int
    handling: int
    receiver: int
    total: int = -1
    men: int = -1
    women: int = -1
    households: int = -1
    lows: tuple[int, ...] = ()
    men_by_age: tuple[int, ...] = ()
    women_by_age: tuple[int, ...] = ()
    both_by_age: tuple[int, ...] = ()
    labels: tuple[str, ...] = field(default=(), repr=False)


def table_of(code: str) -> str:
    """T001083 of T001083001 and of "T001083001（総数）"; "" of anything else."""
    found = _CODE.match(plain(code).upper())
    return found[1] if found else ""


def subject_of(table: str) -> str:
    """What a known table counts: people, ages, sizes, families, tenures … "" for an unknown one."""
    return _SUBJECTS.get(table, "")


def counts_others(code: str) -> bool:
    """Whether a column is of a known table of households, dwellings or workers."""
    subject = subject_of(table_of(code))
    return bool(subject) and subject not in _PEOPLE


def label_of(header: str) -> str:
    """What such a column is called, without its code."""
    return _CODE.sub("", plain(header))


def census_day(codes: Sequence[str]) -> dt.date | None:
    """The day of the census whose tables these columns are of, if it is a known one."""
    tables = {table_of(code) for code in codes}
    return next((day for day, known in CENSUSES.items() if tables & known.keys()), None)


def data_begins(grid: Grid) -> int | None:
    """How many lines stand above the data of a table of this layout; None for another layout."""
    for i, row in enumerate(grid.rows[:20]):
        if set(_HEAD) <= {(cell or "").strip().upper() for cell in row}:
            return i + 2
    return None


def census_header(grid: Grid, *, totals: bool = True) -> tuple[int, Columns]:
    """The first line of data, counted from 0, and the columns. Raises Unfit.

    Without `totals` a table that counts no people (households, dwellings) has columns too.
    """
    for i, row in enumerate(grid.rows[:20]):
        names = [(cell or "").strip().upper() for cell in row]
        if "KEY_CODE" not in names or "HYOSYO" not in names:
            continue
        lacking = [n for n in _HEAD if n not in names]
        if lacking:
            said = _("{}の列がありません。e-Statから受けとったままのファイルを選んでください。")
            raise Unfit(said.format(quoted(lacking)))
        labels = list(grid.rows[i + 1]) if i + 1 < len(grid.rows) else []
        if not labels or labels[names.index("KEY_CODE")]:
            said = _(
                "列の名前（2行目）がありません。e-Statから受けとったままのファイルを選んでください。"
            )
            raise Unfit(said)
        return i + 2, _columns(names, labels, totals=totals)
    raise Unfit(
        _(
            "国勢調査の小地域集計（e-Stat）の様式ではありません。"
            "1行目にKEY_CODEやHYOSYOのあるファイルを選んでください。"
        )
    )


def _columns(names: Sequence[str], given: Sequence[str | None], *, totals: bool) -> Columns:
    # Either row of the head may be longer where a file is damaged; every column keeps both words.
    names = [*names, *[""] * (len(given) - len(names))]
    labels = [plain(label) for label in given] + [""] * (len(names) - len(given))
    made = Columns(
        key=names.index("KEY_CODE"),
        level=names.index("HYOSYO"),
        city=names.index("CITYNAME") if "CITYNAME" in names else -1,
        name=names.index("NAME"),
        handling=names.index("HTKSYORI"),
        receiver=names.index("HTKSAKI"),
        labels=tuple(
            f"{name}（{label}）" if name and label else name or label
            for name, label in zip(names, labels, strict=True)
        ),
    )
    wholes: dict[str, Any] = {
        _whole(label): i for i, label in reversed(list(enumerate(labels))) if _whole(label)
    }
    if "total" in wholes and not _sure(names[wholes["total"]], labels[wholes["total"]]):
        del wholes["total"]
    if not totals and "total" not in wholes:
        return made
    others = dict.fromkeys(table_of(n) for n in names if counts_others(n))
    if totals and others:
        said = _(
            "{}は世帯・住宅・仕事の表で、「総数」も総人口ではありません。"
            "「そのほかの人口・世帯・指標の表」で読みます。列の意味は、表の番号からわかります。"
        )
        raise Unfit(said.format(quoted(others)))
    if "total" not in wholes:
        raise Unfit(
            _(
                "人口の総数の列がありません。人口（T001081）か、男女・年齢別（T001082）の表を"
                "選んでください。世帯や住宅の表は「そのほかの表」から読めます。"
            )
        )
    made = replace(made, **wholes)
    by_sex = {sex: _classes(labels, sex) for sex in ("男", "女", "総数")}
    men, women, both = by_sex["男"], by_sex["女"], by_sex["総数"]
    if men and tuple(men) == tuple(women):
        cells: dict[str, Any] = {
            "men_by_age": tuple(men.values()),
            "women_by_age": tuple(women.values()),
        }
        return replace(made, lows=tuple(men), **cells)
    if both:
        return replace(made, lows=tuple(both), both_by_age=tuple(both.values()))
    return made


def plain(label: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", label or "").split()).replace("～", "~")


def _sure(code: str, label: str) -> bool:
    """Whether a 総数 is of people: in a table nobody knows it may be of workers or dwellings."""
    table = table_of(code)
    return not table or subject_of(table) in _PEOPLE or bool(re.search("人口|年齢", label))


def _whole(label: str) -> str:
    """Which whole a column tells: people, men, women, households, or ""."""
    if re.search(r"\d", label):
        return ""
    if "世帯人員" in label:
        return ""  # people of households: neither all people nor a number of households
    if "世帯" in label:
        return "households" if re.search("総数|世帯数|世帯総数", label) else ""
    if "男" in label and "女" not in label:
        return "men"
    if "女" in label and "男" not in label:
        return "women"
    return "total" if "総数" in label or label == "人口" else ""


def _classes(labels: Sequence[str], sex: str) -> dict[int, int]:
    """Lower bound → column, for five-year classes and the open one that follows them."""
    found: dict[int, int] = {}
    opened: dict[int, int] = {}
    for i, label in enumerate(labels):
        if (band := _BAND.match(label)) and band[1] == sex and int(band[3]) - int(band[2]) == 4:
            found[int(band[2])] = i
        elif (last := _OPEN.match(label)) and last[1] == sex:
            opened[int(last[2])] = i
    lows = sorted(found)
    if not lows or lows != list(range(0, 5 * len(lows), 5)) or lows[-1] + 5 not in opened:
        return {}
    return {low: found[low] for low in lows} | {lows[-1] + 5: opened[lows[-1] + 5]}
