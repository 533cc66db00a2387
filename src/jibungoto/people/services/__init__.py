"""Everything people do with accounts, participation, roles and their own data."""

from .accounts import create_account, end_other_sessions
from .participation import (
    forget_inactive,
    join_participations,
    live_in,
    participant_for,
    participant_of_device,
    participant_of_user,
)
from .roles import (
    LastAdministrator,
    MoreThanHeld,
    RoleProblem,
    create_roles,
    end_grant,
    extend_grant,
    grant_role,
)

__all__ = [
    "LastAdministrator",
    "MoreThanHeld",
    "RoleProblem",
    "create_account",
    "create_roles",
    "end_grant",
    "end_other_sessions",
    "extend_grant",
    "grant_role",
    "forget_inactive",
    "join_participations",
    "live_in",
    "participant_for",
    "participant_of_device",
    "participant_of_user",
]
