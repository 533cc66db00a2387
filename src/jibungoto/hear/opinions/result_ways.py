"""The ways through a result: the parts of its page, its files, and the table of all statements."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.kernel.links import link

from . import saying
from .models import Conversation
from .selectors.results import Result, Told


def addresses(conversation: Conversation) -> dict[str, str]:
    """Where the parts of a result are."""
    names = {
        "conversation_url": "conversation_view",
        "result_url": "result_view",
        "table_url": "result_table",
        "csv_url": "result_csv",
        "release_url": "result_release",
        "sheets_url": "result_sheets",
        "slides_url": "result_slides",
        "poster_url": "result_poster",
        "screen_url": "result_screen",
        "words_url": "group_words",
        "deeds_url": "deed_list",
    }
    return {key: link(f"opinions:{name}", slug=conversation.slug) for key, name in names.items()}


def contents(found: Result) -> list[tuple[str, str, bool]]:
    """The parts of the page, in their order, as ways to them."""
    parts = [
        ("shared", with_number(_("共通すること"), len(found.shared) + len(found.refused))),
        ("groups", saying.heading_of_groups(found)),
        ("map", "" if found.is_one or not found.told["drawn"] else _("答えの近さ")),
        ("divisive", with_number(_("分かれたこと"), len(found.divisive))),
        ("all", _("すべての意見")),
        ("reading", _("読み方")),
        ("data", _("データ")),
    ]
    return [(word, f"#{key}", False) for key, word in parts if word]


def with_number(word: str, number: int) -> str:
    return f"{word} {number}" if number else ""


def by_state(found: Result) -> list[tuple[str, str, str]]:
    """How many statements say what, each a way to them in the table of all."""
    url = addresses(found.conversation)["table_url"]
    rows = (
        ("shared", _("共通する意見"), len(found.shared) + len(found.refused)),
        ("divisive", _("考えが分かれた意見"), len(found.divisive)),
        ("mixed", _("どちらともいえない意見"), len(found.mixed)),
        ("needing", _("もっと答えが要る意見"), len(found.needing)),
    )
    return [
        (word, f"{url}?state={key}", _("{}件").format(number))
        for key, word, number in rows
        if number
    ]


STATES = {
    "shared": ("shared_agree", "shared_disagree"),
    "divisive": ("divisive",),
    "mixed": ("mixed",),
    "needing": ("needs_votes", "few"),
}


def table(found: Result, state: str, sort: str) -> dict[str, Any]:
    """The page with every statement: those of a state, in an order."""
    chosen = STATES.get(state)
    rows = [
        one
        for one in found.statements.values()
        if chosen is None or (one.state in chosen and not one.is_meta)
    ]
    orders: dict[str, Callable[[Told], Any]] = {
        "votes": lambda one: (-one.votes, one.number),
        "agree": lambda one: (-_share(one, agree=True), one.number),
        "disagree": lambda one: (-_share(one, agree=False), one.number),
        "shared": lambda one: (-one.surest_agree, one.number),
        "difference": lambda one: (-one.difference, one.number),
    }
    if sort in orders:
        rows.sort(key=orders[sort])
    return {
        **addresses(found.conversation),
        "conversation": found.conversation,
        "result": found,
        "rows": rows,
        "state": state if chosen else "",
        "sort": sort if sort in orders else "number",
        "states": [
            (f"{word} {number}", f"?state={key}&sort={sort}", key == (state if chosen else ""))
            for key, word, number in (
                ("", _("すべて"), len(found.statements)),
                ("shared", _("共通する"), len(found.shared) + len(found.refused)),
                ("divisive", _("分かれた"), len(found.divisive)),
                ("mixed", _("どちらともいえない"), len(found.mixed)),
                ("needing", _("もっと答えが要る"), len(found.needing)),
            )
        ],
        "letters": [] if found.is_one else [group.letter for group in found.groups],
    }


def _share(one: Told, *, agree: bool) -> float:
    answers = one.everybody
    share = answers and (answers.agrees if agree else answers.disagrees)
    return share.share if share else -1.0
