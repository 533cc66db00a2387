from django.apps import AppConfig


class GroupingsConfig(AppConfig):
    name = "jibungoto.hear.groupings"
    label = "groupings"
