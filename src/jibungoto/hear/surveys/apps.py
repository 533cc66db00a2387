from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class SurveysConfig(AppConfig):
    name = "jibungoto.hear.surveys"
    label = "surveys"
    verbose_name = pgettext_lazy("一覧", "アンケート")
