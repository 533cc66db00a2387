"""Any table, read by what a person said of its columns, as an intake."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.japan.tables.header import HeaderRows
from jibungoto.japan.tables.model import Grid, Table, TableError
from jibungoto.japan.tables.reading import read_grids
from jibungoto.japan.tables.shape import shape_table
from jibungoto.kernel import tenancy
from jibungoto.kernel.intake.kinds import (
    Ask,
    Choice,
    IntakeKind,
    Options,
    Proposal,
    Unfit,
    Upload,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Municipality
from jibungoto.know.places.areas import AreaIndex
from jibungoto.ui.listing import listed
from jibungoto.ui.tags.words import long_date

from . import services
from .census_columns import census_day, counts_others, data_begins
from .census_columns import table_of as number_of
from .census_file import CensusLines, census_lines
from .column_words import long_words, own_dictionary
from .figuring import Told, compare_figures, undo_figures, write_figures
from .mapped_figures import read_figures
from .mapping import How, Use, has_people, matched, rows_at, signature, skipped, without
from .models import Mapping, Meaning, Release
from .population_file_types import Counted
from .population_intake import places_of, registers
from .population_table import counted
from .proposing import propose_uses
from .releasing import Payload, propose, write_releases

_OF_A_DAY = re.compile(r"^\d{4}-\d\d-\d\d/")  # keys of people; those of figures begin with a slug


@dataclass(slots=True)
class Both:
    """What apply() writes."""

    people: Payload | None
    figures: list[Told]


def read(upload: Upload, options: Options) -> Proposal:
    """What a mapped table would change. Raises Unfit, TableError."""
    city = Municipality.objects.get(pk=tenancy.current_id())
    grid = chosen_grid(upload, options)
    options = with_census_day(grid, options)
    mapping, how, offered = _mapping(grid, options)
    proposal = Proposal(notes=list(grid.notes))
    table = table_of(grid, mapping)
    census = census_lines(grid, code=city.code, name=city.name)
    if census is not None:
        table = rows_at(table, [*census.wholes, *census.leaves])
        proposal.problems += census.problems
    narrowed, match, problems = matched(table, how, own_dictionary())
    proposal.problems += problems
    file = counted(narrowed, match, options, city_code=city.code, alone=upload.name)
    file.rows = [_complete(row, census) for row in file.rows]
    proposal.problems += file.problems
    proposal.notes += [note for note in file.notes if note not in proposal.notes]
    index = AreaIndex.load(city.name)
    places = places_of([file], index, {"places": mapping.places, **options}, proposal)
    source = options.get("source", "")
    people = None
    if has_people(how):
        people = propose(
            [file],
            proposal,
            index=index,
            places=places,
            register=options.get("register") or Release.Register.RESIDENTS,
            source=source,
            method=options.get("method", ""),
        )
    indicators = how.of(Meaning.INDICATOR) if how.layout == Mapping.Layout.WIDE else []
    figures = read_figures(
        narrowed, indicators, file.rows, index=index, places=places,
        source=source, method=options.get("method", ""), proposal=proposal,
    )  # fmt: skip
    compare_figures(figures, proposal)
    if offered:
        proposal.choices.append(
            Choice(
                "mapping",
                _("保存してある読み方"),
                str(mapping.pk),
                [(str(m.pk), m.name) for m in offered],
            )
        )
    proposal.payload = Both(people, figures)
    return proposal


def chosen_grid(upload: Upload, options: Options) -> Grid:
    """The sheet that was chosen, else the first. Raises Unfit, TableError."""
    grids = read_grids(upload.content, name=upload.name)
    wanted = options.get("sheet", "")
    for grid in grids:
        if not wanted or (grid.source.sheet or "").strip() == wanted:
            return grid
    raise Unfit(_("「{}」というシートがありません。").format(wanted))


def table_of(grid: Grid, mapping: Mapping) -> Table:
    """The table as the mapping's header and left out lines make it. Raises TableError."""
    header = HeaderRows(mapping.header_first - 1, mapping.header_last - 1)
    return without(shape_table(grid, header=header), skipped(mapping.skip) or frozenset())


def with_census_day(grid: Grid, options: Options) -> Options:
    """The day of a known census table, which tells it by its number alone, unless one is told."""
    day = None if options.get("taken_on") else census_day(_codes(grid))
    if day is None:
        return options
    grid.notes.append(_("{}年の国勢調査（{}）の表です。").format(day.year, day.isoformat()))
    return {**options, "taken_on": day.isoformat()}


def _codes(grid: Grid) -> list[str]:
    """The codes of a census table's columns; none where the table is of another layout."""
    begins = data_begins(grid)
    return [] if begins is None else [cell or "" for cell in grid.rows[begins - 2]]


def how_of(mapping: Mapping) -> How:
    """A stored mapping as values."""
    uses = tuple(Use(c.position, c.header, c.meaning, c.detail) for c in mapping.columns.all())
    return How(mapping.layout, uses)


def saved_for(grid: Grid) -> list[Mapping]:
    """The named mappings made for a table with the same columns, newest first."""
    found: list[Mapping] = []
    signatures: dict[tuple[int, int], str] = {}
    for mapping in Mapping.objects.exclude(name="").select_related("created_by")[:200]:
        rows = (mapping.header_first, mapping.header_last)
        if rows not in signatures:
            try:
                signatures[rows] = signature(table_of(grid, mapping).headers)
            except TableError:
                signatures[rows] = ""
        if signatures[rows] == mapping.signature:
            found.append(mapping)
    return found


def _of_census(grid: Grid) -> tuple[Mapping, How] | None:
    """The one way to read a census table whose number says what its columns are."""
    begins = data_begins(grid)
    if begins is None or not any(map(counts_others, _codes(grid))):
        return None
    mapping = Mapping(header_first=begins - 1, header_last=begins, places="small")
    how = propose_uses(table_of(grid, mapping), own_dictionary(), long_words())
    tables = listed(dict.fromkeys(t for code in _codes(grid) if (t := number_of(code))), "・")
    grid.notes.append(_("列の意味は、e-Statの表の番号（{}）から決めました。").format(tables))
    return mapping, how


def _mapping(grid: Grid, options: Options) -> tuple[Mapping, How, list[Mapping]]:
    """How to read the table, and the saved ways for the same columns to choose from."""
    offered = saved_for(grid)
    told = options.get("mapping", "")
    if told:
        mapping = Mapping.objects.filter(pk=told).first() if told.isdecimal() else None
        if mapping is None:
            raise Unfit(_("選んだ読み方は、もう消されています。列の意味を決め直してください。"))
        if signature(table_of(grid, mapping).headers) != mapping.signature:
            raise Unfit(_("列の並びが、選んだ読み方とちがいます。列の意味を決め直してください。"))
        return mapping, how_of(mapping), offered if mapping in offered else []
    if not offered and (known := _of_census(grid)):
        return *known, []
    if not offered:
        raise Unfit(
            _(
                "列の意味がまだ決まっていません。「列の意味を決める」から、"
                "どの列が何の数かを選んでください。何も変わっていません。"
            )
        )
    grid.notes.append(
        _("保存してある読み方「{}」（{}）で読みました。").format(
            offered[0].name, long_date(offered[0].changed_at.date())
        )
    )
    return offered[0], how_of(offered[0]), offered


def _complete(row: Counted, census: CensusLines | None) -> Counted:
    """Totals that follow from the parts, and what the census says of withheld areas."""
    if census is None:
        return row if row.name else replace(row, name=row.code)
    if row.line in census.wholes:
        return replace(row, code="", name="")
    receiver = census.leaves.get(row.line, "")
    named = census.names.get(row.line) or row.code
    return replace(row, name=named, merged_into=receiver, suppressed=bool(receiver))


def apply(run: IntakeRun, proposal: Proposal, progress: Progress) -> None:
    """Write the releases, then the figures."""
    payload: Both = proposal.payload
    if payload.people is not None:
        write_releases(run, proposal, payload.people, progress)
    if payload.figures:
        write_figures(run, proposal, payload.figures, progress)


def undo(run: IntakeRun) -> None:
    """Take back both. Raises CannotUndo."""
    services.withdraw_releases(run=run)
    undo_figures(run, kept=lambda key: _OF_A_DAY.match(key) is not None)


KIND = IntakeKind(
    key="statistics.table",
    title=gettext_lazy("そのほかの人口・世帯・指標の表"),
    help=gettext_lazy(
        "様式の決まっていない表です。どの列が何の数かを、画面で選んで読みます。"
        "選んだ読み方は保存でき、次からは同じ列の表をそのまま読めます。"
    ),
    permission="statistics.figure.import",
    read=read,
    apply=apply,
    undo=undo,
    asks=[
        Ask("register", gettext_lazy("もとの統計"), options=registers, required=True),
        Ask(
            "source",
            gettext_lazy("出典"),
            gettext_lazy("数の下に、そのまま出ます。例：国勢調査（e-Stat）"),
            required=True,
        ),
        Ask("method", gettext_lazy("方法"), gettext_lazy("推計などのときだけ書いてください。")),
        Ask(
            "taken_on",
            gettext_lazy("基準日"),
            gettext_lazy("表の中に日付の列があるときは、空けておいてください。"),
            form="date",
        ),
    ],
    order=25,
    result_url=lambda _run: link("statistics:population_whole"),
    arrange_url=lambda public_id: link("statistics:columns_edit", public_id=public_id),
)
