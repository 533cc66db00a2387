from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class OrganisationsConfig(AppConfig):
    name = "jibungoto.know.organisations"
    label = "organisations"
    verbose_name = pgettext_lazy("一覧", "団体")
