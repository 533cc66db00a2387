"""The kinds of tables findings come in by: what is asked with them, and how they are written."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.kernel.intake.kinds import Ask, IntakeKind, SampleColumn
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.links import link

from . import policies
from .table_columns import CHARMS, FINDINGS
from .table_intake import apply, read_charms, read_findings
from .table_undo import undo


def _result(run: IntakeRun) -> str:
    """The findings, of the district they were taken in for."""
    narrowed = f"?district={run.district.slug}" if run.district else ""
    return link("findings:finding_list") + narrowed


def _exports(_actor: Any, districts: Sequence[Any]) -> list[tuple[str, str]]:
    """The findings as they are, of each district or of all."""
    table = link("findings:finding_table")
    if not districts:
        return [(_("いまの気づき（Excel）"), f"{table}?as=xlsx")]
    return [
        (_("{}の気づき（Excel）").format(d.name), f"{table}?district={d.slug}&as=xlsx")
        for d in districts
    ]


KINDS = (
    IntakeKind(
        key=CHARMS,
        title=gettext_lazy("魅力の一覧（景観百選など）"),
        help=gettext_lazy(
            "市が公表している魅力の一覧を、出典つきで地図にのせます。"
            "名称・緯度・経度・住所・説明の列を読みます。"
        ),
        permission=policies.IMPORT,
        read=read_charms,
        apply=apply,
        undo=undo,
        asks=(
            Ask(
                "source",
                gettext_lazy("出典"),
                gettext_lazy("例：八十八景（市の公開データ）"),
                required=True,
            ),
            Ask("licence", gettext_lazy("利用の条件"), gettext_lazy("例：CC BY 4.0")),
            Ask("dated", gettext_lazy("いつの一覧ですか"), form="date"),
        ),
        sample=(
            SampleColumn("名称", "", "みほん坂の夕日", required=True),
            SampleColumn("緯度", gettext_lazy("なければ空けておきます"), "35.0000"),
            SampleColumn("経度", gettext_lazy("なければ空けておきます"), "139.0000"),
            SampleColumn("要素", "", "みほん百選No.1"),
            SampleColumn("住所", gettext_lazy("場所のことば"), "みほん町一丁目"),
            SampleColumn("説明", "", "坂の上から海に沈む夕日が見えます。"),
        ),
        order=50,
        result_url=_result,
    ),
    IntakeKind(
        key=FINDINGS,
        title=gettext_lazy("紙などで集めた気づき"),
        help=gettext_lazy("アンケートやまち歩きで集めた気づきを、まとめて書きとめます。"),
        permission=policies.IMPORT,
        read=read_findings,
        apply=apply,
        undo=undo,
        asks=(
            Ask("source", gettext_lazy("何で集めましたか"), gettext_lazy("例：2026年秋のまち歩き")),
            Ask("dated", gettext_lazy("日付のない行の日"), form="date"),
        ),
        sample=(
            SampleColumn("ID", gettext_lazy("あれば。同じIDは書きかえになります"), ""),
            SampleColumn("種類", gettext_lazy("魅力・課題・資源"), "課題", required=True),
            SampleColumn("ひとことで", "", "横断歩道がうすい", required=True),
            SampleColumn(
                "くわしく", gettext_lazy("人の名前は書きません"), "登校の時間に車が多いです。"
            ),
            SampleColumn("地区", "", ""),
            SampleColumn("場所", "", "みほん小学校の前"),
            SampleColumn("緯度", "", ""),
            SampleColumn("経度", "", ""),
            SampleColumn("いつ", "", "2026-10-18"),
            SampleColumn("どこから", gettext_lazy("紙・口頭・窓口"), "紙"),
            SampleColumn("テーマ", gettext_lazy("いくつもあるときは ; で区切ります"), ""),
            SampleColumn("資源の種類", gettext_lazy("資源のとき。ひと・もの・かね・場・情報"), ""),
            SampleColumn("あらわれ方", gettext_lazy("資源のとき。顕在・潜在"), ""),
        ),
        by_district=True,
        order=51,
        exports=_exports,
        result_url=_result,
    ),
)
