"""What was answered, read in a few queries whatever the number of questions and people."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count, F, Max, Q
from django.utils.translation import gettext as _

from jibungoto.engines.weighting import Margin, rake
from jibungoto.hear.sample import bands, comparing
from jibungoto.hear.sample.selectors import Tally, districts
from jibungoto.hear.surveys import policies
from jibungoto.hear.surveys.models import Answering, Pick, Question, Reply, Survey
from jibungoto.hear.surveys.tallying import Answers, Weighting
from jibungoto.kernel import clock, together
from jibungoto.kernel.actor import Actor
from jibungoto.know.places.models import District
from jibungoto.know.statistics.people import People
from jibungoto.know.statistics.selectors import populations
from jibungoto.ui.tags.words import long_date

TRIM = 5.0
SINCE = 10  # years: younger ones are not expected to answer


COUNTED = {"is_trial": False, "finished_at__isnull": False}


def counted(survey: Survey) -> Q:
    """The sheets that count: handed in, and not as a try."""
    return Q(survey=survey, **COUNTED)


def stamp(survey: Survey) -> str:
    """Changes with every answer; for what is kept of a result. One query."""
    found = Answering.objects.filter(counted(survey)).aggregate(n=Count("pk"), at=Max("changed_at"))
    return f"{found['n']}:{found['at'].timestamp() if found['at'] else ''}"


def answers(survey: Survey) -> Answers:
    """Everything handed in, as sets and maps; one query."""
    sheets = (
        Answering.objects.filter(counted(survey))
        .order_by("pk")
        .values_list("pk", "channel", "age_band", "district_id")
    )
    of = {f"answering__{name}": value for name, value in COUNTED.items()} | {
        "answering__survey": survey
    }
    answered: dict[str, set[int]] = defaultdict(set)
    numbers: dict[str, dict[int, float]] = defaultdict(dict)
    places: dict[str, dict[int, int | None]] = defaultdict(dict)
    spots: dict[str, list[tuple[float, float]]] = defaultdict(list)
    wordings: dict[str, set[int]] = defaultdict(set)
    rows = Reply.objects.filter(**of).values_list(
        "answering_id", "question__key", "question_id", "number", "lat", "lon", "district_id"
    )
    of = {f"reply__{name}": value for name, value in of.items()}
    chosen = Pick.objects.filter(**of).values_list(
        "reply__answering_id", "reply__question__key", "row__key", "option__key"
    )
    together.ask(sheets, rows, chosen)
    at = {pk: n for n, (pk, *_rest) in enumerate(sheets)}
    for sheet, key, wording, number, lat, lon, place in rows:
        who = at[sheet]
        answered[key].add(who)
        wordings[key].add(wording)
        if number is not None:
            numbers[key][who] = number
        if lat is not None or place is not None:
            places[key][who] = place
        if lat is not None and lon is not None:
            spots[key].append((lon, lat))
    picks: dict[tuple[str, str], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for sheet, key, row, option in chosen:
        picks[key, row or ""][at[sheet]].add(option)
    return Answers(
        len(sheets),
        Counter(channel for _pk, channel, _b, _d in sheets),
        tuple(band for _pk, _c, band, _d in sheets),
        tuple(district for _pk, _c, _b, district in sheets),
        dict(answered),
        {name: dict(told) for name, told in picks.items()},
        dict(numbers),
        dict(places),
        dict(spots),
        {key: len(told) for key, told in wordings.items()},
    )


def channels(survey: Survey) -> dict[str, int]:
    """How many came in each way: web, paper, counter."""
    rows = Answering.objects.filter(counted(survey)).order_by().values_list("channel")
    return dict(rows.annotate(n=Count("pk")))


def places_of(survey: Survey) -> list[District]:
    """The districts a survey is about: its own, or all there are."""
    own = [placed.district for placed in survey.node.placed.all()]
    return own or list(districts())


def weighting(told: Answers, places: Sequence[District], living: Mapping[int, People]) -> Weighting:
    """Weights by age band and district towards the people who live there; or why there are none."""
    if not living:
        return Weighting(reason=_("人口の表がまだないため、人口に合わせた割合は出せません。"))
    some = next(iter(living.values()))
    aged = all(p.has_ages for p in living.values())
    groups = bands.groups(some.classes, since=SINCE) if aged else ()
    here = [d for d in places if d.pk in living]
    age_codes = [_code(band, groups) for band in told.bands]
    known = {d.pk: n for n, d in enumerate(here)}
    place_codes = [known.get(pk, -1) if pk is not None else -1 for pk in told.districts]
    enough = comparing.ENOUGH
    margins, labels = [], []
    if groups and sum(c >= 0 for c in age_codes) >= enough:
        people = [sum(p.aged(g.low, g.high) or 0 for p in living.values()) for g in groups]
        margins.append(Margin(age_codes, people))
        labels.append([g.label for g in groups])
    if len(here) > 1 and sum(c >= 0 for c in place_codes) >= enough:
        margins.append(Margin(place_codes, [living[d.pk].total or 0 for d in here]))
        labels.append([d.name for d in here])
    if not margins:
        words = _("年代か地区を答えた方が{}人に届かないため、人口に合わせた割合は出しません。")
        return Weighting(reason=words.format(enough))
    found = rake(margins, trim=TRIM)
    return Weighting(
        tuple(found.values.tolist()),
        found.effective,
        found.design_effect,
        found.trimmed,
        found.gap,
        tuple(labels[n][at] for n, gone in enumerate(found.empty) for at in gone),
        date=long_date(some.taken_on),
        source=some.source,
    )


def _code(band: str, groups: Sequence[bands.Group]) -> int:
    return next((n for n, group in enumerate(groups) if band in group.keys), -1)


def population_of(places: Sequence[District]) -> Mapping[int, People]:
    return populations(list(places)) if places else {}


def voices(survey: Survey) -> comparing.Comparison:
    """Who took part beside who lives there."""
    parts = Answering.objects.filter(counted(survey))
    rows = parts.order_by().values_list("age_band", "district_id").annotate(number=Count("pk"))
    tally: Tally = Counter({(band, district): n for band, district, n in rows})
    return comparing.compare(tally, places_of(survey), since=SINCE)


def rounds(actor: Actor, survey: Survey) -> list[Survey]:
    """The survey and its other rounds whose results the actor may read, the earliest first."""
    found = Survey.objects.filter(series=survey.series).select_related("node")
    others = found.filter(policies.visible(actor)).exclude(pk=survey.pk)
    shown = [s for s in others if s.is_over()]
    return sorted([*shown, survey], key=lambda s: (s.opens_on or clock.today(), s.pk))


@dataclass(frozen=True, slots=True)
class Round:
    """A question in one round: how many answered, who chose what, and the mean of numbers."""

    n: int
    counts: Mapping[str, int]
    mean: float | None = None
    spread: float = 0.0  # variance


def trend(found: Sequence[Survey]) -> dict[str, dict[int, Round]]:
    """Each question's rounds by key and survey; two queries for all rounds together."""
    of = Q(
        answering__survey__in=found,
        answering__is_trial=False,
        answering__finished_at__isnull=False,
    )
    counts: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    picks = Pick.objects.filter(
        reply__answering__survey__in=found, reply__answering__is_trial=False,
        reply__answering__finished_at__isnull=False, row=None,
    ).order_by()  # fmt: skip
    for key, survey, option, n in picks.values_list(
        "reply__question__key", "reply__answering__survey_id", "option__key"
    ).annotate(n=Count("reply__answering_id", distinct=True)):
        counts[key, survey][option] = n
    told: dict[str, dict[int, Round]] = defaultdict(dict)
    rows = Reply.objects.filter(of).order_by()
    for key, survey, n, mean, square in rows.values_list(
        "question__key", "answering__survey_id"
    ).annotate(
        n=Count("answering_id", distinct=True),
        mean=Avg("number"),
        square=Avg(F("number") * F("number")),
    ):
        spread = max(square - mean * mean, 0.0) if mean is not None else 0.0
        told[key][survey] = Round(n, counts.get((key, survey), {}), mean, spread)
    return told


def asked(found: Sequence[Survey]) -> list[Question]:
    """All questions of these rounds with their options, in every wording."""
    rows = Question.objects.filter(survey__in=found).prefetch_related("options")
    return list(rows.order_by("survey_id", "since"))


def asked_in(survey: Survey, every: Sequence[Question]) -> list[Question]:
    """Of `asked`: what one round asks now, in order."""
    found = [q for q in every if q.survey_id == survey.pk and q.until is None]
    return sorted(found, key=lambda q: (q.order, q.pk))


def wordings(every: Sequence[Question]) -> dict[str, list[str]]:
    """Each question's texts with their options over the rounds; equal ones mean the same asking."""
    told: dict[str, list[str]] = defaultdict(list)
    for question in every:
        words = [question.text, *(o.text for o in question.options.all())]
        told[question.key].append("\n".join(words))
    return told
