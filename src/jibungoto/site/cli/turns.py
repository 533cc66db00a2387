"""One process at a time: a lock that the system releases by itself when its holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Taken(Exception):
    """Somebody else holds the lock."""


@contextmanager
def turn(path: Path, *, wait: bool = True, shared: bool = False) -> Iterator[None]:
    """Hold the lock `path` during the block; with wait=False raises Taken at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(handle, kind if wait else kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Taken(path) from None
    try:
        yield
    finally:
        os.close(handle)
