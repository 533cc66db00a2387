"""A year of a plan as an intake: the table of its measures, taken away, filled in, brought back."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.intake.kinds import IntakeKind, Options, Proposal, Upload
from jibungoto.kernel.links import link
from jibungoto.ui.listing import inside, quoted

from . import policies, selectors
from .plan_intake import apply, propose, result, undo
from .selectors import workbook as told_by
from .workbook import Told, check, read_book
from .workbook.columns import BY_KIND
from .workbook.records import HURDLE, PLAN, PROGRESS

KEY = "plans.progress"
_READ = (PLAN, PROGRESS, HURDLE)


def read(upload: Upload, options: Options) -> Proposal:
    """What a table of reports would add and change; a row nobody wrote in says nothing."""
    words = told_by.book_words()
    found = read_book(upload, words)
    proposal = Proposal(notes=found.notes, problems=found.problems)
    key = next(iter(found.told.of(PLAN)), None)
    if key is None:
        return proposal
    plan = told_by.plan_named(key[1])
    if plan is None:
        said = _(
            "この名前の計画は登録されていません。計画のページから受けとった表をお使いください。"
        )
        found.fault(key, "slug", said, key[1])
        return proposal
    others = {k[0] for k in found.told.records} - {*_READ}
    if others:
        said = _("シート{}は読んでいません。ここで変わるのは、進みぐあいとその理由だけです。")
        titles = quoted(sheet.title for kind, sheet in BY_KIND.items() if kind in others)
        proposal.notes.append(said.format(titles))
    before = told_by.plan_told(plan)
    found.told = Told(
        {
            one: fields if one[0] != PLAN else {}
            for one, fields in found.told.records.items()
            if one[0] in _READ
            and (one[0] != PROGRESS or any(fields.values()) or one in before.records)
        }
    )
    check(found, before, told_by.frozen_values(plan), told_by.removed_indicators(plan))
    return propose(proposal, plan, before, found, words)


def exports(actor: Actor, districts: Sequence[Any]) -> list[tuple[str, str]]:
    """The table of this year of each plan the actor may fill in."""
    return [
        (
            _("「{}」の進みぐあい（Excel）").format(inside(plan.title)),
            link("plans:progress_book", slug=plan.slug),
        )
        for plan in selectors.reportable_plans(actor)
    ]


KIND = IntakeKind(
    key=KEY,
    title=gettext_lazy("計画の進みぐあい（Excel）"),
    help=gettext_lazy(
        "施策・事業が一年度にどこまで進んだかを、一つの表で。受けとった表に書きこんで読みこみます。"
    ),
    permission=policies.IMPORT,
    read=read,
    apply=apply,
    undo=undo,
    suffixes=(".xlsx", ".xls"),
    keeps_changes=False,
    by_district=True,
    order=56,
    exports=exports,
    result_url=result,
)
