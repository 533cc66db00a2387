"""What the votes of ひなた市 say, told in words, and what came of some statements: invented."""

import datetime as dt

from jibungoto.hear.opinions.models import Conversation
from jibungoto.hear.opinions.selectors.results import Result, Told, result
from jibungoto.hear.opinions.services import deeds
from jibungoto.hear.opinions.services.analyses import analyse_now, write_group_words
from jibungoto.kernel import clock
from jibungoto.kernel.models import Node

# What somebody wrote of a group that one of these words marks off.
_WORDS = (
    (("乗り合い", "送迎"), "まず、近所の乗り合いから始めたい"),
    (("バス", "市が運転手"), "いまあるバスを守ることを、先に考えたい"),
    (("宅配", "移動販売", "おたがいさまでよい"), "店や人が、家まで来てくれるしくみがほしい"),
    (
        ("思いきり", "集まって", "音は", "大きな一つ"),
        "子どもや若い人が、思いきり使える場所にしたい",
    ),
    (("犬", "草取り", "市がお金"), "手入れは市と分けあい、いろいろな使い方を許しあいたい"),
    (("花だん", "体操"), "近くの人が手をかけて、落ち着いて使いたい"),
)
_ANSWERS = (
    (
        "木かげ",
        "来年の秋までに、三つの公園に木を植え、日よけのあるベンチを六つ置きます。"
        "場所は、四月の集まりでいっしょに決めます。",
    ),
    (
        "トイレ",
        "来年度から、そうじを週三回に増やします。"
        "こわれたところは、ここから知らせてください。三日のうちに見に行きます。",
    ),
)
_ANSWER = (
    "来年度の計画に入れます。いつ、どこで、いくらで行うかを、四月にこのページでお知らせします。"
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
    """Each sentence for the group whose telling statements hold its words first, and once."""
    left = list(_WORDS)
    for group in found.groups:
        said = [mark.statement.text for mark in group.marks if mark.agrees]
        ranked = [(n, words) for n, text in enumerate(said) for words in left if _in(text, words)]
        if ranked:
            words = min(ranked, key=lambda one: one[0])[1]
            left.remove(words)
            write_group_words(analysis=found.analysis, group=group.number, sentence=words[1])


def _in(text: str, words: tuple[tuple[str, ...], str]) -> bool:
    return any(sign in text for sign in words[0])


def _come_of(conversation: Conversation, found: Result) -> None:
    today = clock.today()
    who = conversation.answer_from or "協働推進課"
    picked = (found.shared or found.divisive)[:3]
    for number, told in enumerate(picked):
        statement = conversation.statements.get(number=told.number)
        kind = ("answer", "measure", "issue")[number]
        due = today + dt.timedelta(days=14 + 20 * number)
        deed = deeds.promise_deed(statement=statement, kind=kind, who=who, due=due)
        if kind == "answer":
            deeds.answer_deed(deed=deed, answer=_answer(told), on=today - dt.timedelta(days=3))
        elif kind == "measure" and (measure := _measure()) is not None:
            deeds.connect_deed(deed=deed, result=measure)


def _answer(told: Told) -> str:
    return next((answer for sign, answer in _ANSWERS if sign in told.text), _ANSWER)


def _measure() -> Node | None:
    """A measure of the city's plan that a statement may have led to."""
    measures = Node.objects.filter(kind="measure", state=Node.State.PUBLIC).order_by("pk")
    return measures.filter(title__contains="公園の使い方").first() or measures.first()
