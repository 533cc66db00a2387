"""What the votes of ひなた市 say, told in words, and what came of some statements: invented."""

import datetime as dt

from jibungoto.hear.opinions.models import Conversation
from jibungoto.hear.opinions.selectors.results import Result, Told, result
from jibungoto.hear.opinions.services import deeds
from jibungoto.hear.opinions.services.analyses import analyse_now, write_group_words
from jibungoto.kernel import clock
from jibungoto.kernel.models import Node

# What somebody wrote of a group whose most telling statement holds one of these words.
_WORDS = (
    (("乗り合い", "送迎", "運転", "送りあい"), "まず、近所の乗り合いから始めたい"),
    (("バス",), "いまあるバスを守りたい"),
    (("配達", "移動販売", "訪問", "届"), "店や診療が、家に届くしくみがほしい"),
)
_ANSWER = (
    "来年度の秋から半年間、通院の日に予約できる乗り物を試します。"
    "使った方の数と声を、翌年の六月にこのページでお知らせします。"
)


def load() -> None:
    """Read every conversation; of those that closed, promise and give answers."""
    for conversation in Conversation.objects.select_related("node").order_by("pk"):
        analyse_now(conversation=conversation)
        found = result(conversation)
        if found is None:
            continue
        _tell(found)
        if not found.is_live:
            _come_of(conversation, found)


def _tell(found: Result) -> None:
    for group in found.groups:
        said = "".join(mark.statement.text for mark in group.marks[:1] if mark.agrees)
        for signs, sentence in _WORDS:
            if any(sign in said for sign in signs):
                write_group_words(analysis=found.analysis, group=group.number, sentence=sentence)
                break


def _come_of(conversation: Conversation, found: Result) -> None:
    today = clock.today()
    who = conversation.answer_from or "交通政策課"
    picked = (found.shared or found.divisive)[:3]
    for number, told in enumerate(picked):
        statement = conversation.statements.get(number=told.number)
        kind = ("answer", "measure", "issue")[number]
        due = today + dt.timedelta(days=14 + 20 * number)
        deed = deeds.promise_deed(statement=statement, kind=kind, who=who, due=due)
        if kind == "answer":
            deeds.answer_deed(deed=deed, answer=_ANSWER, on=today - dt.timedelta(days=3))
        elif kind == "measure" and (measure := _measure(told)) is not None:
            deeds.connect_deed(deed=deed, result=measure)


def _measure(told: Told) -> Node | None:
    """A measure of the city's plan that a statement may have led to."""
    measures = Node.objects.filter(kind="measure", state=Node.State.PUBLIC).order_by("pk")
    about = measures.filter(title__contains="移動") | measures.filter(title__contains="足")
    return about.first() or measures.first()
