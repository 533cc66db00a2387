"""Accounts, participants, roles and their terms, consent. No rules and no verbs."""

from .accounts import User
from .participants import Code, CodeBatch, Participant
from .privacy import Consent, PersonName
from .roles import (
    Department,
    Invitation,
    Role,
    RoleGrant,
    RolePermission,
    TurnOver,
    TurnOverChange,
)

__all__ = [
    "Code",
    "CodeBatch",
    "Consent",
    "Department",
    "Invitation",
    "Participant",
    "PersonName",
    "Role",
    "RoleGrant",
    "RolePermission",
    "TurnOver",
    "TurnOverChange",
    "User",
]
