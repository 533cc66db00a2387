"""What the columns of a table probably mean: proposed to a person, who decides. Values only."""

import re
import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext as _

from jibungoto.japan.tables.ages import AgeColumn
from jibungoto.japan.tables.columns import Dictionary, header_key
from jibungoto.japan.tables.marks import read_number
from jibungoto.japan.tables.model import Table
from jibungoto.ui.listing import with_note

from .census_columns import counts_others, label_of, subject_of, table_of
from .column_words import BY_FIELD
from .mapping import SEX_OF, How, Use, unknown_age
from .models import Meaning
from .straightening import DATASET


def propose_uses(table: Table, dictionary: Dictionary, long: Mapping[str, Meaning]) -> How:
    """What the columns probably mean, by the dictionary; a person confirms it."""
    match = dictionary.match(table.headers, DATASET)
    found: dict[int, tuple[str, str]] = {}
    census = {i: h for i, h in enumerate(table.headers) if counts_others(h)}
    for field, index in match.columns.items():
        if field in BY_FIELD:
            found[index] = (BY_FIELD[field], "")
    for age in match.ages:
        meaning = next(m for m, sex in SEX_OF.items() if sex == age.sex)
        found[age.column] = (meaning, _age_words(age))
    is_long = not match.ages and _is_long(table, found, long)
    if not is_long:
        _guess(table, found)
    # The 総数 of a census table of households is of households, whatever it looks like.
    found |= {i: (Meaning.INDICATOR, _of_census(header)) for i, header in census.items()}
    uses = tuple(
        Use(c.number, c.header, *found.get(i, (Meaning.IGNORE, "")))
        for i, c in enumerate(table.columns)
    )
    return How("long" if is_long else "wide", uses)


def _of_census(header: str) -> str:
    """Name and unit of a column of a census table of households, dwellings or workers."""
    label, subject = label_of(header), subject_of(table_of(header))
    label = label.replace("(", "（").replace(")", "）")
    people = subject in ("industries", "occupations") or re.search(
        "世帯人員(?:総数)?$|世帯(?:当|あ)たり", label
    )
    # 総数 and その他 say nothing without their table.
    title = _census_tables()[subject]
    name = with_note(label, title) if label in ("総数", "その他") else label
    return f"{name[:90]}／{_('人') if people else _('世帯')}" if label else ""


def _census_tables() -> dict[str, str]:
    return {
        "sizes": _("世帯人員別の世帯"),
        "families": _("家族類型別の世帯"),
        "tenures": _("住宅の所有の関係別の世帯"),
        "buildings": _("住宅の建て方別の世帯"),
        "industries": _("産業・従業上の地位別の働く人"),
        "occupations": _("職業別の働く人"),
    }


def _is_long(table: Table, found: dict[int, tuple[str, str]], long: Mapping[str, Meaning]) -> bool:
    """Whether sex or age stand in rows; then their columns are put into `found`."""
    in_rows = {
        i: meaning
        for i, header in enumerate(table.headers)
        if (i not in found or found[i][0] == Meaning.TOTAL)
        and (meaning := long.get(header_key(header))) is not None
    }
    if not {Meaning.AGE, Meaning.SEX} & set(in_rows.values()):
        return False
    found |= {i: (meaning, "") for i, meaning in in_rows.items()}
    if Meaning.COUNT not in in_rows.values():
        found |= {i: (Meaning.COUNT, "") for i, use in found.items() if use[0] == Meaning.TOTAL}
    return True


_LOOSE_AGE = re.compile(r"(\d{1,3})(?:歳)?(?:[~-](\d{1,3})(?!\d)|(歳以上|以上|歳~|\+))")
_LOOSE = (
    (Meaning.HOUSEHOLDS, re.compile("世帯(?:の?数|総数)?$")),
    (Meaning.MEN, re.compile("^(?:男|おとこ)")),
    (Meaning.WOMEN, re.compile("^(?:女|おんな)")),
    (Meaning.TOTAL, re.compile("人口|総数|総計|人数|住民数|合計")),
)


def _guess(table: Table, found: dict[int, tuple[str, str]]) -> None:
    """Columns the dictionary does not know, by the look of their headers and values."""
    taken = {meaning for meaning, _detail in found.values()}
    for i, column in enumerate(table.columns):
        if i in found:
            continue
        numeric = _is_numeric(table, i)
        header = _level(column.header)
        if not numeric:
            if not taken & {Meaning.AREA_NAME, Meaning.AREA_CODE} and _tells_apart(table, i):
                found[i] = (Meaning.AREA_NAME, "")
                taken.add(Meaning.AREA_NAME)
            continue
        if (age := _LOOSE_AGE.search(header)) and (not age[2] or int(age[2]) - int(age[1]) == 4):
            sex = Meaning.AGE_MEN if "男" in header or "おとこ" in header else Meaning.AGE_BOTH
            if "女" in header or "おんな" in header:
                sex = Meaning.AGE_BOTH if sex == Meaning.AGE_MEN else Meaning.AGE_WOMEN
            found[i] = (sex, f"{age[1]}-{age[2] or ''}")
            continue
        for meaning, pattern in _LOOSE:
            if meaning not in taken and pattern.search(header) and not re.search(r"\d", header):
                found[i] = (meaning, "")
                taken.add(meaning)
                break


def _level(header: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", header).split())
    return re.sub("[〜∼～]", "~", plain)


def _is_numeric(table: Table, index: int) -> bool:
    values = [row.cells[index] for row in table.rows[:200] if row.cells[index]]
    return bool(values) and all(read_number(v) is not None for v in values)


def _tells_apart(table: Table, index: int) -> bool:
    """Whether nearly every row has a value of its own, as names of areas have."""
    values = [row.cells[index] for row in table.rows[:200]]
    return len(set(values)) > 0.9 * len(values) and None not in values


def _age_words(age: AgeColumn) -> str:
    if age.low is None:
        return unknown_age()
    return f"{age.low}-" if age.high is None else f"{age.low}-{age.high}"
