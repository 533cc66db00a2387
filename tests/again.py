"""What many tests begin with is built once a process; later its rows are laid down as they were.

Building through the services takes a hundred times as long as writing the rows they left. The rows
go into the transaction of each test, so a test may change whatever it likes.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from itertools import batched, chain
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from jibungoto.kernel import clock, registry
from jibungoto.kernel.models import Municipality

_AT_ONCE = 500  # SQLite takes some 32,000 values a statement


@dataclass(frozen=True)
class _Kept:
    """Rows of one building, and what it returned."""

    when: Any
    manifests: tuple[Any, ...]
    rows: dict[str, tuple[list[str], Any]]
    made: bytes

    def fits(self) -> bool:
        """Rows tell their time and what the manifests said: another clock makes them anew."""
        now = clock.now()
        return (
            self.when <= now
            and timezone.localdate(self.when) == timezone.localdate(now)
            and self.manifests == _manifests()
        )


def built_once[T](make: Callable[[], T]) -> Callable[[], T]:
    """Let `make`, which builds a world in empty tables, do so once for all tests of a process.

    What it returns must be plain data and models. Where something stands in the tables already, or
    the clock or a manifest is another one, it builds as if nothing had been kept.
    """
    kept: list[_Kept] = []

    @wraps(make)
    def again() -> T:
        if Municipality.objects.exists():
            return make()
        if not (kept and kept[0].fits()):
            return _built(make, kept)
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, rows) in kept[0].rows.items():
                _write(cursor, table, columns, rows)
        made: T = pickle.loads(kept[0].made)  # noqa: S301  # pickled a moment ago, below
        return made

    return again


def _built[T](make: Callable[[], T], kept: list[_Kept]) -> T:
    tables = _tables()
    when = clock.now()
    with connection.cursor() as cursor:
        before = {table: _count(cursor, table) for table in tables}
    made = make()
    with connection.cursor() as cursor:
        grown = {table for table in tables if _count(cursor, table) != before[table]}
        # Rows that stood there before cannot be told from those made now.
        if not any(before[table] for table in grown):
            rows = {
                table: (columns, _read(cursor, table, columns))
                for table, columns in tables.items()
                if table in grown
            }
            kept[:] = [_Kept(when, _manifests(), rows, pickle.dumps(made))]
    return made


def _manifests() -> tuple[Any, ...]:
    return tuple(registry._modules.values())


def _tables() -> dict[str, list[str]]:
    """Every table with the columns one can write."""
    return {
        model._meta.db_table: [
            connection.ops.quote_name(field.column)
            for field in model._meta.local_concrete_fields
            if not field.generated
        ]
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
    return int(cursor.fetchone()[0])


def _read(cursor: Any, table: str, columns: list[str]) -> Any:
    """The rows as the database holds them, unread by any field."""
    if connection.vendor == "postgresql":
        chosen = f'SELECT {", ".join(columns)} FROM "{table}"'  # noqa: S608
        cursor.execute(f"SELECT json_agg(one)::text FROM ({chosen}) one")  # noqa: S608
        return cursor.fetchone()[0]
    # The sign keeps SQLite's driver from reading a column by its declared type.
    cursor.execute(f'SELECT {", ".join(f"+{name}" for name in columns)} FROM "{table}"')  # noqa: S608
    return cursor.fetchall()


def _write(cursor: Any, table: str, columns: list[str], rows: Any) -> None:
    named = ", ".join(columns)
    into = f'INSERT INTO "{table}" ({named})'
    if connection.vendor == "postgresql":
        from_rows = f'json_populate_recordset(NULL::"{table}", %s::json)'
        cursor.execute(f"{into} SELECT {named} FROM {from_rows}", [rows])  # noqa: S608
        return
    # Many rows a statement: one by one they take four times as long.
    for some in batched(rows, _AT_ONCE):
        one = f"({', '.join(['%s'] * len(columns))})"
        cursor.execute(f"{into} VALUES {', '.join([one] * len(some))}", list(chain(*some)))
