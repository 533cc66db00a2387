from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class PlacesConfig(AppConfig):
    name = "jibungoto.know.places"
    label = "places"
    verbose_name = pgettext_lazy("一覧", "地区")
