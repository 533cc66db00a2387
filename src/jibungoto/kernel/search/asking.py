"""Asking the index of the database at hand. Both answer the ids of entries, newest first."""

from django.db import connection

from . import fts5, postgresql
from .question import Question


def newest(question: Question, limit: int) -> list[int]:
    """The ids of the newest `limit` entries."""
    if connection.vendor == "sqlite":
        return fts5.newest(question, limit)
    return postgresql.newest(question, limit)


def number(question: Question, most: int) -> int:
    """How many entries there are, counted up to `most`."""
    if connection.vendor == "sqlite":
        return fts5.number(question, most)
    return len(postgresql.newest(question, most))
