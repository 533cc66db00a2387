"""Every change to councils: found, change, walk the journey, fill the seats."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, nodes, outbox, publishing, vocabulary
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.know.places.models import District
from jibungoto.people.models import User

from . import journey
from .models import Council, CouncilDistrict, Seat, StageEntry, Term


class CouncilFault(ValueError):
    """What was asked can't be done; the message says why to the person."""


class StepBackUnexplained(CouncilFault):
    """Going back a step needs a sentence that everybody can read."""


class StageOutOfOrder(CouncilFault):
    """The day lies in the future, or before the step that came last."""


class NothingToUndo(CouncilFault):
    """Only the beginning is left, and a council can't be without a step."""


class DistrictTaken(CouncilFault):
    """Another council already stands for the district."""


class TermsOverlap(CouncilFault):
    """Two people would hold one seat at the same time."""


@transaction.atomic
def create_council(
    *,
    actor: Actor,
    name: str,
    districts: Sequence[District],
    stage: str = Council.Stage.PREPARATION,
    entered_on: dt.date | None = None,
    founded_on: dt.date | None = None,
    organisation: Any = None,
    lead: str = "",
    note: str = "",
) -> Council:
    """Begin the journey of a council of these districts. Raises DistrictTaken, StageOutOfOrder."""
    _refuse_taken(districts, None)
    on = entered_on or clock.today()
    slug = _free_slug(districts[0].slug if districts else slugify(name) or "council")
    council = Council.objects.create(
        node=nodes.register(
            kind="council",
            title=name,
            summary=lead,
            path=f"councils/{slug}/",
            district_ids=[d.pk for d in districts],
            occurred_on=on,
        ),
        slug=slug,
        name=name,
        lead=lead,
        founded_on=founded_on,
        organisation=organisation,
        stage=stage,
        stage_since=on,
    )
    _place(council, districts)
    _enter(council, stage, on, note, actor, first=True)
    audit.record("councils.council.create", council, actor=actor)
    outbox.emit("councils.council.created", node=council.node, by=actor)
    return council


@transaction.atomic
def change_council(
    *,
    council: Council,
    actor: Actor,
    name: str,
    districts: Sequence[District],
    founded_on: dt.date | None,
    organisation: Any,
    lead: str,
    expected_version: int | None = None,
) -> Council:
    """Change what a council is. Raises DistrictTaken, nodes.ChangedMeanwhile."""
    _refuse_taken(districts, council)
    fields = {
        "name": name,
        "founded_on": founded_on,
        "organisation": organisation,
        "lead": lead,
    }
    before = {key: getattr(council, key) for key in fields}
    nodes.change(
        council.node,
        expected_version=expected_version,
        district_ids=[d.pk for d in districts],
        title=name,
        summary=lead,
    )
    for key, value in fields.items():
        setattr(council, key, value)
    council.save(update_fields=list(fields))
    CouncilDistrict.objects.filter(council=council).exclude(district__in=districts).delete()
    kept = set(
        CouncilDistrict.objects.filter(council=council).values_list("district_id", flat=True)
    )
    _place(council, [d for d in districts if d.pk not in kept])
    audit.record(
        "councils.council.change", council, actor=actor, changes=audit.diff(before, fields)
    )
    return council


@transaction.atomic
def enter_stage(
    *, council: Council, stage: str, entered_on: dt.date, actor: Actor, note: str = ""
) -> StageEntry:
    """Let a council go on (or back, with a reason) to a step. The same step twice is one.

    Raises StepBackUnexplained, StageOutOfOrder.
    """
    council = Council.objects.select_for_update().get(pk=council.pk)
    last = _last_entry(council)
    if last is not None and last.stage == stage:
        return last
    if entered_on > clock.today():
        raise StageOutOfOrder(_("まだ来ていない日です。進んだ日になってから記録してください。"))
    if last is not None and entered_on < last.entered_on:
        raise StageOutOfOrder(
            _("前の段階に入った日（{}）より後の日にしてください。").format(
                last.entered_on.isoformat()
            )
        )
    if journey.is_step_back(council.stage, stage) and not note.strip():
        raise StepBackUnexplained(
            _("前の段階に戻るときは、理由を書いてください。地区のみなさんが読みます。")
        )
    entry = _enter(council, stage, entered_on, note.strip(), actor)
    word = vocabulary.written()[f"stage.{stage}"]
    outbox.emit("councils.stage.entered", node=council.node, by=actor, stage=word)
    audit.record(
        "councils.stage.enter",
        council,
        actor=actor,
        changes={"stage": (last.stage if last else None, stage)},
    )
    return entry


@transaction.atomic
def undo_stage(*, council: Council, actor: Actor) -> Council:
    """Take back the newest step, as if it had not been entered. Raises NothingToUndo."""
    council = Council.objects.select_for_update().get(pk=council.pk)
    valid = list(council.entries.filter(undone_at=None).order_by("entered_on", "pk"))
    if len(valid) < 2:
        raise NothingToUndo(_("はじめの段階は取り消せません。"))
    gone, now = valid[-1], valid[-2]
    gone.undone_at = clock.now()
    gone.save(update_fields=["undone_at"])
    nodes.change(gone.node, state=Node.State.REMOVED)
    _stand_at(council, now.stage, now.entered_on)
    audit.record(
        "councils.stage.undo", council, actor=actor, changes={"stage": (gone.stage, now.stage)}
    )
    return council


@transaction.atomic
def add_seat(
    *,
    council: Council,
    actor: Actor,
    title: str,
    brings: str = "",
    organisation: Any = None,
    order: int | None = None,
) -> Seat:
    """Make a place in the council."""
    place = council.seats.count() + 1 if order is None else order
    seat = Seat.objects.create(
        council=council, title=title, brings=brings, organisation=organisation, order=place
    )
    audit.record("councils.seat.add", council, actor=actor, changes={"seat": (None, title)})
    publishing.published()
    return seat


@transaction.atomic
def close_seat(*, seat: Seat, actor: Actor) -> Seat:
    """The council no longer has this seat; its past terms stay on record."""
    seat.closed_on = clock.today()
    seat.save(update_fields=["closed_on"])
    audit.record(
        "councils.seat.close", seat.council, actor=actor, changes={"seat": (seat.title, None)}
    )
    publishing.published()
    return seat


@transaction.atomic
def reopen_seat(*, seat: Seat, actor: Actor) -> Seat:
    """Undo close_seat."""
    seat.closed_on = None
    seat.save(update_fields=["closed_on"])
    audit.record(
        "councils.seat.reopen", seat.council, actor=actor, changes={"seat": (None, seat.title)}
    )
    publishing.published()
    return seat


@transaction.atomic
def fill_seat(
    *, seat: Seat, actor: Actor, starts_on: dt.date, ends_on: dt.date, holder: Any = None
) -> Term:
    """Somebody holds the seat from a day to a day, both included. Raises TermsOverlap.

    `holder` is an account, where the person has one; nobody's name is asked for.
    """
    Seat.objects.select_for_update().get(pk=seat.pk)
    if seat.terms.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise TermsOverlap(
            _("その期間は、もう決まっている任期と重なります。前の任期の終わりを確かめてください。")
        )
    term = Term.objects.create(seat=seat, holder=holder, starts_on=starts_on, ends_on=ends_on)
    audit.record(
        "councils.seat.fill",
        seat.council,
        actor=actor,
        changes={seat.title: (None, f"{starts_on.isoformat()}/{ends_on.isoformat()}")},
    )
    publishing.published()
    return term


@transaction.atomic
def unlink_terms(person: Any) -> int:
    """Let nothing lead from a term to the account that held it; how many terms that were."""
    user_id = person.pk if isinstance(person, User) else person.user_id
    return Term.objects.filter(holder_id=user_id).update(holder=None) if user_id else 0


def _enter(
    council: Council, stage: str, on: dt.date, note: str, actor: Actor, *, first: bool = False
) -> StageEntry:
    word = vocabulary.written()[f"stage.{stage}"]
    # A record of the municipality, in its own language whoever writes it.
    said = "{}が「{}」の段階から始まりました" if first else "{}が「{}」の段階に入りました"
    number = council.entries.count() + 1
    entry = StageEntry.objects.create(
        node=nodes.register(
            kind="council_stage",
            title=said.format(council.name, word)[:200],
            summary=note,
            path=f"councils/{council.slug}/#s{number}",
            district_ids=CouncilDistrict.objects.filter(council=council).values_list(
                "district_id", flat=True
            ),
            occurred_on=on,
        ),
        council=council,
        stage=stage,
        entered_on=on,
        note=note,
        by_id=actor.user_id,
    )
    _stand_at(council, stage, on)
    return entry


def _stand_at(council: Council, stage: str, since: dt.date) -> None:
    council.stage, council.stage_since = stage, since
    council.save(update_fields=["stage", "stage_since"])
    publishing.published()


def _last_entry(council: Council) -> StageEntry | None:
    return council.entries.filter(undone_at=None).order_by("entered_on", "pk").last()


def _place(council: Council, districts: Sequence[District]) -> None:
    CouncilDistrict.objects.bulk_create(
        [CouncilDistrict(council=council, district=d) for d in districts]
    )


def _refuse_taken(districts: Sequence[District], council: Council | None) -> None:
    taken = (
        CouncilDistrict.objects.filter(district__in=districts)
        .exclude(council=council)
        .select_related("council", "district")
        .first()
    )
    if taken:
        raise DistrictTaken(
            _("{}には、もう{}があります。").format(taken.district.name, taken.council.name)
        )


def _free_slug(wished: str) -> str:
    taken = set(Council.objects.filter(slug__startswith=wished).values_list("slug", flat=True))
    number, slug = 1, wished
    while slug in taken:
        number += 1
        slug = f"{wished}-{number}"
    return slug
