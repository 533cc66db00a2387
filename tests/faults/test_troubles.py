"""Trouble of the machine (a busy database, one that is away, a full disk) is told as what it is:
a sentence, when to come again, and nothing half done."""

import datetime as dt
import errno
import resource
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, connection

from jibungoto.hear.ideas.models import Support
from jibungoto.hear.ideas.tests.factories import an_idea
from jibungoto.kernel import clock, files, jobs, tenancy
from jibungoto.kernel.models import Job
from jibungoto.site.cli import archive, main
from jibungoto.ui import renditions
from jibungoto.ui.troubles import Trouble, trouble_of
from tests import world as worlds


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """Writes to any file of this process beyond so many bytes fail, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def a_locked_sqlite(folder) -> sqlite3.Error:
    with (
        closing(sqlite3.connect(folder / "one", timeout=0)) as one,
        closing(sqlite3.connect(folder / "one", timeout=0)) as other,
    ):
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as caught:
            other.execute("BEGIN IMMEDIATE")
    return caught.value


def a_full_sqlite(folder) -> sqlite3.Error:
    with closing(sqlite3.connect(folder / "two")) as one:
        one.execute("CREATE TABLE t (x)")
        one.execute("PRAGMA max_page_count = 2")
        with pytest.raises(sqlite3.OperationalError) as caught:
            one.execute("INSERT INTO t VALUES (zeroblob(20000))")
    return caught.value


def of_postgresql(state: str):
    return lambda folder: psycopg.errors.lookup(state)("…")


def nobody_there(folder) -> Exception:
    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect("host=127.0.0.1 port=1 connect_timeout=2")
    return caught.value


def a_sqlite_nobody_may_write(folder) -> sqlite3.Error:
    with closing(sqlite3.connect(folder / "three")) as one:
        one.execute("CREATE TABLE t (x)")
    with (
        closing(sqlite3.connect(f"file:{folder / 'three'}?mode=ro", uri=True)) as one,
        pytest.raises(sqlite3.OperationalError) as caught,
    ):
        one.execute("INSERT INTO t VALUES (1)")
    return caught.value


def a_file_over_its_quota(folder) -> sqlite3.Error:
    fault = sqlite3.OperationalError("disk I/O error")
    fault.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
    return fault


FAULTS = [
    (a_locked_sqlite, Trouble.BUSY),
    (a_file_over_its_quota, Trouble.FULL),
    (a_full_sqlite, Trouble.FULL),
    (a_sqlite_nobody_may_write, Trouble.READ_ONLY),
    (of_postgresql("25006"), Trouble.READ_ONLY),
    (lambda folder: OSError(errno.EROFS, "…"), Trouble.READ_ONLY),
    (lambda folder: PermissionError(errno.EACCES, "…"), Trouble.READ_ONLY),
    (of_postgresql("40P01"), Trouble.BUSY),
    (of_postgresql("40001"), Trouble.BUSY),
    (of_postgresql("55P03"), Trouble.BUSY),
    (of_postgresql("53100"), Trouble.FULL),
    (of_postgresql("57P01"), Trouble.CUT_OFF),
    (nobody_there, Trouble.CUT_OFF),
    (lambda folder: OSError(errno.ENOSPC, "…"), Trouble.FULL),
    (of_postgresql("23505"), None),
    (lambda folder: FileNotFoundError(errno.ENOENT, "…"), None),
]


@pytest.mark.parametrize("made, trouble", FAULTS)
def test_each_database_and_disk_is_understood(tmp_path, made, trouble):
    fault = made(tmp_path)
    assert trouble_of(fault) is trouble
    wrapped = OperationalError("…")
    wrapped.__cause__ = fault
    assert trouble_of(wrapped) is trouble


@pytest.fixture
def world(db):
    made = worlds.build()
    with tenancy.within(made.municipality):
        yield made


@contextmanager
def writing_fails(fault: BaseException, after: int = 0) -> Iterator[None]:
    """So many more rows are written, then every write gives this fault."""
    left = after

    def write(execute, sql, params, many, context):
        nonlocal left
        if sql.split(None, 1)[0] in ("INSERT", "UPDATE", "DELETE"):
            if not left:
                raise OperationalError("…") from fault
            left -= 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(write):
        yield


def rows() -> dict[str, int]:
    return {
        model._meta.label: (getattr(model, "everywhere", None) or model._base_manager).count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }


def test_a_write_that_finds_the_database_busy_at_any_moment_writes_nothing_and_says_when_to_come(
    world, tmp_path
):
    locked = a_locked_sqlite(tmp_path)
    code = an_idea().node.short_code
    client = world.client("participant")
    client.raise_request_exception = False
    before, failed = rows(), 0
    while True:
        with writing_fails(locked, after=failed):
            answer = client.post(f"/koko/ideas/{code}/support/")
        if answer.status_code != 503:
            break
        failed += 1
        assert answer["Retry-After"] == "10"
        assert answer["Cache-Control"] == "no-store"
        assert "混み合っています" in answer.content.decode()
        assert rows() == before
    assert failed > 1  # the first of its rows, and each one after it
    assert Support.objects.count() == 1


@pytest.mark.parametrize(
    "made, status, words",
    [(a_full_sqlite, 507, "いっぱい"), (of_postgresql("57P01"), 503, "つながりません")],
)
def test_a_page_and_the_api_tell_the_trouble_in_words(world, tmp_path, made, status, words):
    fault = made(tmp_path)

    def refuse(execute, sql, params, many, context):
        raise OperationalError("…") from fault

    client = world.client("guest")
    client.raise_request_exception = False
    with connection.execute_wrapper(refuse):
        page = client.get("/koko/districts/kita/")
        data = client.get("/api/v1/koko/nodes", headers={"accept": "application/json"})
    assert (page.status_code, data.status_code) == (status, status)
    assert words in page.content.decode()
    assert words in data.json()["title"]
    assert page.headers.get("Retry-After") == ("60" if status == 503 else None)


def test_a_file_that_finds_no_room_is_not_there_at_all(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with no_room_beyond(100_000), pytest.raises(OSError, match="too large"):
        default_storage.save("sheets/1/scans/x", ContentFile(bytes(300_000)))
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == []
    assert not default_storage.exists("sheets/1/scans/x")


def test_what_can_be_made_again_is_shown_though_it_cannot_be_kept(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with no_room_beyond(10):
        assert renditions.keep("charts/ab/cd.svg", b"<svg></svg>" * 100) is False
    assert not default_storage.exists("charts/ab/cd.svg")
    assert renditions.keep("charts/ab/cd.svg", b"<svg>") is True


def test_files_of_imports_and_sheets_whose_row_came_to_nothing_are_swept(
    world, settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path
    here = world.municipality.pk
    for path in (f"intake/{here}/lost", f"sheets/{here}/scans/lost", f"charts/{here}/kept.svg"):
        default_storage.save(path, ContentFile(b"x"))
    assert files.sweep() == 0
    later = clock.now() + 2 * dt.timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert files.sweep() == 2
    assert default_storage.exists(f"charts/{here}/kept.svg")


def test_a_job_that_finds_no_room_ends_in_words_that_say_so(world, settings, monkeypatch):
    def full(progress):
        raise OSError(errno.ENOSPC, "No space left on device")

    known = jobs.definitions._definitions
    monkeypatch.setitem(
        known, "tests.full",
        jobs.Definition("tests.full", "ためし", full, 0, dt.timedelta(), long=True),
    )  # fmt: skip
    jobs.enqueue("tests.full")
    (job,) = jobs.run_due()
    assert job.state == Job.State.FAILED
    assert "いっぱい" in job.outcome


def test_a_backup_that_finds_no_room_leaves_nothing_and_blames_no_backup(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "database").write_bytes(secrets.token_bytes(300_000))
    told = archive.Manifest(archive.FORMAT, "1", "sqlite", "now", [], {}, {}, [])
    there, parts = tmp_path / "backup.zip", (tmp_path / "database", tmp_path / "files")
    with no_room_beyond(100_000), pytest.raises(OSError, match="too large"):
        archive.write(there, told, *parts)
    assert [found.name for found in tmp_path.iterdir()] == ["database", "files"]
    archive.write(there, told, *parts)
    with no_room_beyond(100_000), pytest.raises(OSError, match="too large"):
        archive.read(there, tmp_path / "back")


@pytest.mark.parametrize(
    "fault, words",
    [
        (OSError(errno.ENOSPC, "No space left on device"), "いっぱい"),
        (OSError(errno.EROFS, "Read-only file system"), "書けません"),
        (psycopg.errors.lookup("55P03")("…"), "使われ続けています"),
    ],
)
def test_a_command_ends_with_a_sentence(monkeypatch, capsys, fault, words):
    def fail(given):
        raise fault

    monkeypatch.setattr("jibungoto.site.cli.doctor.run", fail)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
