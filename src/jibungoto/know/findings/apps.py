from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class FindingsConfig(AppConfig):
    name = "jibungoto.know.findings"
    label = "findings"
    verbose_name = pgettext_lazy("一覧", "気づき")
