"""The two databases, as a backup sees them: a picture at one moment, and putting one back."""

import contextlib
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jibungoto.site.cli import moving, postgres
from jibungoto.site.cli.words import Stop

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Picture:
    """What a database held at one moment."""

    rows: dict[str, int]
    heads: dict[str, Any]
    faults: list[str]


class Store(Protocol):
    """A database that can be pictured and replaced."""

    vendor: str

    def picture(self, target: Path) -> Picture:
        """Write the state of one moment to `target`, while others go on writing."""

    def is_empty(self) -> bool:
        """Whether putting a picture back would cover nothing."""

    def replacing(self, source: Path, aside: Path) -> "contextlib.AbstractContextManager[Picture]":
        """Put `source` in place and yield what is there now; if the block raises, undo it."""

    def where(self, aside: Path) -> str:
        """Where what was there before is kept."""

    def filled(self, source: Path, aside: Path) -> "contextlib.AbstractContextManager[Picture]":
        """The same with a picture of the other kind of database."""


class Sqlite:
    """The database in one file."""

    vendor = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path

    def picture(self, target: Path) -> Picture:
        """Copy in one step of SQLite's own backup, which reads one state and blocks nobody."""
        # VACUUM INTO would number the rows of the search index anew.
        with _opened(self.path) as source, _opened(target) as copy:
            source.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")
        return self._seen(target)

    def is_empty(self) -> bool:
        """Whether there is no file, or one without any table."""
        if not self.path.exists():
            return True
        with _opened(self.path) as database:
            return not database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()

    @contextlib.contextmanager
    def replacing(self, source: Path, aside: Path) -> Iterator[Picture]:
        """Prove the new file first; then move the old one aside and the new one in."""
        with _opened(source) as database:
            sound = database.execute("PRAGMA integrity_check").fetchone()[0]
        if sound != "ok":
            raise Stop(f"控えの中のデータベースがこわれています（{sound}）。")
        yield self._seen(source)
        for ending in ("", "-wal", "-shm"):
            old = self.path.with_name(self.path.name + ending)
            if old.exists():
                aside.mkdir(parents=True, exist_ok=True)
                old.rename(aside / old.name)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        source.replace(self.path)

    def where(self, aside: Path) -> str:
        """All of it in one folder."""
        return str(aside)

    @contextlib.contextmanager
    def filled(self, source: Path, aside: Path) -> Iterator[Picture]:
        """Fill a new file beside the picture; then as if the backup had held it."""
        from django.db import transaction

        from jibungoto.kernel import statistics

        fresh = source.with_name("moved.sqlite3")
        with _instead(fresh):
            moving.make_tables()
            with transaction.atomic():
                moving.fill(moving.Dump(source))
            statistics.count()
        with self.replacing(fresh, aside) as picture:
            yield picture

    def _seen(self, path: Path) -> Picture:
        with _opened(path) as database:
            query = "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
            names = [name for (name,) in database.execute(query).fetchall()]
            rows = {name: _count(database, name) for name in sorted(names)}
        return Picture(rows, *_chain_of(path))


class Postgres:
    """The database on a server."""

    vendor = "postgresql"

    def picture(self, target: Path) -> Picture:
        """pg_dump in the same snapshot in which the rows are counted."""
        from django.db import connection, transaction

        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute("SELECT pg_export_snapshot()")
                snapshot = cursor.fetchone()[0]
            picture = self._seen()
            options = ["--format=custom", "--no-owner", "--no-privileges", "--schema=public"]
            self._program("pg_dump", *options, f"--snapshot={snapshot}", f"--file={target}")
        return picture

    def is_empty(self) -> bool:
        """Whether the schema has no table."""
        return not self._tables()

    @contextlib.contextmanager
    def replacing(self, source: Path, aside: Path) -> Iterator[Picture]:
        """Set the old schema aside, restore in one transaction; on any fault bring it back."""
        self._refuse_others()
        kept = f'"{aside.name}"'
        empty = self.is_empty()
        self._execute(f"ALTER SCHEMA public RENAME TO {kept}", "CREATE SCHEMA public")
        try:
            options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
            self._program("pg_restore", *options, "--schema=public", str(source))
            yield self._seen()
        except BaseException:
            self._execute("DROP SCHEMA public CASCADE", f"ALTER SCHEMA {kept} RENAME TO public")
            raise
        if empty:
            self._execute(f"DROP SCHEMA {kept} CASCADE")

    @contextlib.contextmanager
    def filled(self, source: Path, aside: Path) -> Iterator[Picture]:
        """All in one transaction, the old schema's going aside as well."""
        from django.db import transaction

        from jibungoto.kernel import statistics

        self._refuse_others()
        with transaction.atomic():
            if not self.is_empty():
                self._execute(
                    f'ALTER SCHEMA public RENAME TO "{aside.name}"', "CREATE SCHEMA public"
                )
            moving.make_tables()
            moving.fill(moving.File(source))
            statistics.count()
            yield self._seen()

    def where(self, aside: Path) -> str:
        """The tables in a schema, the files in a folder: what there was of them."""
        found = self._fetch(f"SELECT 1 FROM pg_namespace WHERE nspname = '{aside.name}'")  # noqa: S608
        told = [f"スキーマ {aside.name}"] if found else []
        return "、".join([*told, *([str(aside)] if aside.exists() else [])])

    def _refuse_others(self) -> None:
        others = self._fetch(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )[0][0]
        if others:
            raise Stop("データベースを使っているものがほかにあります。止めてからお試しください。")

    def _seen(self) -> Picture:
        from jibungoto.site.cli import audit

        rows = {name: self._count(name) for name in self._tables()}
        return Picture(rows, *audit.state())

    def _count(self, name: str) -> int:
        return int(self._fetch(f'SELECT count(*) FROM "{name}"')[0][0])  # noqa: S608  from pg_tables

    def _tables(self) -> list[str]:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        return [name for (name,) in self._fetch(query)]

    def _fetch(self, query: str) -> list[tuple[Any, ...]]:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    def _execute(self, *statements: str) -> None:
        from django.db import connection, transaction

        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def _program(self, name: str, *options: str) -> None:
        from django.db import connection

        major = int(connection.pg_version) // 10000  # type: ignore[attr-defined]
        program = postgres.program(name, at_least=major)
        if not program:
            raise Stop(
                f"{name} {major} が要ります（Debian・Ubuntu は postgresql-client を入れる）。"
            )
        given = connection.settings_dict
        place = {
            "PGHOST": given["HOST"],
            "PGPORT": str(given["PORT"] or ""),
            "PGUSER": given["USER"],
            "PGPASSWORD": given["PASSWORD"],
        }
        into = ["--dbname", given["NAME"]] if name == "pg_restore" else [given["NAME"]]
        done = subprocess.run(
            [program, *options[:-1], *into, options[-1]],
            env={**os.environ, **{key: value for key, value in place.items() if value}},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Stop(f"{name} が終わりまで進みませんでした。\n{done.stderr.strip()}")


def of_installation() -> Store:
    """The store of the database in the settings."""
    from django.db import connection

    if connection.vendor == "postgresql":
        return Postgres()
    return Sqlite(Path(connection.settings_dict["NAME"]))


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(path, timeout=60)
    try:
        yield database
    finally:
        database.close()


def _count(database: sqlite3.Connection, name: str) -> int:
    return int(database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608  names come from the catalogue


def _chain_of(path: Path) -> tuple[dict[str, Any], list[str]]:
    """The heads and faults of the audit chains in a file that is not the installation's own."""
    from django.db import DatabaseError

    from jibungoto.site.cli import audit

    try:
        with _instead(path):
            return audit.state()
    except DatabaseError as fault:
        raise Stop(f"操作の記録を読めませんでした。\n{fault}") from fault


@contextlib.contextmanager
def _instead(path: Path) -> "Iterator[BaseDatabaseWrapper]":
    """The house on this file, in place of the installation's own."""
    from django.db import connections

    own = connections["default"]
    other = own.copy()
    other.settings_dict["NAME"] = str(path)
    connections["default"] = other
    try:
        yield other
    finally:
        other.close()
        connections["default"] = own
