"""Taking files in: preview, apply, undo. A file's rows go in all together or not at all."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.japan.tables.model import MEGABYTE, TableError
from jibungoto.kernel import audit, clock, jobs, publishing, registry
from jibungoto.kernel.actor import Actor
from jibungoto.ui.listing import inside, listed
from jibungoto.ui.ruby import cut, plain

from .kinds import OWN, Action, Change, IntakeKind, Problem, Proposal, Unfit, Upload, too_many
from .models import IntakeChange, IntakeChoice, IntakeOption, IntakeRemark, IntakeRun
from .registered import kind_of
from .scope import outside
from .selectors import JOB, options_of

KEPT = 300  # differences kept to be looked at where the kind keeps its own
BATCH = 500


class NotNow(ValueError):
    """A run is in no state for this; the message says which and why."""


class Outdated(NotNow):
    """What the file would do is no longer what somebody looked at; the preview is made anew."""


def preview(
    *,
    kind: IntakeKind,
    upload: Upload,
    options: Mapping[str, str],
    actor: Actor,
    district: Any = None,
) -> IntakeRun:
    """Read a file and keep what it would do, to be looked at. Changes nothing else.

    A file that can't be taken in becomes a refused run that says why. With a district only what
    is that district's can be taken in, now and later.
    """
    if district is not None and not kind.by_district:
        raise ValueError(f"{kind.key} is not taken in by district")
    proposal, verdict = _read(kind, upload, options, district)
    with transaction.atomic():
        run = IntakeRun(
            kind=kind.key,
            district=district,
            file_name=upload.name[:200],
            sha256=upload.sha256,
            size=len(upload.content),
            created_by_id=actor.user_id,
        )
        # A file over the limit is not kept: it was refused for its size.
        kept = upload.content if len(upload.content) <= kind.max_bytes else b""
        run.file.save("", ContentFile(kept), save=False)
        run.save()
        _tell(run, options)
        _keep(run, proposal, verdict)
        changes: dict[str, Any] = {"file": ("", run.file_name)}
        if district is not None:
            changes["district"] = ("", district.name)
        audit.record("intake.run.preview", run, changes=changes)
    return run


def choose_otherwise(*, run: IntakeRun, options: Mapping[str, str], actor: Actor) -> IntakeRun:
    """Read the file of a run once more with other assumptions. Raises NotNow."""
    _require(run, IntakeRun.State.PREVIEWED, IntakeRun.State.REFUSED)
    told = {**options_of(run), **options}
    proposal, verdict = _read(kind_of(run), _upload(run), told, run.district)
    with transaction.atomic():
        run = _lock(run)
        _require(run, IntakeRun.State.PREVIEWED, IntakeRun.State.REFUSED)
        _tell(run, told)
        _keep(run, proposal, verdict)
        audit.record("intake.run.choose", run, actor=actor)
    return run


def hand_over(*, run: IntakeRun, kind: IntakeKind, actor: Actor) -> IntakeRun:
    """Read the file of a refused run as one of another kind, with what was told that it asks too.

    Raises NotNow; FileNotFoundError where the file was too large to be kept.
    """
    _require(run, IntakeRun.State.REFUSED, IntakeRun.State.PREVIEWED)
    asked = {ask.key for ask in kind.asks}
    told = {key: value for key, value in options_of(run).items() if key in asked}
    return preview(kind=kind, upload=_upload(run), options=told, actor=actor, district=run.district)


def read_again(run: IntakeRun) -> Proposal:
    """What the file would do now. Raises Outdated when that is not what was looked at."""
    proposal, verdict = _read(kind_of(run), _upload(run), options_of(run), run.district)
    if verdict or proposal.blocked or proposal.digest() != run.digest:
        with transaction.atomic():
            _keep(_lock(run), proposal, verdict)
        raise Outdated(
            _(
                "確かめていただいたあとで、もとのデータが変わりました。"
                "変わるところをもう一度ご確認ください。何も取りこんでいません。"
            )
        )
    return proposal


@transaction.atomic
def apply(
    *, run: IntakeRun, proposal: Proposal, progress: jobs.Progress, actor: Actor | None = None
) -> IntakeRun:
    """Write what read_again() answered, all or nothing. Raises NotNow."""
    run = _lock(run)
    _require(run, IntakeRun.State.PREVIEWED, IntakeRun.State.UNDERWAY)
    if not proposal.changes:
        raise NotNow(_("変わるところがないので、取りこむものはありません。"))
    kind = kind_of(run)
    kind.apply(run, proposal, progress)
    run.changes.all().delete()
    _keep_changes(run, proposal.changes, everything=kind.keeps_changes)
    run.state, run.applied_at = IntakeRun.State.APPLIED, clock.now()
    run.save(update_fields=["state", "applied_at"])
    audit.record(
        "intake.run.apply",
        run,
        actor=actor,
        changes={
            "file": ("", run.file_name),
            "added": (None, run.added),
            "changed": (None, run.changed),
            "removed": (None, run.removed),
        },
    )
    registry.tell_of_intake(run)
    publishing.published()
    return run


@transaction.atomic
def undo(*, run: IntakeRun, actor: Actor | None = None) -> IntakeRun:
    """Take back what an intake wrote, all or nothing. Raises NotNow, CannotUndo."""
    run = _lock(run)
    _require(run, IntakeRun.State.APPLIED)
    kind_of(run).undo(run)
    run.state, run.undone_at = IntakeRun.State.UNDONE, clock.now()
    run.save(update_fields=["state", "undone_at"])
    audit.record("intake.run.undo", run, actor=actor, changes={"file": (run.file_name, "")})
    registry.tell_of_intake(run)
    publishing.published()
    return run


@transaction.atomic
def hand_to_job(*, run: IntakeRun, actor: Actor) -> IntakeRun:
    """Let a job apply the run, so that its reader need not wait. Raises NotNow."""
    run = _lock(run)
    _require(run, IntakeRun.State.PREVIEWED)
    run.state = IntakeRun.State.UNDERWAY
    run.save(update_fields=["state"])
    jobs.enqueue(JOB, key=str(run.public_id), by=actor, run_id=run.pk)
    return run


@transaction.atomic
def set_failed(*, run: IntakeRun, why: str = "") -> IntakeRun:
    """An apply broke off and nothing was written: say so."""
    why = why or _("取りこみが途中で止まりました。何も変わっていません。もう一度お試しください。")
    run = _lock(run)
    if run.state in (IntakeRun.State.PREVIEWED, IntakeRun.State.UNDERWAY):
        run.state, run.verdict = IntakeRun.State.FAILED, cut(why, 400)
        run.save(update_fields=["state", "verdict"])
        audit.record("intake.run.fail", run)
    return run


def _read(
    kind: IntakeKind, upload: Upload, options: Mapping[str, str], district: Any
) -> tuple[Proposal, str]:
    """The proposal and, where the file can't be taken in as a whole, the sentence that says why."""
    try:
        _refuse_outwardly(kind, upload)
        own = {OWN: district.slug} if district is not None else {}
        proposal = kind.read(upload, {**options, **own})
    except (Unfit, TableError) as error:
        return Proposal(), str(error)
    lines = {c.line for c in proposal.changes} | {p.line for p in proposal.problems}
    verdict = too_many(proposal.problems, len(lines - {None}) + proposal.unchanged)
    if district is not None:  # after it: rows of others are no sign of a wrong file
        proposal.problems += outside(proposal, district)
    return proposal, verdict


def _refuse_outwardly(kind: IntakeKind, upload: Upload) -> None:
    if not upload.content:
        raise Unfit(_("「{}」は空のファイルです。").format(inside(upload.name)))
    if len(upload.content) > kind.max_bytes:
        raise Unfit(
            _("「{}」は大きすぎます（{:,.0f}MB）。{:,.0f}MBまでのファイルにしてください。").format(
                upload.name, len(upload.content) / MEGABYTE, kind.max_bytes / MEGABYTE
            )
        )
    if not upload.name.lower().endswith(kind.suffixes):
        raise Unfit(
            _("「{}」は、ここで読める種類のファイルではありません（{}）。").format(
                upload.name, listed(kind.suffixes, "・")
            )
        )


def _keep(run: IntakeRun, proposal: Proposal, verdict: str) -> None:
    blocked = bool(verdict) or proposal.blocked
    run.state = IntakeRun.State.REFUSED if blocked else IntakeRun.State.PREVIEWED
    run.verdict = cut(verdict or _verdict(proposal), 400)
    run.digest = proposal.digest()
    run.added = proposal.count(Action.ADD)
    run.changed = proposal.count(Action.CHANGE)
    run.removed = proposal.count(Action.REMOVE)
    run.unchanged = proposal.unchanged
    run.save()
    run.remarks.all().delete()
    IntakeRemark.objects.bulk_create(_remarks(run, proposal), batch_size=BATCH)
    run.choices.all().delete()
    IntakeChoice.objects.bulk_create(
        IntakeChoice(
            run=run,
            key=c.key,
            label=plain(c.label),
            help=plain(c.help),
            value=value,
            title=cut(title, 200),
            chosen=value == c.value,
        )
        for c in proposal.choices
        for value, title in c.options
    )
    run.changes.all().delete()
    _keep_changes(run, proposal.changes, everything=False)


def _verdict(proposal: Proposal) -> str:
    faults = sum(1 for p in proposal.problems if p.blocks)
    if faults:
        return _("直すところが{}か所あるので、まだ取りこめません。何も変わっていません。").format(
            faults
        )
    if not proposal.changes:
        return _("このファイルの内容は、すべて入っています。変わるところはありません。")
    return ""


def _remarks(run: IntakeRun, proposal: Proposal) -> Iterable[IntakeRemark]:
    role = IntakeRemark.Role
    for note in proposal.notes:
        yield IntakeRemark(run=run, role=role.NOTE, text=cut(note, 400))
    for total in proposal.totals:
        yield IntakeRemark(
            run=run, role=role.TOTAL, column=cut(total.label, 120), value=cut(total.value, 200),
            text=cut(total.before, 400),
        )  # fmt: skip
    for problem in sorted(proposal.problems, key=_place):
        yield IntakeRemark(
            run=run,
            role=role.FAULT if problem.blocks else role.DOUBT,
            line=problem.line,
            column=cut(problem.column, 120),
            value=problem.value[:200],
            text=cut(problem.sentence, 400),
        )


def _place(problem: Problem) -> tuple[int, str]:
    return problem.line or 0, problem.column


def _keep_changes(run: IntakeRun, changes: Iterable[Change], *, everything: bool) -> None:
    kept = list(changes) if everything else list(changes)[:KEPT]
    rows: list[dict[str, Any]] = []
    for change in kept:
        said = {
            "action": change.action.value,
            "line": change.line,
            "key": change.key[:120],
            "title": cut(change.title, 200),
        }
        if not change.fields:
            rows.append(said)
        rows += [
            said
            | {"field": f.field, "label": cut(f.label, 120), "before": f.before, "after": f.after}
            for f in change.fields
        ]
    IntakeChange.objects.bulk_create(
        [IntakeChange(run=run, **row) for row in rows], batch_size=BATCH
    )


def _tell(run: IntakeRun, options: Mapping[str, str]) -> None:
    run.options.all().delete()
    IntakeOption.objects.bulk_create(
        IntakeOption(run=run, key=key, value=value[:400]) for key, value in options.items()
    )


def _upload(run: IntakeRun) -> Upload:
    with run.file.open("rb") as file:
        return Upload(run.file_name, file.read())


def _lock(run: IntakeRun) -> IntakeRun:
    return IntakeRun.objects.select_for_update(of=("self",)).get(pk=run.pk)


def _require(run: IntakeRun, *states: str) -> None:
    if run.state not in states:
        raise NotNow(_("このファイルは「{}」です。").format(run.get_state_display()))
