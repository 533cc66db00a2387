"""A filled sheet of paper becomes a part with its votes, as good as any other."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.opinions.models import Conversation, Part, Statement, Vote
from jibungoto.hear.sample.bands import BANDS
from jibungoto.hear.sample.selectors import districts
from jibungoto.hear.sheets.kinds import Answers, SheetRefused
from jibungoto.hear.sheets.models import Sheet
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.models import Node

from .analyses import order_analysis, order_final
from .conversations import lock

GRACE = dt.timedelta(days=14)  # paper that was filled in time still comes in after the close
VALUES = {"agree": 1, "pass": 0, "disagree": -1}
BAND, DISTRICT = "age_band", "district"


def statement_key(number: int) -> str:
    return f"s{number}"


def closed(conversation: Conversation) -> str:
    """Why no sheet is taken now; "" when it is."""
    if conversation.state == Conversation.State.DRAFT:
        return _("この問いかけは、まだ下書きです。受付を始めてから入れてください。")
    ended = conversation.closed_at
    if conversation.state == Conversation.State.CLOSED and (
        ended is None or clock.now() - ended > GRACE
    ):
        return _("締め切りから14日を過ぎたので、紙の答えは入れられません。")
    return ""


@transaction.atomic
def take_sheet(sheet: Sheet, answers: Answers, actor: Actor) -> None:
    """Write one sheet's votes. Statements taken down since it was printed are left out.

    Raises SheetRefused with nothing written when it can't be taken now.
    """
    conversation = lock(_of(sheet))
    if said := closed(conversation):
        raise SheetRefused(said)
    numbers = {
        statement_key(number): pk
        for number, pk in conversation.statements.filter(state=Statement.State.SHOWN).values_list(
            "number", "pk"
        )
    }
    part = Part.objects.create(
        conversation=conversation, sheet=sheet, level=Level.COUNTER, channel=Part.Channel.PAPER,
        age_band=_band(answers), district_id=_district(answers),
    )  # fmt: skip
    Vote.objects.bulk_create(
        Vote(part=part, statement_id=numbers[key], value=VALUES[marks[0]])
        for key, marks in answers.items()
        if key in numbers and isinstance(marks, tuple) and len(marks) == 1 and marks[0] in VALUES
    )
    _read_again(conversation)


@transaction.atomic
def withdraw_sheet(sheet: Sheet, actor: Actor) -> None:
    """Take back what take_sheet wrote."""
    part = Part.objects.filter(sheet=sheet).select_related("conversation__node").first()
    if part is not None:
        part.delete()
        _read_again(part.conversation)


def _read_again(conversation: Conversation) -> None:
    if conversation.state == Conversation.State.CLOSED:
        order_final(conversation=conversation)
    else:
        order_analysis(conversation=conversation)


def _of(sheet: Sheet) -> Conversation:
    node: Node = sheet.form.node
    return Conversation.objects.get(node=node)


def _first(answers: Answers, key: str) -> str:
    marks = answers.get(key, ())
    return marks[0] if isinstance(marks, tuple) and len(marks) == 1 else ""


def _band(answers: Answers) -> str:
    band = _first(answers, BAND)
    return band if band in BANDS else ""


def _district(answers: Answers) -> int | None:
    chosen = _first(answers, DISTRICT)
    if not chosen.isdecimal():
        return None
    return districts().filter(pk=int(chosen)).values_list("pk", flat=True).first()
