"""Everything that happens to ideas. One verb is one transaction and one audit record."""

from .campaigns import (
    change_campaign,
    change_reception,
    create_campaign,
    reception,
    withdraw_campaign,
)
from .commenting import check_comment, comment, hide_comment, show_comment, withdraw_comment
from .contribution import handling
from .errors import CannotMerge, IdeasError
from .posting import (
    add_photo,
    change_idea,
    create_idea,
    support,
    take_back_support,
)
from .privacy import erase_person, export_person
from .promising import promise_answer

__all__ = [
    "CannotMerge",
    "IdeasError",
    "add_photo",
    "change_campaign",
    "change_idea",
    "change_reception",
    "check_comment",
    "comment",
    "create_campaign",
    "create_idea",
    "erase_person",
    "export_person",
    "handling",
    "hide_comment",
    "promise_answer",
    "reception",
    "show_comment",
    "support",
    "take_back_support",
    "withdraw_campaign",
    "withdraw_comment",
]
