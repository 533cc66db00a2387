from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "jibungoto.know.statistics"
    label = "statistics"
