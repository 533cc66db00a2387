"""The test database on SQLite: migrated once for each state of the migrations, then copied.

Migrating takes longer than many an app's tests. `migrate` still runs on the copy, finds nothing to
do, and says so when the copy would not do. PostgreSQL's tests migrate anew each time.
"""

import hashlib
import os
import sqlite3
from contextlib import closing
from importlib import metadata
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.backends.sqlite3.creation import DatabaseCreation

_KEPT = 3
_LIBRARIES = ("django", "django-allauth", "django-tasks-db")


def copy_from(folder: Path) -> None:
    """From now on test databases start as copies of one in `folder`, which the first one leaves."""
    create = DatabaseCreation.create_test_db

    def create_test_db(self: DatabaseCreation, *args: Any, **kwargs: Any) -> str:
        name = self._get_test_db_name()
        if not self.is_in_memory_db(name):
            return create(self, *args, **kwargs)
        migrated = folder / f"{_state()}.sqlite3"
        # What is only in memory lives as long as somebody is connected to it.
        with closing(sqlite3.connect(name, uri=True)) as waiting:
            there = migrated.exists()
            if there:
                with closing(sqlite3.connect(migrated)) as source:
                    source.backup(waiting)
            made = create(self, *args, **kwargs)
        if not there:
            _leave(self.connection.connection, migrated)
        return made

    DatabaseCreation.create_test_db = create_test_db  # type: ignore[method-assign]


def _state() -> str:
    """What the migrated tables depend on, in one hash."""
    said = hashlib.sha256(sqlite3.sqlite_version.encode())
    for library in _LIBRARIES:
        said.update(metadata.version(library).encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        for file in sorted(Path(config.path).glob("migrations/*.py")):
            said.update(f"{config.name}/{file.name}".encode())
            said.update(file.read_bytes())
    return said.hexdigest()[:32]


def _leave(connection: sqlite3.Connection, migrated: Path) -> None:
    unfinished = migrated.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.backup(copy)
    unfinished.replace(migrated)  # another process may be doing the same
    older = sorted(migrated.parent.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime)
    for file in older[:-_KEPT]:
        file.unlink(missing_ok=True)
