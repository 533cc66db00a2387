from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "jibungoto.kernel"
    label = "kernel"

    def ready(self) -> None:
        from . import lookups, registry

        lookups.register()
        registry.discover()
