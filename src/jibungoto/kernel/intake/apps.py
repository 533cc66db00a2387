from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "jibungoto.kernel.intake"
    label = "intake"
