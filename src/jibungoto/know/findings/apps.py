from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "jibungoto.know.findings"
    label = "findings"
