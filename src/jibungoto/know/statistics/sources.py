"""From a number back to the rows it was made of: area, share, file and line. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from jibungoto.know.places.models import District, Membership

from .gathering import Share, gather
from .models import Headcount, Release, Status
from .selectors import releases

_EXTRA = (
    "line", "small_area__name", "small_area__code", "merged_into__name", "district__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of the file and what of it counts. `counted` is None where the file does not tell."""

    name: str
    code: str
    line: int | None
    total: int | None
    share: float
    counted: float | None
    how: str
    remark: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything a number is made of."""

    release: Release
    rows: list[SourceRow]
    counted: float | None  # what the rows make together

    @property
    def file_name(self) -> str:
        return self.release.run.file_name if self.release.run else ""


def release_on(date: str, register: str) -> Release | None:
    """The release of a day, the newest where none is asked for."""
    found = releases(register=register).select_related("run")
    if not date:
        return found.first()
    return next((r for r in found if r.taken_on.isoformat() == date), None)


def made_from(release: Release, district: District | None) -> Sources:
    """The rows of a district's (None: the municipality's) people. Five queries at most.

    Where the municipality's number is a sum of ours, its rows are all areas of the table.
    """
    shares = gather([release], [district], extra=_EXTRA).get(
        (release.pk, district.pk if district else None), []
    )
    if district is None and shares and shares[0].values["is_sum"]:
        shares = [Share(row) for row in _all_areas(release)]
    rows = sorted((_row(s) for s in shares), key=lambda r: (r.line or 0, r.code))
    told = [r.counted for r, s in zip(rows, shares, strict=True) if r.counted is not None]
    return Sources(release, rows, sum(told) if told else None)


def _all_areas(release: Release) -> Iterator[dict[str, Any]]:
    rows = Headcount.objects.filter(release=release, is_sum=False)
    columns = ("status", "total", "small_area_id", "district_id", "merged_into_id", "is_sum")
    yield from rows.order_by(F("line").asc(nulls_last=True), "pk").values(*columns, *_EXTRA)


def _row(share: Share) -> SourceRow:
    values = share.values
    hidden = values["status"] == Status.SUPPRESSED
    total = None if hidden else values["total"]
    return SourceRow(
        name=values["small_area__name"] or values["district__name"] or _("市全体"),
        code=values["small_area__code"] or "",
        line=values["line"],
        total=total,
        share=share.ratio,
        counted=None if total is None else total * share.ratio,
        how=str(Membership.Method(share.how).label) if share.how else "",
        remark=_remark(share, hidden=hidden),
    )


def _remark(share: Share, *, hidden: bool) -> str:
    if hidden and share.values["merged_into__name"]:
        return _("秘匿。{}の数に入っています").format(share.values["merged_into__name"])
    if hidden:
        return _("秘匿")
    if share.values["total"] is None:
        return str(Status.MISSING.label)
    if share.stands:
        return _("この町の丁目は秘匿のため、町の数を使っています")
    return ""


def table(sources: Sources) -> Iterator[Sequence[Any]]:
    """The rows to take away, the header first."""
    yield [
        _("地域名"), _("コード"), _("基準日"), _("表の人口"), _("割合"), _("数えた人口"),
        _("決め方"), _("備考"), _("出典"), _("ファイル"), _("行"),
    ]  # fmt: skip
    for row in sources.rows:
        yield [
            row.name, row.code, sources.release.taken_on.isoformat(),
            "" if row.total is None else row.total, f"{row.share:g}",
            "" if row.counted is None else f"{row.counted:g}", row.how, row.remark,
            sources.release.source, sources.file_name, row.line or "",
        ]  # fmt: skip
