"""The manifest of opinions."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jibungoto.kernel.jobs import Schedule
from jibungoto.kernel.registry import (
    Kind,
    MenuEntry,
    Module,
    Permission,
    PersonalData,
    Section,
    Stage,
    WaitingSource,
)

from . import paper, policies, result_policies, sections, waiting
from .models import Statement
from .services import merging, privacy


def moderated_words(event: Any) -> str:
    """What the writer of a statement reads when somebody decided on it."""
    if event.data["state"] == Statement.State.SHOWN:
        return _("書いてくださった意見を公開しました。")
    return _("書いてくださった意見を、見えなくしました。理由：{}").format(event.data["reason"])


_ALL = [
    policies.EDIT,
    policies.MODERATE,
    policies.RECORD,
    result_policies.DECIDE,
    result_policies.ANSWER,
]
SHEETS = paper.KIND  # registered by being read
MODULE = Module(
    app="opinions",
    stage=Stage.HEAR,
    voices=True,
    permissions=[
        Permission(policies.EDIT, gettext_lazy("意見を聴く問いかけをつくり、直す")),
        Permission(policies.MODERATE, gettext_lazy("寄せられた意見を公開する・見えなくする")),
        Permission(policies.RECORD, gettext_lazy("窓口や紙の答えを書きとめる")),
        Permission(
            result_policies.DECIDE, gettext_lazy("意見に、だれがいつまでに返事をするかを決める")
        ),
        Permission(result_policies.ANSWER, gettext_lazy("意見に返事をする")),
    ],
    roles={
        "administrator": _ALL,
        "planner": _ALL,
        "department": [result_policies.ANSWER],
        "district_officer": _ALL,
        "secretary": _ALL,
    },
    kinds=[
        Kind("conversation", gettext_lazy("みんなの意見"), Stage.HEAR),
        Kind("statement", gettext_lazy("意見"), Stage.HEAR),
    ],
    menu=[
        MenuEntry(
            pgettext_lazy("一覧", "みんなの意見"),
            "opinions:conversation_list",
            stage=Stage.HEAR,
            order=130,
        ),
    ],
    sections=[
        Section(
            key="opinions",
            stage=Stage.HEAR,
            title=gettext_lazy("みんなの意見"),
            template="opinions/section_conversations.html",
            context=sections.section,
            summary=sections.summary,
            rows=sections.summary_rows,
            order=20,
        )
    ],
    waiting=[
        WaitingSource(waiting.deed_rows, waiting.deeds),
        WaitingSource(waiting.statement_rows, waiting.statements),
    ],
    before_joining=[merging.merge_parts],
    personal_data=[
        PersonalData(
            "opinions.Vote",
            gettext_lazy("意見への答えと、そのとき伝えた年代と地区（答えた方だけ）"),
            gettext_lazy(
                "同じ方を二度数えず、ご本人があとから変えられるようにし、"
                "返事があったときにお知らせするため"
            ),
            gettext_lazy(
                "受付のあいだは、消すと答えも消えます。終わったあとは、"
                "どなたの答えかわからない形で結果に残ります"
            ),
            privacy.export_votes,
            privacy.erase_votes,
        ),
        PersonalData(
            "opinions.Statement",
            gettext_lazy("意見を、どの端末やアカウントから書いたか"),
            gettext_lazy("公開したか見えなくしたかを、書いた方にお知らせするため"),
            gettext_lazy("意見は残ります。だれが書いたかのつながりは、ご本人が消すまで"),
            privacy.export_statements,
            privacy.erase_statements,
        ),
        PersonalData(
            "opinions.Part",
            gettext_lazy("つながった網の、毎日変わるしるし（アドレスは残しません）"),
            gettext_lazy("短い時間にまとめて入れられた答えに気づくため"),
            gettext_lazy("受付を締め切った次の夜まで"),
        ),
    ],
    jobs=[
        Schedule("opinions.close_due", daily_at=dt.time(0, 5)),
        Schedule("opinions.forget_networks", daily_at=dt.time(3, 35)),
    ],
    events={
        "opinions.conversation.opened": lambda event: _("意見の受付が始まりました。"),
        "opinions.conversation.closed": lambda event: _("意見の受付を締め切りました。"),
        "opinions.statement.moderated": moderated_words,
        "opinions.deed.answered": lambda event: _(
            "答えてくださった意見に、{}から返事がありました。"
        ).format(event.data["who"]),
    },
    actions={
        "opinions.conversation.create": gettext_lazy("問いかけの準備を始めました"),
        "opinions.conversation.change": gettext_lazy("問いかけを直しました"),
        "opinions.conversation.open": gettext_lazy("意見の受付を始めました"),
        "opinions.conversation.close": gettext_lazy("意見の受付を締め切りました"),
        "opinions.conversation.extend": gettext_lazy("意見の受付の終わりを変えました"),
        "opinions.conversation.remove": gettext_lazy("下書きの問いかけをやめました"),
        "opinions.conversation.take_in": gettext_lazy("ほかで集めた答えを取りこみました"),
        "opinions.conversation.copy": gettext_lazy("問いかけの写しをつくりました"),
        "opinions.statement.remove": gettext_lazy("下書きの意見を取り消しました"),
        "opinions.statement.add": gettext_lazy("意見を足しました"),
        "opinions.statement.change": gettext_lazy("意見のことばを直しました"),
        "opinions.statement.moderate": gettext_lazy("意見を公開するか、見えなくするかを決めました"),
        "opinions.statement.moderate_undo": gettext_lazy("意見についての決定を取り消しました"),
        "opinions.analysis.final": gettext_lazy("みんなの意見の結果をまとめました"),
        "opinions.deed.promise": gettext_lazy("意見に返事をする約束をしました"),
        "opinions.deed.take_back": gettext_lazy("意見に返事をする約束を取りやめました"),
        "opinions.deed.answer": gettext_lazy("意見に返事をしました"),
        "opinions.deed.connect": gettext_lazy("意見からできたものをつなぎました"),
        "opinions.group.tell": gettext_lazy("意見のまとまりを、ことばで言いあらわしました"),
    },
)
