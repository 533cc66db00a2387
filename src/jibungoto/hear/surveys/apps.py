from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "jibungoto.hear.surveys"
    label = "surveys"
