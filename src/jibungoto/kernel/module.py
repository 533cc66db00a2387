"""The kernel's manifest."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from .jobs import Schedule
from .jobs.words import title_of
from .registry import MenuEntry, Module, Permission, PersonalData, Target

MODULE = Module(
    app="kernel",
    permissions=[
        Permission("kernel.node.read_staff", _("公開前の記録を読む")),
        Permission("kernel.audit.read", _("操作の記録を読む"), personal=True),
        Permission("kernel.file.manage", _("記録のファイルを整理する")),
        Permission("kernel.job.manage", _("時間のかかる仕事の進みぐあいを見る・止める")),
    ],
    roles={
        "administrator": [
            "kernel.node.read_staff",
            "kernel.audit.read",
            "kernel.file.manage",
            "kernel.job.manage",
        ],
        "planner": ["kernel.node.read_staff", "kernel.file.manage"],
        "district_officer": ["kernel.node.read_staff", "kernel.file.manage"],
        "secretary": ["kernel.file.manage"],
    },
    menu=[
        MenuEntry(
            _("仕事の進みぐあい"), "kernel:job_list", permission="kernel.job.manage", order=890
        ),
        MenuEntry(_("操作の記録"), "kernel:audit_list", permission="kernel.audit.read", order=900),
    ],
    personal_data=[
        PersonalData(
            "kernel.Attachment",
            what=_("写真や文書と、だれがつけたか"),
            why=_("記録を裏づけ、ご本人がつけたものを外せるようにするため"),
            keep=_("記録があるあいだ。外したものは30日。撮った場所とカメラの情報は残しません"),
        ),
        PersonalData(
            "kernel.Notice",
            what=_("見守っているものの動きと、お知らせを読んだか"),
            why=_("動きがあった日にだけ、まとめてお知らせするため"),
            keep=_("400日。見守ることをやめても、それまでのお知らせは残ります"),
        ),
        PersonalData(
            "kernel.DigestChoice",
            what=_("お知らせのメールの受けとり方と、いつ出したか"),
            why=_("選んだ方にだけ、1日に1通まででお届けするため"),
            keep=_("参加の記録があるあいだ"),
        ),
        PersonalData(
            "kernel.Letter",
            what=_("担当の方へのメールの宛先と文"),
            why=_("頼みごとと期日を、一度だけお届けするため"),
            keep=_("400日"),
        ),
        PersonalData(
            "kernel.Job",
            what=_("時間のかかる仕事を、だれが始めたか（名前ではなく番号で）"),
            why=_("始めた方が、進みぐあいを見て、止められるようにするため"),
            keep=_("終わってから90日"),
        ),
        PersonalData(
            "kernel.AuditRecord",
            what=_("だれが、いつ、どの記録に何をしたか（名前ではなく番号で）"),
            why=_("市の記録が正しく扱われたことを、あとから確かめるため"),
            keep=_("消しません。ご本人の登録を消すと、番号がだれのものかはわからなくなります"),
        ),
    ],
    jobs=[
        Schedule("kernel.jobs.tidy", daily_at=dt.time(3, 30)),
        Schedule("kernel.files.sweep", daily_at=dt.time(3, 50)),
        Schedule("kernel.database.look_over", daily_at=dt.time(4, 10), weekday=6),
        Schedule("kernel.outbox.merge", daily_at=dt.time(6)),
    ],
    targets=[
        Target("kernel.Municipality", _("市の設定"), ["name"]),
        Target("kernel.Job", _("仕事"), ["name"], say=title_of),
        Target("kernel.Link", _("つながり"), ["from_node__title", "to_node__title"]),
    ],
    actions={
        "kernel.node.register": _("記録を登録しました"),
        "kernel.node.change": _("記録を変えました"),
        "kernel.node.register_many": _("まとめて記録を登録しました"),
        "kernel.node.change_many": _("まとめて記録を変えました"),
        "kernel.link.connect": _("記録をつなぎました"),
        "kernel.link.connect_many": _("記録をまとめてつなぎました"),
        "kernel.link.disconnect": _("記録のつながりを外しました"),
        "kernel.file.attach": _("ファイルをつけました"),
        "kernel.file.remove": _("ファイルを外しました"),
        "kernel.file.restore": _("ファイルを元に戻しました"),
        "kernel.vocabulary.preset": _("ことばの型を当てはめました"),
        "kernel.digest.choose": _("お知らせのメールの受けとり方を決めました"),
        "kernel.job.cancel": _("仕事を止めました"),
        "kernel.job.retry": _("仕事をもう一度始めました"),
    },
)
