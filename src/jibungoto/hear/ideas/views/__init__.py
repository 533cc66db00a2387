"""Pages of ideas: HTTP only."""

from .campaigns import (
    campaign_create,
    campaign_edit,
    campaign_withdraw,
)
from .public import (
    campaign_view,
    idea_list,
    idea_print,
    idea_table,
    idea_view,
)
from .residents import (
    comment_report,
    comment_withdraw,
    idea_comment,
    idea_create,
    idea_edit,
    idea_mine,
    idea_near,
    idea_photo,
    idea_report,
    idea_restore,
    idea_support,
    idea_withdraw,
)
from .staff import (
    comment_check,
    comment_hide,
    comment_show,
    idea_board,
    idea_promise,
    idea_record,
    idea_settings,
    work,
)

__all__ = [
    "campaign_create",
    "campaign_edit",
    "campaign_view",
    "campaign_withdraw",
    "comment_check",
    "comment_hide",
    "comment_report",
    "comment_show",
    "comment_withdraw",
    "idea_board",
    "idea_comment",
    "idea_create",
    "idea_edit",
    "idea_list",
    "idea_mine",
    "idea_near",
    "idea_photo",
    "idea_print",
    "idea_promise",
    "idea_record",
    "idea_report",
    "idea_restore",
    "idea_settings",
    "idea_support",
    "idea_table",
    "idea_view",
    "idea_withdraw",
    "work",
]
