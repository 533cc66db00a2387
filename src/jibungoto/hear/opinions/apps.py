from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class OpinionsConfig(AppConfig):
    name = "jibungoto.hear.opinions"
    label = "opinions"
    verbose_name = pgettext_lazy("一覧", "みんなの意見")
