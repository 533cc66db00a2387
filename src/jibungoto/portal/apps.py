from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "jibungoto.portal"
    label = "portal"
