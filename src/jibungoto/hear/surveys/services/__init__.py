"""Everything that happens to surveys. One verb is one transaction and one audit record."""

from .answering import finish_answering, save_page, start_answering, take_back, tell_about
from .errors import Incomplete, NotRunning, SurveysError
from .moderating import conclude_survey, hide_reply, show_reply, take_back_outcome
from .paper import take_sheet, withdraw_sheet
from .presets import create_from_preset
from .privacy import erase_person, export_person
from .questions import (
    add_question,
    change_question,
    duplicate_question,
    move_question,
    remove_question,
    restore_question,
)
from .surveys import (
    change_survey,
    close_survey,
    copy_survey,
    create_survey,
    discard_survey,
    open_survey,
    reopen_survey,
    start_trial,
    wipe_trial,
)
from .upkeep import forget_ties

__all__ = [
    "Incomplete",
    "NotRunning",
    "SurveysError",
    "add_question",
    "change_question",
    "change_survey",
    "close_survey",
    "conclude_survey",
    "copy_survey",
    "create_from_preset",
    "create_survey",
    "discard_survey",
    "duplicate_question",
    "erase_person",
    "export_person",
    "finish_answering",
    "forget_ties",
    "hide_reply",
    "move_question",
    "open_survey",
    "remove_question",
    "reopen_survey",
    "restore_question",
    "save_page",
    "show_reply",
    "start_answering",
    "start_trial",
    "take_back",
    "take_back_outcome",
    "take_sheet",
    "tell_about",
    "wipe_trial",
    "withdraw_sheet",
]
