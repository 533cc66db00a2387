"""Where in an e-Stat table by small area what stands: its two header lines. Pure."""

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
# Which census table a column is of stands in its code: the third digit from the end on counts.
_OF_HOUSEHOLDS = re.compile(r"^(T00108[345])\d{3}(?!\d)[\W_]*")
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


def household_table(code: str) -> str:
    """T001083, T001084 or T001085 of a column of one of these tables, else ""."""
    found = _OF_HOUSEHOLDS.match(plain(code).upper())
    return found[1] if found else ""


def household_label(header: str) -> str:
    """What such a column is called, without its code."""
    return _OF_HOUSEHOLDS.sub("", plain(header))


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
    if not totals and "total" not in wholes:
        return made
    of_households = dict.fromkeys(t for n in names if (t := household_table(n)))
    if totals and of_households:
        said = _(
            "{}は世帯や住宅の表で、「総数」も人の数ではありません。列は年によってちがうので、"
            "「そのほかの人口・世帯・指標の表」として、どの列が何の数かを選んで読みます。"
        )
        raise Unfit(said.format(quoted(of_households)))
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
