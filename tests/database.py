"""The test database: migrated once for each state of the migrations, then copied.

Migrating takes longer than many an app's tests. `migrate` still runs on the copy, finds nothing to
do, and says so when the copy would not do. SQLite copies a file that stays from run to run;
PostgreSQL copies a database that lives as long as the server does.
"""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection as default
from django.db.backends.base.creation import BaseDatabaseCreation

_KEPT = 3
_LIBRARIES = ("django", "django-allauth", "django-tasks-db")


def copy_from(folder: Path) -> None:
    """From now on test databases start as copies of one in `folder`, which the first one leaves."""
    creation = type(default.creation)
    create = creation.create_test_db
    copied = _copied_database if default.vendor == "postgresql" else _copied_file

    def create_test_db(self: BaseDatabaseCreation, *args: Any, **kwargs: Any) -> str:
        with _turn(folder):
            return copied(self, folder, lambda: create(self, *args, **kwargs))

    creation.create_test_db = create_test_db  # type: ignore[method-assign]


def _copied_file(creation: Any, folder: Path, create: Callable[[], str]) -> str:
    name = creation._get_test_db_name()
    if not creation.is_in_memory_db(name):
        return create()
    file = migrated(folder)
    # What is only in memory lives as long as somebody is connected to it.
    with closing(sqlite3.connect(name, uri=True)) as waiting:
        there = file.exists()
        if there:
            with closing(sqlite3.connect(file)) as source:
                source.backup(waiting)
        made = create()
        if not there:
            _leave(creation.connection.connection, file)
    return made


def _copied_database(creation: Any, _folder: Path, create: Callable[[], str]) -> str:
    with creation._nodb_cursor() as server:
        server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated_%'")
        kept = {row[0] for row in server.fetchall()}
    there = template() in kept
    if there:
        creation.connection.settings_dict["TEST"]["TEMPLATE"] = template()
    made = create()
    if not there:
        creation.connection.close()  # nobody may be using what is copied
        with creation._nodb_cursor() as server:
            for older in kept:
                server.execute(f'DROP DATABASE IF EXISTS "{older}"')
            server.execute(f'CREATE DATABASE "{template()}" TEMPLATE "{made}"')
    return made


def template() -> str:
    """The database of PostgreSQL that the first worker of this state of the migrations leaves."""
    return f"migrated_{_state()}"


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
