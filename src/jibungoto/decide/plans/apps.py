from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "jibungoto.decide.plans"
    label = "plans"
