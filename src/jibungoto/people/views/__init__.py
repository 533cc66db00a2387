"""Doors of people, one file for each thing behind them. HTTP only."""

from .account import account_overview, participation_join, sessions_end
from .codes import batch_create, batch_list, batch_withdraw, code_enter
from .counter import counter_start, counter_stop
from .departments import department_change, department_list
from .own import (
    data_erase,
    data_export,
    data_overview,
    device_forget,
    inventory,
    name_change,
)
from .role_kinds import role_kind_change, role_kind_create, role_kinds
from .roles import (
    grant_assign,
    grant_change,
    grant_create,
    grant_end,
    grant_extend,
    invitation_accept,
    invitation_send,
    invitation_withdraw,
    role_list,
)
from .turn_over import turn_over_create, turn_over_open, turn_over_undo
from .view_as import view_as_start, view_as_stop

__all__ = [
    "account_overview",
    "batch_create",
    "batch_list",
    "batch_withdraw",
    "code_enter",
    "counter_start",
    "counter_stop",
    "data_erase",
    "data_export",
    "data_overview",
    "department_change",
    "department_list",
    "device_forget",
    "grant_assign",
    "grant_change",
    "grant_create",
    "grant_end",
    "grant_extend",
    "inventory",
    "invitation_accept",
    "invitation_send",
    "invitation_withdraw",
    "name_change",
    "participation_join",
    "role_kind_change",
    "role_kind_create",
    "role_kinds",
    "role_list",
    "sessions_end",
    "turn_over_create",
    "turn_over_open",
    "turn_over_undo",
    "view_as_start",
    "view_as_stop",
]
