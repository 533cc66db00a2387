from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "jibungoto.portal.guide"
    label = "guide"
