from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "jibungoto.support.desk"
    label = "desk"
