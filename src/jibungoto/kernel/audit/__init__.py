"""The audit log: who did what to which record, and when; append-only and chained by hashes.

A service calls `record` in its own transaction. Nothing here decides who may do a thing.
"""

from .chain import Fault, Report, heads, verify
from .record import PERSONAL, OutsideTransaction, acting, current_actor, diff, record

__all__ = [
    "PERSONAL",
    "Fault",
    "OutsideTransaction",
    "Report",
    "acting",
    "current_actor",
    "diff",
    "heads",
    "record",
    "verify",
]
