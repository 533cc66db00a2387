"""Everything that happens to kartes: building them, issuing and withdrawing editions."""

import datetime as dt
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import audit, clock, nodes, outbox, publishing
from jibungoto.kernel.jobs import Progress
from jibungoto.know.places.models import District, DistrictKind
from jibungoto.ui.saying import stored

from . import building, comparing, overview, reading
from .contents import LANGUAGE, read
from .material import Material
from .models import Edition, Karte, Outlook
from .projecting import Impossible, Outlooks

BATCH = 200


class KarteError(ValueError):
    """A step that can't be taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: kartes made, changed, and left as they were."""

    new: int
    changed: int
    same: int

    @property
    def total(self) -> int:
        return self.new + self.changed + self.same


@dataclass(frozen=True, slots=True)
class Prepared:
    """Contents ready to be stored, and the material they came from."""

    material: Material
    made: Sequence[building.Made]


def prepare(kind: DistrictKind, progress: Progress | None = None) -> Prepared:
    """Read, project, put together and draw; writes nothing to the database."""
    with translation.override(LANGUAGE):
        m = reading.material(kind)
        return Prepared(m, building.make(m, progress))


@transaction.atomic
def store(prepared: Prepared) -> Built:
    """Store what prepare() answered; kartes that say what they said before are not touched."""
    known = {k.district_id: k for k in Karte.objects.select_related("node")}
    new = [one for one in prepared.made if one.district.pk not in known]
    changed = [
        one
        for one in prepared.made
        if one.district.pk in known and known[one.district.pk].digest != one.digest
    ]
    now = clock.now()
    for one in new:
        known[one.district.pk] = Karte.objects.create(
            node=nodes.register(
                kind=Karte.KIND,
                title=_title(one.district),
                path=f"karte/{one.district.slug}/",
                summary=_summary(one),
                district_ids=[one.district.pk],
                body=_body(one),
            ),
            district=one.district,
            contents=one.contents.to_json(),
            brief=overview.brief(one.contents),
            digest=one.digest,
            built_at=now,
        )
    for one in changed:
        karte = known[one.district.pk]
        nodes.change(karte.node, summary=_summary(one), title=_title(one.district), body=_body(one))
        karte.contents, karte.brief = one.contents.to_json(), overview.brief(one.contents)
        karte.digest, karte.built_at = one.digest, now
        karte.save(update_fields=["contents", "brief", "digest", "built_at"])
    fresh = [known[one.district.pk] for one in (*new, *changed)]
    _store_outlooks(prepared.material.outlooks, fresh)
    built = Built(len(new), len(changed), len(prepared.made) - len(new) - len(changed))
    if fresh:
        audit.record(
            "karte.karte.build",
            None,
            changes={"new": (None, built.new), "changed": (None, built.changed)},
        )
        publishing.published()
    return built


def build(kind: DistrictKind, progress: Progress | None = None) -> Built:
    """prepare() and store() in one, for commands and the demo."""
    return store(prepare(kind, progress))


def _title(district: District) -> str:
    return Karte.TITLE.format(district.name)


def _summary(one: building.Made) -> str:
    part = one.contents.part("population")
    return (part.reading if part else "")[:400]


def _body(one: building.Made) -> str:
    return "\n".join(p.reading for p in one.contents.parts if p.reading)


def _store_outlooks(outlooks: Outlooks | Impossible, kartes: Sequence[Karte]) -> None:
    Outlook.objects.filter(karte__in=kartes, edition=None).delete()
    if isinstance(outlooks, Impossible):
        return
    rows = []
    for karte in kartes:
        way = outlooks.by_area.get(karte.district_id)
        if way is None:
            continue
        for scenario, made in outlooks.scenarios.items():
            place = made.areas.index(str(karte.district_id))
            band = b""
            if scenario == Outlook.Scenario.TREND and way.band:
                band = _packed(np.array(way.band))
            rows.append(
                Outlook(
                    karte=karte,
                    scenario=scenario,
                    base_year=outlooks.base_year,
                    step_years=made.ages.width,
                    steps=len(made.years) - 1,
                    sexes=len(made.sexes),
                    classes=" ".join(map(str, made.ages.lows)),
                    counts=_packed(made.counts[:, place]),
                    band=band,
                    method=outlooks.method[:400],
                    notes="\n".join((*outlooks.notes, *way.notes)),
                )
            )
    Outlook.objects.bulk_create(rows, batch_size=BATCH)


def _packed(values: np.ndarray) -> bytes:
    return np.rint(values * 100).astype("<i4").tobytes()


def unpacked(packed: bytes | memoryview) -> Sequence[float]:
    """Persons from what an Outlook keeps, flat: step × sex × age class, or step × (low, high)."""
    found = array("i")
    found.frombytes(bytes(packed))
    return [v / 100 for v in found]


@transaction.atomic
def issue_editions(
    *, kartes: Sequence[Karte], year: int, on: dt.date | None = None
) -> list[Edition]:
    """Freeze the kartes as they are for a fiscal year, saying what changed since the edition
    before. Kartes that have an edition of the year are left out. Raises KarteError for none left.
    """
    last = {e.karte_id: e for e in reversed(list(Edition.objects.filter(karte__in=kartes)))}
    taken = set(
        Edition.objects.filter(karte__in=kartes, year=year, state=Edition.State.ISSUED).values_list(
            "karte_id", flat=True
        )
    )
    wanted = [k for k in kartes if k.pk not in taken]
    if not wanted:
        label = FiscalYear(year).label()
        raise KarteError(_("{}の版は、もう出ています。").format(label))
    made = []
    with translation.override(LANGUAGE):
        for karte in wanted:
            before = last.get(karte.pk)
            made.append(
                Edition(
                    karte=karte,
                    number=before.number + 1 if before else 1,
                    year=year,
                    contents=karte.contents,
                    digest=karte.digest,
                    changes=[
                        stored(words)
                        for words in comparing.changes(read(before.contents), read(karte.contents))
                    ]
                    if before
                    else [],
                    issued_on=on or clock.today(),
                )
            )
    Edition.objects.bulk_create(made, batch_size=BATCH)
    _copy_outlooks({e.karte_id: e for e in made})
    for edition in made:
        audit.record("karte.edition.issue", edition.karte, changes={"year": (None, year)})
        outbox.emit("karte.edition.issued", node=edition.karte.node, year=year)
    publishing.published()
    return made


def _copy_outlooks(editions: dict[int, Edition]) -> None:
    rows = list(Outlook.objects.filter(karte__in=editions, edition=None))
    for row in rows:
        row.pk, row.edition = None, editions[row.karte_id]
        row._state.adding = True
    Outlook.objects.bulk_create(rows, batch_size=BATCH)


@transaction.atomic
def withdraw_edition(*, edition: Edition, reason: str, on: dt.date | None = None) -> Edition:
    """Take an edition back from the public; it stays for the staff, and the reason is said.

    Raises KarteError where it is withdrawn already or without a reason.
    """
    held = Edition.objects.select_for_update().get(pk=edition.pk)
    if held.state != Edition.State.ISSUED:
        raise KarteError(_("この版は、もう取り下げられています。"))
    if not reason.strip():
        raise KarteError(_("取り下げる理由を書いてください。"))
    held.state, held.reason = Edition.State.WITHDRAWN, reason.strip()[:200]
    held.withdrawn_on = on or clock.today()
    held.save(update_fields=["state", "reason", "withdrawn_on"])
    audit.record("karte.edition.withdraw", edition.karte, changes={"year": (held.year, None)})
    publishing.published()
    return held
