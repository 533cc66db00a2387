"""The manifest of facilities."""

from django.utils.translation import gettext_lazy

from jibungoto.kernel.registry import Kind, MenuEntry, Module, Permission, Stage

from .models import Facility
from .register_intake import KINDS, PERMISSION

MODULE = Module(
    app="facilities",
    stage=Stage.KNOW,
    permissions=[
        Permission(PERMISSION, gettext_lazy("施設の一覧をファイルから取りこむ")),
    ],
    roles={"administrator": [PERMISSION], "planner": [PERMISSION]},
    kinds=[Kind(Facility.KIND, gettext_lazy("施設・場所"), Stage.KNOW)],
    menu=[
        MenuEntry(
            gettext_lazy("施設・場所"), "facilities:facility_list", stage=Stage.KNOW, order=25
        )
    ],
    intakes=KINDS,
    actions={
        "facilities.facility.add": gettext_lazy("施設を一覧から加えました"),
        "facilities.facility.change": gettext_lazy("施設を新しい一覧で書きかえました"),
        "facilities.facility.end": gettext_lazy("一覧からなくなった施設に、日付を書きました"),
        "facilities.facility.reopen": gettext_lazy("なくなったとした施設を、もどしました"),
        "facilities.facility.restore": gettext_lazy("施設を前の一覧の内容にもどしました"),
        "facilities.facility.remove": gettext_lazy("一覧から加えた施設を取り消しました"),
        "facilities.facility.place": gettext_lazy("施設がどの地区にあるかを確かめました"),
    },
)
