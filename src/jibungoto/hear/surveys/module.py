"""The manifest of surveys."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jibungoto.hear.sheets import kinds as sheets
from jibungoto.kernel.jobs import Schedule
from jibungoto.kernel.registry import (
    Column,
    Kind,
    MenuEntry,
    Module,
    Permission,
    PersonalData,
    Section,
    Stage,
    TextSource,
    WaitingSource,
)

from . import policies, sections
from .models import Survey
from .selectors import paper
from .services import erase_person, export_person, take_sheet, withdraw_sheet

sheets.register(
    sheets.SheetKind(
        key="surveys.survey",
        label=gettext_lazy("アンケート"),
        node_kinds=(Survey.KIND,),
        questionnaire=paper.questionnaire,
        take=take_sheet,
        withdraw=withdraw_sheet,
        closed=paper.closed,
        asking=paper.asking,
    )
)
_ALL = [policies.RUN, policies.MODERATE, policies.CONCLUDE]
MODULE = Module(
    app="surveys",
    stage=Stage.HEAR,
    voices=True,
    permissions=[
        Permission(policies.RUN, gettext_lazy("アンケートをつくり、行う")),
        Permission(
            policies.MODERATE, gettext_lazy("アンケートに書かれたことばを確かめる"), personal=True
        ),
        Permission(policies.CONCLUDE, gettext_lazy("アンケートの結果に返事をする")),
    ],
    roles={
        "administrator": _ALL,
        "planner": _ALL,
        "department": _ALL,
        "district_officer": _ALL,
        "secretary": _ALL,
    },
    kinds=[Kind(Survey.KIND, gettext_lazy("アンケート"), Stage.HEAR)],
    menu=[
        MenuEntry(
            pgettext_lazy("一覧", "アンケート"),
            "surveys:survey_list",
            stage=Stage.HEAR,
            order=20,
        ),
        MenuEntry(
            gettext_lazy("アンケートをつくる"),
            "surveys:survey_create",
            permission=policies.RUN,
            order=730,
        ),
    ],
    sections=[
        Section(
            key="surveys",
            stage=Stage.HEAR,
            title=gettext_lazy("アンケート"),
            template="surveys/section.html",
            context=sections.section,
            summary=sections.summary,
            order=20,
        )
    ],
    columns=[Column("surveys", gettext_lazy("アンケート"), sections.cells, order=40)],
    waiting=[WaitingSource(sections.waiting_rows, sections.waiting)],
    text_sources=[
        TextSource("surveys", gettext_lazy("アンケート"), sections.text_choices, sections.texts)
    ],
    jobs=[Schedule("surveys.forget_ties", daily_at=dt.time(3, 35))],
    events={
        "surveys.survey.closed": lambda event: _("アンケートが終わり、結果が出ました。"),
        "surveys.survey.answered": lambda event: _(
            "アンケートの結果に、{}から返事がありました。"
        ).format(event.data["who"]),
    },
    personal_data=[
        PersonalData(
            "surveys.Answering",
            gettext_lazy("アンケートに答えたこと、年代・地区（答えた方だけ）、一つ一つの答え"),
            gettext_lazy("一人一回だけ数え、あとから直したり消したりでき、結果をお知らせするため"),
            gettext_lazy(
                "答えと答えた方のつながりは、アンケートごとに決めた日まで。"
                "ご本人は、いつでもすべて消せます"
            ),
            export_person,
            erase_person,
        )
    ],
    actions={
        "surveys.survey.create": gettext_lazy("アンケートをつくりました"),
        "surveys.survey.change": gettext_lazy("アンケートの説明を直しました"),
        "surveys.survey.try": gettext_lazy("アンケートのためしを始めました"),
        "surveys.trial.wipe": gettext_lazy("アンケートのためしの答えを消しました"),
        "surveys.survey.open": gettext_lazy("アンケートを始めました"),
        "surveys.survey.close": gettext_lazy("アンケートを締め切りました"),
        "surveys.survey.reopen": gettext_lazy("アンケートの終わりの日を変えました"),
        "surveys.survey.discard": gettext_lazy("アンケートの下書きを消しました"),
        "surveys.survey.copy": gettext_lazy("アンケートを写しました"),
        "surveys.question.add": gettext_lazy("アンケートに質問を足しました"),
        "surveys.question.change": gettext_lazy("アンケートの質問を直しました"),
        "surveys.question.move": gettext_lazy("アンケートの質問の順を変えました"),
        "surveys.question.duplicate": gettext_lazy("アンケートの質問を写しました"),
        "surveys.question.remove": gettext_lazy("アンケートの質問を外しました"),
        "surveys.question.restore": gettext_lazy("アンケートの質問を戻しました"),
        "surveys.answering.finish": gettext_lazy("アンケートに答えました"),
        "surveys.answering.change": gettext_lazy("アンケートの答えを直しました"),
        "surveys.answering.take_back": gettext_lazy("アンケートの答えを消しました"),
        "surveys.sheet.take": gettext_lazy("紙のアンケートを入れました"),
        "surveys.sheet.withdraw": gettext_lazy("紙のアンケートを取り消しました"),
        "surveys.reply.hide": gettext_lazy("アンケートの書きこみを見えなくしました"),
        "surveys.reply.show": gettext_lazy("アンケートの書きこみを公開しました"),
        "surveys.outcome.write": gettext_lazy("アンケートの結果に返事をしました"),
        "surveys.outcome.undo": gettext_lazy("アンケートの結果への返事を取り消しました"),
        "surveys.ties.forget": gettext_lazy("アンケートの答えと、答えた方のつながりを消しました"),
    },
)
