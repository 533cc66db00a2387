"""The manifest of places."""

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.registry import Kind, Module, Permission, Stage

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
)
