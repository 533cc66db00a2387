from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "jibungoto.demo"
    label = "demo"
