"""Which questions are put to whom, in which order and on which page. Pure: reads nothing itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jibungoto.ui.listing import quoted

from .models import Kind, Question

MOST = 60  # questions of a survey
Chosen = Mapping[str, Collection[str]]  # question key -> option keys


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in the way of a condition, and at which question."""

    key: str
    words: str


def faults(questions: Sequence[Question]) -> list[Fault]:
    """Conditions that refer to a later question, to itself, or to nothing that can be chosen.

    As conditions may only look back, there can be no loop.
    """
    place = {q.key: n for n, q in enumerate(questions)}
    found = []
    for n, question in enumerate(questions):
        if not question.if_key:
            continue
        at = place.get(question.if_key)
        if at is None:
            found.append(Fault(question.key, _("たずねるもとの質問が、もうありません。")))
        elif at >= n:
            words = _("あとの質問の答えでは、分けられません。前の質問を選んでください。")
            found.append(Fault(question.key, words))
        else:
            source = questions[at]
            known = {o.key for o in source.options.all()}
            if source.kind not in (Kind.CHOICE, Kind.MULTIPLE):
                words = _("選ぶ質問の答えだけで分けられます。")
                found.append(Fault(question.key, words))
            elif not known & set(question.if_options.split()):
                words = _("条件にした選択肢が、もうありません。")
                found.append(Fault(question.key, words))
    return found


def asked(questions: Sequence[Question], chosen: Chosen) -> list[Question]:
    """The questions put to somebody who chose this: the hidden ones make others hidden too."""
    shown: dict[str, Question] = {}
    for question in questions:
        if question.if_key:
            source = question.if_key in shown
            if not source or not set(question.if_options.split()) & set(
                chosen.get(question.if_key, ())
            ):
                continue
        shown[question.key] = question
    return list(shown.values())


def pages(questions: Sequence[Question]) -> list[list[Question]]:
    """The questions page by page; a survey without questions has no page."""
    found: list[list[Question]] = []
    for question in questions:
        if question.starts_page or not found:
            found.append([])
        found[-1].append(question)
    return found


def said(question: Question, questions: Sequence[Question]) -> str:
    """A condition in words for the reader: 「はい」と答えた方へ."""
    if not question.if_key:
        return ""
    source = next((q for q in questions if q.key == question.if_key), None)
    if source is None:
        return ""
    wanted = set(question.if_options.split())
    names = [o.text for o in source.options.all() if o.key in wanted]
    return _("{}番の質問で{}と答えた方へ").format(questions.index(source) + 1, quoted(names))
