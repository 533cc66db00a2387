"""An installation of its own for tests that need the real thing: processes, files, a database.

It stands on SQLite, or on the PostgreSQL of the run when DATABASE_URL names one. The schema is
made once; every further installation is a copy of it.
"""

import atexit
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests import forking

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 900  # seconds, only against hanging: a busy machine takes its time
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


@dataclass(frozen=True)
class Installation:
    """A home folder and, on PostgreSQL, a database; `run` calls the command line on it.

    `run` and `python` fork from a process that has loaded the house, for a start costs more than
    most commands. What starting itself is about takes `run_anew` or `start`.
    """

    home: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this installation is started with."""
        kept = {
            key: value
            for key, value in os.environ.items()
            # Compiled sources may be kept: these processes start often.
            if not key.startswith(("JIBUNGOTO_", "DJANGO_", "DATABASE_URL", "PYTEST_", "PYTHON"))
        }
        if self.database:
            kept["DATABASE_URL"] = _address(self.database)
        return {
            **kept,
            "JIBUNGOTO_HOME": str(self.home),
            "JIBUNGOTO_DEMO": "yes",
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUNBUFFERED": "1",
        }

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """`jibungoto words…`, to its end, with what it said."""
        return _forked({**self.environment, **settings}, "run", *words)

    def run_anew(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """The same as a shell does it, by a Python that has loaded nothing yet."""
        return subprocess.run(
            [sys.executable, "-m", "jibungoto", *words],
            env={**self.environment, **settings},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def start(self, *words: str, **settings: str) -> subprocess.Popen[str]:
        """`jibungoto words…`, left running in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "jibungoto", *words],
            env={**self.environment, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def python(self, code: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a script inside the installation, with Django set up."""
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "jibungoto.site.settings"}
        done = _forked(environment, "python", code, *words)
        assert done.returncode == 0, done.stderr
        return done

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the database, read without starting the house."""
        if self.database:
            with psycopg.connect(_address(self.database)) as connection:
                return connection.execute(query).fetchall()
        with closing(sqlite3.connect(self.home / "jibungoto.sqlite3")) as connection:
            return connection.execute(query).fetchall()


def empty(home: Path, template: str = "template1") -> Installation:
    """An installation without any table, or on PostgreSQL with those of `template`."""
    home.mkdir(parents=True, exist_ok=True)
    if not ON_POSTGRES:
        return Installation(home)
    name = f"test_{uuid.uuid4().hex[:12]}"
    _server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return Installation(home, name)


def is_there(database: str) -> bool:
    """Whether the server has this database."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        asked = "SELECT 1 FROM pg_database WHERE datname = %s"
        return connection.execute(asked, [database]).fetchone() is not None


def copy_of(other: Installation, home: Path) -> Installation:
    """The same content somewhere else; nobody may be using `other`."""
    shutil.copytree(other.home, home)
    if not other.database:
        return Installation(home)
    name = f"test_{uuid.uuid4().hex[:12]}"
    _server(f'CREATE DATABASE "{name}" TEMPLATE "{other.database}"')
    return Installation(home, name)


def remove(installation: Installation) -> None:
    """Delete the database; the home is pytest's to delete."""
    if installation.database:
        _server(f'DROP DATABASE IF EXISTS "{installation.database}" WITH (FORCE)')


@contextmanager
def ended(process: "subprocess.Popen[str]") -> Iterator["subprocess.Popen[str]"]:
    """Whatever happens in the block, neither the process nor a child of it stays."""
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if process.stdout:
            process.stdout.close()


def a_free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def _house() -> tuple[forking.Ready, Path]:
    """The process that forks, one for all tests of a worker; it ends with the worker."""
    folder = Path(tempfile.mkdtemp(prefix="jibungoto-test-"))
    environment = {
        **Installation(folder / "home").environment,
        "DJANGO_SETTINGS_MODULE": "jibungoto.site.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    ready = forking.Ready("from tests.commands import main", environment, folder / "said")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(ready.close)
    return ready, folder


def _forked(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    ready, folder = _house()
    with tempfile.NamedTemporaryFile(dir=folder) as complained:
        child = ready.start(complained.name, json.dumps(environment), *words)
        try:
            code = child.wait(PATIENCE)
        except BaseException:
            child.send_signal(signal.SIGKILL)
            raise
        said = complained.read().decode(errors="replace")
    return subprocess.CompletedProcess(words, code, child.said(), said)


def _address(database: str) -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return parts._replace(path=f"/{database}").geturl()


def _server(statement: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(statement)
