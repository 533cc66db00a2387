"""地域・年齢別人口 (national standard 04) and tables like it: which table of a file is read how.

What the rows of a table say is population_table.py's; what is already stored is compared elsewhere.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from jibungoto.japan.tables.columns import Dictionary, Match, standard
from jibungoto.japan.tables.model import Grid, Limits, Table, TableError
from jibungoto.japan.tables.reading import read_grids
from jibungoto.japan.tables.shape import shape_table
from jibungoto.kernel.intake.kinds import Options, Problem, Unfit, Upload
from jibungoto.ui.listing import inside, quoted

from .population_file_types import PopulationBook, PopulationFile
from .population_table import counted, with_totals_made
from .straightening import DATASET, straightened
from .turning import by_years, turned

# What cities add to the standard: names that are told apart only by their ward.
_EXTENSION = """
[fields]
ward = { label = "区名", spellings = ["区", "区別", "行政区"] }
area_name = { spellings = ["区分", "町丁", "町・丁目", "町丁目別", "地区", "地区名", "町字名"] }
[[datasets]]
number = "04"
name = "地域・年齢別人口"
fields = [
  "localgov_code", "area_code", "key_code", "prefecture_name", "city_name", "localgov_name", "ward",
  "surveyed_on", "area_name", "population", "male", "female", "@ages", "households", "note",
]
required = ["area_name", "population"]
"""


ALL = "*"  # every sheet of a workbook


def read_population(
    upload: Upload, options: Options, *, city_code: str, dictionary: Dictionary | None = None
) -> PopulationBook:
    """Read the tables of a file. Raises Unfit or TableError when the file is a wrong one.

    A workbook with a sheet for each month gives a table for each; `options["sheet"]` takes one.
    """
    words = dictionary or population_dictionary()
    grids = read_grids(upload.content, name=upload.name, limits=Limits())
    names = [(grid.source.sheet or "").strip() for grid in grids]
    chosen = options.get("sheet") or ""
    if chosen and chosen != ALL and chosen not in names:
        raise Unfit(_("「{}」というシートがありません。").format(chosen))
    read: list[tuple[str, PopulationFile]] = []
    left: list[str] = []
    refusal: ValueError | None = None
    for name, grid in zip(names, grids, strict=True):
        if chosen not in ("", ALL, name):
            continue
        try:
            alone = upload.name if len(grids) == 1 or chosen == name else ""
            file = _read_sheet(grid, options, words, city_code=city_code, alone=alone)
        except (Unfit, TableError) as error:
            refusal = refusal or error
            left.append(name)
            continue
        read.append((name, file))
    if not read:
        raise refusal or Unfit(_("表がありません。"))
    if left:
        read[0][1].notes.append(
            _("{}は人口の表ではないシートなので、読んでいません。").format(quoted(left, most=5))
        )
    if len(read) > 1:
        for name, file in read:
            file.problems = [_in_sheet(p, name) for p in file.problems]
            file.notes = [_("シート「{}」：{}").format(name, note) for note in file.notes]
        read[0][1].notes.insert(
            0, _("{}枚のシートを、それぞれの基準日の表として読みました。").format(len(read))
        )
    return PopulationBook(tuple(f for _n, f in read), tuple(n for n in names if n), chosen or ALL)


def _in_sheet(problem: Problem, sheet: str) -> Problem:
    return replace(
        problem, column=_("{}：{}").format(sheet, problem.column) if problem.column else sheet
    )


def population_dictionary(base: Dictionary | None = None) -> Dictionary:
    """The dictionary that reads tables of people: `base` (the standard) with what cities add."""
    return (base or standard()).extended(_EXTENSION)


def _read_sheet(
    grid: Grid, options: Options, dictionary: Dictionary, *, city_code: str, alone: str
) -> PopulationFile:
    """`alone` is the file's name where this is the only table that is read from it."""
    table = turned(shape_table(grid, recognises=dictionary.recognises), dictionary)
    table = by_years(table, dictionary, options.get("taken_on") or "" if alone else "")
    table = straightened(table, dictionary)
    match = with_totals_made(dictionary.match(table.headers, DATASET))
    _refuse_other_layout(table, match)
    refuse_other_subject(table, match, alone)
    return counted(table, match, options, city_code=city_code, alone=alone)


_ROUNDED = re.compile("単位[:は]?[^)]{0,12}?[十百千万](?:人|世帯|戸)")
_OTHERS = re.compile("外国人(?:住民|登録者?)?(?:の?(?:人口|人数|数|登録))|世帯人員別|国籍別")
_EVERYBODY = re.compile("含む|含み|除く|及び|および|・|と|日本人|総人口")
_OF_HOUSEHOLDS = re.compile("世帯(?:の?数|構成|類型|人員|主)?")


def refuse_other_subject(table: Table, match: Match, name: str) -> None:
    """Raise Unfit where a 総数 is not of all people: the title or the columns beside it say so."""
    titles = (*table.preamble, table.source.sheet or "", name)
    for line in (*table.preamble, *table.headers, *table.footnotes):
        if told := _ROUNDED.search("".join(unicodedata.normalize("NFKC", line).split())):
            raise Unfit(
                _(
                    "「{}」とあります。まるめた数からは町や地区の数をつくれません。"
                    "1人・1世帯を単位にした表を選んでください。"
                ).format(inside(told[0]))
            )
    for title in titles:
        if (told := _OTHERS.search(title)) and not _EVERYBODY.search(title):
            raise Unfit(
                _("「{}」の表のようです。住んでいる人すべての表を選んでください。").format(told[0])
            )
    _refuse_a_part(titles, match)
    at = match.columns.get("population")
    if at is None or "人" in table.headers[at] or match.ages or "male" in match.columns:
        return
    beside = [table.headers[i] for i in match.leftover]
    of_homes = [h for h in (*titles, *beside) if _OF_HOUSEHOLDS.search(h) and "人口" not in h]
    if of_homes and not any("人口" in title for title in titles):
        raise Unfit(
            _(
                "「{}」は、人口ではなく世帯の数のようです（「{}」とあります）。"
                "世帯の表は「そのほかの人口・世帯・指標の表」で取りこめます。"
            ).format(inside(table.headers[at]), inside(of_homes[0][:40]))
        )


# Who is counted by town besides everybody; 人口 behind it is of those.
_PARTS = re.compile(
    r"(?:\d{1,3}歳(?:以上|未満|以下)|高齢者?|老年|年少|児童|生徒|園児|乳幼児|未就学児|選挙人|有権者|"
    r"従業者|就業者|単身者?|独居|一人暮らし|ひとり暮らし|要介護|要支援|障害者|障がい者|会員|受給者|"
    r"利用者|避難者|転入者?|転出者?|出生|死亡)(?:の?(?:人口|住民))?"
)
_OF_ALL = re.compile("人口|住民")


def _refuse_a_part(titles: Sequence[str], match: Match) -> None:
    """Raise Unfit where every title is of some people and no column tells their ages."""
    told = next((part[0] for title in titles if (part := _PARTS.search(title))), "")
    if told and not match.ages and not any(_OF_ALL.search(_PARTS.sub("", t)) for t in titles):
        raise Unfit(
            _("「{}」の表のようです。住んでいる人すべての表を選んでください。").format(inside(told))
        )


def _refuse_other_layout(table: Table, match: Match) -> None:
    lacking = {f.key for f in match.missing}
    if not lacking & {"area_name", "population"}:
        return
    if any("HYOSYO" in line for line in (*table.headers, *table.preamble)):
        raise Unfit(
            _("国勢調査の小地域集計の様式です。「国勢調査の小地域集計」として読んでください。")
        )
    likely = standard().identify(table.headers)[0]
    if likely.dataset.number != DATASET and not likely.missing and likely.score > 0.5:
        raise Unfit(
            _(
                "このファイルは「{}」の様式です。地域・年齢別人口のファイルを選んでください。"
            ).format(inside(likely.dataset.name))
        )
    names = quoted(f.label for f in match.missing if f.key != "surveyed_on")
    raise Unfit(_("{}の列が見つかりません。見出しの行と列の名前を確かめてください。").format(names))
