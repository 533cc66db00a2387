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
from .reports import freeze_report, publish_report
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
    "remove_evidence",
    "reopen_answer",
    "reopen_round",
    "repeat_measure",
    "report_measure",
    "tend_rounds",
    "unlink_contacts",
]
