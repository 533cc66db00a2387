"""The manifest of looking back."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.jobs import Schedule
from jibungoto.kernel.links import link
from jibungoto.kernel.registry import (
    Kind,
    MenuEntry,
    Module,
    Permission,
    PersonalData,
    Section,
    Stage,
    Target,
    Waiting,
    WaitingSource,
)
from jibungoto.kernel.ways import WaysOn
from jibungoto.ui.listing import inside
from jibungoto.ui.tags.words import fiscal_year

from . import policies, selectors, services
from .models import YearReport
from .selectors import reports


def waiting_rows(actor: Actor) -> Sequence[QuerySet[Any]] | None:
    """What a department has yet to answer; for those who lead a round, how far it is."""
    if actor.may(policies.MANAGE):
        return [selectors.under_way(actor)]
    if actor.user_id is None or not actor.may(policies.ANSWER):
        return None
    return [selectors.waiting_for_answer(actor)]


def waiting(actor: Actor, found: QuerySet[Any]) -> Iterator[Waiting]:
    if actor.may(policies.MANAGE):
        yield from _led(found)
        return
    for one in found:
        said = _("{plan}（{year}年度）・{number}件のうち{reported}件を報告済み")
        yield Waiting(
            title=_("{}の回答を待っています").format(one.department),
            url=link("reviews:request_view", public_id=one.public_id),
            note=said.format(
                plan=one.round.plan.title,
                year=one.round.year,
                number=one.items_count,
                reported=one.reported,
            ),
            due=one.round.due,
        )


def _led(rounds: QuerySet[Any]) -> Iterator[Waiting]:
    """A round that goes on, and one's own answer in it."""
    for found in rounds:
        if found.mine:
            yield Waiting(
                title=_("{}の回答を待っています").format(found.my_department),
                url=link("reviews:request_view", public_id=found.mine),
                note=_("{plan}（{year}年度）").format(plan=found.plan.title, year=found.year),
                due=found.due,
            )
        yield Waiting(
            title=_("「{}」の見直しが続いています").format(inside(found.plan.title)),
            url=link("reviews:round_view", public_id=found.public_id),
            note=_("{asked}課のうち{answered}課が回答").format(
                asked=found.asked,
                answered=found.answered,
            ),
            due=found.due,
        )


def latest(actor: Actor, district: Any) -> Mapping[str, Any] | None:
    """The newest reports on the home of the city."""
    if district is not None:
        return None
    editions = list(reports.reports(actor)[:12])
    newest = reports.newest_editions(editions)
    shown = [one for one in editions if one.pk in newest and one.withdrawn_at is None][:3]
    return {"editions": shown} if shown else None


def summary_rows(actor: Actor, district: Any) -> Sequence[QuerySet[Any]]:
    newest = reports.reports(actor).order_by("-year").values_list("year")[:1]
    return [newest] if district is None else ()


def summary(actor: Actor, district: Any, *newest: QuerySet[Any]) -> str:
    for (year,) in newest[0] if newest else ():
        return _("{}年度の年次報告が読めます。").format(year)
    return ""


def plan_rows(actor: Actor, node: Any) -> Sequence[QuerySet[Any]]:
    found = [selectors.reported(actor, node)]
    return [*found, selectors.newest_round(actor, node)] if policies.sees_rounds(actor) else found


def from_plan(
    reported: QuerySet[Any], rounds: QuerySet[Any] | None = None
) -> Iterator[tuple[str, str]]:
    """From a plan to its yearly reports, and for those who look back to its newest round."""
    for (slug,) in reported:
        yield _("計画の年次報告"), link("reviews:report_years", slug=slug)
    if rounds is None:
        return
    for year, public_id in rounds:
        words = _("{}の計画の見直し").format(fiscal_year(year))
        yield words, link("reviews:round_view", public_id=public_id)
    if not rounds:
        yield _("計画の見直し"), link("reviews:round_list")


MODULE = Module(
    app="reviews",
    stage=Stage.REVIEW,
    permissions=[
        Permission(policies.MANAGE, gettext_lazy("計画の見直しを始める・まとめる")),
        Permission(policies.ANSWER, gettext_lazy("計画の見直しに、担当課として答える")),
    ],
    roles={
        # Who gives a role holds what it allows.
        "administrator": [policies.MANAGE, policies.ANSWER],
        "planner": [policies.MANAGE, policies.ANSWER],
        "department": [policies.ANSWER],
    },
    menu=[
        MenuEntry(gettext_lazy("計画の年次報告"), "reviews:report_list", Stage.REVIEW, order=10),
        MenuEntry(
            gettext_lazy("計画の見直し"),
            "reviews:round_list",
            permission=policies.ANSWER,
            order=720,
        ),
    ],
    kinds=[
        Kind(
            YearReport.KIND,
            gettext_lazy("年次報告"),
            Stage.REVIEW,
            (YearReport.TITLE, YearReport.SUMMARY),
        )
    ],
    sections=[
        Section(
            key="reports",
            stage=Stage.REVIEW,
            title=gettext_lazy("計画の年次報告"),
            template="reviews/section.html",
            context=latest,
            summary=summary,
            rows=summary_rows,
            order=10,
        )
    ],
    ways_on={"plan": WaysOn(plan_rows, from_plan)},
    events={
        "reviews.report.published": lambda event: str(_("{year}年度の年次報告が出ました。")).format(
            year=event.data["year"]
        )
    },
    waiting=[WaitingSource(waiting_rows, waiting)],
    jobs=[Schedule("reviews.tend", daily_at=dt.time(8))],
    personal_data=[
        PersonalData(
            "reviews.ReviewRound",
            what=gettext_lazy("見直しを始めた人"),
            why=gettext_lazy("だれが始めたかを確かめられるようにするため"),
            keep=gettext_lazy("計画があるあいだ。ご本人の登録を消すと、だれかはわからなくなります"),
        ),
        PersonalData(
            "reviews.YearReport",
            what=gettext_lazy("年次報告を確定した人"),
            why=gettext_lazy("だれが確定したかを確かめられるようにするため"),
            keep=gettext_lazy("計画があるあいだ。ご本人の登録を消すと、だれかはわからなくなります"),
        ),
        PersonalData(
            "reviews.ReviewRequest",
            what=gettext_lazy("見直しに答えた人"),
            why=gettext_lazy("回答の中身を確かめられるようにするため"),
            keep=gettext_lazy("計画があるあいだ。ご本人の登録を消すと、だれかはわからなくなります"),
        ),
        PersonalData(
            "reviews.ReviewContact",
            what=gettext_lazy("見直しのお願いを送る、担当の方のメールアドレス"),
            why=gettext_lazy("お願いと期日のお知らせを届けるため"),
            keep=gettext_lazy("計画があるあいだ"),
            export=selectors.contacts_of,
            erase=services.unlink_contacts,
        ),
    ],
    targets=[
        Target("reviews.ReviewRound", gettext_lazy("計画の見直し"), ["plan__title", "year"]),
        Target(
            "reviews.ReviewContact",
            gettext_lazy("リンクから"),
            ["email", "request__department"],
        ),
        Target(
            "reviews.ReviewRequest",
            gettext_lazy("計画の見直しの回答"),
            ["department", "round__plan__title", "round__year"],
        ),
    ],
    actions={
        "reviews.round.open": gettext_lazy("計画の見直しを始めました"),
        "reviews.round.begin": gettext_lazy("各課に、進みぐあいの回答をお願いしました"),
        "reviews.round.change": gettext_lazy("計画の見直しの期日やひとことを直しました"),
        "reviews.round.close": gettext_lazy("計画の見直しを締め切りました"),
        "reviews.round.reopen": gettext_lazy("計画の見直しをもう一度開きました"),
        "reviews.request.remind": gettext_lazy("まだ回答のない課にお知らせしました"),
        "reviews.request.answer": gettext_lazy("計画の見直しに回答しました"),
        "reviews.link.report": gettext_lazy("リンクから、進みぐあいを報告しました"),
        "reviews.link.answer": gettext_lazy("リンクから、見直しに回答しました"),
        "reviews.link.reopen": gettext_lazy("リンクから、見直しの回答を開き直しました"),
        "reviews.link.stop": gettext_lazy("回答のリンクを止めました"),
        "reviews.link.renew": gettext_lazy("回答のリンクを新しくして送りました"),
        "reviews.report.freeze": gettext_lazy("年次報告を確定しました"),
        "reviews.report.publish": gettext_lazy("年次報告を公開しました"),
        "reviews.report.withdraw": gettext_lazy("年次報告の版を取り下げました"),
        "reviews.report.reinstate": gettext_lazy("年次報告の版の取り下げをやめました"),
        "reviews.request.reopen": gettext_lazy("計画の見直しの回答を開き直しました"),
    },
)
