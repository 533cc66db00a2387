"""Everything that happens to ideas. One verb is one transaction and one audit record."""

from .campaigns import (
    change_campaign,
    change_reception,
    create_campaign,
    reception,
    withdraw_campaign,
)
from .commenting import check_comment, comment, hide_comment, show_comment, withdraw_comment
from .errors import CannotMerge, IdeasError
from .handling import (
    answer_idea,
    change_state,
    check_idea,
    connect_result,
    handle_reports,
    hide_idea,
    promise_answer,
    report_idea,
    set_themes,
    show_idea,
    take_back_answer,
)
from .merging import merge_ideas, undo_merge
from .posting import (
    add_photo,
    change_idea,
    create_idea,
    restore_idea,
    support,
    take_back_support,
    withdraw_idea,
)
from .privacy import erase_person, export_person

__all__ = [
    "CannotMerge",
    "IdeasError",
    "add_photo",
    "answer_idea",
    "change_campaign",
    "change_idea",
    "change_reception",
    "change_state",
    "check_comment",
    "check_idea",
    "comment",
    "connect_result",
    "create_campaign",
    "create_idea",
    "erase_person",
    "export_person",
    "handle_reports",
    "hide_comment",
    "hide_idea",
    "merge_ideas",
    "promise_answer",
    "reception",
    "report_idea",
    "restore_idea",
    "set_themes",
    "show_comment",
    "show_idea",
    "support",
    "take_back_answer",
    "take_back_support",
    "undo_merge",
    "withdraw_campaign",
    "withdraw_comment",
    "withdraw_idea",
]
