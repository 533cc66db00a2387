"""The manifest of ideas."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jibungoto.kernel.kept import words_at_hand
from jibungoto.kernel.registry import (
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
from .services import erase_person, export_person


def state_words(event: Any) -> str:
    """What followers read when an idea goes on."""
    return _("「{}」になりました。").format(words_at_hand().get(f"idea.{event.data['state']}", ""))


_ALL = [
    policies.SORT,
    policies.ANSWER,
    policies.MODERATE,
    policies.CAMPAIGN,
    policies.SETTINGS,
]
_NEAR = [policies.SORT, policies.ANSWER, policies.MODERATE, policies.CAMPAIGN]
MODULE = Module(
    app="ideas",
    stage=Stage.HEAR,
    voices=True,
    permissions=[
        Permission(policies.SORT, gettext_lazy("提案を受けとめ、まとめる")),
        Permission(policies.ANSWER, gettext_lazy("提案に返事をする")),
        Permission(policies.MODERATE, gettext_lazy("提案とコメントを見えなくする・公開する")),
        Permission(policies.CAMPAIGN, gettext_lazy("提案を募集する")),
        Permission(policies.SETTINGS, gettext_lazy("提案の受けとり方を決める")),
    ],
    roles={
        "administrator": _ALL,
        "planner": _ALL,
        "department": [policies.SORT, policies.ANSWER],
        "district_officer": _NEAR,
        "secretary": _NEAR,
    },
    kinds=[
        Kind("idea", gettext_lazy("提案"), Stage.HEAR, outcome=False),
        Kind("campaign", gettext_lazy("提案の募集"), Stage.HEAR, outcome=False),
    ],
    menu=[
        MenuEntry(
            pgettext_lazy("一覧", "アイデア・提案"), "ideas:idea_list", stage=Stage.HEAR, order=120
        ),
        MenuEntry(
            gettext_lazy("提案の整理"), "ideas:idea_board", permission=policies.SORT, order=722
        ),
    ],
    sections=[
        Section(
            key="ideas",
            stage=Stage.HEAR,
            title=gettext_lazy("アイデア・提案"),
            template="ideas/section_ideas.html",
            context=sections.section,
            summary=sections.summary,
            rows=sections.summary_rows,
            order=120,
        )
    ],
    waiting=[WaitingSource(sections.waiting_rows, sections.waiting)],
    text_sources=[
        TextSource("ideas", gettext_lazy("アイデア・提案"), sections.text_choices, sections.texts)
    ],
    events={
        "ideas.idea.state": state_words,
        "ideas.idea.answered": lambda event: _("{}から返事がありました。").format(
            event.data["who"]
        ),
        "ideas.idea.promised": lambda event: _("{}が、返事をする日を約束しました。").format(
            event.data["who"]
        ),
        "ideas.idea.commented": lambda event: _("コメントが届きました。"),
        "ideas.idea.merged": lambda event: _("同じ考えの{}件の提案を、一つにまとめました。").format(
            event.data["number"]
        ),
        "ideas.idea.connected": lambda event: _("「{}」につながりました。").format(
            event.data["title"]
        ),
    },
    personal_data=[
        PersonalData(
            "ideas.Idea",
            gettext_lazy("提案（書いたこと・場所・写真）を、どの端末やアカウントから書いたか"),
            gettext_lazy("ご本人があとから直したり取り下げたりでき、その後をお知らせするため"),
            gettext_lazy(
                "提案は地区の記録として残ります。だれが書いたかのつながりは、ご本人が消すまで"
            ),
            export_person,
            erase_person,
        ),
        PersonalData(
            "ideas.Support",
            gettext_lazy("提案を支持したこと"),
            gettext_lazy("同じ方を二度数えないため"),
            gettext_lazy("ご本人が取り消すか、つながりを消すまで"),
        ),
        PersonalData(
            "ideas.Comment",
            gettext_lazy("提案へのコメントを、どの端末やアカウントから書いたか"),
            gettext_lazy("ご本人があとから消せるようにするため"),
            gettext_lazy("コメントは提案とともに残ります。つながりは、ご本人が消すまで"),
        ),
        PersonalData(
            "ideas.Report",
            gettext_lazy("気になる提案やコメントを知らせた理由とひとこと"),
            gettext_lazy("担当が確かめるため。書いた方には、だれが知らせたか伝わりません"),
            gettext_lazy("提案があるあいだ。ご本人が消すと、ひとことも消えます"),
        ),
    ],
    actions={
        "ideas.idea.post": gettext_lazy("提案を受けとりました"),
        "ideas.idea.change": gettext_lazy("提案を直しました"),
        "ideas.idea.withdraw": gettext_lazy("提案を取り下げました"),
        "ideas.idea.restore": gettext_lazy("取り下げた提案を元に戻しました"),
        "ideas.idea.support": gettext_lazy("提案を支持しました"),
        "ideas.idea.support_undo": gettext_lazy("提案の支持を取り消しました"),
        "ideas.idea.state": gettext_lazy("提案の段階を変えました"),
        "ideas.idea.themes": gettext_lazy("提案のテーマを変えました"),
        "ideas.idea.promise": gettext_lazy("提案に返事をする日を約束しました"),
        "ideas.idea.answer": gettext_lazy("提案に返事をしました"),
        "ideas.idea.answer_undo": gettext_lazy("提案への返事を取り消しました"),
        "ideas.idea.connect": gettext_lazy("提案の、その後をつなぎました"),
        "ideas.idea.check": gettext_lazy("提案を確かめました"),
        "ideas.idea.hide": gettext_lazy("提案を見えなくしました"),
        "ideas.idea.show": gettext_lazy("見えなくした提案を元に戻しました"),
        "ideas.idea.report": gettext_lazy("気になる提案を知らせました"),
        "ideas.idea.reports_handled": gettext_lazy("知らせのあった提案を確かめました"),
        "ideas.idea.merge": gettext_lazy("提案を一つにまとめました"),
        "ideas.idea.merge_undo": gettext_lazy("提案のまとめを取り消しました"),
        "ideas.comment.write": gettext_lazy("提案にコメントしました"),
        "ideas.comment.withdraw": gettext_lazy("コメントを消しました"),
        "ideas.comment.check": gettext_lazy("コメントを確かめました"),
        "ideas.comment.hide": gettext_lazy("コメントを見えなくしました"),
        "ideas.comment.show": gettext_lazy("見えなくしたコメントを元に戻しました"),
        "ideas.campaign.create": gettext_lazy("提案の募集を始めました"),
        "ideas.campaign.change": gettext_lazy("提案の募集を直しました"),
        "ideas.campaign.withdraw": gettext_lazy("提案の募集を取り下げました"),
        "ideas.reception.change": gettext_lazy("提案の受けとり方を変えました"),
    },
)
