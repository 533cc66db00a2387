"""How things stand, worded and drawn once for every room (the words: docs/glossary.md).

What people are asked to take part in goes from a draft over its first day to its last one: surveys,
conversations, calls for ideas, rounds of review. What they write is checked, public or hidden.
"""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Phase(NamedTuple):
    """As `{% state %}` draws it."""

    shape: str
    word: Any


DRAFT = Phase("none", _("下書き"))
COMING = Phase("none", _("これから"))
OPEN = Phase("wait", _("受付中"))
CLOSED = Phase("done", _("締め切りました"))

UNCHECKED = Phase("wait", _("確かめ待ち"))
PUBLIC = Phase("done", _("公開"))
HIDDEN = Phase("none", _("見えなくしています"))

# What people brought, from its arrival on; a room adds what happens between.
NEW = Phase("none", _("届いたばかり"))
RECEIVED = Phase("run", _("受けとめました"))
TAKEN_UP = Phase("run", _("取り組みます"))
PASSED = Phase("none", _("見送りました"))
