from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "jibungoto.kernel"
    label = "kernel"

    def ready(self) -> None:
        from . import columns, lookups, marks, registry

        columns.keep()
        lookups.register()
        marks.speed_up()
        registry.discover()
