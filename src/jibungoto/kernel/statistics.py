"""What the database knows of its own tables: how it chooses the way to an answer."""

from django.db import connection

from jibungoto.kernel import tenancy
from jibungoto.kernel.models import Municipality

_ROWS_LOOKED_AT = 2000  # of each index: enough for an estimate, and done in a moment


def renew() -> bool:
    """Let SQLite count anew what its tables hold; whether it did.

    PostgreSQL does so by itself (autovacuum). One file serves all municipalities: the first one's
    job does it for all.
    """
    first = Municipality.objects.order_by("pk").values_list("pk", flat=True).first()
    if connection.vendor != "sqlite" or tenancy.current_id() != first:
        return False
    count()
    return True


def count() -> None:
    """Do it now: where all rows came at once, nothing is known of them yet."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={_ROWS_LOOKED_AT}")
        cursor.execute("ANALYZE")
