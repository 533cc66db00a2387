"""The manifest of organisations."""

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.registry import Kind, Module, Permission, Stage

from .models import Organisation

MODULE = Module(
    app="organisations",
    stage=Stage.KNOW,
    permissions=[
        Permission("organisations.organisation.edit", _("団体の紹介を書きかえる")),
        Permission("organisations.organisation.create", _("団体を名簿に加える")),
        Permission("organisations.organisation.import", _("団体の名簿をファイルから取りこむ")),
    ],
    roles={
        "administrator": [
            "organisations.organisation.edit",
            "organisations.organisation.create",
            "organisations.organisation.import",
        ],
        "planner": [
            "organisations.organisation.edit",
            "organisations.organisation.create",
            "organisations.organisation.import",
        ],
        "secretary": ["organisations.organisation.edit", "organisations.organisation.create"],
        "officer": ["organisations.organisation.edit"],
    },
    kinds=[Kind(Organisation.KIND, _("団体"), Stage.KNOW)],
)
