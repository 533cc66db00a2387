"""The ui app: how everything looks and speaks. No models, no rules of the cities' work."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "jibungoto.ui"
    label = "ui"

    def ready(self) -> None:
        from . import quick
        from .forms import speak
        from .languages import register_languages

        register_languages()
        speak()
        quick.speed_up()
