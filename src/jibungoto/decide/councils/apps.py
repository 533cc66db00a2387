from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "jibungoto.decide.councils"
    label = "councils"
