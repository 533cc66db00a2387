"""地域・年齢別人口 as an intake."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.kernel import tenancy
from jibungoto.kernel.intake.kinds import (
    Ask,
    Choice,
    IntakeKind,
    Options,
    Proposal,
    Upload,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Municipality
from jibungoto.know.places.areas import AreaIndex

from .column_words import own_dictionary
from .models import Release
from .population_file import ALL, read_population
from .population_file_types import PopulationFile
from .releasing import propose, undo, write_releases


def read(upload: Upload, options: Options) -> Proposal:
    """What a file of people by area would change. Raises Unfit, TableError."""
    city = Municipality.objects.get(pk=tenancy.current_id())
    book = read_population(upload, options, city_code=city.code, dictionary=own_dictionary())
    index = AreaIndex.load(city.name)
    proposal = Proposal(
        problems=[p for file in book.files for p in file.problems],
        notes=[note for file in book.files for note in file.notes],
    )
    if len(book.sheets) > 1:
        sheets = [(ALL, _("人口の表のシートすべて")), *((n, n) for n in book.sheets)]
        proposal.choices.append(Choice("sheet", _("どのシートを読みますか"), book.sheet, sheets))
    proposal.payload = propose(
        book.files,
        proposal,
        index=index,
        places=places_of(book.files, index, options, proposal),
        register=options.get("register") or Release.Register.RESIDENTS,
        source=options.get("source", ""),
        method=options.get("method", ""),
    )
    return proposal


def places_of(
    files: Sequence[PopulationFile], index: AreaIndex, options: Options, proposal: Proposal
) -> str:
    """Whether the rows are districts or small areas: as chosen, else as the names tell."""
    rows = [row for file in files for row in file.rows]
    named = [(r.code, r.name) for r in rows if not index.is_whole(r.code, r.name)]
    kind = index.common_kind(named) if named else ""
    chosen = options.get("places") or ("district" if kind else "small")
    if kind and chosen == "district":
        proposal.notes.append(_("地域名は、すべて登録済みの{}の名前です。").format(kind))
    proposal.choices.append(
        Choice(
            "places",
            _("地域名は何の名前ですか"),
            chosen,
            [("small", _("町丁・字")), ("district", _("登録済みの地区"))],
        )
    )
    return chosen


def apply(run: IntakeRun, proposal: Proposal, progress: Progress) -> None:
    """Write a release for each day of the file."""
    write_releases(run, proposal, proposal.payload, progress)


def registers() -> list[tuple[str, str]]:
    """The registers a table may be of, for a form."""
    return [(value, str(label)) for value, label in Release.Register.choices]


KIND = IntakeKind(
    key="statistics.population",
    title=gettext_lazy("地域・年齢別人口"),
    help=gettext_lazy(
        "町丁・字や地区ごとの人口の表です。国の標準の様式（新旧どちらも）と、それに近い表を読みます。"
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
            gettext_lazy("地域カルテの表の下に、そのまま出ます。例：住民基本台帳（市民課）"),
            required=True,
        ),
        Ask("method", gettext_lazy("方法"), gettext_lazy("推計などのときだけ書いてください。")),
        Ask(
            "taken_on",
            gettext_lazy("基準日"),
            gettext_lazy("表の中に調査年月日があるときは、空けておいてください。"),
            form="date",
        ),
    ],
    keeps_changes=False,
    order=20,
    result_url=lambda _run: link("statistics:population_whole"),
    instead=("statistics.census", "statistics.table"),
)
