"""What there is to see of intakes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jibungoto.japan.tables.shape import EXAMPLE
from jibungoto.kernel import registry, together
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Job
from jibungoto.kernel.ways import Sequel

from . import policies
from .kinds import Ask, IntakeKind
from .models import IntakeChoice, IntakeRemark, IntakeRun
from .registered import kind, kind_of

JOB = "intake.apply"
SHOWN = 200  # differences and faults of a page; all faults are in the list to take away


class Field(NamedTuple):
    """One row of what a run changes."""

    key: str
    action: str
    line: int | None
    title: str
    field: str
    label: str
    before: str
    after: str


@dataclass(slots=True)
class Record:
    """One record of a preview with its fields before and after."""

    action: str
    line: int | None
    title: str
    fields: list[Field] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choosable:
    key: str
    label: str
    help: str
    options: tuple[IntakeChoice, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """All a page says of a run."""

    run: IntakeRun
    kind: IntakeKind
    records: Sequence[Record]
    faults: Sequence[IntakeRemark]
    fault_count: int
    doubts: Sequence[IntakeRemark]
    notes: Sequence[IntakeRemark]
    totals: Sequence[IntakeRemark]
    choices: Sequence[Choosable]
    told: Sequence[tuple[str, str]]

    @property
    def result_url(self) -> str:
        """Where people see what came of it, "" where the kind has no such page."""
        return self.kind.result_url(self.run) if self.kind.result_url else ""

    @property
    def arrange_url(self) -> str:
        """Where a person says how the file is to be read, "" where there is nothing to say."""
        open_still = self.run.state in (IntakeRun.State.PREVIEWED, IntakeRun.State.REFUSED)
        known = self.kind.arrange_url
        return known(self.run.public_id) if known and open_still and self.run.size else ""

    @property
    def more_records(self) -> int:
        whole = self.run.added + self.run.changed + self.run.removed
        return max(0, whole - len(self.records))


def runs(actor: Actor, *, kind_key: str = "") -> QuerySet[IntakeRun]:
    """Intakes the actor may see, newest first: a role of a district sees its district's."""
    found = IntakeRun.objects.filter(policies.visible(actor))
    found = found.select_related("created_by", "district")
    return found.filter(kind=kind_key) if kind_key else found


def run(actor: Actor, public_id: UUID) -> IntakeRun | None:
    """One intake; whether the actor may see it is for the rule to say.

    To a role of districts another district's intake, or the municipality's, is not there at all.
    """
    rows = IntakeRun.objects.filter(public_id=public_id)
    found = only(rows.select_related("created_by", "district"))
    known = kind(found.kind) if found else None
    if found is None or known is None:
        return None
    scopes = actor.scopes(known.permission)
    if scopes.district_ids and not scopes.everywhere:
        path = found.district.lineage if found.district else ""
        return found if actor.may(known.permission, district_path=path) else None
    return found


def sequels(actor: Actor, run: IntakeRun) -> list[Sequel]:
    """What the rooms say comes of an intake that was applied."""
    return registry.sequels(actor, run) if run.state == IntakeRun.State.APPLIED else []


def own_districts(actor: Actor, kind: IntakeKind) -> list[Any]:
    """The districts the actor takes such a file in for; none where it is the whole municipality."""
    if policies.is_citywide(actor, kind):
        return []
    held = actor.scopes(kind.permission).district_ids
    model = IntakeRun._meta.get_field("district").related_model
    return list(model._default_manager.filter(pk__in=held).order_by("order", "pk"))


def kind_named(actor: Actor, key: str) -> IntakeKind | None:
    """The kind of file with this key."""
    return kind(key)


def options_of(run: IntakeRun) -> dict[str, str]:
    """What was told and chosen with the file."""
    return dict(run.options.values_list("key", "value"))


def preview(run: IntakeRun) -> Preview:
    """Everything about a run, in one query, or two where there are very many remarks."""
    known = kind_of(run)
    found, changed = run.remarks.all()[: 4 * SHOWN], _changed(run)
    choices, options = _chosen(run), run.options.values_list("key", "value")
    together.ask(found, changed, choices, options)
    remarks = list(found)
    by_role: dict[str, list[IntakeRemark]] = {role: [] for role in IntakeRemark.Role.values}
    for remark in remarks:
        by_role[remark.role].append(remark)
    told = dict(options)
    return Preview(
        run=run,
        kind=known,
        records=_records(changed),
        faults=by_role["fault"][:SHOWN],
        fault_count=_fault_count(run, remarks),
        doubts=by_role["doubt"][:SHOWN],
        notes=by_role["note"],
        totals=by_role["total"],
        choices=_choices(choices),
        told=[(str(a.label), _answer(a, told[a.key])) for a in known.asks if told.get(a.key)],
    )


def _answer(ask: Ask, value: str) -> str:
    """What was told, as the form put it to people."""
    options = {key: str(label) for key, label in ask.options()} if ask.options else {}
    return options.get(value, value)


def _fault_count(run: IntakeRun, remarks: Sequence[IntakeRemark]) -> int:
    """How many faults there are; only where not all remarks were read are they counted anew."""
    fault = IntakeRemark.Role.FAULT
    if len(remarks) < 4 * SHOWN:
        return sum(remark.role == fault for remark in remarks)
    return run.remarks.filter(role=fault).count()


def _changed(run: IntakeRun) -> QuerySet[Any, tuple[Any, ...]]:
    """What a run changes; a file that was refused changes nothing."""
    found = run.changes.values_list(*Field._fields)
    return found.none() if run.state == IntakeRun.State.REFUSED else found[: 8 * SHOWN]


def _records(rows: Iterable[tuple[Any, ...]]) -> list[Record]:
    found: dict[str, Record] = {}
    for row in rows:
        change = Field(*row)
        if change.key not in found and len(found) == SHOWN:
            break
        record = found.setdefault(change.key, Record(change.action, change.line, change.title))
        if change.field:
            record.fields.append(change)
    return list(found.values())


def _chosen(run: IntakeRun) -> QuerySet[IntakeChoice]:
    """What may be read otherwise, as long as the file wasn't taken in."""
    over = run.state in (IntakeRun.State.APPLIED, IntakeRun.State.UNDONE)
    return run.choices.none() if over else run.choices.all()


def _choices(rows: Iterable[IntakeChoice]) -> list[Choosable]:
    by_key: dict[str, list[IntakeChoice]] = {}
    for choice in rows:
        by_key.setdefault(choice.key, []).append(choice)
    return [
        Choosable(key, rows[0].label, rows[0].help, tuple(rows)) for key, rows in by_key.items()
    ]


def chosen_keys(run: IntakeRun) -> set[str]:
    """What a run lets people choose, by key."""
    return set(run.choices.values_list("key", flat=True))


def fault_rows(run: IntakeRun) -> Iterator[list[str]]:
    """All faults and doubts of a run as a table, its header first."""
    yield [_("行"), _("列"), _("値"), _("直すところ")]
    for remark in run.remarks.filter(role__in=["fault", "doubt"]):
        yield [str(remark.line or ""), remark.column, remark.value, remark.text]


def sample_rows(kind: IntakeKind) -> list[list[str]]:
    """The first lines of the file to start from: names, and one example that is marked as such.

    A row so marked is left out when the file is read (japan.tables).
    """
    first, *others = [c.example for c in kind.sample]
    return [[c.name for c in kind.sample], [f"{EXAMPLE}{first}", *others]]


def alternatives(actor: Actor, run: IntakeRun) -> list[IntakeKind]:
    """The kinds a refused file may be one of, of those the actor may use."""
    if run.state != IntakeRun.State.REFUSED or not run.size:
        return []
    wanted = kind_of(run).instead
    found = [k for key in wanted if (k := kind(key)) is not None]
    open_to = {k.key for k in policies.usable(actor) if k.by_district or not run.district_id}
    return [k for k in found if k.key in open_to and run.size <= k.max_bytes]


def twin(run: IntakeRun) -> IntakeRun | None:
    """An earlier intake of the very same file, for the same people, that still holds; a file that
    was decided about needs none."""
    if run.state != IntakeRun.State.PREVIEWED:
        return None
    return (
        IntakeRun.objects.filter(
            kind=run.kind,
            sha256=run.sha256,
            district=run.district_id,
            state=IntakeRun.State.APPLIED,
            pk__lt=run.pk,
        )
        .order_by("-pk")
        .first()
    )


def job_of(run: IntakeRun) -> Job | None:
    """The job that applies a run, while it is under way."""
    if run.state != IntakeRun.State.UNDERWAY:
        return None
    return Job.objects.filter(name=JOB, key=str(run.public_id)).first()
