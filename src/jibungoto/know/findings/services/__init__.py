"""Everything that happens to findings. One verb is one transaction and one audit record."""

from .contribution import CannotMerge, FindingsError, handling
from .drafts import drop_draft, forget_drafts, pin_draft, place_draft, start_draft
from .pinning import (
    add_photo,
    change_finding,
    create_finding,
    remove_findings,
    say_me_too,
    take_back_me_too,
)
from .privacy import erase_person, export_person
from .resources import entrust_contact, forget_contact, record_deed, remove_deed
from .settings import change_reception, reception, save_theme, seed_themes

__all__ = [
    "CannotMerge",
    "FindingsError",
    "add_photo",
    "change_finding",
    "change_reception",
    "create_finding",
    "drop_draft",
    "entrust_contact",
    "erase_person",
    "export_person",
    "forget_contact",
    "forget_drafts",
    "handling",
    "pin_draft",
    "place_draft",
    "reception",
    "record_deed",
    "remove_deed",
    "remove_findings",
    "save_theme",
    "say_me_too",
    "seed_themes",
    "start_draft",
    "take_back_me_too",
]
