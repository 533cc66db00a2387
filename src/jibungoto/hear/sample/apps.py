from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "jibungoto.hear.sample"
    label = "sample"
