from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "jibungoto.hear.sheets"
    label = "sheets"
