from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "jibungoto.people"
    label = "people"
    verbose_name = _("利用者と役割")

    def ready(self) -> None:
        from . import introductions, receivers  # noqa: F401  connect themselves

        post_migrate.connect(_after_migrations, sender=self)
        if settings.SOCIALACCOUNT_PROVIDERS:
            know_provider()


def know_provider() -> None:
    """Tell allauth of the house's OpenID provider, which an installation may do without."""
    from allauth.socialaccount.providers import registry

    from .openid import OidcProvider

    registry.register(OidcProvider)


def _after_migrations(using: str = DEFAULT_DB_ALIAS, plan: Any = None, **_told: Any) -> None:
    """Once the database is what this version wants: what its roles may do besides."""
    if plan is None or using != DEFAULT_DB_ALIAS:  # a flush, or another database
        return
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return  # stopped on the way: the tables are not those of this version
    from .services import follow_presets

    follow_presets()
