from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "jibungoto.support.desk"
    label = "desk"
    verbose_name = _("地区担当職員")
