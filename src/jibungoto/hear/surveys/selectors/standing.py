"""How running surveys stand: for lists of what waits, and for the city's view of its districts."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from jibungoto.hear.sample import comparing
from jibungoto.hear.sample.selectors import Tally, districts
from jibungoto.hear.surveys.models import Answering, Reply, Survey
from jibungoto.kernel import tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.kept import shared
from jibungoto.know.places.models import District

from .results import SINCE, population_of
from .surveys import surveys
from .texts import WAITS

NEWEST = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """A running survey, how many answered, and who is missing."""

    survey: Survey
    answered: int
    voices: comparing.Comparison


@dataclass(frozen=True, slots=True)
class Desk:
    """What of all surveys may wait for somebody; who is told of what, the rules say."""

    running: tuple[Standing, ...]
    words: tuple[tuple[Survey, int], ...]  # with words that look like a name, not looked at yet
    unanswered: tuple[Survey, ...]  # over, and nobody has said what comes of the result


def everything() -> list[Survey]:
    """The newest public surveys with their outcomes, read once for everybody."""
    public = Actor(municipality_id=tenancy.current_id())
    found = lambda: list(surveys(public).prefetch_related("outcomes")[:NEWEST])  # noqa: E731
    return shared(public, "surveys:everything", found)


def desk() -> Desk:
    """All that waits, read once for everybody who runs something; a few minutes old at most."""
    public = Actor(municipality_id=tenancy.current_id())
    return shared(public, "surveys:desk", _desk)


def _desk() -> Desk:
    every = everything()
    some = any(one.answered for one in every)  # type: ignore[attr-defined]
    number = _words_waiting() if some else {}
    return Desk(
        tuple(_standings([one for one in every if one.is_running()])),
        tuple((one, number[one.pk]) for one in every if one.pk in number),
        tuple(one for one in every if one.is_over() and not one.outcomes.all()),
    )


def _standings(found: list[Survey]) -> list[Standing]:
    found = [one for one in found if one.answered >= comparing.ENOUGH]  # type: ignore[attr-defined]
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


def _words_waiting() -> dict[int, int]:
    rows = Reply.objects.filter(
        WAITS, answering__is_trial=False, answering__finished_at__isnull=False
    ).order_by()
    return dict(rows.values_list("question__survey_id").annotate(n=Count("pk")))


def by_district(places: Sequence[District]) -> Mapping[int, tuple[int, str]]:
    """For each district: how many surveys run there of its own, and the code of one."""
    ids = [d.pk for d in places]
    found: dict[int, tuple[int, str]] = {}
    for survey in (one for one in everything() if one.is_running()):
        for district in _own(survey):
            if district.pk in ids:
                number, _code = found.get(district.pk, (0, ""))
                found[district.pk] = (number + 1, survey.code)
    return found
