from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "jibungoto.people"
    label = "people"

    def ready(self) -> None:
        from . import introductions, receivers  # noqa: F401  connect themselves
