"""The beat of a worker: a thread that says "I live" and how far the job at hand has come.

A thread, because it has its own database connection: what it writes is seen while the job's own
transaction is still open. On SQLite that transaction keeps every writer out, this one too; a beat
that fails is simply tried again, and nobody can take the job away meanwhile, for the same reason.
"""

import datetime as dt
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

from django.db import DatabaseError, connection

from jibungoto.kernel import clock
from jibungoto.kernel.models import Worker
from jibungoto.ui.ruby import cut

LEASE = dt.timedelta(seconds=60)  # a worker that did not beat for so long has lost its job
TICK = 1.0  # seconds between two looks; progress is written at most so often

_current: ContextVar["Pulse | None"] = ContextVar("pulse", default=None)


def current() -> "Pulse | None":
    """The pulse of the work at hand."""
    return _current.get()


class Pulse:
    """One worker: its row, and between `start()` and `stop()` the thread that keeps it fresh.

    Without the thread, progress is written by the job's own connection.
    """

    def __init__(self, lease: dt.timedelta = LEASE) -> None:
        self.lease = lease
        host = socket.gethostname()[:40]
        self.worker = Worker.objects.create(name=f"{host}:{os.getpid()}:{secrets.token_hex(4)}")
        self._said: tuple[int, int, str] | None = None
        self._stop_asked = False
        self._busy = False
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def at_work(self, *, beating: bool = True) -> Iterator[Self]:
        """Be the worker of what happens inside; afterwards the worker is gone."""
        token = _current.set(self)
        if beating:
            self._thread = threading.Thread(target=self._beat_on, name="pulse", daemon=True)
            self._thread.start()
        try:
            yield self
        finally:
            _current.reset(token)
            self._end.set()
            if self._thread:
                self._thread.join(timeout=30)
            Worker.objects.filter(pk=self.worker.pk).delete()

    def begin(self) -> None:
        """A new job: nothing said yet, nobody asked it to stop."""
        self._said, self._stop_asked, self._busy = None, False, True

    def end(self) -> None:
        """The job at hand is over, one way or another."""
        self._said, self._stop_asked, self._busy = None, False, False

    def say(self, done: int, total: int, message: str) -> None:
        """Take note of progress; it's written with the next beat."""
        self._said = (done, total, cut(message, 200))
        if self._thread is None:
            self._beat()

    @property
    def stop_asked(self) -> bool:
        return self._stop_asked

    def _beat_on(self) -> None:
        beaten = clock.now()
        try:
            while not self._end.wait(TICK):
                # abs: a clock that was turned back must not silence the heart.
                if self._said or abs(clock.now() - beaten) >= self.lease / 4:
                    self._beat()
                    beaten = clock.now()
                elif self._busy:
                    self._listen()
        finally:
            connection.close()

    def _beat(self) -> None:
        said, self._said = self._said, None
        fields: dict[str, Any] = {"beat_at": clock.now()}
        if said:
            fields |= dict(zip(("done", "total", "message"), said, strict=True))
        try:
            if not Worker.objects.filter(pk=self.worker.pk).update(**fields):
                self.worker.save(force_insert=True)  # we slept so long that we were given up
        except DatabaseError:
            if self._thread is None:
                raise
            self._said = self._said or said
            connection.close()
        else:
            self._listen()

    def _listen(self) -> None:
        if not self._busy:
            return
        try:
            asked = Worker.objects.filter(pk=self.worker.pk, stop_asked=True).exists()
        except DatabaseError:
            if self._thread is None:
                raise
            connection.close()
        else:
            self._stop_asked = self._stop_asked or asked
