"""Everything people do with accounts, participation, roles and their own data."""

from .accounts import choose_language, create_account, end_other_sessions
from .codes import (
    CodeProblem,
    Letter,
    create_batch,
    new_letters,
    redeem_code,
    start_counter,
    withdraw_batch,
)
from .departments import (
    add_department,
    assign_department,
    change_department,
    department_named,
)
from .invitations import accept_invitation, invite, send_again, withdraw_invitation
from .participation import (
    forget_inactive,
    join_participations,
    live_in,
    participant_for,
    participant_of_device,
    participant_of_user,
)
from .presets import follow_presets
from .privacy import (
    ask_erasure,
    erase_due,
    erase_user,
    export_of,
    forget_device,
    keep_account,
    set_name,
)
from .role_kinds import set_role
from .roles import (
    LastAdministrator,
    MoreThanHeld,
    RoleProblem,
    create_roles,
    end_grant,
    extend_grant,
    grant_role,
)
from .turn_over import read_rows, turn_over, undo_turn_over

__all__ = [
    "CodeProblem",
    "LastAdministrator",
    "Letter",
    "MoreThanHeld",
    "RoleProblem",
    "accept_invitation",
    "add_department",
    "ask_erasure",
    "assign_department",
    "change_department",
    "choose_language",
    "create_account",
    "create_batch",
    "create_roles",
    "department_named",
    "end_grant",
    "end_other_sessions",
    "erase_due",
    "erase_user",
    "export_of",
    "extend_grant",
    "follow_presets",
    "forget_device",
    "forget_inactive",
    "grant_role",
    "invite",
    "join_participations",
    "keep_account",
    "live_in",
    "new_letters",
    "participant_for",
    "participant_of_device",
    "participant_of_user",
    "read_rows",
    "redeem_code",
    "send_again",
    "set_name",
    "set_role",
    "start_counter",
    "turn_over",
    "undo_turn_over",
    "withdraw_batch",
    "withdraw_invitation",
]
