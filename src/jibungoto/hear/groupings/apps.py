from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class GroupingsConfig(AppConfig):
    name = "jibungoto.hear.groupings"
    label = "groupings"
    verbose_name = pgettext_lazy("一覧", "聴いた声のまとまり")
