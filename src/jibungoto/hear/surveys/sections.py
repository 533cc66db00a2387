"""What surveys show elsewhere: on the pages of a district and the city, in lists of what waits."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.registry import Cell, SourceText, TextChoice, Waiting

from . import policies
from .models import Survey
from .selectors import standing
from .selectors import texts as written

SHOWN = 3


def _found(district: Any) -> tuple[list[Survey], list[Survey]]:
    """The running surveys of a district and of the whole city, and the latest that are over."""

    def here(survey: Survey) -> bool:
        placed = [one.district_id for one in survey.node.placed.all()]
        return district is None or not placed or district.pk in placed

    found = [survey for survey in standing.everything() if here(survey)]
    running = [survey for survey in found if survey.is_running()]
    return running[:SHOWN], [survey for survey in found if survey.is_over()][:SHOWN]


def summary(actor: Actor, district: Any) -> str:
    """How many surveys run: one sentence for the wheel."""
    running, over = _found(district)
    if running:
        return _("アンケートを{}件、受けつけています。").format(len(running))
    return _("アンケートの結果が出ています。") if over else ""


def section(actor: Actor, district: Any) -> Mapping[str, Any] | None:
    """Running surveys with the way in, and the latest results with what became of them."""
    running, over = _found(district)
    if not running and not over:
        return None
    asked = f"?district={district.slug}" if district else ""
    return {
        "running": running,
        "over": over,
        "all_url": link("surveys:survey_list") + asked,
    }


def waiting_rows(actor: Actor) -> Sequence[Any] | None:
    """Nothing to ask beside what is kept for everybody who runs something."""
    return () if actor.grants else None


def waiting(actor: Actor) -> Iterator[Waiting]:
    """Missing voices while there is time, words to look at, results without an answer."""
    desk = standing.desk()
    for one in desk.running:
        if one.voices.someone_missing and policies.holds(actor, policies.RUN, one.survey):
            yield Waiting(
                _("「{}」：{}").format(one.survey.title, one.voices.finding),
                link("surveys:survey_work", code=one.survey.code),
                _("いま{}人が答えています。").format(one.answered),
                one.survey.closes_on,
            )
    for survey, number in desk.words:
        if policies.holds(actor, policies.MODERATE, survey):
            yield Waiting(
                _("「{}」の、確かめる書きこみ {}件").format(survey.title, number),
                f"{link('surveys:survey_texts', code=survey.code)}?state=waits",
            )
    mine = (s for s in desk.unanswered if policies.holds(actor, policies.CONCLUDE, s))
    for survey in islice(mine, SHOWN):
        yield Waiting(
            _("「{}」の結果への返事").format(survey.title),
            link("surveys:survey_conclude", code=survey.code),
            _("答えた方が、何が変わるかを待っています。"),
        )


def cells(actor: Actor, districts: Sequence[Any]) -> Mapping[int, Cell]:
    """The cockpit: which districts ask their people now."""
    found = standing.by_district(list(districts))
    return {
        pk: Cell(
            _("{}件").format(number),
            "run",
            link("surveys:survey_view", code=code),
            _("受付中のアンケート"),
        )
        for pk, (number, code) in found.items()
    }


def text_choices(actor: Actor) -> list[TextChoice]:
    """The questions people answered in words, of the surveys this actor runs."""
    if not actor.may_somewhere(policies.RUN):
        return []
    return [
        TextChoice(
            f"{question.survey.code}.{question.key}",
            _("{}：{}").format(question.survey.title, question.text),
            number,
        )
        for question, number in written.groupable(actor)
    ]


def texts(actor: Actor, choice: str) -> list[SourceText]:
    """What was written to one of these questions; never who, where from or when."""
    code, _dot, key = choice.partition(".")
    if not actor.may_somewhere(policies.RUN):
        return []
    return [
        SourceText(str(reply.pk), reply.text, None, reply.question.survey.node_id)
        for reply in written.to_group(actor, code, key)
    ]
