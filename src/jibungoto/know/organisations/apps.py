from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jibungoto.know.organisations"
    label = "organisations"
