"""The manifest of accounts, participation and roles."""

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.registry import MenuEntry, Module, Permission

_EVERYTHING = [
    "people.role.grant",
    "people.role.read",
    "people.code.print",
    "people.counter.record",
    "people.view_as.use",
]

MODULE = Module(
    app="people",
    permissions=[
        Permission("people.role.grant", _("役割を渡す・終える"), personal=True),
        Permission("people.role.read", _("役割をもつ方の一覧を見る"), personal=True),
        Permission("people.code.print", _("参加コードの手紙を作る"), personal=True),
        Permission("people.counter.record", _("窓口で代わりに入力する")),
        Permission("people.view_as.use", _("ほかの役割の目でページを見る")),
    ],
    roles={
        "administrator": _EVERYTHING,
        "planner": [
            "people.role.read",
            "people.code.print",
            "people.counter.record",
            "people.view_as.use",
        ],
        "department": ["people.counter.record"],
        "district_officer": ["people.counter.record"],
    },
)
