"""Findings (気づき): charms and issues pinned by residents, and resources (いいことさがし)."""

from .findings import Draft, Finding, FindingTheme, MeToo, Reception, Theme
from .handling import Answer, Contact, Merge, MergedFinding, Report, StateChange
from .resources import Deed

__all__ = [
    "Answer",
    "Contact",
    "Deed",
    "Draft",
    "Finding",
    "FindingTheme",
    "MeToo",
    "Merge",
    "MergedFinding",
    "Reception",
    "Report",
    "StateChange",
    "Theme",
]
