"""e-Stat census tables by small area as an intake."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.kernel import tenancy
from jibungoto.kernel.intake.kinds import Ask, IntakeKind, Options, Proposal, Total, Upload
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Municipality
from jibungoto.know.places.areas import AreaIndex

from .census_file import read_census
from .models import Release
from .releasing import propose, undo, write_releases


def read(upload: Upload, options: Options) -> Proposal:
    """What a census table would change. Raises Unfit, TableError."""
    city = Municipality.objects.get(pk=tenancy.current_id())
    file = read_census(upload, options, code=city.code, name=city.name)
    proposal = Proposal(problems=file.problems, notes=file.notes)
    proposal.payload = propose(
        [file],
        proposal,
        index=AreaIndex.load(city.name),
        places="small",
        register=Release.Register.CENSUS,
        source=options.get("source") or _("国勢調査 小地域集計（e-Stat）"),
        completes=True,
    )
    leaves = [row for row in file.rows if row.code]
    proposal.totals.append(
        Total(_("町丁・字を足した人口"), f"{sum(row.total or 0 for row in leaves):,}")
    )
    hidden = sum(row.suppressed for row in leaves)
    proposal.totals.append(Total(_("人数が秘匿の町丁・字"), f"{hidden:,}"))
    return proposal


def apply(run: IntakeRun, proposal: Proposal, progress: Progress) -> None:
    """Write the census day's release."""
    write_releases(run, proposal, proposal.payload, progress)


KIND = IntakeKind(
    key="statistics.census",
    title=gettext_lazy("国勢調査の小地域集計"),
    help=gettext_lazy(
        "e-Statから受けとったままのファイル（zipかCSV）です。人口（T001081）と"
        "男女・年齢別（T001082）を読み、この自治体の行だけを使います。"
    ),
    permission="statistics.figure.import",
    read=read,
    apply=apply,
    undo=undo,
    asks=[
        Ask(
            "source",
            gettext_lazy("出典"),
            gettext_lazy("空けておくと「国勢調査 小地域集計（e-Stat）」と出ます。"),
        ),
        Ask(
            "taken_on",
            gettext_lazy("基準日"),
            gettext_lazy("2010年・2015年・2020年の表では、空けておいてください。"),
            form="date",
        ),
    ],
    keeps_changes=False,
    order=21,
    result_url=lambda _run: link("statistics:population_whole"),
    instead=("statistics.population", "statistics.table"),
)
