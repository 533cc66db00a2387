"""Which stored rows make the people of a district, and with which share each. Reads only.

One place decides this, so that a page, a karte and the list of sources can never differ: own rows
of a district first, else its small areas, each with the share that belongs to the district. An area
that is withheld is told within its receiver (census HTKSAKI); a receiver that stands for a whole
町 has no place of its own and goes where the areas merged into it lie.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, FilteredRelation, Q

from jibungoto.know.places.models import District, Membership

from .models import Headcount, Release, Status
from .people import Made

COUNTS = ("total", "men", "women", "households", "men_unknown", "women_unknown")
AGES = ("men_by_age", "women_by_age", "both_by_age")
_COLUMNS = (
    "pk", "release_id", "small_area_id", "district_id", "status", "is_sum", "merged_into_id",
    *COUNTS, *AGES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """One stored row and how much of it counts for an area; `values` are the row's columns."""

    values: Mapping[str, Any]
    ratio: float = 1.0
    how: str = ""  # Membership.Method; "" where the row is the area's own
    stands: bool = False  # for the withheld areas merged into it, which count no second time

    @property
    def suppressed(self) -> bool:
        return bool(self.values["status"] == Status.SUPPRESSED)

    @property
    def area(self) -> int | None:
        """The small area's key."""
        found: int | None = self.values["small_area_id"]
        return found

    @property
    def receiver(self) -> int | None:
        """The small area this withheld one is counted in."""
        found: int | None = self.values["merged_into_id"]
        return found


Groups = dict[tuple[int, int | None], list[Share]]


def gather(
    releases: Sequence[Release], districts: Sequence[District | None], *, extra: Sequence[str] = ()
) -> Groups:
    """The rows of every area asked for, by (release, district; None: the municipality).

    One query, two more where an area is withheld; whatever the number of districts and releases.
    An area without data is not in the answer. `extra` names further columns of the rows.
    """
    asked = [d for d in districts if d is not None]
    # An empty list would make Django answer nothing at all, the whole included.
    ids = [d.pk for d in asked] or [0]
    of_whole = Q(small_area__isnull=True, district__isnull=True)
    rows = (
        Headcount.objects.filter(release__in=[r.pk for r in releases])
        .annotate(
            part=FilteredRelation(
                "small_area__memberships",
                condition=Q(small_area__memberships__district__in=ids),
            )
        )
        .filter(Q(part__district__in=ids) | Q(district__in=ids) | of_whole)
        .values(*_COLUMNS, *extra)
        .annotate(member=F("part__district_id"), ratio=F("part__ratio"), how=F("part__method"))
    )
    groups: Groups = defaultdict(list)
    for row in rows:
        member = row.pop("member")
        ratio, how = row.pop("ratio"), row.pop("how")
        area = row["district_id"] or member
        if area is None and None not in districts:
            continue
        share = 1.0 if ratio is None else float(ratio)
        groups[row["release_id"], area].append(Share(row, share, how or ""))
    for key, shares in groups.items():
        own = [s for s in shares if not s.how]
        groups[key] = own or shares
    _follow_receivers(groups, asked, extra)
    return dict(groups)


def _follow_receivers(groups: Groups, asked: Sequence[District], extra: Sequence[str]) -> None:
    """Add the rows of receivers that lie nowhere themselves, by the places of their members."""
    wanted = {
        (release, s.receiver)
        for (release, _district), shares in groups.items()
        for s in shares
        if s.suppressed and s.receiver
    }
    if not wanted:
        return
    releases, receivers = ({pair[i] for pair in wanted} for i in (0, 1))
    kinds = {d.pk: d.kind_id for d in asked}
    told: dict[tuple[int, int], dict[str, Any]] = {}
    placed: set[tuple[int, int]] = set()  # (receiver, kind of district)
    found = Headcount.objects.filter(release__in=releases, small_area__in=receivers)
    for row in found.values(*_COLUMNS, *extra).annotate(
        kind=F("small_area__memberships__district__kind")
    ):
        placed.add((row["small_area_id"], row.pop("kind")))
        told[row["release_id"], row["small_area_id"]] = row
    for key, parts in _places_of_members(releases, receivers).items():
        release, receiver, kind = key
        if (receiver, kind) in placed or (release, receiver) not in told:
            continue
        members = len({area for area, _d, _r, _how in parts})
        shares: dict[int, float] = defaultdict(float)
        for _area, district, ratio, _how in parts:
            shares[district] += ratio / members
        for district, ratio in shares.items():
            if kinds.get(district) == kind and (release, district) in groups:
                how = next(h for _a, d, _r, h in parts if d == district)
                row = told[release, receiver]
                groups[release, district].append(Share(row, ratio, how, stands=True))


def _places_of_members(
    releases: Iterable[int], receivers: Iterable[int]
) -> dict[tuple[int, int, int], list[tuple[int, int, float, str]]]:
    """(release, receiver, kind) → the (area, district, share, method) of the areas merged there."""
    rows = Headcount.objects.filter(
        release__in=releases, merged_into__in=receivers, small_area__memberships__isnull=False
    ).values_list(
        "release_id",
        "merged_into_id",
        "small_area__memberships__district__kind",
        "small_area_id",
        "small_area__memberships__district",
        "small_area__memberships__ratio",
        "small_area__memberships__method",
    )
    found: dict[tuple[int, int, int], list[tuple[int, int, float, str]]] = defaultdict(list)
    for release, receiver, kind, area, district, ratio, how in rows:
        found[release, receiver, kind].append((area, district, float(ratio), how))
    return found


def made(shares: Sequence[Share], *, whole: bool) -> Made:
    """How a count of these rows was put together."""
    own = [s for s in shares if not s.how]
    how = sorted({s.how for s in shares} - {""})
    here = {s.area for s in shares}
    merged = [s for s in shares if s.suppressed and s.receiver]
    counted = Made(
        direct=bool(own) and not own[0].values["is_sum"],
        whole=whole,
        areas=sum(1 for s in shares if not s.stands),
        shared=sum(1 for s in shares if s.ratio != 1),
        suppressed=sum(1 for s in shares if s.suppressed),
        methods=tuple(str(Membership.Method(h).label) for h in how),
    )
    return replace(
        counted,
        merged=sum(1 for s in merged if s.receiver in here),
        elsewhere=sum(1 for s in merged if s.receiver not in here),
    )
