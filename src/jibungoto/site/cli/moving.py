"""What stands in one kind of database, told so that the other kind can take it in.

Between the two a row is what PostgreSQL writes for it in a COPY: words, or None. That is what a
dump holds and what a server reads; only SQLite's way of keeping a value needs translating. Rows
come one at a time, so that no table has to fit into memory.
"""

import contextlib
import datetime as dt
import json
import re
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import batched
from pathlib import Path
from typing import Any, Protocol

from jibungoto.site.cli import postgres
from jibungoto.site.cli.words import Stop

Row = Sequence[str | None]

# What a database makes for itself: SQLite's search index fills with the entries, and what the cache
# holds is over in minutes.
_ITS_OWN = re.compile(r"kernel_searchindex(_\w+)?|jibungoto_cache")
_COPY = re.compile(r"COPY public\.(\S+) \((.*)\) FROM stdin;\n")
_SETVAL = re.compile(r"SELECT pg_catalog\.setval\('public\.(\w+)_id_seq', (\d+), (true|false)\);\n")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SIGNS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_AT_ONCE = 200  # rows handed to SQLite together


class Content(Protocol):
    """All that is to be taken in."""

    def tables(self) -> Generator[tuple[str, list[str], Iterable[Row]]]:
        """Each table's name, its columns, and its rows, to be read before the next is asked for."""

    def last_ids(self) -> Mapping[str, int]:
        """The last id given in each table that counts them; after the tables."""


@cache
def known() -> dict[str, dict[str, str]]:
    """What moves: every table of the house, with the kind of each column."""
    from django.apps import apps
    from django.db.migrations.recorder import MigrationRecorder

    models: list[Any] = [*apps.get_models(include_auto_created=True), MigrationRecorder.Migration]
    return {
        model._meta.db_table: {
            one.column: _kind(one) for one in model._meta.local_concrete_fields if not one.generated
        }
        for model in models
        if model._meta.managed and not model._meta.proxy
    }


def moved(rows: Mapping[str, int]) -> dict[str, int]:
    """The counts of what moves. Raises Stop for a table with rows that nobody knows."""
    strange = [
        name
        for name, n in rows.items()
        if n and name not in known() and not _ITS_OWN.fullmatch(name)
    ]
    if strange:
        raise Stop(
            f"控えに、この版の知らない表があります（{'、'.join(sorted(strange)[:5])}）。"
            "ほかのデータベースには移せません。"
        )
    return {name: n for name, n in rows.items() if name in known()}


def make_tables() -> None:
    """The tables of this version in the default database, with no row in any of them."""
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        for name in known():
            cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608  our own tables


def fill(content: Content) -> None:
    """Take it all into the empty tables of the default database, in the transaction under way.

    Raises Stop where the database refuses a row.
    """
    from django.db import DataError, IntegrityError, connection

    put, number = (_copy, _number) if connection.vendor == "postgresql" else (_insert, _number_file)
    name = ""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # Django makes some immediate while it migrates
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    try:
        with contextlib.closing(content.tables()) as tables:
            for name, columns, rows in tables:
                put(name, columns, rows)
        connection.check_constraints()
        number(content.last_ids())
    except (DataError, IntegrityError) as fault:
        raise Stop(
            f"控えの行を、ここのデータベースが受けとりません（{name}）。何も変えていません。\n{fault}"
        ) from fault


@dataclass
class File:
    """A database of SQLite that nobody writes to."""

    path: Path

    def tables(self) -> Generator[tuple[str, list[str], Iterable[Row]]]:
        """One table after another, in the order the house names them."""
        for name, kinds in known().items():
            yield name, list(kinds), self._rows(name, kinds)

    def last_ids(self) -> Mapping[str, int]:
        """What SQLite keeps of each table that never gives an id twice."""
        with self._opened() as database:
            return dict(database.execute("SELECT name, seq FROM sqlite_sequence").fetchall())

    def _rows(self, name: str, kinds: Mapping[str, str]) -> Iterator[Row]:
        columns = ", ".join(f'"{column}"' for column in kinds)
        tell = [_FROM_FILE.get(kind, str) for kind in kinds.values()]
        with self._opened() as database:
            for row in database.execute(f'SELECT {columns} FROM "{name}"'):  # noqa: S608  our own tables
                yield [
                    None if value is None else say(value)
                    for say, value in zip(tell, row, strict=True)
                ]

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        database = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            yield database
        except (sqlite3.DatabaseError, ValueError, TypeError, AttributeError) as fault:
            raise Stop(f"控えの中のデータベースを読めません（{fault}）。") from fault
        finally:
            database.close()


@dataclass
class Dump:
    """What pg_dump wrote; read by pg_restore, without a server."""

    path: Path
    _last: dict[str, int] = field(default_factory=dict)

    def tables(self) -> Generator[tuple[str, list[str], Iterable[Row]]]:
        """The tables in the order of the dump."""
        program = postgres.program("pg_restore")
        if not program:
            raise Stop("pg_restore が要ります（Debian・Ubuntu は postgresql-client を入れる）。")
        command = [str(program), "--data-only", "--schema=public", "--file=-", str(self.path)]
        with (
            tempfile.TemporaryFile() as complaints,
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints) as reading,
        ):
            try:
                yield from self._told(line.decode() for line in reading.stdout or ())
            except BaseException:
                reading.kill()
                raise
            if reading.wait():
                complaints.seek(0)
                said = complaints.read().decode(errors="replace").strip()
                raise Stop(f"pg_restore が終わりまで進みませんでした。\n{said}")

    def last_ids(self) -> Mapping[str, int]:
        """What the dump says of the sequences; it comes last in it."""
        return self._last

    def _told(self, lines: Iterator[str]) -> Iterator[tuple[str, list[str], Iterable[Row]]]:
        for line in lines:
            if begins := _COPY.fullmatch(line):
                name = begins[1].strip('"')
                rows = _copied(lines)
                if name in known():
                    yield name, [column.strip('"') for column in begins[2].split(", ")], rows
                for _left in rows:
                    pass
            elif (counted := _SETVAL.fullmatch(line)) and counted[3] == "true":
                self._last[counted[1]] = int(counted[2])


def _copied(lines: Iterator[str]) -> Iterator[Row]:
    for line in lines:
        if line == "\\.\n":
            return
        yield [_word(cell) for cell in line.removesuffix("\n").split("\t")]
    raise Stop("控えの中の表が、途中で切れています。別の控えを使ってください。")


def _word(cell: str) -> str | None:
    if "\\" not in cell:
        return cell
    return None if cell == "\\N" else _ESCAPED.sub(lambda at: _SIGNS.get(at[1], at[1]), cell)


def _copy(name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    from django.db import connection

    named = ", ".join(f'"{column}"' for column in columns)
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f'COPY "{name}" ({named}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _insert(name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    from django.db import connection

    kinds = known()[name]
    keep = [_INTO_FILE.get(kinds.get(column, ""), str) for column in columns]
    named, places = ", ".join(f'"{c}"' for c in columns), ", ".join(["%s"] * len(columns))
    statement = f'INSERT INTO "{name}" ({named}) VALUES ({places})'  # noqa: S608  our own tables
    with connection.cursor() as cursor:
        for some in batched(rows, _AT_ONCE):
            kept = [
                [None if v is None else put(v) for put, v in zip(keep, row, strict=True)]
                for row in some
            ]
            cursor.executemany(statement, kept)


def _number(last: Mapping[str, int]) -> None:
    """Go on counting where the other database stood, and never below what is there."""
    from django.db import connection

    with connection.cursor() as cursor:
        for name, kinds in known().items():
            if "AutoField" not in kinds.get("id", ""):
                continue
            top = f'SELECT greatest(coalesce(max(id), 0), %s) AS top FROM "{name}"'  # noqa: S608
            place = "pg_get_serial_sequence(%s, 'id')"
            cursor.execute(
                f"SELECT setval({place}, greatest(top, 1), top > 0) FROM ({top}) AS found",  # noqa: S608
                [f'"{name}"', last.get(name, 0)],
            )


def _number_file(last: Mapping[str, int]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        top = dict(cursor.fetchall())
        cursor.execute("DELETE FROM sqlite_sequence")
        top |= {name: max(n, top.get(name, 0)) for name, n in last.items() if name in known()}
        cursor.executemany("INSERT INTO sqlite_sequence VALUES (%s, %s)", list(top.items()))


def _kind(one: Any) -> str:
    while one.remote_field is not None:
        one = one.target_field
        if one.get_internal_type().endswith("AutoField"):
            return "BigIntegerField"
    return str(one.get_internal_type())


def _moment(said: str) -> str:
    return dt.datetime.fromisoformat(said).astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ")


# As Django writes and reads the kinds the two databases keep differently; all others are words.
_FROM_FILE: dict[str, Callable[[Any], str]] = {
    "BooleanField": lambda value: "t" if value else "f",
    "DateTimeField": lambda value: f"{value}+00",
    "BinaryField": lambda value: f"\\x{value.hex()}",
}
_INTO_FILE: dict[str, Callable[[str], Any]] = {
    "BooleanField": lambda said: said == "t",
    "DateTimeField": _moment,
    "BinaryField": lambda said: bytes.fromhex(said.removeprefix("\\x")),
    "UUIDField": lambda said: said.replace("-", ""),
    "JSONField": lambda said: json.dumps(json.loads(said)),
}
