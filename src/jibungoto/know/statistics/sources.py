"""From a number back to the rows it was made of: area, share, file and line. Reads only."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.know.places.models import District, Membership

from .gathering import AGES, COUNTS, Share, gather
from .models import Headcount, Release, Status
from .packing import unpack
from .people import AgeClass, read_classes
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
class Asked:
    """Which number the rows are shown of: all people, households, or the people of some ages."""

    key: str
    label: Any
    unit: str
    low: int = 0
    high: int | None = None

    @property
    def is_aged(self) -> bool:
        return self.key not in ("", "households")

    def of(self, values: Mapping[str, Any], classes: Sequence[AgeClass]) -> int | None:
        """What a stored row tells; None where it does not."""
        if not self.is_aged:
            found: int | None = values[self.key or "total"]
            return found
        ages = ages_of(values)
        if ages is None:
            return None
        inside = [n for n, c in zip(ages, classes, strict=False) if self._holds(c)]
        return sum(inside)

    def _holds(self, age: AgeClass) -> bool:
        fits = self.high is None or (age.high is not None and age.high <= self.high)
        return age.low >= self.low and fits


EVERYBODY = Asked("", gettext_lazy("人口"), "人")


def asked(text: str) -> Asked:
    """From an address: households, 0-14, 65-; all people for anything else."""
    if text == "households":
        return Asked(text, _("世帯数"), "世帯")
    ages = re.fullmatch(r"(\d{1,3})-(\d{0,3})", text)
    if not ages:
        return EVERYBODY
    low, high = int(ages[1]), int(ages[2]) if ages[2] else None
    label = AgeClass(low, high).label
    return Asked(text, label if high is None else _("{}歳").format(label), "人", low, high)


def ages_of(values: Mapping[str, Any]) -> list[int] | None:
    """A row's people by age, both sexes; None where a class is kept back or not told (the whole
    row is then in no sum of ages: people.add_up)."""
    parts = [unpack(values[name]) for name in ("men_by_age", "women_by_age") if values[name]]
    parts = parts or ([unpack(values["both_by_age"])] if values["both_by_age"] else [])
    if not parts or any(n < 0 for part in parts for n in part):
        return None
    return [sum(column) for column in zip(*parts, strict=True)]


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything a number is made of."""

    release: Release
    rows: list[SourceRow]
    counted: float | None  # what the rows make together
    asked: Asked = EVERYBODY
    # What the counted number is set against: people whose age is known, or people in households.
    against: float | None = None

    @property
    def share(self) -> float | None:
        """The share of these ages among people whose age is known."""
        if not self.asked.is_aged or self.counted is None or not self.against:
            return None
        return self.counted / self.against

    @property
    def each(self) -> float | None:
        """Persons a household."""
        if self.asked.key != "households" or not self.counted or self.against is None:
            return None
        return self.against / self.counted

    @property
    def run(self) -> IntakeRun | None:
        """The intake of the file that tells the number."""
        return run_of(self.release, self.asked)

    @property
    def file_name(self) -> str:
        return self.run.file_name if self.run else ""


def run_of(release: Release, asked: Asked) -> IntakeRun | None:
    """A table may keep its ages or households of another file."""
    other = release.households_run if asked.key == "households" else None
    other = release.ages_run if asked.is_aged else other
    return other or release.run


def release_on(date: str, register: str) -> Release | None:
    """The release of a day, the newest where none is asked for."""
    found = releases(register=register).select_related("run", "ages_run", "households_run")
    if not date:
        return found.first()
    return next((r for r in found if r.taken_on.isoformat() == date), None)


def made_from(
    release: Release,
    district: District | None,
    asked: Asked = EVERYBODY,
) -> Sources:
    """The rows of a district's (None: the municipality's) people. Six queries at most.

    Where the municipality's number is a sum of ours, or of a file that has no row for it, its rows
    are all areas of the table.
    """
    shares = gather([release], [district], extra=_EXTRA).get(
        (release.pk, district.pk if district else None), []
    )
    if (
        district is None
        and shares
        and (shares[0].values["is_sum"] or _has_no_whole(release, asked))
    ):
        shares = [Share(row) for row in _all_areas(release)]
    classes = read_classes(release.classes) if release.classes else ()
    lines = _lines(release, asked, shares)
    rows = sorted(
        (_row(s, asked, classes, lines) for s in shares), key=lambda r: (r.line or 0, r.code)
    )
    told = [r.counted for r in rows if r.counted is not None]
    against = _against(shares, asked, classes)
    return Sources(release, rows, sum(told) if told else None, asked, against)


def _has_no_whole(release: Release, asked: Asked) -> bool:
    """Whether the number is of another file, and only of its areas."""
    run = run_of(release, asked)
    if run is None or run.pk == release.run_id:
        return False
    rows = Headcount.objects.filter(release__run=run, small_area=None, district=None)
    return not rows.filter(line__isnull=False).exists()


def _lines(
    release: Release, asked: Asked, shares: Sequence[Share]
) -> Mapping[int | None, int | None]:
    """The line of each small area (None: the municipality) in the file that tells the number."""
    run = run_of(release, asked)
    found: dict[int | None, int | None] = {}
    found |= {s.values["small_area_id"]: s.values["line"] for s in shares}
    if run is None or (run.pk == release.run_id and any(found.values())):
        return found
    found.clear()
    before = Headcount.objects.filter(release__run=run, district=None, line__isnull=False)
    found.update(before.values_list("small_area_id", "line"))
    if not found:
        # A file of boundaries that counts people tells them by its shapes.
        keys = {s.values["small_area__code"]: s.values["small_area_id"] for s in shares}
        changes = run.changes.filter(key__in=[k for k in keys if k], line__isnull=False)
        found.update((keys[key], line) for key, line in changes.values_list("key", "line"))
    return found


def _against(shares: Sequence[Share], asked: Asked, classes: Sequence[AgeClass]) -> float | None:
    if not asked.key:
        return None
    other = Asked("0-", "", "") if asked.is_aged else EVERYBODY
    told = [
        (number, s.ratio)
        for s in shares
        if not s.suppressed and (number := other.of(s.values, classes)) is not None
    ]
    return sum(number * ratio for number, ratio in told) if told else None


def _all_areas(release: Release) -> Iterator[dict[str, Any]]:
    rows = Headcount.objects.filter(release=release, is_sum=False)
    rows = rows.exclude(small_area=None, district=None)
    keys = ("status", "small_area_id", "district_id", "merged_into_id", "is_sum")
    columns = (*keys, *COUNTS, *AGES)
    yield from rows.order_by(F("line").asc(nulls_last=True), "pk").values(*columns, *_EXTRA)


def _row(
    share: Share,
    asked: Asked,
    classes: Sequence[AgeClass],
    lines: Mapping[int | None, int | None],
) -> SourceRow:
    values = share.values
    hidden = values["status"] == Status.SUPPRESSED
    total = None if hidden else asked.of(values, classes)
    return SourceRow(
        name=values["small_area__name"] or values["district__name"] or _("市全体"),
        code=values["small_area__code"] or "",
        line=values["line"] if values["district_id"] else lines.get(values["small_area_id"]),
        total=total,
        share=share.ratio,
        counted=None if total is None else total * share.ratio,
        how=str(Membership.Method(share.how).label) if share.how else "",
        remark=_remark(share, hidden=hidden, told=total is not None, asked=asked),
    )


def _remark(share: Share, *, hidden: bool, told: bool, asked: Asked) -> str:
    if hidden and share.values["merged_into__name"]:
        return _("秘匿。{}の数に入っています").format(share.values["merged_into__name"])
    if hidden:
        return _("秘匿")
    if not told and asked.is_aged and share.values["total"] is not None:
        return _("年齢ごとの数は公表されていません")
    if not told:
        return str(Status.MISSING.label)
    if share.stands:
        return _("この町の丁目は秘匿のため、町の数を使っています")
    return ""


def table(sources: Sources) -> Iterator[Sequence[Any]]:
    """The rows to take away, the header first."""
    yield [
        _("地域名"), _("コード"), _("基準日"), _("表の数"), _("割合"), _("数えた数"),
        _("決め方"), _("備考"), _("出典"), _("ファイル"), _("行"),
    ]  # fmt: skip
    for row in sources.rows:
        yield [
            row.name, row.code, sources.release.taken_on.isoformat(),
            "" if row.total is None else row.total, f"{row.share:g}",
            "" if row.counted is None else f"{row.counted:g}", row.how, row.remark,
            sources.release.source, sources.file_name, row.line or "",
        ]  # fmt: skip
