"""SQLite: FTS5 walks its own lists newest first, so that rare and common words cost the same."""

from django.db import connection

from jibungoto.japan.text import Term

from .question import Question, written

type Value = str | int


def newest(question: Question, limit: int) -> list[int]:
    """The ids of the newest `limit` entries."""
    return _rows(*_match(question, limit, " ORDER BY rowid DESC"))


def number(question: Question, most: int) -> int:
    """How many entries there are, counted up to `most`."""
    sql, params = _match(question, most)
    return _rows(f"SELECT count(*) FROM ({sql})", params)[0]  # noqa: S608  no value in it


def _rows(sql: str, params: list[Value]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _match(question: Question, limit: int, order: str = "") -> tuple[str, list[Value]]:
    phrases = " AND ".join(_phrase(term) for term in question.terms)
    marks = written(question.marks, " AND ", " OR ", lambda mark: mark.removeprefix("#"))
    sql = (
        "SELECT rowid FROM kernel_searchindex WHERE kernel_searchindex MATCH %s"  # noqa: S608
        f" AND rowid >= %s AND rowid < %s{order} LIMIT %s"
    )
    match = f"grams : ({phrases}) AND marks : ({marks})"
    return sql, [match, question.since, question.until, limit]


def _phrase(term: Term) -> str:
    words = " ".join(term.grams).replace('"', '""')
    return f'"{words}" *' if term.prefix else f'"{words}"'
