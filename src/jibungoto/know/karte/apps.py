from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class KarteConfig(AppConfig):
    name = "jibungoto.know.karte"
    label = "karte"
    verbose_name = pgettext_lazy("一覧", "地域カルテ")
