"""Tables of the kernel. Each file holds one idea."""

from .audit import AuditHead, AuditRecord
from .files import Attachment
from .jobs import Job, Worker
from .nodes import Follow, Link, Node, NodeDistrict, Record
from .outbox import DigestChoice, DigestMail, Letter, Notice, NoticeLine, OutboxEvent
from .search import SearchEntry
from .tenancy import Municipality
from .vocabulary import Word

__all__ = [
    "Attachment",
    "AuditHead",
    "AuditRecord",
    "DigestChoice",
    "DigestMail",
    "Follow",
    "Job",
    "Letter",
    "Link",
    "Municipality",
    "Node",
    "NodeDistrict",
    "Notice",
    "NoticeLine",
    "OutboxEvent",
    "Record",
    "SearchEntry",
    "Word",
    "Worker",
]
