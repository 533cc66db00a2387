from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "jibungoto.hear.ideas"
    label = "ideas"
