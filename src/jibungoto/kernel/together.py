"""Questions of several rooms, put to the database as one.

A page that gathers from many rooms asks each room for its rows. Every room keeps its own query;
`ask` sends them together and fills each, so that the page costs one question, however many rooms
the house gets. Building the questions takes longer than answering them: a `Question` is built once
a process, and `again` keeps built what hangs on one reader.
"""

import copy
import datetime as dt
import json
import uuid
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Field, Model, Prefetch, QuerySet

from . import prepared, tenancy
from .prepared import Given

# What JSON can't carry from both databases.
_REFUSED = frozenset({"BinaryField", "DurationField", "GenericIPAddressField"})


def _json(value: Any) -> str:
    """JSON inside JSON is what both drivers give as text."""
    return value if isinstance(value, str) else json.dumps(value)


# What the drivers would have answered. SQLite's hands out texts and numbers in any case, and
# Django makes the values of them.
_POSTGRESQL: dict[str, Callable[[Any], Any]] = {
    "DateField": dt.date.fromisoformat,
    "DateTimeField": dt.datetime.fromisoformat,
    "TimeField": dt.time.fromisoformat,
    "UUIDField": uuid.UUID,
    "DecimalField": Decimal,
    "FloatField": float,
    "JSONField": json.dumps,
}
_SQLITE: dict[str, Callable[[Any], Any]] = {"FloatField": float, "JSONField": _json}


@dataclass(frozen=True, slots=True)
class _Written:
    """A question as it is put: its compiler, its SQL, and what its answer's columns are made of."""

    compiler: Any
    sql: str
    params: Sequence[Any]
    told: str  # as JSON of its rows, a part of the one question
    made: Sequence[tuple[int, Callable[[Any], Any]]]  # the columns JSON tells in another way


def ask(*questions: QuerySet[Any]) -> None:
    """Fill all these querysets by one query; what they prefetch they ask for when first used.

    Each may be ordered, cut, annotated, of models or of values. Use them as they are afterwards
    (iterate, index, len): filtering one further asks again.
    """
    open_ones = [one for one in questions if one._result_cache is None]
    asked = [(one, written) for one in open_ones if (written := _written(one)) is not None]
    if len(asked) < 2:  # it asks by itself when it is used
        return
    connection = connections[asked[0][0].db]
    whole = ", ".join([written.told for _one, written in asked])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {whole}", [p for _one, written in asked for p in written.params])
        answers = cursor.fetchone()
    for (one, written), answer in zip(asked, answers, strict=True):
        if answer is None or answer == "[]":  # most of what a house asks finds nothing
            one._result_cache = []
        else:
            _fill(one, written, _rows(connection, written, answer))


# What one reader asks is some 200 KB when it is built: a process keeps that of those at work now.
_MOST = 12
_built: dict[Hashable, Sequence[tuple[Any, Sequence[QuerySet[Any]]]]] = {}


def again[T](
    key: Hashable, build: Callable[[], Sequence[tuple[T, Sequence[QuerySet[Any]]]]]
) -> list[tuple[T, list[QuerySet[Any]]]]:
    """The questions `build` makes, for `ask`, built once for a key; the answers are always new.

    What they ask may depend on nothing that the key does not say.
    """
    built = _built.pop(key, None)
    if built is None:
        built = build()
        for _one, questions in built:
            for question in questions:
                question._written = _written(question)  # type: ignore[attr-defined]
    _built[key] = built
    while len(_built) > _MOST:
        _built.pop(next(iter(_built)), None)  # another thread may have been quicker
    return [(one, [_fresh(question) for question in questions]) for one, questions in built]


def rows_again[M: Model, R](key: Hashable, build: Callable[[], QuerySet[M, R]]) -> list[R]:
    """The rows of one question, built once for a key and the ground of a municipality, as in
    `again`; the answer is always new."""
    ground = tenancy.ground()
    if ground is None:
        return list(build())
    [(_, [question])] = again((key, ground), lambda: [(None, [build()])])
    if (written := _written(question)) is not None:
        _make(question, _to_be_asked(question, written))
    return list(question)


_FORMS = 8  # of one question: for those who see everything, nothing more, and some districts


class Question[M: Model, R]:
    """What a room asks again and again, built once a process: only its values change.

    `build(*of, **values)` makes the query set. Values are numbers, short texts or days, and are
    compared as they are; the form of what is asked hangs on `of`, and on nothing else: no day, no
    setting and no reader but those given.
    """

    def __init__(self, build: Callable[..., QuerySet[M, R]]) -> None:
        self._build = build
        self._built: dict[tuple[Hashable, ...], QuerySet[M, R]] = {}

    def put(self, *of: Hashable, **values: Given) -> QuerySet[M, R]:
        """The question with these values, for `ask` or by itself. It is used as it is: what would
        make another question of it (filter, count, a slice) is refused."""
        built = self._built.get(of)
        if built is None:
            if len(self._built) >= _FORMS:
                self._built.clear()
            built = self._built[of] = self._make(of, values)
        fresh = _fresh(built)
        if (written := fresh._written) is not None:  # type: ignore[attr-defined]
            told = replace(written, params=prepared.filled(written.params, values))
            fresh._written = told  # type: ignore[attr-defined]
            query: Any = fresh.query
            # The query itself holds marks: it may neither be written nor built upon.
            query.get_compiler = lambda *_args, **_kwargs: _to_be_asked(fresh, told)
            query.clone = query.chain = _as_it_is
        return fresh

    def rows(self, *of: Hashable, **values: Given) -> list[R]:
        """What there is for these values."""
        return list(self.put(*of, **values))

    def _make(self, of: tuple[Hashable, ...], values: dict[str, Given]) -> QuerySet[M, R]:
        marks = prepared.marks(values)
        with tenancy.within(prepared.ANYWHERE):
            built: Any = self._build(*of, **marks)
            written = _written(built)
        if any(isinstance(p, Prefetch) for p in built._prefetch_related_lookups):
            raise TypeError("a query that is prefetched would be asked for no municipality")
        if written is not None:
            written = replace(written, params=prepared.places(written.params, marks))
        built._written = written
        return built  # type: ignore[no-any-return]


def _to_be_asked(question: QuerySet[Any], written: _Written) -> Any:
    """The compiler of a question, which has been written already."""
    compiler = copy.copy(written.compiler)
    compiler.query, compiler.connection = question.query, connections[question.db]
    compiler.as_sql = lambda *_args, **_kwargs: (written.sql, written.params)
    return compiler


def _as_it_is(*_args: Any, **_kwargs: Any) -> Any:
    raise TypeError("a question that is built once is used as it is")


def _fresh(question: QuerySet[Any]) -> QuerySet[Any]:
    """The same question, to be answered anew: what it is built of is shared, and not changed."""
    fresh = question.__class__.__new__(question.__class__)
    fresh.__dict__.update(question.__dict__)
    fresh.__dict__["_query"] = copy.copy(question.query)
    if fresh._written is None:  # type: ignore[attr-defined]
        fresh._result_cache = []
    return fresh


def _written(question: QuerySet[Any]) -> _Written | None:
    """A query written out; None where no row can be found."""
    kept: _Written | None = getattr(question, "_written", None)
    if kept is not None:
        compiler = copy.copy(kept.compiler)
        compiler.query, compiler.connection = question.query, connections[question.db]
        return _Written(compiler, kept.sql, kept.params, kept.told, kept.made)
    compiler = question.query.get_compiler(using=question.db)
    try:
        sql, params = compiler.as_sql(with_col_aliases=True)
    except EmptyResultSet:
        question._result_cache = []
        return None
    kinds = [_type(column.output_field) for column, *_rest in compiler.select]
    for (*_rest, name), kind in zip(compiler.select, kinds, strict=True):
        if kind in _REFUSED:
            raise TypeError(f"{question.model.__name__}.{name} can't be read as JSON")
    connection = compiler.connection
    read = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    made = [(place, read[kind]) for place, kind in enumerate(kinds) if kind in read]
    return _Written(compiler, sql, params, _as_json(connection, compiler, sql, kinds), made)


def _as_json(connection: Any, compiler: Any, sql: str, kinds: Sequence[str]) -> str:
    if connection.vendor == "postgresql":
        return f"(SELECT json_agg(q)::text FROM ({sql}) q)"  # noqa: S608  Django's own SQL
    names = ", ".join(
        _exactly(connection.ops.quote_name(name), kind)
        for (*_rest, name), kind in zip(compiler.select, kinds, strict=True)
    )
    return f"(SELECT json_group_array(json_array({names})) FROM ({sql}))"  # noqa: S608  as above


def _exactly(name: str, kind: str) -> str:
    """A column of SQLite as its JSON tells it without loss: fractions come as text."""
    if kind != "FloatField":
        return name
    return f"iif({name} IS NULL, NULL, printf('%%!.17g', {name}))"


def _rows(connection: Any, written: _Written, answer: str) -> list[list[Any]]:
    """The rows as the database's own driver would have given them."""
    if connection.vendor == "postgresql":
        names = [name for *_rest, name in written.compiler.select]
        told = json.loads(answer, parse_float=Decimal)
        rows = [[row[name] for name in names] for row in told]
    else:
        rows = json.loads(answer)
    for place, make in written.made:
        for row in rows:
            row[place] = None if row[place] is None else make(row[place])
    return rows


def _type(field: Field[Any, Any]) -> str:
    return getattr(field, "target_field", field).get_internal_type()


def _fill(question: QuerySet[Any], written: _Written, rows: list[list[Any]]) -> None:
    """Let Django make of the rows what it makes of a query's: models, dictionaries, tuples."""
    compiler = written.compiler
    compiler.execute_sql = lambda *_args, **_kwargs: [rows]
    _make(question, compiler)


def _make(question: QuerySet[Any], compiler: Any) -> None:
    query: Any = question.query
    made: Any = question._iterable_class
    query.get_compiler = lambda *_args, **_kwargs: compiler
    try:
        question._result_cache = list(made(question))
    finally:
        del query.get_compiler
