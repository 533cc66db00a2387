"""The web server and its settings: one place, so that what is measured is what is served."""

import gc
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

APPLICATION = "jibungoto.site.wsgi:application"


@dataclass(frozen=True)
class Web:
    """Where to serve, and with how many processes and threads."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 2
    log_requests: bool = False
    application: str = APPLICATION

    def words(self) -> list[str]:
        """The words a child process is started with."""
        return [
            self.host,
            str(self.port),
            str(self.workers),
            str(self.threads),
            "log" if self.log_requests else "quiet",
            self.application,
        ]

    @staticmethod
    def from_words(words: list[str]) -> "Web":
        """Undo words()."""
        host, port, workers, threads, log, application = words
        return Web(host, int(port), int(workers), int(threads), log == "log", application)


def usual_workers() -> int:
    """One process a core, four at most: SQLite has one writer."""
    return min(4, os.cpu_count() or 1)


def load(application: str) -> None:
    """Import everything before the processes part: it is read once, and its memory is shared."""
    with _spared_of_tests():
        importlib.import_module(application.split(":")[0])
        from django.urls import get_resolver

        _ = get_resolver().url_patterns
    # What is there for good need not be looked through for garbage, nor be copied by doing so.
    gc.collect()
    gc.freeze()


@contextmanager
def _spared_of_tests() -> Iterator[None]:
    """Inside, django.test is not loaded for its one signal, which ninja takes from there.

    The signal is Django's own and stands in django.core.signals; the rest is 2 MB a process.
    """
    from django.core import signals

    name = "django.test.signals"
    spare = name not in sys.modules
    if spare:
        sys.modules[name] = signals
    try:
        yield
    finally:
        if spare:
            del sys.modules[name]


def serve(web: Web) -> None:
    """Serve until SIGTERM or SIGINT; answers under way are finished first."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from jibungoto.site import logs

    load(web.application)
    Granian(
        web.application,
        address=web.host,
        port=web.port,
        interface=Interfaces.WSGI,
        workers=web.workers,
        blocking_threads=web.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_access=web.log_requests,
        log_dictconfig=logs.of_requests(),
        log_level=LogLevels.info if web.log_requests else LogLevels.warning,
    ).serve()
