from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    name = "jibungoto.know.facilities"
    label = "facilities"

    def ready(self) -> None:
        from . import receivers  # noqa: F401  connects itself
