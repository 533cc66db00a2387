"""The ui app: how everything looks and speaks. No models, no rules of the cities' work."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "jibungoto.ui"
    label = "ui"

    def ready(self) -> None:
        from .forms import speak
        from .languages import register_languages
        from .quick import speed_up

        register_languages()
        speak()
        speed_up()
