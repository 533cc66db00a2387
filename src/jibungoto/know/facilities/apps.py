from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class FacilitiesConfig(AppConfig):
    name = "jibungoto.know.facilities"
    label = "facilities"
    verbose_name = pgettext_lazy("一覧", "施設・場所")

    def ready(self) -> None:
        from . import receivers  # noqa: F401  connects itself
