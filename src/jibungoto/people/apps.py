from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "jibungoto.people"
    label = "people"
