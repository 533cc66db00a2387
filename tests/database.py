"""The test database on SQLite: migrated once for each state of the migrations, then copied.

Migrating takes longer than many an app's tests. `migrate` still runs on the copy, finds nothing to
do, and says so when the copy would not do. PostgreSQL's tests migrate anew each time.
"""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
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
        file = migrated(folder)
        # What is only in memory lives as long as somebody is connected to it.
        with _turn(folder), closing(sqlite3.connect(name, uri=True)) as waiting:
            there = file.exists()
            if there:
                with closing(sqlite3.connect(file)) as source:
                    source.backup(waiting)
            made = create(self, *args, **kwargs)
            if not there:
                _leave(self.connection.connection, file)
        return made

    DatabaseCreation.create_test_db = create_test_db  # type: ignore[method-assign]


def migrated(folder: Path) -> Path:
    """Where the first test database of this state of the migrations is left."""
    return folder / f"{_state()}.sqlite3"


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """One worker migrates, the others wait for its copy."""
    with (folder / "turn.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


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


def _leave(connection: sqlite3.Connection, file: Path) -> None:
    unfinished = file.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.backup(copy)
    unfinished.replace(file)
    older = sorted(file.parent.glob("*.sqlite3"), key=lambda one: one.stat().st_mtime)
    for one in older[:-_KEPT]:
        one.unlink(missing_ok=True)
