"""The manifest of places."""

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.registry import Kind, MenuEntry, Module, Permission, Stage

from .boundaries_intake import KIND as BOUNDARIES
from .membership_intake import KIND as MEMBERSHIP
from .models import District

MODULE = Module(
    app="places",
    stage=Stage.KNOW,
    permissions=[
        Permission("places.district.edit", _("地区の名前・範囲・区域を整える")),
    ],
    roles={
        "administrator": ["places.district.edit"],
        "planner": ["places.district.edit"],
    },
    kinds=[Kind(District.KIND, _("地区"), Stage.KNOW)],
    menu=[MenuEntry(_("地区の一覧"), "places:district_list", stage=Stage.KNOW, order=10)],
    intakes=[BOUNDARIES, MEMBERSHIP],
)
