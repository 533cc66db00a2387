"""Everything that happens when a plan's year is looked back on."""

from .answers import (
    Remedied,
    Told,
    add_evidence,
    give_answer,
    remove_evidence,
    reopen_answer,
    repeat_measure,
    report_measure,
)
from .errors import ReviewsError, RoundTaken
from .links import renew_link, stop_link
from .reports import freeze_report, publish_report, reinstate_report, withdraw_report
from .rounds import (
    change_round,
    close_round,
    open_round,
    reopen_round,
    tend_rounds,
    unlink_contacts,
)

__all__ = [
    "Remedied",
    "ReviewsError",
    "RoundTaken",
    "Told",
    "add_evidence",
    "change_round",
    "close_round",
    "freeze_report",
    "give_answer",
    "open_round",
    "publish_report",
    "reinstate_report",
    "remove_evidence",
    "renew_link",
    "reopen_answer",
    "reopen_round",
    "repeat_measure",
    "report_measure",
    "stop_link",
    "tend_rounds",
    "unlink_contacts",
    "withdraw_report",
]
