"""From a table with known columns to counted areas: dates, ages, subtotals, sums that agree."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from jibungoto.japan.codes import CodeError, MunicipalityCode
from jibungoto.japan.eras import find_date, find_day_counted
from jibungoto.japan.place_keys import without_marks
from jibungoto.japan.tables.ages import AgeColumn, finest, gaps
from jibungoto.japan.tables.columns import Match
from jibungoto.japan.tables.marks import CENSUS, Mark, Number
from jibungoto.japan.tables.model import Table
from jibungoto.japan.tables.records import Record, Records, read_records
from jibungoto.kernel.intake.kinds import Options, Problem, Unfit
from jibungoto.know.places.areas import TOTAL, is_total
from jibungoto.ui.listing import listed, quoted, sentences

from .packing import MISSING, SUPPRESSED
from .population_file_types import Counted, PopulationFile
from .subtotals import without_subtotals


def counted(
    table: Table, match: Match, options: Options, *, city_code: str, alone: str
) -> PopulationFile:
    """The people of a table. Raises Unfit when its ages don't fit or it is another city's.

    `alone` is the file's name where this is the only table that is read from it.
    """
    own = _own(city_code)
    records = read_records(table, match, policy=CENSUS, own=own)
    found = PopulationFile(notes=[*table.notes, *match.notes, *records.notes])
    _refuse_other_city(records, own)
    ages = _Ages.of(match.ages, found)
    found.lows = ages.lows
    given = _given_date(options, table, found, alone=alone, dated="surveyed_on" in match.columns)
    found.problems += [Problem(f.row, f.column or "", "", f.sentence) for f in records.faults]
    for record in _without_named_subtotals(records.records, found):
        if row := _row(record, ages, given, found, is_alone=bool(alone)):
            found.rows.append(with_total(row))
    _leave_subtotals_out(found)
    _tell_of_some_only(table, match, found)
    _check_sums(found)
    _refuse_twice(found)
    return found


def with_totals_made(match: Match) -> Match:
    """The match without asking for 総人口 where men and women, or the ages, make it."""
    columns = match.columns
    if "population" in columns or not ({"male", "female"} <= set(columns) or match.ages):
        return match
    dataset = replace(match.dataset, required=match.dataset.required - {"population"})
    missing = tuple(field for field in match.missing if field.key != "population")
    return replace(match, dataset=dataset, missing=missing)


def with_total(row: Counted) -> Counted:
    """The row with the total that follows from its parts, where the table tells none."""
    if row.total is not None or row.suppressed:
        return row
    if row.men is not None and row.women is not None:
        return replace(row, total=row.men + row.women)
    ages = row.both_by_age or (*row.men_by_age, *row.women_by_age)
    if not ages or min(ages) < 0:
        return row
    return replace(row, total=sum(ages) + (row.men_unknown or 0) + (row.women_unknown or 0))


def _without_named_subtotals(records: Sequence[Record], found: PopulationFile) -> Sequence[Record]:
    """The records without those that call themselves sums or parts of others: 小計, うち外国人."""
    wards = [record for record in records if _is_subtotal(record)]
    if wards:
        found.notes.append(
            _("区ごとの合計の{}行は、足しこまれないように外しました。").format(len(wards))
        )
    left = [record for record in records if record not in wards]
    again = [record for record in left if _SUBTOTAL.search(_plain(record, "area_name"))]
    again = [record for record in again if not is_total(_plain(record, "area_name"))]
    if not again or len(again) == sum(not is_total(_plain(r, "area_name")) for r in left):
        return left
    names = quoted(dict.fromkeys(_plain(record, "area_name") for record in again), most=3)
    said = _("小計や再掲の{}行（{}）は、二重に数えないように外しました。")
    found.notes.append(said.format(len(again), names))
    lines = {record.row for record in again}
    return [record for record in left if record.row not in lines]


_SUBTOTAL = re.compile(
    r"小計|再掲|内数|^[(（]?うち(?![ぁ-ん])|..計[)）]?$|^(?:日本人|外国人)(?:住民|人口|計)?$"
)


def _leave_subtotals_out(found: PopulationFile) -> None:
    """Day by day; a table that does not make its own total is said to."""
    by_day: dict[dt.date, list[Counted]] = {}
    for row in found.rows:
        by_day.setdefault(row.taken_on, []).append(row)
    found.rows = []
    for day, rows in by_day.items():
        wholes = [r for r in rows if r.name == TOTAL and not r.code]
        whole = wholes[0].total if len(wholes) == 1 else None
        kept, said = without_subtotals([r for r in rows if r not in wholes], whole)
        if said:
            found.notes.append(said)
        found.rows += [*wholes, *kept]
        told = sum(row.total or 0 for row in kept)
        if whole is not None and told != whole and all(r.total is not None for r in kept):
            sentence = _("地域を足すと{:,}人で、合計の行（{:,}人）と合いません（{}）。")
            said = sentence.format(told, whole, day.isoformat())
            _doubt(found, wholes[0], _("総人口"), whole, said)


_SOME = re.compile("日本人(?:住民)?(?:のみ|だけ|人口)?")


def _tell_of_some_only(table: Table, match: Match, found: PopulationFile) -> None:
    """A doubt where the title says 日本人 and nothing of others: they may be missing."""
    others = re.compile("外国人|国籍|総人口|含")
    if any(others.search(line) for line in (*table.preamble, *table.headers, *table.footnotes)):
        return
    told = next((line for line in table.preamble if _SOME.search(line)), "")
    if told and "population" in match.columns:
        said = _("題に「日本人」とあります。外国人の住民が入っていない数かもしれません。")
        column = table.headers[match.columns["population"]]
        found.problems.append(Problem(None, column, "", said, blocks=False))


def _own(city_code: str) -> MunicipalityCode | None:
    try:
        return MunicipalityCode(city_code) if city_code else None
    except CodeError:
        return None  # an invented city has an invented code


def _refuse_other_city(records: Records, own: MunicipalityCode | None) -> None:
    if own is None:
        return
    others = {
        str(code)
        for r in records.records
        for code in (r.values.get("localgov_code"),)
        if code and code != own.six
    }
    if others:
        raise Unfit(
            _("ほかの自治体（コード {}）のデータです。この自治体のコードは {} です。").format(
                listed(sorted(others)[:3]), own
            )
        )


def _given_date(
    options: Options, table: Table, found: PopulationFile, *, alone: str, dated: bool
) -> dt.date | None:
    """The day told with the file, else of its title, else the one sheet or file are named after.

    One day can't be that of several sheets, so what was told counts only for a table alone.
    """
    if options.get("taken_on") and alone:
        return dt.date.fromisoformat(options["taken_on"])
    named = find_date(table.source.sheet or "")
    if titled := find_day_counted(table.preamble):
        if named and named != titled:
            found.notes.append(
                _("シートの名前は{}ですが、表の題の{}を基準日にしました。").format(named, titled)
            )
        return titled
    if named is None and not dated and (noted := find_day_counted(table.footnotes)):
        found.notes.append(_("表の下の注記から、基準日を{}と見ました。").format(noted))
        return noted
    if named is None and not dated and (named := find_date(alone)):
        said = _("ファイルの名前から、基準日を{}と見ました。").format(named)
        found.notes.append(said)
    return named


_FEW_AGES = 6  # 65歳以上, 75歳以上 beside the people, perhaps for men and women


@dataclass(frozen=True, slots=True)
class _Ages:
    """Which cell of a record holds which class."""

    lows: tuple[int, ...]
    men: tuple[int, ...]
    women: tuple[int, ...]
    both: tuple[int, ...]
    unknown: Mapping[str, int]

    @classmethod
    def of(cls, columns: Sequence[AgeColumn], found: PopulationFile) -> "_Ages":
        begins = [c.low for c in columns if c.low is not None]
        if begins and min(begins) > 0 and len(begins) <= _FEW_AGES:
            said = _("年齢の列は{}歳からの一部だけなので、年齢は読みませんでした。")
            found.notes.append(said.format(min(begins)))
            columns = ()
        fine = finest(columns)
        if len(fine) < len(columns):
            found.notes.append(
                _("ほかの年齢の区分を足したものは、二重に数えないように外しました。")
            )
        by_sex = {sex: _of_sex(columns, fine, sex) for sex in ("male", "female", "both")}
        unknown: dict[str, int] = {c.sex: i for i, c in enumerate(columns) if c.is_unknown}
        wrong = gaps(fine)
        if wrong:
            raise Unfit(sentences(wrong))
        lows = {sex: tuple(low for low, _i in cells) for sex, cells in by_sex.items() if cells}
        if "male" in lows and lows.get("female") != lows["male"]:
            raise Unfit(_("男性と女性で、年齢の区分がちがっています。見出しを確かめてください。"))
        if "male" in lows and "both" in lows:
            found.notes.append(_("男女別の列があるので、男女計の列は使いませんでした。"))
        taken = lows.get("male") or lows.get("both") or ()
        if not taken:
            found.notes.append(_("年齢の列がないので、総数だけを読みました。"))
        elif taken[-1] != 85:
            found.notes.append(_("最後の年齢の区分は{}歳以上です。").format(taken[-1]))
        sexes = "male" in lows

        def cells(sex: str, *, wanted: bool) -> tuple[int, ...]:
            return tuple(i for _low, i in by_sex[sex]) if wanted else ()

        return cls(
            taken,
            cells("male", wanted=sexes),
            cells("female", wanted=sexes),
            cells("both", wanted=not sexes),
            unknown,
        )


def _of_sex(
    columns: Sequence[AgeColumn], fine: Sequence[AgeColumn], sex: str
) -> list[tuple[int, int]]:
    return sorted(
        (c.low, i)
        for i, c in enumerate(columns)
        if c in fine and c.sex == sex and c.low is not None
    )


def _plain(record: Record, key: str) -> str:
    """A name without the spaces that make printed tables even: 北　区 is 北区."""
    return "".join(str(record.values.get(key) or "").split())


def _is_subtotal(record: Record) -> bool:
    """Whether a row is a ward as a whole: 中央区 合計, 中央区 中央区."""
    ward, name = _plain(record, "ward"), _plain(record, "area_name")
    return bool(ward) and not is_total(ward) and (is_total(name) or ward == name)


def _name(record: Record) -> str:
    """The area's name, with its ward before it; a total is named as such."""
    name, ward = without_marks(str(record.values.get("area_name") or "")), _plain(record, "ward")
    if is_total(name):
        return TOTAL
    return f"{ward}{name}" if ward and not name.startswith(ward) else name


def _row(
    record: Record,
    ages: _Ages,
    given: dt.date | None,
    found: PopulationFile,
    *,
    is_alone: bool,
) -> Counted | None:
    day = record.values.get("surveyed_on") or given
    if not isinstance(day, dt.date):
        sentence = _("調査年月日がありません。表に書くか、基準日を選んでください。")
        if not is_alone:  # one day can't be that of several sheets
            sentence = _(
                "調査年月日がありません。シートの名前か表の題に「令和7年4月1日現在」のように書くか、"
                "シートを1枚選んで、基準日を選んでください。"
            )
        if not any(p.sentence == sentence for p in found.problems):
            found.problems.append(Problem(record.row, _("調査年月日"), "", sentence))
        return None
    men = tuple(_cell(record.ages[i]) for i in ages.men)
    women = tuple(_cell(record.ages[i]) for i in ages.women)
    both = tuple(_cell(record.ages[i]) for i in ages.both)
    total = record.values.get("population")
    code = record.values.get("area_code") or record.values.get("key_code") or ""
    return Counted(
        line=record.row,
        code=str(code)[:20],
        name=_name(record),
        taken_on=day,
        suppressed=isinstance(total, Number) and total.mark is Mark.SUPPRESSED,
        total=_people(total),
        men=_people(record.values.get("male")),
        women=_people(record.values.get("female")),
        households=_people(record.values.get("households")),
        men_unknown=_unknown(record, ages, "male"),
        women_unknown=_unknown(record, ages, "female"),
        men_by_age=men,
        women_by_age=women,
        both_by_age=both,
    )


def _people(number: object) -> int | None:
    if isinstance(number, Number) and number.value is not None:
        return int(number.value)
    return None


def _unknown(record: Record, ages: _Ages, sex: str) -> int | None:
    return _people(record.ages[ages.unknown[sex]]) if sex in ages.unknown else None


def _cell(number: Number) -> int:
    if number.value is not None:
        return int(number.value)
    return SUPPRESSED if number.mark is Mark.SUPPRESSED else MISSING


def _check_sums(found: PopulationFile) -> None:
    """Men and women make the total, ages and unknown make men: else somebody mistyped."""
    for row in found.rows:
        if row.total is not None and row.men is not None and row.women is not None:
            together = row.men + row.women
            if together != row.total:
                said = _("男性と女性を足すと{}人で、総人口（{}人）と合いません。")
                _doubt(found, row, _("総人口"), row.total, said.format(together, row.total))
        for word, whole, unknown, counts in (
            (_("男性"), row.men, row.men_unknown, row.men_by_age),
            (_("女性"), row.women, row.women_unknown, row.women_by_age),
        ):
            aged = sum(counts) + (unknown or 0)
            if whole is not None and counts and min(counts) >= 0 and aged > whole:
                said = _("年齢ごとの数を足すと{}人で、{}（{}人）より多くなっています。")
                _doubt(found, row, word, whole, said.format(aged, word, whole))


def _doubt(found: PopulationFile, row: Counted, column: str, value: int, said: str) -> None:
    found.problems.append(Problem(row.line, column, str(value), said, blocks=False))


def _refuse_twice(found: PopulationFile) -> None:
    seen: dict[tuple[dt.date, str, str], int] = {}
    for row in found.rows:
        key = (row.taken_on, row.code, "" if row.code else row.name)
        if key in seen:
            said = _("{}行目と同じ地域がもう一度出てきます。どちらかを消してください。")
            found.problems.append(Problem(row.line, _("地域名"), row.name, said.format(seen[key])))
        seen.setdefault(key, row.line)
