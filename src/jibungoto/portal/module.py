"""The manifest of the portal."""

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import tenancy
from jibungoto.kernel.models import Municipality
from jibungoto.kernel.registry import MenuEntry, Module, Permission, Preparation

from . import policies

MODULE = Module(
    app="portal",
    permissions=[
        Permission(policies.COCKPIT, _("市の仕事場で、すべての地区の様子を見る")),
        Permission(policies.WORDS, _("ことばの設定を変える")),
        Permission(policies.DETAILS, _("まちの色と問い合わせ先を変える")),
    ],
    roles={
        "administrator": [policies.COCKPIT, policies.WORDS, policies.DETAILS],
        "planner": [policies.COCKPIT],
        "district_officer": [policies.COCKPIT],
    },
    preparations=[
        Preparation(
            _("問い合わせ先を書く"),
            _("どのページの下にも出ます。断りの文にも、どこに聞けばよいかとしてのります。"),
            rows=lambda: Municipality.objects.filter(pk=tenancy.current_id()).exclude(
                contact_office=""
            ),
            permission=policies.DETAILS,
            url_name="portal:details_edit",
            order=5,
        )
    ],
    menu=[
        MenuEntry(_("わたしのページ"), "portal:me", order=10),
        MenuEntry(_("市の仕事場"), "portal:cockpit", permission=policies.COCKPIT, order=700),
        MenuEntry(_("ことばの設定"), "portal:words_edit", permission=policies.WORDS, order=900),
        MenuEntry(
            _("色と問い合わせ先"), "portal:details_edit", permission=policies.DETAILS, order=910
        ),
    ],
    actions={
        "kernel.word.edit": _("市のことばを変えました"),
        "portal.municipality.edit": _("まちの色や問い合わせ先を変えました"),
    },
)
