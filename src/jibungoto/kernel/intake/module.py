"""The manifest of intakes."""

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.registry import MenuEntry, Module, Permission, PersonalData, Target

MODULE = Module(
    app="intake",
    permissions=[Permission("intake.page.view", _("データの取りこみの画面を開く"))],
    roles={
        "administrator": ["intake.page.view"],
        "planner": ["intake.page.view"],
        # For their own district only: each kind says whether it goes by district.
        "district_officer": ["intake.page.view"],
        "secretary": ["intake.page.view"],
    },
    personal_data=[
        PersonalData(
            "intake.IntakeRun",
            what=_("だれが、いつ、どのファイルを取りこんだか"),
            why=_("データの出どころを確かめ、まちがいを取り消せるようにするため"),
            keep=_("データがあるあいだ。ご本人の登録を消すと、だれかはわからなくなります"),
        )
    ],
    targets=[
        Target("intake.IntakeRun", _("ファイルの取りこみ"), ["file_name"]),
    ],
    actions={
        "intake.run.preview": _("ファイルを読んで、変わるところを見ました"),
        "intake.run.choose": _("ファイルの読み方を変えました"),
        "intake.run.apply": _("ファイルを取りこみました"),
        "intake.run.undo": _("ファイルの取りこみを取り消しました"),
        "intake.run.fail": _("ファイルの取りこみが途中で止まりました"),
    },
    menu=[
        MenuEntry(
            _("データの取りこみ"), "intake:run_list", permission="intake.page.view", order=800
        )
    ],
)
