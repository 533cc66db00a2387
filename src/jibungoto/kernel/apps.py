from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "jibungoto.kernel"
    label = "kernel"

    def ready(self) -> None:
        from . import columns, lookups, registry

        columns.keep()
        lookups.register()
        registry.discover()
