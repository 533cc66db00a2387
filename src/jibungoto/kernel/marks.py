"""The marks of parameters, as SQLite writes them, put in without looking at each letter.

Django looks through a query with a regular expression each time it is asked. Where one question
gathers those of many rooms (kernel.together) that was a quarter of a whole page.
"""

from typing import Any

from django.db.backends.sqlite3.base import SQLiteCursorWrapper

_wrapper: Any = SQLiteCursorWrapper
_convert = _wrapper.convert_query


def speed_up() -> None:
    """From now on `%s` becomes `?` the short way."""
    _wrapper.convert_query = convert_query


def convert_query(cursor: Any, query: str, *, param_names: list[str] | None = None) -> str:
    """The same query with `?` for `%s` and `%` for `%%`."""
    if param_names is not None or not isinstance(query, str):
        return _convert(cursor, query, param_names=param_names)  # type: ignore[no-any-return]
    if "%%" not in query:
        return query.replace("%s", "?")
    return "%".join([part.replace("%s", "?") for part in query.split("%%")])
