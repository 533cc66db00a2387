"""The API of what the votes say: figures of statements and groups, and nobody's votes."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from jibungoto.hear.opinions.result_policies import sees_results
from jibungoto.hear.opinions.selectors import conversation as a_conversation
from jibungoto.hear.opinions.selectors.results import Answers, Result, Share, Told, result
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.api import actor_of
from jibungoto.kernel.links import link

from . import result_page, saying

router = Router(tags=["みんなの意見"])


class ShareOut(Schema):
    """A share of those who answered, 0 to 1, with its 95 % interval."""

    share: float
    low: float
    high: float

    @staticmethod
    def of(share: Share | None) -> "ShareOut | None":
        return ShareOut(share=share.share, low=share.low, high=share.high) if share else None


class AnswersOut(Schema):
    """Answers of everybody ("") or of a group. Of under ten only how many they were is told."""

    group: str
    votes: int
    agree: int | None
    passed: int | None
    disagree: int | None
    agree_share: ShareOut | None
    disagree_share: ShareOut | None

    @staticmethod
    def of(one: Answers) -> "AnswersOut":
        told = one.is_told
        return AnswersOut(
            group=one.letter,
            votes=one.votes,
            agree=one.agree if told else None,
            passed=one.passed if told else None,
            disagree=one.disagree if told else None,
            agree_share=ShareOut.of(one.agrees),
            disagree_share=ShareOut.of(one.disagrees),
        )


class StatementOut(Schema):
    """A statement: `state` is shared_agree, shared_disagree, divisive, mixed, needs_votes, few."""

    number: int
    text: str
    state: str
    about_people: bool
    votes: int
    surest_agree: float | None
    surest_disagree: float | None
    difference: float | None
    difference_at_least: float | None
    answers: list[AnswersOut]

    @staticmethod
    def of(one: Told) -> "StatementOut":
        told = one.everybody is not None and not one.is_meta
        apart = told and one.between is not None
        return StatementOut(
            number=one.number,
            text=one.text,
            state=one.state,
            about_people=one.is_meta,
            votes=one.votes,
            surest_agree=one.surest_agree if told else None,
            surest_disagree=one.surest_disagree if told else None,
            difference=one.difference if apart else None,
            difference_at_least=max(one.difference_low, 0.0) if apart else None,
            answers=[
                AnswersOut.of(a)
                for a in ([one.everybody] if one.everybody else []) + list(one.groups)
            ],
        )


class GroupOut(Schema):
    """People who answered alike; `people` is null for under ten."""

    letter: str
    people: int | None
    stability: float
    sentence: str


class ResultOut(Schema):
    """A reading of all votes, with all that is needed to find it again."""

    conversation: str
    question: str
    url: str
    is_final: bool
    made_at: dt.datetime
    people: int
    votes: int
    on_paper: int
    seed: int
    digest: str
    parameters: dict[str, Any]
    headline: str
    shared: list[int]
    shared_refusal: list[int]
    divisive: list[int]
    groups: list[GroupOut]
    statements: list[StatementOut]
    flagged: int
    how_to_read: list[str]

    @staticmethod
    def of(found: Result) -> "ResultOut":
        return ResultOut(
            conversation=found.conversation.slug,
            question=found.conversation.question,
            url=link("opinions:result_view", slug=found.conversation.slug),
            is_final=found.analysis.is_final,
            made_at=found.analysis.made_at,
            people=found.all_people,
            votes=found.told["cast"],
            on_paper=found.on_paper,
            seed=found.told["seed"],
            digest=found.analysis.digest,
            parameters=found.told["parameters"],
            headline=saying.headline(found),
            shared=[one.number for one in found.shared],
            shared_refusal=[one.number for one in found.refused],
            divisive=[one.number for one in found.divisive],
            groups=[
                GroupOut(
                    letter=group.letter,
                    people=None if group.is_small else group.size,
                    stability=group.stability,
                    sentence=group.sentence or saying.of_group(group),
                )
                for group in found.groups
            ],
            statements=[StatementOut.of(one) for one in found.statements.values()],
            flagged=found.flags["people"],
            how_to_read=result_page.reading(found),
        )


@router.get(
    "/conversations/{conversation}/result",
    response=ResultOut,
    operation_id="result_view",
    url_name="result_view",
)
def result_view(request: HttpRequest, conversation: str) -> ResultOut:
    """What the votes say, as soon as the conversation shows it and ten people answered."""
    actor = Actor(municipality_id=actor_of(request).municipality_id)
    held = a_conversation(actor, conversation)
    found = result(held) if held and sees_results(actor, held) else None
    if found is None:
        raise Http404
    return ResultOut.of(found)
