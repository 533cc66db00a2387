"""The outbox: what happened, told later, merged, once a day, and never one by one.

A service emits an event in the transaction of its deed. Early each morning one job for each
municipality (`kernel.tasks`) merges the events of followed records into one `Notice` for each
person, and takes together what goes out by mail; another one sends. Who may be told, and where
their mail goes, is asked of the people app through `introductions`.

Apps write to the people of the city about an errand of their own by `letters`.

Not here: channels other than the notice and the mail to one person (show/notices has those).
"""

from .events import UnknownEvent, emit
from .introductions import Address, actor_source, address_source
from .merging import merge
from .selectors import NoticeText, days, frequency, notices, texts, unread
from .services import choose_frequency, read_notices

__all__ = [
    "Address",
    "NoticeText",
    "UnknownEvent",
    "actor_source",
    "address_source",
    "choose_frequency",
    "days",
    "emit",
    "frequency",
    "merge",
    "notices",
    "read_notices",
    "texts",
    "unread",
]
