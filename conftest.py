"""What every test of the house relies on."""

import gc
import os
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import SimpleTestCase
from django.utils import translation

from tests import database

# How fast the machine is today must not decide. In CI the examples are the same at every run as
# well: what it finds must not depend on the day.
_UNHURRIED = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("unhurried", **_UNHURRIED)
hypothesis.settings.register_profile("steady", derandomize=True, database=None, **_UNHURRIED)
hypothesis.settings.load_profile("steady" if os.environ.get("CI") else "unhurried")


# This goes round the whole house once, for all that is asked there: it comes first, in one place.
_COUNTED = "test_queries.py"
# Each of these goes round the whole house as well: half of them on each side.
_ROUNDS = ("test_every_page.py",)
# These last long, or start processes: none may be left for the end, when one worker has no more.
_LONG = ("tests/faults/", "tests/start/", "tests/trust/")
_TABLES = {"db", "transactional_db", "django_db_setup", "pristine"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests begin first; the second of two workers begins where no table is needed.

    The first one migrates meanwhile: neither waits for the other.
    """
    counted = [item for item in items if item.path.name == _COUNTED]
    rounds = [item for item in items if item.path.name in _ROUNDS]
    rest = [item for item in items if item.path.name not in (_COUNTED, *_ROUNDS)]
    long = [item for item in rest if item.nodeid.startswith(_LONG)]
    others = [item for item in rest if not item.nodeid.startswith(_LONG)]
    plain = [item for item in others if not _needs_tables(item)][: len(items) // 3]
    early = set(plain)
    others = [item for item in others if item not in early]
    first = counted + rounds[::2] + long
    half = max(0, len(items) // 2 - len(first))
    items[:] = first + others[:half] + plain + rounds[1::2] + others[half:]


def _needs_tables(item: pytest.Item) -> bool:
    asked = getattr(item, "fixturenames", ())
    told = item.get_closest_marker("django_db") or not _TABLES.isdisjoint(asked)
    return bool(told) or issubclass(getattr(item, "cls", None) or object, SimpleTestCase)


def pytest_collection_finish() -> None:
    """What is loaded stays: the collector need not go through it after every few objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _audit_triggers_step_aside_for_the_broom():
    """Tests with real transactions empty all tables; the audit log's triggers would refuse."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def sweep(operations, sql_list):
        connection = operations.connection
        if connection.vendor == "postgresql":
            aside, back = _postgresql()
        else:
            aside, back = _sqlite(connection)
        with connection.cursor() as cursor:
            for statement in aside:
                cursor.execute(statement)
        flush(operations, sql_list)
        with connection.cursor() as cursor:
            for statement in back:
                cursor.execute(statement)

    BaseDatabaseOperations.execute_sql_flush = sweep
    yield
    BaseDatabaseOperations.execute_sql_flush = flush
    connections.close_all()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings):
    """Also lets the test database start as a copy of one that is migrated already."""
    if hasattr(request.config, "cache"):
        database.copy_from(request.config.cache.mkdir("database"))


@pytest.fixture(autouse=True)
def _nothing_is_kept_from_one_test_to_the_next():
    """Every test makes its own cities, with the same numbers, slugs and revisions."""
    from jibungoto.kernel import links  # the apps are not ready where this file is read

    translation.activate(settings.LANGUAGE_CODE)  # the last answer was perhaps in English
    caches["pages"].clear()
    caches["default"].clear()  # tries are counted by numbers that come again in every test
    links._slugs.clear()


@pytest.fixture(autouse=True, scope="session")
def _one_process_draws_for_all():
    """A test that sees the drawing itself begin takes `drawing._draw.alone`, the real one."""
    from jibungoto.ui.charts import drawing
    from tests.drawer import Drawer

    drawing._draw = drawer = Drawer(drawing._draw)
    yield
    drawer.close()
    drawing._draw = drawer.alone


def _sqlite(connection):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master"
            " WHERE type = 'trigger' AND name LIKE 'kernel_audit%'"
        )
        triggers = cursor.fetchall()
    return [f"DROP TRIGGER {name}" for name, _ in triggers], [sql for _, sql in triggers]


def _postgresql():
    tables = ("kernel_auditrecord", "kernel_audithead")
    return (
        [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables],
        [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables],
    )


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Real published files. Absent under CI is a failure; elsewhere the test is skipped aloud."""
    beside = Path(__file__).resolve().parent.parent / "shared" / "data"
    folder = Path(os.environ.get("JIBUNGOTO_DATA") or beside)
    if not folder.is_dir():
        message = f"the real data is not at {folder}; set JIBUNGOTO_DATA to its folder"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def seeds_dir(data_dir: Path) -> Path:
    """The five public documents of cities, beside the real data."""
    return data_dir.parent / "seeds"
