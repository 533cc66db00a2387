"""One after the other: posts to one address wait for each other where a row has no version."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def in_turn(view: View) -> View:
    """Let a post read and write with nobody between: put it above @access, which loads the record.

    A page that was refused has written nothing, for its services undo what they began.
    """

    @wraps(view)
    def waiting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():  # SQLite lets one begin to write at a time
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    told = "SELECT pg_advisory_xact_lock(hashtext(%s))"
                    cursor.execute(told, [request.path_info])
            return view(request, *args, **kwargs)

    return waiting
