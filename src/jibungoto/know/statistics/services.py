"""Everything that happens to figures. One verb is one transaction and one audit record."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, nodes, outbox, publishing
from jibungoto.kernel.intake.kinds import CannotUndo
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.models import Node
from jibungoto.know.places.models import District, SmallArea
from jibungoto.ui.ruby import cut
from jibungoto.ui.tags.words import long_date

from .models import AreaFigure, Figure, Headcount, Indicator, Release, Status
from .packing import pack, unpack
from .summing import seems_to_add_up

BATCH = 500
AGES = ("men_by_age", "women_by_age", "both_by_age")


def current_release(*, register: str, taken_on: dt.date) -> Release | None:
    """The release of a day that counts."""
    return Release.objects.filter(
        register=register, taken_on=taken_on, state=Release.State.CURRENT
    ).first()


def whole_total(parts: int, told: int | None) -> int:
    """The people of the municipality: as the table tells, else its areas together."""
    return parts if told is None else told


@transaction.atomic
def store_release(
    *,
    register: str,
    taken_on: dt.date,
    source: str,
    classes: str,
    headcounts: Sequence[Headcount],
    method: str = "",
    run: IntakeRun | None = None,
    ages_run: IntakeRun | None = None,
    households_run: IntakeRun | None = None,
) -> Release:
    """Store a table of people; it replaces the one of the same register and day.

    `ages_run` and `households_run` are the files of what it keeps of others. Small areas that are
    new are stored too. Without a row of the whole municipality its areas are added up to one.
    """
    old = current_release(register=register, taken_on=taken_on)
    if old is not None:
        Release.objects.filter(pk=old.pk).update(state=Release.State.REPLACED)
    release = Release.objects.create(
        register=register,
        taken_on=taken_on,
        source=source,
        method=method,
        classes=classes,
        run=run,
        ages_run=ages_run,
        households_run=households_run,
    )
    if old is not None:
        Release.objects.filter(pk=old.pk).update(replaced_by=release)
    areas = [h.small_area for h in headcounts if h.small_area is not None]
    new = [area for area in areas if area.pk is None]
    for area in new:
        area.run = run
    SmallArea.objects.bulk_create(new, batch_size=BATCH)
    rows = list(headcounts)
    if not any(h.small_area_id is None and h.district_id is None for h in _keyed(rows)):
        rows.append(_summed(rows))
    for row in rows:
        row.release = release
    Headcount.objects.bulk_create(rows, batch_size=BATCH)
    audit.record(
        "statistics.release.store",
        release,
        changes={"taken_on": (None, taken_on), "areas": (None, len(rows))},
    )
    for district in District.objects.filter(valid_until=None).select_related("node"):
        outbox.emit("statistics.release.stored", node=district.node, on=taken_on.isoformat())
    publishing.published()
    return release


@transaction.atomic
def add_households(
    *,
    release: Release,
    households: Mapping[int, int],
    source: str,
    run: IntakeRun | None = None,
) -> int:
    """Give the areas of a table that counts none their households, from another source of the same
    count: by small area's id. Answers how many people live in them in all; 0 where it was not done,
    as every area that tells people must have its households, or sums would lack some.
    """
    rows = list(release.headcounts.filter(small_area__isnull=False, status=Status.VALUE))
    told = [r for r in rows if r.small_area_id is not None]
    if not told or any(r.households is not None or r.small_area_id not in households for r in told):
        return 0
    for row in told:
        row.households = households[row.small_area_id or 0]
    Headcount.objects.bulk_update(told, ["households"], batch_size=BATCH)
    whole = release.headcounts.filter(small_area__isnull=True, district__isnull=True)
    people = sum(r.total or 0 for r in told)
    whole.filter(total=people).update(
        households=sum(households[r.small_area_id or 0] for r in told)
    )
    method = "。".join(x for x in (release.method, _("世帯の数は「{}」から").format(source)) if x)
    Release.objects.filter(pk=release.pk).update(method=cut(method, 200), households_run=run)
    audit.record("statistics.release.store", release, changes={"households": (None, len(told))})
    publishing.published()
    return people


def _keyed(rows: Sequence[Headcount]) -> Sequence[Headcount]:
    """Rows of new areas learn the keys their areas have got by now."""
    for row in rows:
        if row.small_area is not None:
            row.small_area_id = row.small_area.pk
        if row.merged_into is not None:
            row.merged_into_id = row.merged_into.pk
    return rows


def _summed(rows: Sequence[Headcount]) -> Headcount:
    told = [r for r in rows if r.status != Status.SUPPRESSED]
    # An area that keeps one class back is left out of the ages of both sexes, as People does.
    whole = [r for r in told if all(min(unpack(getattr(r, name)), default=0) >= 0 for name in AGES)]

    def total(name: str) -> int | None:
        counts = [getattr(r, name) for r in told]
        return None if not counts or None in counts else sum(counts)

    def ages(name: str) -> bytes:
        columns = [unpack(getattr(r, name)) for r in whole]
        return pack(sum(counts) for counts in zip(*columns, strict=True))

    names = ("total", "men", "women", "households", "men_unknown", "women_unknown")
    summed: dict[str, Any] = {name: total(name) for name in names}
    summed |= {name: ages(name) for name in AGES}
    status = Status.MISSING if summed["total"] is None else Status.VALUE
    return Headcount(is_sum=True, status=status, **summed)


@transaction.atomic
def withdraw_releases(*, run: IntakeRun) -> None:
    """Undo what an intake stored; what it replaced counts again. Raises CannotUndo."""
    releases = list(Release.objects.select_for_update().filter(run=run))
    for release in releases:
        if release.state != Release.State.CURRENT:
            raise CannotUndo(
                _(
                    "{}の人口は、あとの取りこみで新しいものに替わっています。"
                    "先に、あとの取りこみを取り消してください。"
                ).format(long_date(release.taken_on))
            )
    for release in releases:
        audit.record("statistics.release.withdraw", release)
        before = Release.objects.filter(replaced_by=release).order_by("-pk").first()
        release.delete()
        if before is not None:
            before.state, before.replaced_by = Release.State.CURRENT, None
            before.save(update_fields=["state", "replaced_by"])
    used = Headcount.objects.filter(small_area__isnull=False).values("small_area_id")
    SmallArea.objects.filter(run=run, memberships__isnull=True).exclude(pk__in=used).delete()
    publishing.published()


@transaction.atomic
def create_indicator(
    *,
    slug: str,
    name: str,
    unit: str,
    definition: str,
    decimals: int = 0,
    adds_up: bool | None = None,
    order: int = 100,
    run: IntakeRun | None = None,
) -> Indicator:
    """A new quantity to follow; unless told, unit and name tell whether its counts may be added.

    Raises IntegrityError when the slug is taken.
    """
    if adds_up is None:
        adds_up = seems_to_add_up(name, unit)
    node = nodes.register(
        kind=Indicator.KIND, title=name, path=f"indicators/{slug}/", summary=definition[:400]
    )
    indicator = Indicator.objects.create(
        node=node, slug=slug, name=name, unit=unit, definition=definition, decimals=decimals,
        adds_up=adds_up, order=order, run=run,
    )  # fmt: skip
    audit.record("statistics.indicator.create", indicator, changes={"name": ("", name)})
    return indicator


@transaction.atomic
def change_indicator(
    *,
    indicator: Indicator,
    name: str,
    unit: str,
    definition: str,
    decimals: int,
    adds_up: bool | None = None,
    expected_version: int | None = None,
) -> Indicator:
    """Change what an indicator is called and means, and whether its counts may be added (None:
    as it is). Raises ChangedMeanwhile.
    """
    after: dict[str, Any] = {"name": name, "unit": unit, "definition": definition}
    after["decimals"] = decimals
    after["adds_up"] = indicator.adds_up if adds_up is None else adds_up
    before = {f: getattr(indicator, f) for f in after}
    nodes.change(
        indicator.node, expected_version=expected_version, title=name, summary=definition[:400]
    )
    for field, value in after.items():
        setattr(indicator, field, value)
    indicator.save(update_fields=list(after))
    audit.record("statistics.indicator.change", indicator, changes=audit.diff(before, after))
    return indicator


@transaction.atomic
def remove_indicator(*, indicator: Indicator) -> None:
    """Undo create_indicator, with its figures."""
    node = Node.objects.get(pk=indicator.node_id)
    audit.record("statistics.indicator.remove", indicator, changes={"name": (indicator.name, "")})
    indicator.delete()
    node.delete()
    publishing.published()


@transaction.atomic
def record_figure(
    *,
    indicator: Indicator,
    last_on: dt.date,
    source: str,
    value: Decimal | None = None,
    status: str = Status.VALUE,
    district: District | None = None,
    first_on: dt.date | None = None,
    method: str = "",
    expected_version: int | None = None,
    run: IntakeRun | None = None,
) -> Figure:
    """Say what an indicator was; the figure of the same area and day is replaced.

    `expected_version` is that of the figure somebody looked at, 0 for none yet. Raises
    ChangedMeanwhile when it is another by now.
    """
    status = Status.VALUE if value is not None else status
    if value is None and status == Status.VALUE:
        status = Status.MISSING
    same = Figure.objects.select_for_update().filter(
        indicator=indicator, district=district, last_on=last_on
    )
    figure = same.first()
    version = figure.version if figure else 0
    if expected_version is not None and expected_version != version:
        raise nodes.ChangedMeanwhile
    before = (figure.status, figure.value) if figure else (None, None)
    fields = {
        "first_on": first_on,
        "status": status,
        "value": value,
        "source": source,
        "method": method,
        "run": run,
    }
    if figure is None:
        figure = Figure.objects.create(
            indicator=indicator, district=district, last_on=last_on, **fields
        )
    else:
        same.update(**fields, version=F("version") + 1)
        figure.refresh_from_db()
    audit.record(
        "statistics.figure.record",
        indicator,
        changes={
            "district": (None, district.pk if district else None),
            "last_on": (None, last_on),
            "status": (before[0], status),
            "value": (before[1], value),
        },
    )
    publishing.published()
    return figure


@transaction.atomic
def remove_figure(*, figure: Figure) -> None:
    """Take a figure away; what it was stays in the audit log."""
    audit.record(
        "statistics.figure.remove",
        figure.indicator,
        changes={"last_on": (figure.last_on, None), "value": (figure.value, None)},
    )
    figure.delete()
    publishing.published()


@transaction.atomic
def store_area_figures(
    *, indicator: Indicator, figures: Sequence[AreaFigure], run: IntakeRun | None = None
) -> None:
    """Say what an indicator was in small areas; those of the same area and day are replaced.

    Small areas that are new are stored too.
    """
    areas = {id(a): a for f in figures for a in (f.small_area, f.merged_into) if a is not None}
    new = [area for area in areas.values() if area.pk is None]
    for area in new:
        area.run = run
    SmallArea.objects.bulk_create(new, batch_size=BATCH)
    days: dict[dt.date, list[int]] = {}
    for figure in figures:
        figure.indicator, figure.run = indicator, run
        figure.small_area_id = figure.small_area.pk
        if figure.merged_into is not None:
            figure.merged_into_id = figure.merged_into.pk
        days.setdefault(figure.last_on, []).append(figure.small_area_id)
    for day, keys in days.items():
        for at in range(0, len(keys), BATCH):
            AreaFigure.objects.filter(
                indicator=indicator, last_on=day, small_area__in=keys[at : at + BATCH]
            ).delete()
    AreaFigure.objects.bulk_create(figures, batch_size=BATCH)
    audit.record("statistics.figure.record", indicator, changes={"areas": (None, len(figures))})
    publishing.published()


@transaction.atomic
def remove_area_figures(*, indicator: Indicator, figures: Sequence[AreaFigure]) -> None:
    """Take figures of small areas away; how many there were stays in the audit log."""
    keys = [f.pk for f in figures]
    for at in range(0, len(keys), BATCH):
        AreaFigure.objects.filter(pk__in=keys[at : at + BATCH]).delete()
    audit.record("statistics.figure.remove", indicator, changes={"areas": (len(figures), None)})
    publishing.published()
