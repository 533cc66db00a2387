"""The kernel's manifest."""

from django.utils.translation import gettext_lazy as _

from .registry import Module, Permission

MODULE = Module(
    app="kernel",
    permissions=[Permission("kernel.node.read_staff", _("公開前の記録を読む"))],
    roles={
        "administrator": ["kernel.node.read_staff"],
        "planner": ["kernel.node.read_staff"],
        "district_officer": ["kernel.node.read_staff"],
    },
)
