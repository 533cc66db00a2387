from django.apps import AppConfig


class KarteConfig(AppConfig):
    name = "jibungoto.know.karte"
    label = "karte"
