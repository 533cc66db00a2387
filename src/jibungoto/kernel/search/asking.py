"""A question to the index, and how each database is asked. Plain SQL; knows no actor.

Both answer the ids of entries, newest first. FTS5 walks its own lists in that order, so that rare
and common words cost the same. PostgreSQL can't: a common word is found among the newest entries
at once, a rare one by the GIN index; whoever chose only one of the two would wait for seconds.
"""
# ruff: noqa: S608  every value goes in as a parameter

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from jibungoto.japan.text import Term

# How many of the newest entries PostgreSQL reads first; a few hits among them promise that walking
# on finds enough before long, fewer that the word is rare enough for the GIN index.
SAMPLE, PROMISING, WALK = 200, 3, 3000
NEVER_BEFORE, NEVER_AFTER = 0, 1 << 62


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: "tuple[Marks, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: "tuple[Marks, ...]"


type Value = str | int
type Marks = str | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Question:
    """Terms that all must be found, marks that must hold, ids from `since` up to before `until`."""

    municipality_id: int
    terms: tuple[Term, ...]
    marks: Marks
    since: int = NEVER_BEFORE
    until: int = NEVER_AFTER


def newest(question: Question, limit: int) -> list[int]:
    """The ids of the newest `limit` entries."""
    if connection.vendor == "sqlite":
        return _rows(*_fts5(question, limit))
    found, complete = _sample(question, limit)
    if PROMISING <= len(found) < limit and not complete:
        found = _rows(*_walk(question, limit, WALK))
    return found if complete or len(found) == limit else _rows(*_gin(question, limit))


def number(question: Question, most: int) -> int:
    """How many entries there are, counted up to `most`."""
    if connection.vendor == "sqlite":
        sql, params = _fts5(question, most, ordered=False)
    else:
        sql, params = _gin(question, most, ordered=False)
    return _rows(f"SELECT count(*) FROM ({sql}) AS found", params)[0]


def _rows(sql: str, params: list[Value]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _fts5(question: Question, limit: int, *, ordered: bool = True) -> tuple[str, list[Value]]:
    phrases = " AND ".join(_phrase(term) for term in question.terms)
    marks = _written(question.marks, " AND ", " OR ", lambda mark: mark.removeprefix("#"))
    sql = (
        "SELECT rowid FROM kernel_searchindex WHERE kernel_searchindex MATCH %s"
        " AND rowid >= %s AND rowid < %s"
        + (" ORDER BY rowid DESC" if ordered else "")
        + " LIMIT %s"
    )
    match = f"grams : ({phrases}) AND marks : ({marks})"
    return sql, [match, question.since, question.until, limit]


def _phrase(term: Term) -> str:
    words = " ".join(term.grams).replace('"', '""')
    return f'"{words}" *' if term.prefix else f'"{words}"'


def _sample(question: Question, limit: int) -> tuple[list[int], bool]:
    """What is found among the SAMPLE newest entries, and whether there are no others at all."""
    entries, tests, params = _newest_entries(question, SAMPLE)
    sql = (
        f"WITH newest AS MATERIALIZED ({entries})"
        f" (SELECT id FROM newest WHERE {tests} ORDER BY id DESC LIMIT %s)"
        " UNION ALL SELECT -count(*) FROM newest"
    )
    found = sorted(_rows(sql, [*params, limit]), reverse=True)
    return found[:-1], -found[-1] < SAMPLE


def _walk(question: Question, limit: int, steps: int) -> tuple[str, list[Value]]:
    entries, tests, params = _newest_entries(question, steps)
    sql = f"SELECT id FROM ({entries}) AS newest WHERE {tests} ORDER BY id DESC LIMIT %s"
    return sql, [*params, limit]


def _newest_entries(question: Question, steps: int) -> tuple[str, str, list[Value]]:
    """The newest entries of the municipality, what they must hold, and the values of both."""
    params: list[Value] = [question.municipality_id, question.since, question.until, steps]
    tests = []
    for term in question.terms:
        tests.append("strpos(grams, %s) > 0")
        params.append(_needle(term))

    def holds(mark: str) -> str:
        params.append(f" {mark} ")
        return "strpos(marks, %s) > 0"

    tests.append(_written(question.marks, " AND ", " OR ", holds))
    entries = (
        "SELECT id, grams, marks FROM kernel_searchentry"
        " WHERE municipality_id = %s AND id >= %s AND id < %s ORDER BY id DESC LIMIT %s"
    )
    return entries, " AND ".join(tests), params


def _gin(question: Question, limit: int, *, ordered: bool = True) -> tuple[str, list[Value]]:
    lexemes = dict.fromkeys(
        _lexeme(gram) + (":*" if term.prefix and gram == term.grams[-1] else "")
        for term in question.terms
        for gram in term.grams
    )
    marks = _written(question.marks, " & ", " | ", _lexeme)
    params: list[Value] = [" & ".join([*lexemes, f"({marks})"])]
    tests = ["id >= %s", "id < %s"]
    params += [question.since, question.until]
    for term in question.terms:
        if len(term.grams) > 1:  # the index knows that the pairs are there, not their order
            tests.append("strpos(grams, %s) > 0")
            params.append(_needle(term))
    # Fenced in: else the planner walks the primary key for a rare word, for seconds.
    sql = (
        "WITH hits AS MATERIALIZED (SELECT id, grams FROM kernel_searchentry"
        " WHERE vector @@ %s::tsquery) SELECT id FROM hits"
        f" WHERE {' AND '.join(tests)}" + (" ORDER BY id DESC" if ordered else "") + " LIMIT %s"
    )
    return sql, [*params, limit]


def _needle(term: Term) -> str:
    return f" {' '.join(term.grams)}" + ("" if term.prefix else " ")


def _lexeme(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _written(marks: Marks, both: str, either: str, leaf: Callable[[str], str]) -> str:
    if isinstance(marks, str):
        return leaf(marks)
    joint = both if isinstance(marks, AllOf) else either
    return "(" + joint.join(_written(part, both, either, leaf) for part in marks.parts) + ")"
