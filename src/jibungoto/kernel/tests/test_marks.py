"""SQLite is asked with the very words Django would ask it with."""

from typing import Any

import pytest
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from jibungoto.kernel import marks

QUERIES = ["", "SELECT 1", "a = %s AND b IN (%s, %s)", "LIKE '%%x' AND a = %s", "'%%s'", "50%%%%"]


@pytest.mark.parametrize("query", QUERIES)
def test_the_places_of_parameters_are_those_django_puts(query: str) -> None:
    cursor: Any = None
    assert marks.convert_query(cursor, query) == marks._convert(cursor, query)
    assert SQLiteCursorWrapper.convert_query is marks.convert_query


def test_named_parameters_are_left_to_django() -> None:
    cursor: Any = None
    assert marks.convert_query(cursor, "a = %(b)s", param_names=["b"]) == "a = :b"
