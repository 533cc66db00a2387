from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    name = "jibungoto.know.statistics"
    label = "statistics"
    verbose_name = _("人口と指標")
