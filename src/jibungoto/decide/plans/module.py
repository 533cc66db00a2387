"""The manifest of plans."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.registry import (
    Kind,
    MenuEntry,
    Module,
    Permission,
    PersonalData,
    Preparation,
    Section,
    Stage,
    WaitingSource,
)

from . import selectors
from .models import Plan
from .plan_intake import KIND as WORKBOOK
from .progress_intake import KIND as PROGRESS
from .services import questions as services


def _latest(actor: Actor, district: Any) -> Mapping[str, Any] | None:
    """The city's plans on the home of the city; a district's own plans come with its council."""
    if district is not None:
        return None
    plans = list(selectors.plans(actor)[:3])
    return {"plans": plans} if plans else None


def _summary_rows(actor: Actor, district: Any) -> Sequence[QuerySet[Any]]:
    return [selectors.plan_counts(actor, district)]


def _summary(actor: Actor, district: Any, counts: QuerySet[Any]) -> str:
    number = sum(n for _place, n in counts)
    return _("計画が{}件あります。").format(number) if number else ""


# Who keeps a plan also says how far it is, and answers for it.
_KEEPERS = (
    "plans.plan.edit",
    "plans.progress.report",
    "plans.progress.import",
    "plans.question.answer",
)

MODULE = Module(
    app="plans",
    stage=Stage.DECIDE,
    permissions=[
        Permission("plans.plan.create", gettext_lazy("計画を登録する・公開する")),
        Permission("plans.plan.edit", gettext_lazy("計画の中身を直す")),
        Permission("plans.progress.report", gettext_lazy("計画の進みぐあいを報告する")),
        Permission("plans.progress.import", gettext_lazy("計画の進みぐあいをファイルから取りこむ")),
        Permission("plans.question.answer", gettext_lazy("計画への質問に返事をする")),
    ],
    roles={
        "administrator": ["plans.plan.create", *_KEEPERS],
        "planner": ["plans.plan.create", *_KEEPERS],
        "department": ["plans.progress.report", "plans.question.answer"],
        "district_officer": [*_KEEPERS],
        "secretary": [*_KEEPERS],
    },
    preparations=[
        Preparation(
            gettext_lazy("計画をのせる"),
            gettext_lazy("計画書の文字・PDF・Wordから、施策の木と指標を取り出せます。"),
            rows=lambda: Plan.objects.all()[:1],
            permission="plans.plan.create",
            url_name="plans:document_read",
            order=50,
        )
    ],
    personal_data=[
        PersonalData(
            "plans.Question",
            what=gettext_lazy("計画の施策について聞いたことと、のせてよいと書いたお名前"),
            why=gettext_lazy("担当が返事をして、ご本人に知らせるため"),
            keep=gettext_lazy(
                "質問は計画の記録として残ります。お名前とだれかのつながりは、ご本人が消すまで"
            ),
            export=services.export_person,
            erase=services.erase_person,
        ),
        PersonalData(
            "plans.PlanDocument",
            what=gettext_lazy("計画の文書を読みこんだ人"),
            why=gettext_lazy("だれが読みこんだかを確かめられるようにするため"),
            keep=gettext_lazy("文書があるあいだ。ご本人の登録を消すと、だれかはわからなくなります"),
        ),
        PersonalData(
            "plans.Progress",
            what=gettext_lazy("進みぐあいを報告した人"),
            why=gettext_lazy("報告の中身を確かめられるようにするため"),
            keep=gettext_lazy("計画があるあいだ。ご本人の登録を消すと、だれかはわからなくなります"),
        ),
    ],
    waiting=[WaitingSource(selectors.waiting_rows, selectors.waiting)],
    kinds=[
        Kind("plan", gettext_lazy("計画"), Stage.DECIDE),
        Kind("measure", gettext_lazy("施策・事業"), Stage.DECIDE, how_far=selectors.how_far),
        Kind("plan_indicator", gettext_lazy("計画の指標"), Stage.DECIDE),
    ],
    menu=[
        MenuEntry(pgettext_lazy("一覧", "計画"), "plans:plan_list", Stage.DECIDE, order=30),
        MenuEntry(
            gettext_lazy("計画への質問"),
            "plans:question_list",
            Stage.DECIDE,
            permission="plans.question.answer",
            order=31,
        ),
    ],
    sections=[
        Section(
            key="plans",
            stage=Stage.DECIDE,
            title=pgettext_lazy("一覧", "計画"),
            template="plans/section.html",
            context=_latest,
            summary=_summary,
            rows=_summary_rows,
            order=30,
        )
    ],
    departments=[selectors.departments_named],
    intakes=[WORKBOOK, PROGRESS],
    events={
        "plans.plan.continued": lambda event: str(_("次の計画「{title}」ができました。")).format(
            title=event.data["title"]
        ),
        "plans.question.answered": lambda event: str(
            _("{who}から、質問への返事がありました。")
        ).format(who=event.data["who"]),
        "plans.measure.added": lambda event: str(_("計画に、することが加わりました。")),
    },
    actions={
        "plans.plan.create": gettext_lazy("計画を登録しました"),
        "plans.document.keep": gettext_lazy("計画の文書を読みこみました"),
        "plans.document.take_over": gettext_lazy("文書から読み取ったことを、計画に書きこみました"),
        "plans.document.discard": gettext_lazy("読みこんだ計画の文書を捨てました"),
        "plans.plan.change": gettext_lazy("計画の説明を直しました"),
        "plans.plan.publish": gettext_lazy("計画を公開しました"),
        "plans.plan.carry_over": gettext_lazy("計画から、次の計画の下書きをつくりました"),
        "plans.plan.import": gettext_lazy("計画をExcelから書きこみました"),
        "plans.plan.remove": gettext_lazy("取りこんだ計画を取り消しました"),
        "plans.question.ask": gettext_lazy("計画の施策について質問しました"),
        "plans.question.show": gettext_lazy("計画への質問を公開しました"),
        "plans.question.answer": gettext_lazy("計画への質問に返事をしました"),
        "plans.question.hide": gettext_lazy("計画への質問を公開しないことにしました"),
        "plans.measure.create": gettext_lazy("計画の施策や事業を登録しました"),
        "plans.measure.change": gettext_lazy("計画の施策や事業を直しました"),
        "plans.measure.move": gettext_lazy("計画の施策や事業の順を変えました"),
        "plans.measure.remove": gettext_lazy("計画の施策や事業を消しました"),
        "plans.measure.restore": gettext_lazy("消した施策や事業を計画に戻しました"),
        "plans.schedule.set": gettext_lazy("施策や事業の年度ごとの予定を書きました"),
        "plans.hurdle.remove": gettext_lazy("進まなかった理由を消しました"),
        "plans.progress.report": gettext_lazy("施策や事業の進みぐあいを報告しました"),
        "plans.hurdle.record": gettext_lazy("進まなかった理由と対応策を書きました"),
        "plans.indicator.create": gettext_lazy("計画の指標を登録しました"),
        "plans.indicator.change": gettext_lazy("計画の指標を直しました"),
        "plans.indicator.remove": gettext_lazy("計画の指標を消しました"),
        "plans.indicator.restore": gettext_lazy("消した指標を計画に戻しました"),
        "plans.value.record": gettext_lazy("計画の指標の値を書きこみました"),
        "plans.value.remove": gettext_lazy("計画の指標の値を消しました"),
        "plans.value.correct": gettext_lazy("確定した値の訂正を書きました"),
        "plans.year.close": gettext_lazy("計画の年度を締めました"),
    },
)
