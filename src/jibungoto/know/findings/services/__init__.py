"""Everything that happens to findings. One verb is one transaction and one audit record."""

from .contribution import CannotMerge, FindingsError
from .drafts import drop_draft, forget_drafts, pin_draft, place_draft, start_draft
from .handling import (
    answer_finding,
    change_state,
    check_finding,
    connect_result,
    handle_reports,
    hide_finding,
    report_finding,
    set_themes,
    show_finding,
    take_back_answer,
)
from .merging import merge_findings, undo_merge
from .pinning import (
    add_photo,
    change_finding,
    create_finding,
    remove_findings,
    restore_finding,
    say_me_too,
    take_back_me_too,
    withdraw_finding,
)
from .privacy import erase_person, export_person
from .resources import entrust_contact, forget_contact, record_deed, remove_deed
from .settings import change_reception, reception, save_theme, seed_themes

__all__ = [
    "CannotMerge",
    "FindingsError",
    "add_photo",
    "answer_finding",
    "change_finding",
    "change_reception",
    "change_state",
    "check_finding",
    "connect_result",
    "create_finding",
    "drop_draft",
    "entrust_contact",
    "erase_person",
    "export_person",
    "forget_contact",
    "forget_drafts",
    "handle_reports",
    "hide_finding",
    "merge_findings",
    "pin_draft",
    "place_draft",
    "reception",
    "record_deed",
    "remove_deed",
    "remove_findings",
    "report_finding",
    "restore_finding",
    "save_theme",
    "say_me_too",
    "seed_themes",
    "set_themes",
    "show_finding",
    "start_draft",
    "take_back_answer",
    "take_back_me_too",
    "undo_merge",
    "withdraw_finding",
]
