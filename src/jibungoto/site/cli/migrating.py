"""How far a database, or a backup, is with the migrations.

A migration that replaces older ones has the older ones' work done where all of them ran.
"""

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from jibungoto.site.cli.words import Stop

if TYPE_CHECKING:
    from django.db.migrations import Migration

Key = tuple[str, str]

HALFWAY = (
    "2026年11月27日より前の版の途中のままで、この版には進めません。"
    "前の版で jibungoto manage migrate を済ませてから、この版にしてください。"
)


def applied() -> set[Key]:
    """The app and name of what the database says has run."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return set(MigrationRecorder(connection).applied_migrations())


def waiting() -> int:
    """How many migrations the database still waits for. Raises Stop where no way leads on."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    refuse_dead_ends()
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def refuse_dead_ends() -> None:
    """Raise Stop where this version has no way on from what the database says has run."""
    ran = applied()
    if is_halfway(ran):
        raise Stop(f"データベースが、{HALFWAY}")
    if later := sorted(unknown(ran)):
        raise Stop(
            "データベースが、この版より新しい版のものです。新しい版を入れるか、"
            "この版で取った控えを jibungoto restore で戻してください。"
            f"\n（知らない移行: {'、'.join('.'.join(key) for key in later[:3])}）"
        )


def is_halfway(ran: AbstractSet[Key]) -> bool:
    """Whether only some of those ran that an app has folded since."""
    folded: dict[str, set[Key]] = {}
    begun = set()
    for key, migration in _known().items():
        if migration.replaces:
            folded.setdefault(key[0], set()).update(migration.replaces)
            begun |= {key[0]} if key in ran else set()
    return any(
        ran & older and not older <= ran for app, older in folded.items() if app not in begun
    )


def unknown(ran: AbstractSet[Key]) -> set[Key]:
    """What ran and is no migration of this version, nor of one before it."""
    known = _known()
    return ran - known.keys() - {older for one in known.values() for older in one.replaces}


def is_older(ran: AbstractSet[Key]) -> bool:
    """Whether this version has a migration that did not run."""
    return any(
        key not in ran and not (one.replaces and set(one.replaces) <= ran)
        for key, one in _known().items()
    )


def _known() -> "dict[Key, Migration]":
    from django.db.migrations.loader import MigrationLoader

    return MigrationLoader(None).disk_migrations
