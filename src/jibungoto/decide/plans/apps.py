from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class PlansConfig(AppConfig):
    name = "jibungoto.decide.plans"
    label = "plans"
    verbose_name = pgettext_lazy("一覧", "計画")
