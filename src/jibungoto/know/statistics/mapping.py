"""How a table is read by what somebody said of its columns; and what is proposed to them first.

Values only; what is stored is mapping_intake.py's.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from jibungoto.japan.tables.ages import AgeColumn, Sex
from jibungoto.japan.tables.columns import Dictionary, Match, header_key
from jibungoto.japan.tables.marks import is_mark
from jibungoto.japan.tables.model import Column, Row, Table
from jibungoto.kernel.intake.kinds import Problem, Unfit
from jibungoto.ui.listing import listed, quoted, sentences, with_note
from jibungoto.ui.ruby import plain

from .column_words import FIELDS
from .models import Meaning
from .straightening import DATASET

_RANGE = re.compile(r"^(\d{1,3})(?:歳)?(?:(?:~|-|から|以上)(?:(\d{1,3})歳?(以下|未満)?)?)?(以上)?$")
_UNKNOWN = re.compile("不詳|不明|unknown", re.IGNORECASE)
_EVERYBODY = frozenset(("", "総数", "計", "合計", "全年齢", "全体", "男女計"))
SEX_OF: dict[Meaning, Sex] = {
    Meaning.AGE_MEN: "male",
    Meaning.AGE_WOMEN: "female",
    Meaning.AGE_BOTH: "both",
}
_UNIT = re.compile(r"^(.+?)(?:[／/](.+)|[（(]([^（）()]+)[）)])?$")


@dataclass(frozen=True, slots=True)
class Use:
    """What one column means. `position` counts from 1, as a spreadsheet's columns do."""

    position: int
    header: str
    meaning: str = Meaning.IGNORE
    detail: str = ""


@dataclass(frozen=True, slots=True)
class How:
    """How a table is read: its shape and what its columns mean."""

    layout: str
    uses: tuple[Use, ...]

    def of(self, meaning: str) -> list[Use]:
        return [use for use in self.uses if use.meaning == meaning]


def signature(headers: Iterable[str]) -> str:
    """Equal for tables with the same columns, however they are spaced."""
    return hashlib.sha256("\x1f".join(map(header_key, headers)).encode()).hexdigest()


def read_age(text: str) -> tuple[int | None, int | None] | None:
    """(low, high) of 0-4, 85-, 85歳以上, 0〜4歳, 7; (None, None) of 不詳; None if it is no age."""
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    bare = re.sub("[〜∼～‐‑–—―−ー]", "-", bare).replace("~", "-").replace("+", "歳以上")
    if _UNKNOWN.search(bare):
        return None, None
    match = _RANGE.match(bare)
    if match is None:
        return None
    low = int(match[1])
    if match[2] is not None:
        high = int(match[2]) - (1 if match[3] == "未満" else 0)
        return (low, high) if low <= high <= 150 else None
    is_open = bare != match[1] and bare != f"{match[1]}歳"
    return (low, None) if is_open else (low, low)


def read_indicator(detail: str, header: str) -> tuple[str, str]:
    """Name and unit of 単独世帯／世帯 or 単独世帯（世帯）; without words the header is the name."""
    match = _UNIT.match(detail.strip() or header.strip())
    if match is None:
        return header.strip(), ""
    return match[1].strip(), (match[2] or match[3] or "").strip()


def unknown_age() -> str:
    """What stands for people of unknown age in the field of a column: `read_age` reads it."""
    return plain(_("不詳"))


def check(how: How) -> list[str]:
    """Sentences about what is lacking or said twice; empty when the table can be read."""
    said = []
    single = (
        Meaning.AREA_CODE, Meaning.AREA_NAME, Meaning.WARD, Meaning.DATE, Meaning.TOTAL,
        Meaning.MEN, Meaning.WOMEN, Meaning.HOUSEHOLDS, Meaning.SEX, Meaning.AGE, Meaning.COUNT,
    )  # fmt: skip
    for meaning in single:
        if len(how.of(meaning)) > 1:
            named = quoted(use.header for use in how.of(meaning))
            said.append(_("「{}」を2つの列（{}）に選んでいます。1つにしてください。").format(
                meaning.label, named
            ))  # fmt: skip
    if not how.of(Meaning.AREA_NAME) and not how.of(Meaning.AREA_CODE):
        said.append(_("どの列が地域名か地域コードかを選んでください。"))
    if how.layout == "long" and not how.of(Meaning.COUNT):
        said.append(_("1行に1つの数の表では、どの列が人数かを選んでください。"))
    if how.layout == "wide" and not any(use.meaning in _FIGURES for use in how.uses):
        said.append(_("人口、世帯数、年齢別、指標のどれかの列を選んでください。"))
    for use in how.uses:
        if use.meaning in SEX_OF and read_age(use.detail) is None:
            said.append(
                _("「{}」は何歳から何歳までですか。{}のように書いてください。").format(
                    use.header, quoted(("0-4", "85-", unknown_age()))
                )
            )  # fmt: skip
    return said


_FIGURES = frozenset(
    (
        *SEX_OF,
        Meaning.TOTAL,
        Meaning.MEN,
        Meaning.WOMEN,
        Meaning.HOUSEHOLDS,
        Meaning.INDICATOR,
    )
)


_WHERE = (Meaning.AREA_NAME, Meaning.AREA_CODE)


def has_people(how: How) -> bool:
    """Whether the table counts people or households, not only indicators."""
    return how.layout == "long" or any(
        use.meaning in _FIGURES and use.meaning != Meaning.INDICATOR for use in how.uses
    )


def matched(table: Table, how: How, dictionary: Dictionary) -> tuple[Table, Match, list[Problem]]:
    """The table as if its headers were known. Raises Unfit when columns or rows make no sense."""
    wrong = check(how)
    if wrong:
        raise Unfit(sentences(wrong))
    problems: list[Problem] = []
    if how.layout == "long":
        table, how = _widened(table, how, problems)
    places = {column.number: i for i, column in enumerate(table.columns)}
    columns: dict[str, int] = {}
    ages: list[AgeColumn] = []
    for use in how.uses:
        if use.position not in places:
            continue
        meaning = Meaning(use.meaning)
        if meaning in FIELDS:
            columns[FIELDS[meaning][0]] = places[use.position]
        elif meaning in SEX_OF and (age := read_age(use.detail)) is not None:
            ages.append(AgeColumn(places[use.position], *age, SEX_OF[meaning]))
    blank = frozenset(("area_name",)) if "area_code" in columns else frozenset[str]()
    dataset = replace(
        dictionary.datasets[DATASET], required=frozenset(("area_name",)), blank_allowed=blank
    )
    if "area_name" not in columns:
        if "area_code" not in columns:
            empty = quoted(u.header for m in _WHERE for u in how.of(m))
            raise Unfit(_("{}の列に値がないので、どこの数かわかりません。").format(empty))
        columns["area_name"] = columns["area_code"]
    match = Match(dataset, columns, dictionary.fields, tuple(ages), (), (), ())
    return table, match, problems


def _widened(table: Table, how: How, problems: list[Problem]) -> tuple[Table, How]:
    """One row an area from one row a figure; the row keeps the number of its first line."""
    places = {column.number: i for i, column in enumerate(table.columns)}
    at = {
        use.meaning: places[use.position]
        for use in how.uses
        if use.meaning != Meaning.IGNORE and use.position in places
    }
    if Meaning.COUNT not in at:
        raise Unfit(_("人数の列に値がありません。"))
    named = (Meaning.AREA_CODE, Meaning.AREA_NAME, Meaning.WARD, Meaning.DATE)
    keys = [meaning for meaning in named if meaning in at]
    cells: dict[tuple[str | None, ...], dict[tuple[str, str], str | None]] = {}
    lines: dict[tuple[str | None, ...], int] = {}
    seen: dict[tuple[str, str], None] = {}
    for row in table.rows:
        area = tuple(row.cells[at[m]] for m in keys)
        column = _column_of(row, at, problems)
        if column is None:
            continue
        told = cells.setdefault(area, {})
        lines.setdefault(area, row.number)
        if column in told:
            said = _("同じ地域・性別・年齢の行がもう一度出てきます。")
            problems.append(
                Problem(row.number, _("地域名"), listed(filter(None, area), "・"), said)
            )
        told[column] = row.cells[at[Meaning.COUNT]]
        seen[column] = None
        if Meaning.HOUSEHOLDS in at:
            told.setdefault((Meaning.HOUSEHOLDS, ""), row.cells[at[Meaning.HOUSEHOLDS]])
            seen[Meaning.HOUSEHOLDS, ""] = None
    meanings: list[tuple[str, str]] = [*((m, "") for m in keys), *seen]
    uses = tuple(Use(i, _named(m, d), m, d) for i, (m, d) in enumerate(meanings, 1))
    wide = replace(
        table,
        columns=tuple(Column(use.header, use.position, (use.header,)) for use in uses),
        rows=tuple(
            Row(lines[area], (*area, *(told.get(column) for column in seen)))
            for area, told in cells.items()
        ),
    )
    return wide, How("wide", uses)


def _named(meaning: str, detail: str) -> str:
    label = str(Meaning(meaning).label)
    return with_note(label, detail)


def _column_of(row: Row, at: Mapping[str, int], problems: list[Problem]) -> tuple[str, str] | None:
    """Which column of a wide table a row's figure belongs to."""
    sex = _sex(row.cells[at[Meaning.SEX]] if Meaning.SEX in at else "")
    if sex is None:
        value = row.cells[at[Meaning.SEX]] or ""
        said = _("「{}」を男・女・総数のどれかとして読めませんでした。").format(value)
        problems.append(Problem(row.number, str(Meaning.SEX.label), value, said))
        return None
    age_text = (row.cells[at[Meaning.AGE]] or "") if Meaning.AGE in at else ""
    if "".join(age_text.split()) in _EVERYBODY:
        return {"male": Meaning.MEN, "female": Meaning.WOMEN, "both": Meaning.TOTAL}[sex], ""
    age = read_age(age_text)
    if age is None:
        said = _("「{}」を年齢として読めませんでした。").format(age_text)
        problems.append(Problem(row.number, str(Meaning.AGE.label), age_text, said))
        return None
    meaning = next(m for m, s in SEX_OF.items() if s == sex)
    low, high = age
    return meaning, unknown_age() if low is None else f"{low}-" if high is None else f"{low}-{high}"


def _sex(text: str | None) -> Sex | None:
    bare = "".join(unicodedata.normalize("NFKC", text or "").split()).casefold()
    if bare in _EVERYBODY or ("男" in bare and "女" in bare):
        return "both"
    if bare.startswith("男") or bare in ("m", "male", "1"):
        return "male"
    return "female" if bare.startswith("女") or bare in ("f", "female", "2") else None


def samples(table: Table, position: int, *, show: int = 3) -> list[str]:
    """The first values of a column, marks last: what a person recognises it by."""
    index = next(i for i, c in enumerate(table.columns) if c.number == position)
    values = [row.cells[index] for row in table.rows[:200] if row.cells[index]]
    told = dict.fromkeys(v[:30] for v in values if v)
    return sorted(told, key=is_mark)[:show]


def skipped(text: str) -> frozenset[int] | None:
    """The lines of 3, 12-15; None when it is something else."""
    bare = unicodedata.normalize("NFKC", text).replace("、", ",")
    lines: set[int] = set()
    for part in filter(None, (p.strip() for p in bare.split(","))):
        match = re.fullmatch(r"(\d{1,6})(?:\s*[-~〜]\s*(\d{1,6}))?", part)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or last - first > 10_000:
            return None
        lines |= set(range(first, last + 1))
    return frozenset(lines)


def without(table: Table, lines: frozenset[int]) -> Table:
    """The table without lines a person left out."""
    return replace(table, rows=tuple(row for row in table.rows if row.number not in lines))


def rows_at(table: Table, lines: Sequence[int]) -> Table:
    """The table with these lines only."""
    wanted = frozenset(lines)
    return replace(table, rows=tuple(row for row in table.rows if row.number in wanted))
