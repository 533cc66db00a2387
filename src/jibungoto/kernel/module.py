"""The kernel's manifest."""

from django.utils.translation import gettext_lazy as _

from .registry import MenuEntry, Module, Permission

MODULE = Module(
    app="kernel",
    permissions=[
        Permission("kernel.node.read_staff", _("公開前の記録を読む")),
        Permission("kernel.audit.read", _("監査記録を読む"), personal=True),
    ],
    roles={
        "administrator": ["kernel.node.read_staff", "kernel.audit.read"],
        "planner": ["kernel.node.read_staff"],
        "district_officer": ["kernel.node.read_staff"],
    },
    menu=[
        MenuEntry(_("監査記録"), "kernel:audit_list", permission="kernel.audit.read", order=900),
    ],
    actions={
        "kernel.node.register": _("記録を登録しました"),
        "kernel.node.change": _("記録を変えました"),
        "kernel.link.connect": _("記録をつなぎました"),
        "kernel.link.disconnect": _("記録のつながりを外しました"),
        "kernel.vocabulary.preset": _("ことばの型を当てはめました"),
    },
)
