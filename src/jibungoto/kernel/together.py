"""Questions of several rooms, put to the database as one.

A page that gathers from many rooms asks each room for its rows. Every room keeps its own query;
`ask` sends them together and fills each, so that the page costs one question, however many rooms
the house gets.
"""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Field, QuerySet

# What JSON can't carry from both databases.
_REFUSED = frozenset({"BinaryField", "DurationField", "GenericIPAddressField"})
# What PostgreSQL's driver would have answered. SQLite hands out texts and numbers in any case, and
# Django makes the values of them.
_READ: dict[str, Callable[[Any], Any]] = {
    "DateField": dt.date.fromisoformat,
    "DateTimeField": dt.datetime.fromisoformat,
    "TimeField": dt.time.fromisoformat,
    "UUIDField": uuid.UUID,
    "DecimalField": Decimal,
    "FloatField": float,
}


def ask(*questions: QuerySet[Any]) -> None:
    """Fill all these querysets by one query; what they prefetch they ask for when first used.

    Each may be ordered, cut, annotated, of models or of values. Use them as they are afterwards
    (iterate, index, len): filtering one further asks again.
    """
    open_ones = [one for one in questions if one._result_cache is None]
    asked = [(one, compiled) for one in open_ones if (compiled := _compiled(one)) is not None]
    if len(asked) < 2:  # it asks by itself when it is used
        return
    connection = connections[asked[0][0].db]
    whole = ", ".join(_as_json(connection, compiler, sql) for _one, (compiler, sql, _own) in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {whole}", [p for _one, (*_rest, own) in asked for p in own])
        answers = cursor.fetchone()
    for (one, (compiler, *_rest)), answer in zip(asked, answers, strict=True):
        _fill(one, compiler, _rows(connection, compiler, answer))


def _compiled(question: QuerySet[Any]) -> tuple[Any, str, Sequence[Any]] | None:
    """The compiler of a query, its SQL and parameters; None where no row can be found."""
    compiler: Any = question.query.get_compiler(using=question.db)
    try:
        sql, params = compiler.as_sql(with_col_aliases=True)
    except EmptyResultSet:
        question._result_cache = []
        return None
    for column, _sql, name in compiler.select:
        if _type(column.output_field) in _REFUSED:
            raise TypeError(f"{question.model.__name__}.{name} can't be read as JSON")
    return compiler, sql, params


def _as_json(connection: Any, compiler: Any, sql: str) -> str:
    if connection.vendor == "postgresql":
        return f"(SELECT json_agg(q)::text FROM ({sql}) q)"  # noqa: S608  Django's own SQL
    names = ", ".join(
        _exactly(connection.ops.quote_name(name), _type(column.output_field))
        for column, _sql, name in compiler.select
    )
    return f"(SELECT json_group_array(json_array({names})) FROM ({sql}))"  # noqa: S608  as above


def _exactly(name: str, kind: str) -> str:
    """A column of SQLite as its JSON tells it without loss: fractions come as text."""
    if kind != "FloatField":
        return name
    return f"iif({name} IS NULL, NULL, printf('%%!.17g', {name}))"


def _rows(connection: Any, compiler: Any, answer: str | None) -> list[tuple[Any, ...]]:
    """The rows as the database's own driver would have given them."""
    types = [_type(column.output_field) for column, *_rest in compiler.select]
    if connection.vendor == "postgresql":
        read = [_READ.get(kind, _text) for kind in types]
        names = [name for *_rest, name in compiler.select]
        found = json.loads(answer or "[]", parse_float=Decimal)
        told = ([row[name] for name in names] for row in found)
    else:
        read = [float if kind == "FloatField" else _text for kind in types]
        told = json.loads(answer or "[]")
    return [
        tuple(None if value is None else make(value) for make, value in zip(read, row, strict=True))
        for row in told
    ]


def _text(value: Any) -> Any:
    """JSON inside JSON is what both drivers give as text."""
    return json.dumps(value) if isinstance(value, (dict, list)) else value


def _type(field: Field[Any, Any]) -> str:
    return getattr(field, "target_field", field).get_internal_type()


def _fill(question: QuerySet[Any], compiler: Any, rows: list[tuple[Any, ...]]) -> None:
    """Let Django make of the rows what it makes of a query's: models, dictionaries, tuples."""
    query: Any = question.query
    made: Any = question._iterable_class
    compiler.execute_sql = lambda *_args, **_kwargs: [rows]
    query.get_compiler = lambda *_args, **_kwargs: compiler
    try:
        question._result_cache = list(made(question))
    finally:
        del query.get_compiler
