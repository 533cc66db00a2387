from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "jibungoto.hear.opinions"
    label = "opinions"
