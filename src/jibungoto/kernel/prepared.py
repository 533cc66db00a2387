"""Queries written out once a process: what every request asks takes longer to build than to answer.

A whole query that names its municipality itself and whose form no value changes (`Prepared`), or a
part of any query that tells something of each row (`Part`). Query sets of a room are kept written
by kernel.together (`Question`), with the marks of this module in the places of values.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet

from . import tenancy

type Given = int | str | dt.date  # what a later question may differ by


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value of a later question stands among the parameters."""

    name: str


# Stands for a municipality while a question is written.
ANYWHERE = -1_900_000_000
# Marks no record bears, small enough for every column of numbers: what comes out where they went
# in is the place of a value.
_NUMBER, _DAY = 31_000, dt.date(8001, 1, 1)


def marks(values: Mapping[str, Given]) -> dict[str, Given]:
    """What stands for each value while a question is written."""
    found: dict[str, Given] = {}
    for number, (name, value) in enumerate(values.items(), 1):
        if isinstance(value, dt.date):
            found[name] = _DAY + dt.timedelta(number)
        else:
            found[name] = _NUMBER + number if isinstance(value, int) else f"\0{number}"
    return found


def places(parameters: Sequence[Any], marks: Mapping[str, Given]) -> tuple[Any, ...]:
    """The parameters of what was written, with the places of the values and the municipality."""
    named = {_as_parameter(mark): _Place(name) for name, mark in marks.items()}
    named[ANYWHERE] = _Place("")
    found = tuple(named.get(p, p) if isinstance(p, int | str | dt.date) else p for p in parameters)
    if missing := set(marks) - {p.name for p in found if isinstance(p, _Place)}:
        raise ValueError(f"no place in the question for {missing}")
    return found


def filled(parameters: Sequence[Any], values: Mapping[str, Given]) -> list[Any]:
    """The parameters of a question with these values, in the municipality we are in."""
    return [
        p if not isinstance(p, _Place)
        else _as_parameter(values[p.name]) if p.name
        else tenancy.current_id()
        for p in parameters
    ]  # fmt: skip


def _as_parameter(value: Given) -> Any:
    """As Django hands it to the driver."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value


@dataclass(frozen=True, slots=True)
class _Written:
    sql: str
    parameters: tuple[Any, ...]
    names: tuple[str, ...]
    converters: tuple[tuple[int, Any, Any], ...]


class Prepared:
    """`make(**values)` is a query set of `values()`; `rows` asks it, without building it again.

    Values are numbers that are keys, or short texts, and are compared as they are.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, dict[str, Any]]]) -> None:
        self._make = make
        self._written: _Written | None = None

    def rows(self, **values: int | str) -> list[dict[str, Any]]:
        """The rows there are for these values."""
        written = self._written
        if written is None:
            written = self._written = self._write(values)
        with connection.cursor() as cursor:
            cursor.execute(written.sql, filled(written.parameters, values))
            found = cursor.fetchall()
        return [_row(written, row) for row in found]

    def _write(self, values: dict[str, int | str]) -> _Written:
        marked = marks(values)
        query = self._make(**marked).query
        compiler = query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        selected = [column[0] for column in compiler.select[: compiler.col_count]]
        converters = tuple(
            (place, converter, expression)
            for place, (several, expression) in compiler.get_converters(selected).items()
            for converter in several
        )
        return _Written(sql, places(parameters, marked), tuple(query.selected or ()), converters)


class Part(Expression):
    """What subqueries tell of each row of `model`: annotate with `Part(Idea, make, field)`.

    `make()` is an expression of OuterRefs to columns of the row itself, and knows no reader and no
    value but the municipality: it is written out once, and always answered anew.
    """

    _written: ClassVar[dict[tuple[Any, str], tuple[str, tuple[Any, ...]]]] = {}

    def __init__(
        self, model: type[Model], make: Callable[[], Any], output_field: "Field[Any, Any]"
    ) -> None:
        super().__init__(output_field=output_field)
        self.model, self.make, self.table = model, make, model._meta.db_table
        self.municipality_id: int | None = None  # that of the query, once it stands in one

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> "Part":
        found = super().resolve_expression(query, *args, **kwargs)
        found.table, found.municipality_id = query.get_initial_alias(), tenancy.current_id()
        return found

    def relabeled_clone(self, change_map: Mapping[str, str]) -> "Part":
        found: Part = super().relabeled_clone(change_map)
        found.table = change_map.get(self.table, self.table)
        return found

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if self.table != self.model._meta.db_table:  # inside a subquery, where names may be taken
            return compiler.compile(self.make().resolve_expression(compiler.query))
        key = self.make, connection.vendor
        if key not in self._written:
            query = self.model._base_manager.all().query
            with tenancy.within(ANYWHERE):
                own = self.make().resolve_expression(query)
                sql, parameters = query.get_compiler(connection=connection).compile(own)
            self._written[key] = sql, tuple(parameters)
        sql, parameters = self._written[key]
        return sql, [self.municipality_id if p == ANYWHERE else p for p in parameters]


def columns(model: type[Model]) -> list[str]:
    """All columns of a model's own table, for `values()` of a query `as_model` reads."""
    return [field.attname for field in model._meta.concrete_fields]


def as_model[M: Model](model: type[M], row: dict[str, Any]) -> M:
    """The record a row with all `columns` tells of."""
    names = columns(model)
    return model.from_db(connection.alias, names, [row[name] for name in names])


def _row(written: _Written, row: tuple[Any, ...]) -> dict[str, Any]:
    told = list(row)
    for place, converter, expression in written.converters:
        told[place] = converter(told[place], expression, connection)
    return dict(zip(written.names, told, strict=True))
