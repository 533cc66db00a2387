from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class IdeasConfig(AppConfig):
    name = "jibungoto.hear.ideas"
    label = "ideas"
    verbose_name = pgettext_lazy("一覧", "アイデア・提案")
