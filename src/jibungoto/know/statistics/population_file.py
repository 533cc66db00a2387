"""地域・年齢別人口 (national standard 04) and tables like it: which table of a file is read how.

What the rows of a table say is population_table.py's; what is already stored is compared elsewhere.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from jibungoto.japan.tables.columns import Dictionary, Match, standard
from jibungoto.japan.tables.model import Grid, Limits, Table, TableError
from jibungoto.japan.tables.reading import read_grids
from jibungoto.japan.tables.shape import shape_table
from jibungoto.kernel.intake.kinds import Options, Problem, Unfit, Upload
from jibungoto.ui.listing import inside, quoted

from .population_file_types import PopulationBook, PopulationFile
from .population_table import counted

DATASET = "04"
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
    table = shape_table(grid, recognises=dictionary.recognises)
    match = dictionary.match(table.headers, DATASET)
    _refuse_other_layout(table, match)
    return counted(table, match, options, city_code=city_code, alone=alone)


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
