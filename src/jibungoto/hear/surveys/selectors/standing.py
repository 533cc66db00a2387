"""How running surveys stand: for lists of what waits, and for the city's view of its districts."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from jibungoto.hear.sample import comparing
from jibungoto.hear.sample.selectors import Tally, districts
from jibungoto.hear.surveys import policies
from jibungoto.hear.surveys.models import Answering, Outcome, Reply, Survey
from jibungoto.kernel.actor import Actor
from jibungoto.know.places.models import District

from .results import SINCE, population_of
from .surveys import surveys
from .texts import WAITS


@dataclass(frozen=True, slots=True)
class Standing:
    """A running survey, how many answered, and who is missing."""

    survey: Survey
    answered: int
    voices: comparing.Comparison


def running(actor: Actor) -> list[Standing]:
    """The running surveys somebody runs, each with who is missing; a few queries for all."""
    found = list(surveys(actor, state="running").filter(policies.workable(actor)))
    if not found:
        return []
    tallies: dict[int, Tally] = defaultdict(Counter)
    rows = Answering.objects.filter(
        survey__in=found, is_trial=False, finished_at__isnull=False
    ).order_by()
    for pk, band, district, n in rows.values_list("survey_id", "age_band", "district_id").annotate(
        n=Count("pk")
    ):
        tallies[pk][band, district] += n
    every = list(districts())
    living = population_of(every)
    return [
        Standing(
            one,
            one.answered,  # type: ignore[attr-defined]
            comparing.compare(tallies[one.pk], _own(one) or every, since=SINCE, living=living),
        )
        for one in found
    ]


def _own(survey: Survey) -> list[District]:
    return [placed.district for placed in survey.node.placed.all()]


def unanswered(actor: Actor) -> list[Survey]:
    """Surveys that are over and whose result nobody has answered yet."""
    told = Outcome.objects.values("survey_id")
    over = surveys(actor, state="over").filter(policies.workable(actor, policies.CONCLUDE))
    return list(over.exclude(pk__in=told)[:5])


def words_waiting(actor: Actor) -> list[tuple[Survey, int]]:
    """Surveys with words that wait for somebody to look."""
    mine = Survey.objects.filter(policies.workable(actor, policies.MODERATE))
    rows = (
        Reply.objects.filter(
            WAITS,
            answering__is_trial=False,
            answering__finished_at__isnull=False,
            question__survey__in=mine,
        )
        .order_by()
        .values_list("question__survey_id")
        .annotate(n=Count("pk"))
    )
    number = dict(rows)
    found = Survey.objects.filter(pk__in=number).select_related("node")
    return [(survey, number[survey.pk]) for survey in found]


def by_district(places: Sequence[District]) -> Mapping[int, tuple[int, str]]:
    """For each district: how many surveys run there of its own, and the code of one."""
    ids = [d.pk for d in places]
    found: dict[int, tuple[int, str]] = {}
    for survey in surveys(Actor(), state="running"):
        for district in _own(survey):
            if district.pk in ids:
                number, _code = found.get(district.pk, (0, ""))
                found[district.pk] = (number + 1, survey.code)
    return found
