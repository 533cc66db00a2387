"""The manifest of findings."""

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
    TextSource,
    WaitingSource,
)

from . import policies, sections
from .measures import MEASURES
from .models import Deed, Finding
from .services import erase_person, export_person
from .table_kinds import KINDS as TABLES


def state_words(event: Any) -> str:
    """What followers read when a finding goes on."""
    states = dict(Finding.State.choices)
    return _("「{}」になりました。").format(states.get(event.data["state"], ""))


def deed_words(event: Any) -> str:
    verbs = dict(Deed.Verb.choices)
    return _("資源の歩みに「{}」が加わりました。").format(verbs.get(event.data["verb"], ""))


_ALL = [
    policies.SORT,
    policies.ANSWER,
    policies.MODERATE,
    policies.RECORD,
    policies.IMPORT,
    policies.SETTINGS,
]
MODULE = Module(
    app="findings",
    stage=Stage.KNOW,
    voices=True,
    permissions=[
        Permission(policies.SORT, gettext_lazy("気づきを受けとめ、整理する")),
        Permission(policies.ANSWER, gettext_lazy("気づきに返事をする")),
        Permission(policies.MODERATE, gettext_lazy("気づきを見えなくする・公開する")),
        Permission(policies.RECORD, gettext_lazy("紙や口頭の気づきを書きとめる")),
        Permission(policies.IMPORT, gettext_lazy("気づきや魅力をファイルから取りこむ")),
        Permission(policies.SETTINGS, gettext_lazy("気づきの受けとり方とテーマを決める")),
        Permission(policies.CONTACT, gettext_lazy("資源の預かった連絡先を見る"), personal=True),
    ],
    roles={
        "administrator": [*_ALL, policies.CONTACT],
        "planner": _ALL,
        "department": [policies.SORT, policies.ANSWER],
        "district_officer": [
            policies.SORT,
            policies.ANSWER,
            policies.MODERATE,
            policies.RECORD,
            policies.IMPORT,
            policies.CONTACT,
        ],
        # Whoever is nearest must be able to hide what should not stand there.
        "secretary": [
            policies.SORT,
            policies.ANSWER,
            policies.MODERATE,
            policies.RECORD,
            policies.IMPORT,
            policies.CONTACT,
        ],
    },
    kinds=[
        Kind("charm", gettext_lazy("魅力"), Stage.KNOW, outcome=False),
        Kind("issue", gettext_lazy("課題"), Stage.KNOW, outcome=False),
        Kind("resource", gettext_lazy("資源"), Stage.KNOW, outcome=False),
    ],
    menu=[
        MenuEntry(
            pgettext_lazy("一覧", "気づき"), "findings:finding_list", stage=Stage.KNOW, order=20
        ),
        MenuEntry(
            gettext_lazy("いいことさがし"), "findings:resource_matrix", stage=Stage.KNOW, order=22
        ),
        MenuEntry(
            gettext_lazy("気づきの整理"),
            "findings:finding_board",
            permission=policies.SORT,
            order=720,
        ),
    ],
    sections=[
        Section(
            key="findings",
            stage=Stage.KNOW,
            title=gettext_lazy("魅力・課題・資源"),
            template="findings/section_findings.html",
            context=sections.section,
            summary=sections.summary,
            rows=sections.summary_rows,
            order=20,
        )
    ],
    waiting=[WaitingSource(sections.waiting_rows, sections.waiting)],
    jobs=[Schedule("findings.forget_drafts", daily_at=dt.time(3, 25))],
    measures=MEASURES,
    intakes=TABLES,
    text_sources=[
        TextSource("findings", gettext_lazy("気づき"), sections.text_choices, sections.texts)
    ],
    events={
        "findings.finding.state": state_words,
        "findings.finding.answered": lambda event: _("{}から返事がありました。").format(
            event.data["who"]
        ),
        "findings.finding.merged": lambda event: _(
            "同じことに気づいた{}件の声を、一つにまとめました。"
        ).format(event.data["number"]),
        "findings.finding.connected": lambda event: _("「{}」につながりました。").format(
            event.data["title"]
        ),
        "findings.resource.deed": deed_words,
    },
    personal_data=[
        PersonalData(
            "findings.Finding",
            gettext_lazy("気づき（書いたこと・場所・写真）を、どの端末やアカウントから書いたか"),
            gettext_lazy("ご本人があとから直したり取り下げたりでき、その後をお知らせするため"),
            gettext_lazy(
                "気づきは地区の記録として残ります。だれが書いたかのつながりは、ご本人が消すまで"
            ),
            export_person,
            erase_person,
        ),
        PersonalData(
            "findings.MeToo",
            gettext_lazy("「わたしも」を押したこと"),
            gettext_lazy("同じ方を二度数えないため"),
            gettext_lazy("ご本人が取り消すか、つながりを消すまで"),
        ),
        PersonalData(
            "findings.Draft",
            gettext_lazy("書きかけの気づき"),
            gettext_lazy("途中でやめても、続きから書けるようにするため"),
            gettext_lazy("7日。仕上げたときと、やめたときは、すぐに消します"),
        ),
        PersonalData(
            "findings.Report",
            gettext_lazy("気になる書きこみを知らせた理由とひとこと"),
            gettext_lazy("担当が確かめるため。書いた方には、だれが知らせたか伝わりません"),
            gettext_lazy("気づきがあるあいだ。ご本人が消すと、ひとことも消えます"),
        ),
        PersonalData(
            "findings.Contact",
            gettext_lazy("資源（ひと・ものなど）の連絡のとり方。預けると決めた方だけ"),
            gettext_lazy("使いたい方に、地区の事務局が取り次ぐため。公開のページには出ません"),
            gettext_lazy("預けた方が取りやめるまで"),
        ),
    ],
    actions={
        "findings.finding.pin": gettext_lazy("気づきを書きとめました"),
        "findings.finding.change": gettext_lazy("気づきを直しました"),
        "findings.finding.withdraw": gettext_lazy("気づきを取り下げました"),
        "findings.finding.restore": gettext_lazy("取り下げた気づきを元に戻しました"),
        "findings.finding.remove": gettext_lazy("取りこんだ気づきを取り消しました"),
        "findings.finding.me_too": gettext_lazy("「わたしも」を押しました"),
        "findings.finding.me_too_undo": gettext_lazy("「わたしも」を取り消しました"),
        "findings.finding.state": gettext_lazy("気づきの段階を変えました"),
        "findings.finding.themes": gettext_lazy("気づきのテーマを変えました"),
        "findings.finding.answer": gettext_lazy("気づきに返事をしました"),
        "findings.finding.answer_undo": gettext_lazy("気づきへの返事を取り消しました"),
        "findings.finding.connect": gettext_lazy("気づきの、その後をつなぎました"),
        "findings.finding.check": gettext_lazy("気づきを確かめました"),
        "findings.finding.hide": gettext_lazy("気づきを見えなくしました"),
        "findings.finding.show": gettext_lazy("見えなくした気づきを元に戻しました"),
        "findings.finding.report": gettext_lazy("気になる書きこみを知らせました"),
        "findings.finding.reports_handled": gettext_lazy("知らせのあった気づきを確かめました"),
        "findings.finding.merge": gettext_lazy("気づきを一つにまとめました"),
        "findings.finding.merge_undo": gettext_lazy("気づきのまとめを取り消しました"),
        "findings.draft.drop": gettext_lazy("書きかけの気づきをやめました"),
        "findings.resource.deed": gettext_lazy("資源の歩みを書きました"),
        "findings.resource.deed_undo": gettext_lazy("資源の歩みを取り消しました"),
        "findings.contact.entrust": gettext_lazy("資源の連絡先を預かりました"),
        "findings.contact.forget": gettext_lazy("預かった連絡先を消しました"),
        "findings.reception.change": gettext_lazy("気づきの受けとり方を変えました"),
        "findings.theme.save": gettext_lazy("気づきのテーマを変えました"),
    },
)
