"""A plan as an intake: the workbook that was exported, or filled in anew, becomes the plan."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.kernel import audit
from jibungoto.kernel.intake.kinds import (
    Action,
    CannotUndo,
    Change,
    FieldChange,
    IntakeKind,
    Options,
    Place,
    Proposal,
    Total,
    Upload,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.links import link
from jibungoto.ui.listing import listed

from . import policies, services
from .models import Plan, PlanImport
from .selectors import workbook as told_by
from .services.workbook import remove_plan, write_told
from .workbook import Read, check, merged, read_book
from .workbook.columns import BY_KIND
from .workbook.records import HURDLE, INDICATOR, MEASURE, PLAN, PROGRESS, VALUE, Key, Told

KEY = "plans.workbook"
_ORDER = "order"


def read(upload: Upload, options: Options) -> Proposal:
    """What a workbook would make, or change in a plan. What it does not name stays."""
    words = told_by.book_words()
    found = read_book(upload, words)
    proposal = Proposal(notes=found.notes, problems=found.problems)
    key = next(iter(found.told.of(PLAN)), None)
    if key is None:
        return proposal
    plan = told_by.plan_named(key[1])
    before = told_by.plan_told(plan) if plan else Told()
    if plan is None:
        check(found, before)
    else:
        check(found, before, told_by.frozen_values(plan), told_by.removed_indicators(plan))
    if plan is None:
        proposal.notes.append(_("新しい計画を、下書きとしてつくります。"))
    kept = [k for k in before.records if k not in found.told.records and k[0] != PLAN]
    if kept:
        said = _("このファイルにない{}件は、いまの内容をそのまま残します。")
        proposal.notes.append(said.format(len(kept)))
    return propose(proposal, plan, before, found, words)


def propose(
    proposal: Proposal, plan: Plan | None, before: Told, found: Read, words: Any
) -> Proposal:
    """What the records of a file would change in a plan, or make of a new one."""
    wanted = merged(before, found.told)
    own = plan.district if plan is not None else None
    places = (Place(own.name, own.lineage),) if own is not None else ()
    for one, fields in found.told.records.items():
        old = before.records.get(one)
        line = found.places[one][1]
        changes = tuple(_differences(one, old, fields, words))
        if old is not None and not changes:
            proposal.unchanged += 1
            continue
        action = Action.ADD if old is None else Action.CHANGE
        proposal.changes.append(
            Change(action, _name(one), _title(one, wanted), line, changes, places=places)
        )
    if wanted.order != before.order and before.order:
        inserted = [code for code in wanted.order if code in set(before.order)]
        if inserted != before.order:
            moved = FieldChange(_ORDER, _("並び順"), "", listed(wanted.order)[:1000])
            proposal.changes.append(
                Change(Action.CHANGE, _ORDER, _("施策・事業の並び順"), None, (moved,))
            )
    told = {one[0] for one in found.told.records}
    proposal.totals += [t for kind, t in _totals(before, wanted).items() if kind in told]
    proposal.payload = (plan, wanted)
    return proposal


def _name(key: Key) -> str:
    return ":".join(key)


def _title(key: Key, wanted: Told) -> str:
    """「施策・事業 1-1 公園をひらく」: what a record is, for the reader of a preview."""
    sheet = BY_KIND[key[0]].title
    if key[0] == PLAN:
        return wanted.records[key].get("title", key[1])
    if key[0] == VALUE:
        role = next(w for k, w in told_by.book_words()["role"].items() if k == key[2])
        return _("{}：{} {}年 {}").format(sheet, key[1], key[3], role)
    title = wanted.records.get((MEASURE, key[1]), {}).get("title", "")
    named = " ".join(part for part in (key[1], title) if part)
    if key[0] in (PROGRESS, HURDLE):
        return _("{}：{} {}年度").format(sheet, named, key[2])
    return _("{}：{}").format(sheet, named)


def _differences(
    key: Key, old: dict[str, str] | None, fields: dict[str, str], words: Any
) -> Iterator[FieldChange]:
    sheet = BY_KIND[key[0]]
    for name, text in fields.items():
        before = (old or {}).get(name, "")
        if before != text:
            column = sheet.column(name)
            known = words.get(column.form, {})
            if column.form == "yen":
                before, text = (f"{int(one):,}" if one else "" for one in (before, text))
            yield FieldChange(name, column.head, known.get(before, before), known.get(text, text))


def _totals(before: Told, wanted: Told) -> dict[str, Total]:
    units = {
        MEASURE: _("施策・事業の数"), INDICATOR: _("指標の数"), VALUE: _("指標の値の数"),
        PROGRESS: _("進みぐあいの報告の数"),
    }  # fmt: skip
    was = {kind: str(len(before.of(kind))) if before.records else "" for kind in units}
    return {kind: Total(word, str(len(wanted.of(kind))), was[kind]) for kind, word in units.items()}


def apply(run: IntakeRun, proposal: Proposal, progress: Progress) -> None:
    """Make the plan what the file and what was there say together."""
    plan, wanted = proposal.payload
    before = told_by.plan_told(plan) if plan is not None else None
    progress.step(0, len(wanted.records), _("計画を書きこんでいます。"))
    plan = write_told(plan=plan, wanted=wanted, actor=audit.current_actor())
    PlanImport.objects.create(
        run=run,
        plan=plan,
        before=_stored(before) if before else None,
        after=_stored(told_by.plan_told(plan)),
    )


def undo(run: IntakeRun) -> None:
    """Make the plan what it was. Raises CannotUndo where it was changed since."""
    kept = PlanImport.objects.filter(run=run).select_related("plan__node").first()
    if kept is None or kept.plan is None:
        raise CannotUndo(_("この取りこみでできた計画は、もうありません。"))
    now, after = told_by.plan_told(kept.plan), _restored(kept.after)
    if now != after:
        changed = [
            key
            for key in {**now.records, **after.records}
            if now.records.get(key) != after.records.get(key)
        ]
        name = _title(changed[0], Told({**after.records, **now.records})) if changed else ""
        raise CannotUndo(
            _("取りこんだあとで書きかえられたところがあるので、戻せません：{}").format(
                name or _("施策・事業の並び順")
            )
        )
    try:
        if kept.before is None:
            remove_plan(plan=kept.plan, actor=audit.current_actor())
        else:
            write_told(plan=kept.plan, wanted=_restored(kept.before), actor=audit.current_actor())
    except services.PlansError as error:
        raise CannotUndo(str(error)) from None


def _stored(told: Told) -> dict[str, Any]:
    return {"order": told.order, "records": [[list(key), f] for key, f in told.records.items()]}


def _restored(stored: Any) -> Told:
    return Told({tuple(key): fields for key, fields in stored["records"]}, list(stored["order"]))


def result(run: IntakeRun) -> str:
    """The plan that was made or changed."""
    kept = PlanImport.objects.filter(run=run).select_related("plan").first()
    if kept is None or kept.plan is None:
        return link("plans:plan_list")
    return link("plans:plan_view", slug=kept.plan.slug)


KIND = IntakeKind(
    key=KEY,
    title=gettext_lazy("計画（Excel）"),
    help=gettext_lazy(
        "施策・事業、指標、進みぐあいを一つのExcelで。書き出した計画も、ひな形からつくった計画も読みこめます。"
    ),
    permission=policies.CREATE,
    read=read,
    apply=apply,
    undo=undo,
    suffixes=(".xlsx", ".xls"),
    keeps_changes=False,
    order=55,
    sample_url=lambda: link("plans:workbook_template"),
    result_url=result,
)
