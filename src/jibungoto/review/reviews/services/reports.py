"""Yearly reports: freezing a year with its numbers, and showing an edition to everybody."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.decide.plans import services as plans
from jibungoto.decide.plans.models import Plan
from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import audit, clock, nodes, outbox, publishing, trace
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link, Node
from jibungoto.review.reviews.models import YearReport
from jibungoto.review.reviews.selectors import reports

from .errors import ReviewsError


@transaction.atomic
def freeze_report(*, plan: Plan, year: int, actor: Actor) -> YearReport:
    """Freeze the report on a year as it is now, closing the year's figures with it.

    It is a draft for the staff until it is published. Raises ReviewsError for a year that is not
    over, and where the last edition says the same.
    """
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if FiscalYear(year).last_day >= clock.today():
        raise ReviewsError(_("{}年度はまだ終わっていないので、年次報告にできません。").format(year))
    plans.close_year(plan=plan, year=year)
    said = reports.contents(plan, year)
    last = YearReport.objects.filter(plan=plan, year=year).order_by("-number").first()
    if last is not None and last.digest == said.digest():
        raise ReviewsError(
            _("第{}版から変わったところがありません。新しい版はつくりませんでした。").format(
                last.number
            )
        )
    number = last.number + 1 if last else 1
    node = nodes.register(
        kind=YearReport.KIND,
        title=YearReport.TITLE.format(plan.title, year),
        path=f"reports/{plan.slug}/{year}/{number}/",
        summary=YearReport.SUMMARY.format(said.number, said.reported),
        state=Node.State.STAFF,
        district_ids=[plan.district_id] if plan.district_id else (),
        occurred_on=clock.today(),
    )
    made = YearReport.objects.create(
        node=node, plan=plan, year=year, number=number, contents=said.to_json(),
        digest=said.digest(), frozen_by_id=actor.user_id,
    )  # fmt: skip
    trace.connect(node, plan.node, Link.Relation.CAME_OF)
    audit.record("reviews.report.freeze", made, actor=actor, changes={"year": (None, year)})
    return made


@transaction.atomic
def publish_report(*, report: YearReport, actor: Actor) -> YearReport:
    """Show an edition to everybody. Publishing twice is the same as once. Raises ReviewsError."""
    report = (
        YearReport.objects.select_for_update(of=("self",))
        .select_related("node", "plan__node")
        .get(pk=report.pk)
    )
    if report.published_at is not None:
        return report
    if report.plan.node.state != Node.State.PUBLIC:
        raise ReviewsError(_("計画がまだ公開されていないので、年次報告も公開できません。"))
    YearReport.objects.filter(pk=report.pk).update(published_at=clock.now())
    nodes.change(report.node, state=Node.State.PUBLIC)
    outbox.emit("reviews.report.published", node=report.plan.node, year=report.year)
    audit.record(
        "reviews.report.publish", report, actor=actor, changes={"year": (None, report.year)}
    )
    report.refresh_from_db()
    return report


@transaction.atomic
def withdraw_report(*, report: YearReport, because: str, actor: Actor) -> YearReport:
    """Take a published edition back, with the reason; its page stays and says so.

    Withdrawing twice keeps the first reason. Raises ReviewsError without a reason, and for an
    edition nobody but the staff has seen.
    """
    report = _locked(report)
    because = because.strip()[:300]
    if not because:
        raise ReviewsError(_("取り下げる理由を書いてください。"))
    if report.published_at is None:
        raise ReviewsError(_("まだ公開していない版なので、取り下げることはありません。"))
    if report.withdrawn_at is None:
        _mark(report, withdrawn_at=clock.now(), withdrawn_because=because)
        changes = {"withdrawn_because": ("", because)}
        audit.record("reviews.report.withdraw", report, actor=actor, changes=changes)
        publishing.published()
    return report


@transaction.atomic
def reinstate_report(*, report: YearReport, actor: Actor) -> YearReport:
    """Undo withdraw_report: the edition counts again."""
    report = _locked(report)
    if report.withdrawn_at is not None:
        changes = {"withdrawn_because": (report.withdrawn_because, "")}
        _mark(report, withdrawn_at=None, withdrawn_because="")
        audit.record("reviews.report.reinstate", report, actor=actor, changes=changes)
        publishing.published()
    return report


def _locked(report: YearReport) -> YearReport:
    return YearReport.objects.select_for_update(of=("self",)).select_related("node").get(
        pk=report.pk
    )  # fmt: skip


def _mark(report: YearReport, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(report, name, value)
    report.save(update_fields=list(fields))
