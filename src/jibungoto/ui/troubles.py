"""What troubles the machine, read from the fault it gave: too busy, cut off, or no room left.

None of these is a mistake of the house or of its reader: they are told as what they are.
"""

import errno
import sqlite3
from enum import Enum

from django.db import InterfaceError, OperationalError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_OURS = {errno.EROFS, errno.EACCES}
_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# PostgreSQL: serialization failure, deadlock, lock timeout, statement timeout, too many clients.
_BUSY = {"40001", "40P01", "55P03", "57014", "53300"}
_CUT_OFF = ("08", "57P")  # connection exceptions; the server is shutting down or starting
_DISK_FULL = "53100"
_STANDBY = "25006"  # read_only_sql_transaction: a standby, or a database closed for writing
_DEEP = 10


class Trouble(Enum):
    """What is wrong with the machine, for a while."""

    BUSY = "busy"  # somebody else writes for long; nothing of ours was written
    CUT_OFF = "cut off"  # the database does not answer; what was under way may be either way
    FULL = "full"  # no room left; nothing of ours was kept
    READ_ONLY = "read only"  # what is there may be read and not written; nothing of ours was kept


def trouble_of(fault: BaseException | None) -> Trouble | None:
    """The trouble behind a fault, or None: then it is a fault of our own."""
    for _step in range(_DEEP):
        if fault is None:
            return None
        if found := _told_by(fault):
            return found
        fault = fault.__cause__ or fault.__context__
    return None


def is_full(fault: BaseException | None) -> bool:
    """Whether there was no room left to write."""
    return trouble_of(fault) is Trouble.FULL


def _told_by(fault: BaseException) -> Trouble | None:
    if isinstance(fault, OSError):
        if fault.errno in _NOT_OURS:
            return Trouble.READ_ONLY
        return Trouble.FULL if fault.errno in _FULL else None
    if isinstance(fault, sqlite3.Error):
        extended = getattr(fault, "sqlite_errorcode", 0)
        code = extended & 0xFF
        # A write over the quota or the largest size of a file is told as a failed write.
        if code == sqlite3.SQLITE_FULL or extended == sqlite3.SQLITE_IOERR_WRITE:
            return Trouble.FULL
        if code == sqlite3.SQLITE_READONLY:
            return Trouble.READ_ONLY
        return Trouble.BUSY if code in _SQLITE_BUSY else None
    return _told_by_postgresql(fault)


def _told_by_postgresql(fault: BaseException) -> Trouble | None:
    if isinstance(fault, OperationalError | InterfaceError):  # Django's own: its cause knows more
        return None
    if not hasattr(fault, "sqlstate"):
        return None
    state = fault.sqlstate or ""
    if state == _DISK_FULL:
        return Trouble.FULL
    if state == _STANDBY:
        return Trouble.READ_ONLY
    if state in _BUSY:
        return Trouble.BUSY
    # Without a state no server has answered at all.
    named = type(fault).__name__ in ("OperationalError", "InterfaceError", "ConnectionTimeout")
    return Trouble.CUT_OFF if state.startswith(_CUT_OFF) or (named and not state) else None
