from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "jibungoto.kernel"
    label = "kernel"
    verbose_name = _("記録と仕事")

    def ready(self) -> None:
        from . import columns, lookups, registry

        columns.keep()
        lookups.register()
        registry.discover()
